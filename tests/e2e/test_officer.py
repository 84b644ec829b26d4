"""Journey C: an officer finds a record in seconds, mends it, and never loses a colleague's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from invest_crm.services.undo import history
from tests.support.factories import Bureau, colleague

if TYPE_CHECKING:
    from invest_crm.ui.records.editor import RecordEditor
    from tests.e2e.conftest import Desk
    from tests.support.awake import Heartbeat

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier
SHEEP = "金穗肉羊屠宰项目"


def _find(desk: Desk, text: str) -> None:
    """Ctrl+K, a text, Enter."""
    desk.press(Qt.Key.Key_K, CTRL)
    assert desk.window.search.edit.hasFocus()
    desk.type_into(desk.window.search.edit, text)
    search = desk.window.search
    desk.qtbot.waitUntil(lambda: bool(search.hits()) and not search.is_waiting(), timeout=5000)
    desk.press(Qt.Key.Key_Return)


def _id(desk: Desk, name: str = SHEEP) -> str:
    from invest_crm.services.projects.listing import list_projects

    found = desk.context.app.read(list_projects, [("name", name)])
    return str(found[0]["id"])


def _edit(desk: Desk) -> RecordEditor:
    """Open the form of the record that is shown, by Enter on its row."""
    desk.projects().grid.view.setFocus()
    desk.press(Qt.Key.Key_Return)
    editor = desk.projects().side.editor()
    assert editor is not None
    return editor


def _write(desk: Desk, editor: RecordEditor, key: str, text: str) -> None:
    """Replace the text of a field as a person does."""
    line = editor.form.editor(key)
    line.setFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_A, CTRL)
    desk.type_into(line, text)


def _problem(editor: RecordEditor, key: str) -> str:
    return editor.form.editor(key).accessibleDescription()


def _entries(desk: Desk) -> int:
    return len(desk.context.app.read(history))


def test_a_project_is_found_by_its_initials_and_opened(desk: Desk, heartbeat: Heartbeat) -> None:
    with heartbeat():
        for text in ("jsryt", "JSRY", "肉羊屠"):
            desk.go("board")
            _find(desk, text)
            assert desk.at() == "projects"
            record = desk.projects().panel.record()
            assert record is not None
            assert record.title == SHEEP
            assert desk.projects().grid.current_id() == record.id


def test_a_firm_is_found_and_opened_on_its_page(desk: Desk) -> None:
    _find(desk, "hfsp")
    assert desk.at() == "firms"
    assert any("恒丰食品有限公司" in part.text() for part in desk.page().findChildren(QLabel))


def test_nothing_found_changes_nothing_and_esc_goes_back(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.qtbot.keyClicks(desk.window.search.edit, "zzzz")
    desk.qtbot.wait(400)
    desk.settle()
    assert desk.window.search.hits() == []
    desk.press(Qt.Key.Key_Escape)
    assert desk.at() == "board"


def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_saved(desk: Desk) -> None:
    _find(desk, "jsryt")
    editor = _edit(desk)
    before, entries = desk.office.record(_id(desk)).values, _entries(desk)
    _write(desk, editor, "total_investment", "很多")
    _write(desk, editor, "registered_on", "后天")
    desk.press(Qt.Key.Key_S, CTRL)
    assert "不是金额" in _problem(editor, "total_investment")
    assert "不是日期" in _problem(editor, "registered_on")
    shown = [part.text() for part in editor.findChildren(QLabel) if part.isVisibleTo(editor)]
    assert any("不是金额" in text for text in shown)
    assert desk.projects().side.editor() is editor
    assert (desk.office.record(_id(desk)).values, _entries(desk)) == (before, entries)


def test_a_right_value_is_saved_told_kept_in_the_history_and_undone(desk: Desk) -> None:
    _find(desk, "jsryt")
    editor = _edit(desk)
    _write(desk, editor, "total_investment", "4.2亿")
    _write(desk, editor, "registered_on", "2026.2.3")
    desk.press(Qt.Key.Key_S, CTRL)
    record = desk.office.record(_id(desk))
    assert record["total_investment"] == 42_000_000_000
    assert record["registered_on"].value == "2026-02-03"
    assert desk.projects().side.editor() is None
    assert desk.said() == f"修改项目“{SHEEP}”"
    desk.projects().panel.set_current_tab("history")
    lines = [part.text() for part in desk.projects().history.findChildren(QLabel)]
    assert any("修改项目" in text for text in lines)
    assert any(text.startswith("wang") for text in lines)
    desk.undo()
    record = desk.office.record(_id(desk))
    assert record["total_investment"] == 35_000_000_000
    assert record["registered_on"].value is None
    assert desk.said() == f"撤销：修改项目“{SHEEP}”"
    panel = desk.projects().panel.record()
    assert panel is not None
    assert "3.50" in " ".join(value for _name, value in panel.facts)


def test_leaving_the_form_saves_nothing(desk: Desk) -> None:
    _find(desk, "jsryt")
    entries = _entries(desk)
    editor = _edit(desk)
    _write(desk, editor, "remark", "半句话")
    desk.press(Qt.Key.Key_Escape)
    assert desk.projects().side.editor() is None
    assert _entries(desk) == entries


def test_two_people_in_different_fields_both_keep_their_work(desk: Desk) -> None:
    _find(desk, "jsryt")
    editor = _edit(desk)
    _write(desk, editor, "park", "经开区")
    Bureau(colleague(desk.context.app, "li")).edit(_id(desk), township="城关镇")
    desk.settle()
    assert desk.projects().side.editor() is editor, "a colleague's save closed my form"
    desk.press(Qt.Key.Key_S, CTRL)
    record = desk.office.record(_id(desk))
    assert (record["park"], record["township"]) == ("经开区", "城关镇")


def test_two_people_in_one_field_the_second_is_told_and_nothing_is_overwritten(
    desk: Desk,
) -> None:
    _find(desk, "jsryt")
    editor = _edit(desk)
    _write(desk, editor, "park", "经开区")
    Bureau(colleague(desk.context.app, "li")).edit(_id(desk), park="高新区")
    desk.settle()
    desk.press(Qt.Key.Key_S, CTRL)
    assert desk.office.record(_id(desk))["park"] == "高新区"
    (told,) = desk.notices()
    assert "园区" in told
    assert "没有覆盖任何内容" in told
    assert desk.projects().side.editor() is editor
    assert editor.form.editor("park").text() == "经开区"  # type: ignore[attr-defined]


def test_a_new_project_is_entered_by_keyboard(desk: Desk) -> None:
    desk.go("projects")
    desk.click(desk.button("新建项目"))
    editor = desk.projects().side.editor()
    assert editor is not None
    desk.press(Qt.Key.Key_S, CTRL)
    assert "请填写" in _problem(editor, "name")
    desk.type("蒲公英茶项目")
    desk.press(Qt.Key.Key_S, CTRL)
    assert len(desk.rows()) == 7
    record = desk.projects().panel.record()
    assert record is not None
    assert record.title == "蒲公英茶项目"
    desk.undo()
    assert len(desk.rows()) == 6


def test_projects_go_to_the_trash_and_come_back_by_undo(desk: Desk) -> None:
    page = desk.go("projects")
    page.grid.select_id(_id(desk))
    desk.settle()
    menu = page.grid.menu()
    action = next(item for item in menu.actions() if "回收站" in item.text())
    action.trigger()
    desk.settle()
    menu.deleteLater()
    assert SHEEP not in desk.rows()
    assert "回收站" in desk.said()
    desk.undo()
    assert SHEEP in desk.rows()


def test_a_telephone_is_shown_on_request_on_record_and_does_not_stand_in_the_way_of_redo(
    desk: Desk,
) -> None:
    from invest_crm.services.access import access_events

    _find(desk, "jsryt")
    editor = _edit(desk)
    _write(desk, editor, "park", "经开区")
    desk.press(Qt.Key.Key_S, CTRL)
    desk.undo()
    page = desk.projects()
    page.panel.set_current_tab("people")
    assert page.people.phones() == ["138****7300"]
    eye = next(b for b in page.people.findChildren(QToolButton) if b.isVisibleTo(desk.window))
    desk.click(eye)
    assert page.people.phones() == ["13800007300"]
    assert [event.actor for event in desk.context.app.read(access_events)] == ["wang"]
    desk.redo()
    assert desk.office.record(_id(desk))["park"] == "经开区"
