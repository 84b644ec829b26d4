"""A list of records with its form: what every such page does, on projects and on firms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from sqlalchemy import Engine, event

from invest_crm.services.projects.records import all_ids
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.pages import page_specs
from invest_crm.ui.projects.form import KEYS
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.tabs import PairsTab, PeopleTab
from tests.support.factories import yi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context
    from tests.ui.records.conftest import Desk


@pytest.fixture(params=["desk", "firm_desk"])
def each_desk(request: pytest.FixtureRequest) -> Desk:
    """The page of projects, then that of firms."""
    found: Desk = request.getfixturevalue(request.param)
    found.take_up = (  # type: ignore[attr-defined]
        found.office.take_up if request.param == "desk" else found.office.firm
    )
    return found


@pytest.fixture
def sums() -> Iterator[list[str]]:
    """The SQL that adds up investments, as it is asked."""
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "sum(project.total_investment)" in statement:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    yield asked
    event.remove(Engine, "before_cursor_execute", listen)


def notices(desk: Desk) -> list[str]:
    found = desk.page.findChildren(NoticeBar)
    return [bar.text() for bar in found if bar.isVisibleTo(desk.page)]


def choose(desk: Desk, record: str) -> None:
    desk.page.grid.select_id(record)
    desk.settle()


def ids(desk: Desk) -> list[str]:
    return list(desk.page.grid.model.ids())


# ---- create, change, throw away, bring back ---------------------------------------------------


def press_in_menu(desk: Desk, record: str, words: str) -> None:
    menu = QMenu()
    desk.page._fill_menu(menu, [record])
    next(action for action in menu.actions() if words in action.text()).trigger()
    menu.deleteLater()
    desk.settle()


def test_a_record_is_created_changed_thrown_away_and_brought_back(each_desk: Desk) -> None:
    desk = each_desk
    desk.edit(name="新的")
    desk.save()
    (record,) = ids(desk)
    assert desk.page.panel.record().title == "新的"
    press_in_menu(desk, record, "修改")
    editor = desk.page.side.editor()
    assert editor is not None
    editor.form.retype({"name": "改名"})
    desk.save()
    assert desk.page.panel.record().title == "改名"
    press_in_menu(desk, record, "回收站")
    assert ids(desk) == []
    desk.page.set_filter("trash", True)
    desk.settle()
    assert ids(desk) == [record]
    choose(desk, record)
    assert desk.page.panel.record().state == "已删除"
    press_in_menu(desk, record, "恢复")
    assert ids(desk) == []
    desk.page.set_filter("trash", None)
    desk.settle()
    assert ids(desk) == [record]


def test_pressing_save_twice_creates_one_record(desk: Desk) -> None:
    editor = desk.edit(name="甲")
    editor.save()
    editor.save()
    desk.settle()
    assert len(desk.context.app.read(all_ids)) == 1


def test_a_refusal_told_twice_stands_once_and_can_be_mended(desk: Desk) -> None:
    project = desk.office.take_up("甲")
    editor = desk.edit(project, name="乙")
    desk.office.undo()
    for _again in range(2):
        desk.save()
    bars = [bar for bar in editor.findChildren(NoticeBar) if bar.isVisibleTo(editor)]
    assert len(bars) == 1
    assert "不存在" in bars[0].text()
    assert editor.form.texts()["name"] == "乙"


# ---- moving on -------------------------------------------------------------------------------


def test_an_untouched_form_makes_way_for_the_next_record(each_desk: Desk) -> None:
    desk = each_desk
    one, other = desk.take_up("甲"), desk.take_up("乙")  # type: ignore[attr-defined]
    desk.settle()
    choose(desk, one)
    desk.edit(one)
    choose(desk, other)
    assert desk.page.side.editor() is None
    assert desk.page.panel.record().title == "乙"


def test_a_form_with_something_typed_stays_says_so_and_then_shows_the_selection(
    each_desk: Desk,
) -> None:
    desk = each_desk
    one, other = desk.take_up("甲"), desk.take_up("乙")  # type: ignore[attr-defined]
    desk.settle()
    choose(desk, one)
    editor = desk.edit(one, remark="半句话")
    choose(desk, other)
    assert desk.page.side.editor() is editor
    assert any("还没有保存" in text for text in notices(desk))
    desk.save()
    assert desk.page.grid.current_id() == other
    assert desk.page.panel.record().title == "乙"
    stored = desk.firm(one) if "firms" in desk.page.topics else desk.office.record(one)
    assert stored["remark"] == "半句话"


def test_what_was_typed_comes_back_after_a_hasty_escape(each_desk: Desk) -> None:
    desk = each_desk
    record = desk.take_up("甲")  # type: ignore[attr-defined]
    desk.settle()
    editor = desk.edit(record, remark="半句话")
    desk.qtbot.keyClick(editor.form.editor("name"), Qt.Key.Key_Escape)
    desk.settle()
    assert desk.page.side.editor() is None
    next(b for b in desk.page.findChildren(QPushButton) if b.text() == "继续填写").click()
    desk.settle()
    back = desk.page.side.editor()
    assert back is not None
    assert back.form.texts()["remark"] == "半句话"
    assert notices(desk) == []


def test_leaving_an_untouched_form_says_nothing(desk: Desk) -> None:
    desk.edit(desk.office.take_up("甲")).closed.emit()
    desk.settle()
    assert notices(desk) == []


def test_a_link_to_another_record_does_not_swallow_what_was_typed(desk: Desk) -> None:
    one, other = desk.office.take_up("甲"), desk.office.take_up("乙")
    desk.edit(one, remark="半句话")
    state = desk.page.state()
    desk.page.restore({"open": other})
    desk.settle()
    assert any("没有保存" in text for text in notices(desk))
    desk.li.edit(one, remark="别人的话")
    desk.page.restore(state)
    desk.settle()
    editor = desk.page.side.editor()
    assert editor is not None
    assert editor.form.texts()["remark"] == "半句话"
    desk.save()
    assert editor.choosing.open() == ["remark"], "the draft forgot what it had been typed over"


def test_escape_elsewhere_leaves_the_form_alone(desk: Desk) -> None:
    editor = desk.edit(desk.office.take_up("甲"), remark="半句话")
    desk.page.grid.view.setFocus()
    desk.qtbot.keyClick(desk.page.grid.view, Qt.Key.Key_Escape)
    assert desk.page.side.editor() is editor


# ---- the form by keyboard --------------------------------------------------------------------


def test_tab_goes_through_the_fields_in_their_order_and_to_the_buttons(desk: Desk) -> None:
    editor = desk.edit(desk.office.take_up("甲"), remark="x")
    editor.begin()
    seen = []
    for _key in range(len(KEYS) + 2):
        focus = editor.focusWidget()
        seen.append(focus.accessibleName() or focus.text())
        desk.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == [*(editor.form.title(key) for key in KEYS), "取消", "保存"]


def test_enter_in_a_line_saves(desk: Desk) -> None:
    project = desk.office.take_up("甲")
    editor = desk.edit(project, park="东园")
    desk.qtbot.keyClick(editor.form.editor("park"), Qt.Key.Key_Return)
    desk.settle()
    assert desk.office.record(project)["park"] == "东园"


def test_every_step_of_the_path_opens_the_form(desk: Desk) -> None:
    project = desk.office.take_up("甲", signed_on="2025-02-14")
    desk.settle()
    choose(desk, project)
    for step in desk.page.panel.record().steps:
        desk.page.panel.step_clicked.emit(step.id)
        desk.settle()
        editor = desk.page.side.editor()
        assert editor is not None
        editor.closed.emit()


# ---- the sum ---------------------------------------------------------------------------------


def test_the_sum_is_asked_when_the_filter_or_a_record_changes_and_not_for_an_order(
    desk: Desk, sums: list[str]
) -> None:
    project = desk.office.take_up("甲", total_investment=yi(1), signed_on="2025-02-14")
    desk.office.take_up("乙", total_investment=yi(2))
    desk.settle()
    assert "3.00" in desk.page.head.note.text()
    sums.clear()
    for _again in range(2):
        desk.page.grid.restore({"sort": [["name", _again == 1]]})
        desk.settle()
    assert sums == []
    desk.page.set_filter("signed", True)
    desk.settle()
    assert len(sums) == 1
    assert "1.00" in desk.page.head.note.text()
    desk.office.edit(project, total_investment=yi(4))
    desk.settle()
    assert len(sums) == 2
    assert "4.00" in desk.page.head.note.text()


@pytest.mark.parametrize(
    ("page", "details", "people"),
    [
        ("projects", 1, 1), ("firms", 1, 1), ("requests", 1, 0), ("parcels", 1, 0),
        ("five_ones", 1, 0), ("commitments", 1, 0), ("approvals", 1, 0), ("months", 0, 0),
    ],
)  # fmt: skip
def test_a_page_makes_only_the_tabs_its_panel_shows(
    qtbot: QtBot, context: Context, page: str, details: int, people: int
) -> None:
    (spec,) = (one for one in page_specs(context) if one.id == page)
    made = spec.factory()
    assert isinstance(made, RecordsPage)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    assert len(made.findChildren(PeopleTab)) == len(made.panel.findChildren(PeopleTab)) == people
    own = [one for one in made.panel.findChildren(PairsTab) if one is getattr(made, "details", 0)]
    assert (len(own), hasattr(made, "details")) == (details, bool(details))
