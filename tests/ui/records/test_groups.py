"""A list in groups on the real page: seen, folded, led from, written under, copied, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from invest_crm.domain.conditions import Condition, Group, Op, from_json
from invest_crm.domain.grouping import UNGROUPED, By, Figure, Folding, Grouping, Level
from invest_crm.domain.views import Access, ViewForm, form_json, form_of
from invest_crm.services import views
from invest_crm.services.undo import undo
from tests.support.factories import yi
from tests.ui.records.outline import (
    BY_CHAIN,
    BY_UNIT,
    CTRL,
    LEFT,
    cell,
    column,
    group,
    lines,
    list_desk,
    named,
    press,
    row_of,
    select,
    stand,
)

if TYPE_CHECKING:
    from tests.ui.records.conftest import Desk

__all__ = ["list_desk"]


# ---- what is seen ----------------------------------------------------------------------------


def test_groups_stand_above_their_records_with_their_sums(list_desk: Desk) -> None:
    group(list_desk, BY_CHAIN)
    assert lines(list_desk) == [
        "+肉羊 3 3.00",
        "++发改局 1 1.00",
        "羊一",
        "++商务局 2 2.00",
        "羊二",
        "羊三",
        "+电子信息 1 4.00",
        "++商务局 1 4.00",
        "电一",
        "+（空白） 2 8.50",
        "++发改局 1 8.00",
        "散二",
        "++（空白） 1 0.50",
        "散一",
    ]
    header = list_desk.page.grid.view.header()
    assert header.total()[0] == "合计 6 条"
    assert header.total()[column(list_desk, "total_investment")] == "15.50"


def test_another_figure_is_chosen_below_a_column(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    menu = list_desk.page.grid.groups.figure_menu("total_investment")
    assert menu is not None
    by_word = {action.text(): action for action in menu.actions()}
    assert by_word["合计"].isChecked()
    by_word["平均"].trigger()
    list_desk.settle()
    place = column(list_desk, "total_investment")
    assert list_desk.page.grid.view.header().total()[place] == "均 3.10"


def test_the_usual_rows_come_back_when_the_groups_go(list_desk: Desk) -> None:
    before = lines(list_desk)
    group(list_desk, BY_CHAIN)
    group(list_desk, UNGROUPED)
    assert lines(list_desk) == before
    assert list_desk.page.grid.view.header().total() == ()


def test_the_model_keeps_qts_rules_while_groups_open_and_close(list_desk: Desk) -> None:
    model = list_desk.page.grid.model
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, list_desk.page
    )
    group(list_desk, BY_CHAIN)
    for row in (0, 1, 0, 2):
        list_desk.page.grid.groups.turn(row)
    list_desk.page.grid.groups.open_to(0)
    assert tester.model() is model
    assert model.rowCount() == 3


# ---- open and closed -------------------------------------------------------------------------


def test_the_keys_of_an_outline_open_and_close_a_group(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    whole = lines(list_desk)
    for close, opened in (
        (Qt.Key.Key_Left, Qt.Key.Key_Right),
        (Qt.Key.Key_Space, Qt.Key.Key_Return),
    ):
        stand(list_desk, 0)
        press(list_desk, close)
        assert lines(list_desk) == [whole[0], *whole[3:]]
        press(list_desk, opened)
        assert lines(list_desk) == whole


def test_left_leads_from_a_record_to_its_group(list_desk: Desk) -> None:
    group(list_desk, BY_CHAIN)
    stand(list_desk, row_of(list_desk, "羊二"))
    for wanted in ("++商务局 2 2.00", "++商务局 2 2.00", "+肉羊 3 3.00"):
        press(list_desk, Qt.Key.Key_Left)
        assert lines(list_desk)[list_desk.page.grid.view.currentIndex().row()] == wanted


def test_a_click_on_the_name_closes_and_opens(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    whole = lines(list_desk)
    place = cell(list_desk, 0, "name").topLeft() + QPoint(12, 12)
    viewport = list_desk.page.grid.view.viewport()
    QTest.mouseClick(viewport, LEFT, pos=place)
    list_desk.settle()
    assert lines(list_desk) == [whole[0], *whole[3:]]
    QTest.mouseClick(viewport, LEFT, pos=place)
    assert lines(list_desk) == whole


def test_closed_groups_stay_closed_over_a_refresh_and_new_records(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    list_desk.page.grid.groups.turn(0)
    list_desk.office.take_up("新来的", lead_unit="发改局", total_investment=yi(1))
    list_desk.settle()
    assert lines(list_desk)[:2] == ["+发改局 3 10.00", "+商务局 3 6.00"]


def test_one_level_all_and_none_are_opened(list_desk: Desk) -> None:
    group(list_desk, BY_CHAIN)
    groups = list_desk.page.grid.groups
    counts = []
    for deep in (0, 1, 3):
        groups.open_to(deep)
        counts.append(len(lines(list_desk)))
    assert counts == [3, 8, 14]


def test_a_record_in_a_closed_group_is_shown_when_a_link_leads_to_it(list_desk: Desk) -> None:
    group(list_desk, BY_CHAIN)
    list_desk.page.grid.groups.open_to(0)
    wanted = named(list_desk)["羊二"]
    assert list_desk.page.grid.select_id(wanted)
    assert list_desk.page.grid.current_id() == wanted
    assert "电一" not in lines(list_desk)


# ---- where numbers lead ----------------------------------------------------------------------


def test_a_double_click_on_a_number_leads_to_exactly_its_records(list_desk: Desk) -> None:
    gone: list[tuple[str, Any]] = []
    list_desk.page.open_page.connect(lambda page, state: gone.append((page, state)))
    group(list_desk, BY_CHAIN)
    row = row_of(list_desk, "商务局")
    place = cell(list_desk, row, "total_investment").center()
    QTest.mouseDClick(list_desk.page.grid.view.viewport(), LEFT, pos=place)
    page, state = gone[0]
    assert page == "projects"
    list_desk.page.restore(state)
    list_desk.settle()
    assert lines(list_desk) == ["羊二", "羊三"]
    assert from_json(state["grid"]["where"]) == Group(
        "all",
        (
            Condition("chain", Op.ONE_OF, ("mutton-sheep",)),
            Condition("lead_unit", Op.ONE_OF, ("商务局",)),
        ),
    )


def test_an_outer_group_leads_to_its_inner_groups(list_desk: Desk) -> None:
    gone: list[Any] = []
    list_desk.page.open_page.connect(lambda _page, state: gone.append(state))
    group(list_desk, BY_CHAIN)
    stand(list_desk, row_of(list_desk, "（空白）"))
    before = list_desk.page.state()
    press(list_desk, Qt.Key.Key_Return, CTRL)
    list_desk.page.restore(gone[0])
    list_desk.settle()
    assert lines(list_desk) == ["+发改局 1 8.00", "散二", "+（空白） 1 0.50", "散一"]
    list_desk.page.restore(before)
    list_desk.settle()
    assert lines(list_desk)[0] == "+肉羊 3 3.00"


# ---- cells -----------------------------------------------------------------------------------


def test_an_amount_that_is_typed_changes_the_sums_and_no_row_moves(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    grid = list_desk.page.grid
    row = row_of(list_desk, "羊二")
    order = [grid.model.id_at(row) for row in range(grid.model.rowCount())]
    stand(list_desk, row, "total_investment")
    QTest.keyClicks(grid.view, "3")
    list_desk.settle()
    editor = grid.editing.editor()
    assert editor is not None
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    list_desk.settle()
    assert [grid.model.id_at(row) for row in range(grid.model.rowCount())] == order
    assert lines(list_desk)[row_of(list_desk, "商务局")] == "+商务局 3 7.00"
    assert grid.view.header().total()[column(list_desk, "total_investment")] == "16.50"
    list_desk.context.app.write(undo, None)
    list_desk.settle()
    assert lines(list_desk)[row_of(list_desk, "商务局")] == "+商务局 3 6.00"


def test_a_record_goes_to_the_group_that_is_typed(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    ids = named(list_desk)
    list_desk.office.edit(ids["羊二"], lead_unit="发改局")
    list_desk.settle()
    assert lines(list_desk)[0] == "+发改局 3 11.00"
    assert row_of(list_desk, "羊二") < row_of(list_desk, "商务局")


def test_a_paste_passes_over_the_rows_of_groups(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    assert lines(list_desk)[:4] == ["+发改局 2 9.00", "羊一", "散二", "+商务局 3 6.00"]
    stand(list_desk, 1, "township")
    QGuiApplication.clipboard().setText("甲镇\r\n乙镇\r\n丙镇\r\n")
    press(list_desk, Qt.Key.Key_V, CTRL)
    ids = named(list_desk)
    third = list_desk.page.grid.model.id_at(4)
    towns = [list_desk.office.record(one)["township"] for one in (ids["羊一"], ids["散二"], third)]
    assert towns == ["甲镇", "乙镇", "丙镇"]


def test_a_block_is_repeated_over_the_records_selected_across_groups(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    select(list_desk, 1, 5, "township")
    QGuiApplication.clipboard().setText("甲镇\r\n乙镇\r\n")
    press(list_desk, Qt.Key.Key_V, CTRL)
    model = list_desk.page.grid.model
    towns = [list_desk.office.record(model.id_at(row))["township"] for row in (1, 2, 4, 5)]
    assert towns == ["甲镇", "乙镇", "甲镇", "乙镇"]


def test_nothing_is_written_into_the_row_of_a_group(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    stand(list_desk, 0, "township")
    QGuiApplication.clipboard().setText("甲镇")
    press(list_desk, Qt.Key.Key_V, CTRL)
    press(list_desk, Qt.Key.Key_F2)
    press(list_desk, Qt.Key.Key_Delete)
    assert list_desk.page.grid.editing.editor() is None
    assert {list_desk.office.record(one)["township"] for one in named(list_desk).values()} == {None}


def test_filling_down_passes_over_the_rows_of_groups(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    ids = named(list_desk)
    list_desk.office.edit(ids["羊一"], township="甲镇")
    list_desk.settle()
    select(list_desk, row_of(list_desk, "羊一"), row_of(list_desk, "商务局") + 1, "township")
    press(list_desk, Qt.Key.Key_D, CTRL)
    below = list_desk.page.grid.model.id_at(row_of(list_desk, "商务局") + 1)
    assert list_desk.office.record(ids["散二"])["township"] == "甲镇"
    assert list_desk.office.record(below)["township"] == "甲镇"


def copied(desk: Desk, *, groups: bool = False) -> list[str]:
    desk.page.grid.copy(groups=groups)
    desk.settle()
    return QGuiApplication.clipboard().text().splitlines()


def test_records_are_copied_with_the_groups_only_when_asked(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    select(list_desk, 0, 3, "name")
    assert copied(list_desk) == ["羊一", "散二"]
    assert copied(list_desk, groups=True) == ["发改局", "羊一", "散二", "商务局"]


def test_closed_groups_alone_are_copied_with_their_figures(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    list_desk.page.grid.groups.open_to(0)
    select(list_desk, 0, 2, "name", "total_investment")
    rows = [line.split("\t") for line in copied(list_desk)]
    assert [(row[0], row[-1]) for row in rows] == [
        ("发改局", "9.00"),
        ("商务局", "6.00"),
        ("（空白）", "0.50"),
    ]


def test_what_is_copied_in_groups_is_pasted_as_it_was(list_desk: Desk) -> None:
    group(list_desk, BY_CHAIN)
    before = {one: list_desk.office.record(one) for one in named(list_desk).values()}
    last = list_desk.page.grid.model.rowCount() - 1
    select(list_desk, 0, last, "total_investment")
    copied(list_desk)
    press(list_desk, Qt.Key.Key_V, CTRL)
    amounts = {one: list_desk.office.record(one)["total_investment"] for one in before}
    assert amounts == {one: record["total_investment"] for one, record in before.items()}


def test_the_selection_is_summed_over_records_or_over_groups_alone(list_desk: Desk, qtbot) -> None:
    group(list_desk, BY_UNIT)
    said: list[str] = []
    list_desk.page.selection_said.connect(said.append)
    for rows, wanted in (((0, 2), "已选 2 行"), ((0, 0), "已选 2 行")):
        said.clear()
        select(list_desk, *rows, "total_investment")
        qtbot.waitUntil(lambda: any("9.00" in text for text in said))
        assert said[-1].startswith(wanted)


def test_the_panel_keeps_its_record_on_the_row_of_a_group(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    stand(list_desk, 1)
    shown = list_desk.page.shown_id
    stand(list_desk, 0)
    assert shown
    assert list_desk.page.shown_id == shown


def test_actions_on_a_selection_never_mean_the_group(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    stand(list_desk, 0)
    assert list_desk.page.grid.selected_ids() == []
    menu = {action.text().split("\t")[0] for action in list_desk.page.grid.menu().actions()}
    assert "查看这 2 条" in menu
    assert not any(words.startswith("移入回收站") for words in menu)


# ---- chosen and kept -------------------------------------------------------------------------


def test_groups_are_chosen_in_the_panel_above_the_list(list_desk: Desk) -> None:
    page = list_desk.page
    page.list_groups.open()
    list_desk.settle()
    first = page.list_groups.panel.lines()[0]
    first.by.set_current("lead_unit|value")
    first.by.activated.emit(first.by.currentIndex())
    list_desk.settle()
    assert page.grid.groups.grouping.levels == (Level("lead_unit"),)
    line = page.list_groups.panel.lines()[0]
    line.order.set_current("total_investment-")
    line.order.activated.emit(line.order.currentIndex())
    list_desk.settle()
    assert [text for text in lines(list_desk) if text.startswith("+")] == [
        "+发改局 2 9.00",
        "+商务局 3 6.00",
        "+（空白） 1 0.50",
    ]
    assert len(page.list_groups.panel.lines()) == 2
    QTest.keyClick(page.list_groups.panel, Qt.Key.Key_Escape)
    assert not page.list_groups.is_open()
    assert page.grid.groups.on()


def test_a_saved_view_keeps_groups_figures_and_what_is_closed(list_desk: Desk) -> None:
    page = list_desk.page
    group(list_desk, Grouping((Level("chain"),)).with_figure("started_on", Figure.RATE))
    page.grid.groups.turn(0)
    form = page.views.form()
    saved = list_desk.context.app.write(
        views.save_view, views.NewView("projects", "按链", form, Access.MINE)
    ).value
    seen = lines(list_desk)
    page.views.open("projects.all")
    list_desk.settle()
    assert not page.grid.groups.on()
    page.views.open(str(saved))
    list_desk.settle()
    assert lines(list_desk) == seen
    assert not page.views.is_changed()
    assert page.grid.groups.grouping.figures == (("started_on", "rate"),)


def test_grouping_differs_from_the_view_and_can_be_taken_back(list_desk: Desk) -> None:
    group(list_desk, BY_UNIT)
    assert list_desk.page.views.is_changed()
    group(list_desk, UNGROUPED)
    assert not list_desk.page.views.is_changed()


def test_a_group_by_what_is_gone_is_left_out_and_said(list_desk: Desk) -> None:
    app = list_desk.context.app
    form = ViewForm(grouping=Grouping((Level("gone"), Level("chain"))))
    view = app.write(views.save_view, views.NewView("projects", "旧", form, Access.MINE)).value
    opened = app.read(views.open_view, view)
    assert opened.lost == ("gone",)
    assert opened.form.grouping.levels == (Level("chain"),)


@pytest.mark.parametrize(
    "grouping",
    [
        UNGROUPED,
        Grouping(
            (Level("signed_on", By.QUARTER, "#", descending=True),),
            (("land_mu", ""),),
            Folding(1, frozenset({("2025-Q1",), (None,)})),
        ),
    ],
)
def test_the_stored_view_makes_the_same_groups(grouping: Grouping) -> None:
    form = ViewForm(grouping=grouping)
    assert form_of(form_json(form)) == form
