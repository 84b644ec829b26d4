"""Typing, pasting and filling in the cells of a list, as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from invest_crm.domain.partial_date import PartialDate
from invest_crm.services import firms
from invest_crm.services.undo import undo
from tests.support.factories import wan, yi

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.kit.grid.cell_editor import CellEditor
    from tests.ui.records.conftest import Desk

ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def stand(desk: Desk, record: str, key: str) -> None:
    """Make a cell the current one."""
    grid = desk.page.grid
    column = [one.key for one in grid.model.columns()].index(key)
    grid.view.setColumnHidden(column, False)
    grid.view.setCurrentIndex(grid.model.index(grid.model.row_of(record), column))
    grid.view.setFocus()
    desk.settle()


def choose(desk: Desk, *, rows: tuple[int, int], keys: tuple[str, str]) -> None:
    """Select a block of cells."""
    grid = desk.page.grid
    names = [one.key for one in grid.model.columns()]
    first = grid.model.index(rows[0], names.index(keys[0]))
    last = grid.model.index(rows[1], names.index(keys[1]))
    flag = QItemSelectionModel.SelectionFlag
    grid.view.setCurrentIndex(first)
    grid.view.selectionModel().select(QItemSelection(first, last), flag.ClearAndSelect)
    grid.view.setFocus()
    desk.settle()


def press(desk: Desk, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, wherever the keyboard is."""
    QTest.keyClick(desk.page.window().focusWidget() or desk.page.grid.view, key, held)
    desk.settle()


def keys(widget: QWidget, text: str) -> None:
    """A text letter by letter; Qt's own only knows Latin ones."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(widget, event)


def write(desk: Desk, text: str, then: Qt.Key = ENTER) -> None:
    """Type a text into the current cell and leave it by a key."""
    view = desk.page.grid.view
    keys(view, text[0])
    editor = desk.page.grid.editing.editor()
    assert editor is not None
    keys(editor.line, text[1:])
    desk.settle()
    QTest.keyClick(editor.line, then)
    desk.settle()


def editor(desk: Desk) -> CellEditor:
    found = desk.page.grid.editing.editor()
    assert found is not None
    return found


def put_on_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


# ---- one cell --------------------------------------------------------------------------------


def test_what_is_typed_in_a_cell_is_stored_when_the_cursor_moves_down(any_desk: Desk) -> None:
    desk = any_desk
    first, second = desk.office.take_up("甲"), desk.office.take_up("乙")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, first, "lead_unit")
    write(desk, "县农业农村局")
    assert desk.office.record(first)["lead_unit"] == "县农业农村局"
    assert desk.page.grid.current_id() == second
    assert desk.page.grid.view.hasFocus()


def test_a_bare_number_is_in_the_unit_of_the_heading(desk: Desk, firm_desk: Desk) -> None:
    project = desk.office.take_up("甲")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "total_investment")
    write(desk, "1.2345")
    assert desk.office.record(project)["total_investment"] == wan(12345)
    firm = firm_desk.office.firm("公司")
    firm_desk.page.grid.refresh()
    firm_desk.settle()
    stand(firm_desk, firm, "registered_capital")
    write(firm_desk, "500")
    assert firm_desk.firm(firm)["registered_capital"] == wan(500)


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("total_investment", "3000万", wan(3000)),
        ("total_investment", "1.2亿", wan(12000)),
        ("chain", "肉羊", "mutton-sheep"),
        ("signed_on", "2025.3.1", PartialDate("2025-03-01", "day", "2025.3.1")),
        ("signed_on", "2025年8月", PartialDate("2025-08", "month", "2025年8月")),
        ("land_mu", "80", 5_333_333),
        ("township", "城关镇", "城关镇"),
    ],
)
def test_cells_are_typed_as_people_write(desk: Desk, key: str, typed: str, stored: object) -> None:
    project = desk.office.take_up("甲")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, key)
    desk.page.grid.editing.begin()
    desk.settle()
    editor(desk).set_text(typed)
    QTest.keyClick(editor(desk).line, ENTER)
    desk.settle()
    assert desk.office.record(project)[key] == stored


def test_a_wrong_text_keeps_the_cell_open_and_says_why(desk: Desk) -> None:
    project = desk.office.take_up("甲", total_investment=yi(1))
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "total_investment")
    write(desk, "很多")
    assert "1.2" in editor(desk).problem()
    assert editor(desk).line.hasFocus()
    press(desk, ESC)
    assert desk.page.grid.editing.editor() is None
    assert desk.office.record(project)["total_investment"] == yi(1)


def test_f2_shows_the_whole_text_and_esc_leaves_it(desk: Desk) -> None:
    project = desk.office.take_up("甲", total_investment=wan(12345))
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "total_investment")
    press(desk, Qt.Key.Key_F2)
    assert editor(desk).text() == "1.2345"
    press(desk, ESC)
    assert desk.page.grid.view.hasFocus()


def test_tab_goes_right_and_enter_then_back_to_where_tab_began(desk: Desk) -> None:
    top, low = desk.office.take_up("甲"), desk.office.take_up("乙")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, top, "lead_unit")
    write(desk, "县农业农村局", TAB)
    write(desk, "李县长", ENTER)
    grid = desk.page.grid
    assert desk.office.record(top)["leader"] == "李县长"
    assert grid.current_id() == low
    assert grid.model.columns()[grid.view.currentIndex().column()].key == "lead_unit"


def test_keys_pressed_while_a_cell_is_saved_go_to_the_next_one(desk: Desk) -> None:
    top, low = desk.office.take_up("甲"), desk.office.take_up("乙")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, top, "township")
    keys(desk.page.grid.view, "a")
    line = editor(desk).line
    QTest.keyClick(line, ENTER)
    QTest.keyClick(line, Qt.Key.Key_B)
    desk.settle()
    QTest.keyClick(editor(desk).line, ENTER)
    desk.settle()
    assert desk.office.record(top)["township"] == "a"
    assert desk.office.record(low)["township"] == "b"


def test_the_row_stays_where_it_is_after_it_was_written(desk: Desk) -> None:
    ids = [desk.office.take_up(name, township=str(n)) for n, name in enumerate("甲乙丙")]
    desk.page.grid.refresh()
    desk.settle()
    desk.page.grid.set_query(desk.page.grid.query().sorted_by("township"))
    desk.settle()
    stand(desk, ids[0], "township")
    write(desk, "9")
    assert list(desk.page.grid.model.ids()) == ids
    assert desk.page.grid.model.text(0, desk.page.grid.view.currentIndex().column()) == "9"


def test_the_first_key_of_an_input_method_opens_the_cell_and_nothing_is_lost(desk: Desk) -> None:
    project = desk.office.take_up("甲")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "township")
    view = desk.page.grid.view
    assert view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QCoreApplication.sendEvent(view, QInputMethodEvent("c", []))
    QCoreApplication.sendEvent(view, QInputMethodEvent("chengguan", []))
    assert view.hasFocus()
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString("城关镇")
    QCoreApplication.sendEvent(view, chosen)
    desk.settle()
    assert editor(desk).text() == "城关镇"
    assert editor(desk).line.hasFocus()
    press(desk, ENTER)
    assert desk.office.record(project)["township"] == "城关镇"


def test_a_column_that_follows_from_others_says_where_it_is_changed(desk: Desk) -> None:
    desk.office.take_up("甲")
    assert desk.page.grid.editing.cells is not None
    assert "日期" in desk.page.grid.editing.cells.why_not("stage")
    project = desk.office.take_up("乙")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "stage")
    press(desk, Qt.Key.Key_F2)
    assert desk.page.grid.editing.editor() is None


def test_a_cell_a_colleague_changed_meanwhile_asks_which_value_is_to_stand(desk: Desk) -> None:
    from invest_crm.services.projects import edit

    project = desk.office.take_up("甲", total_investment=yi(1))
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "total_investment")
    press(desk, Qt.Key.Key_F2)
    desk.li.app.write(edit.edit_project, edit.EditProject(project, {"total_investment": yi(2)}))
    editor(desk).set_text("3")
    QTest.keyClick(editor(desk).line, ENTER)
    desk.settle()
    form = desk.page.side.editor()
    assert form is not None
    assert form.choosing.open()
    assert desk.office.record(project)["total_investment"] == yi(2)


def test_clicking_elsewhere_saves_what_was_typed(desk: Desk) -> None:
    top, low = desk.office.take_up("甲"), desk.office.take_up("乙")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, top, "township")
    keys(desk.page.grid.view, "x")
    view = desk.page.grid.view
    below = view.visualRect(desk.page.grid.model.index(1, view.currentIndex().column()))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=below.center())
    desk.settle()
    assert desk.office.record(top)["township"] == "x"
    assert desk.page.grid.current_id() == low


# ---- many cells ------------------------------------------------------------------------------


def five_firms(desk: Desk) -> list[str]:
    made = [desk.office.firm(f"公司{n}") for n in range(5)]
    desk.page.grid.refresh()
    desk.settle()
    return list(desk.page.grid.model.ids()) if made else []


def test_a_block_is_pasted_as_one_step_that_can_be_undone(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    stand(desk, ids[0], "region")
    put_on_clipboard("兰州市\r\n定西市\r\n临夏州\r\n")
    press(desk, Qt.Key.Key_V, CTRL)
    assert [desk.firm(one)["region"] for one in ids[:4]] == ["兰州市", "定西市", "临夏州", None]
    desk.context.app.write(undo, None)
    assert [desk.firm(one)["region"] for one in ids[:3]] == [None, None, None]


def test_one_value_fills_the_whole_selection(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    choose(desk, rows=(1, 3), keys=("legal_person", "legal_person"))
    put_on_clipboard("张三")
    press(desk, Qt.Key.Key_V, CTRL)
    assert [desk.firm(one)["legal_person"] for one in ids] == [None, "张三", "张三", "张三", None]


def test_rows_selected_apart_are_filled_and_none_between_them(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    choose(desk, rows=(0, 0), keys=("legal_person", "legal_person"))
    view = desk.page.grid.view
    apart = desk.page.grid.model.index(3, view.currentIndex().column())
    view.selectionModel().select(apart, QItemSelectionModel.SelectionFlag.Select)
    put_on_clipboard("张三")
    press(desk, Qt.Key.Key_V, CTRL)
    assert [desk.firm(one)["legal_person"] for one in ids] == ["张三", None, None, "张三", None]


def test_a_letter_no_word_begins_with_leaves_a_choice_as_it_was(desk: Desk) -> None:
    project = desk.office.take_up("甲", chain="mutton-sheep")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "chain")
    keys(desk.page.grid.view, "x")
    desk.settle()
    assert editor(desk).text() == "肉羊"
    editor(desk).save_asked.emit(1, 0)
    desk.settle()
    assert desk.office.record(project)["chain"] == "mutton-sheep"


def test_a_word_of_an_input_method_chooses_in_a_list_of_words(desk: Desk) -> None:
    project = desk.office.take_up("甲", chain="mutton-sheep")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "chain")
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString("生猪")
    QCoreApplication.sendEvent(desk.page.grid.view, chosen)
    desk.settle()
    editor(desk).save_asked.emit(1, 0)
    desk.settle()
    assert desk.office.record(project)["chain"] == "live-pigs"


def test_esc_leaves_a_cell_whose_saving_does_not_end(desk: Desk) -> None:
    project = desk.office.take_up("甲")
    desk.page.grid.refresh()
    desk.settle()
    stand(desk, project, "township")
    keys(desk.page.grid.view, "x")
    editor(desk).set_pending(on=True)
    QTest.keyClick(editor(desk).line, ESC)
    desk.settle()
    assert desk.page.grid.editing.editor() is None


def test_wrong_cells_are_shown_and_corrected_before_anything_is_written(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    stand(desk, ids[0], "registered_capital")
    put_on_clipboard("500\r\n很多\r\n1.2亿\r\n")
    press(desk, Qt.Key.Key_V, CTRL)
    panel = desk.page.cell_desk.panel()
    assert panel is not None
    assert len(panel.proposal().wrong) == 1
    assert desk.firm(ids[0])["registered_capital"] is None
    line = next(line for line in panel.findChildren(QLineEdit) if line.text() == "很多")
    assert line.hasFocus()
    line.selectAll()
    keys(line, "800")
    desk.qtbot.waitUntil(lambda: not panel.proposal().wrong)
    QTest.keyClick(line, ENTER, CTRL)
    desk.settle()
    capital = [desk.firm(one)["registered_capital"] for one in ids[:3]]
    assert capital == [wan(500), wan(800), wan(12000)]
    assert desk.page.cell_desk.panel() is None


def test_rows_with_headings_become_new_records(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    stand(desk, ids[0], "name")
    put_on_clipboard(
        "企业名称\t产业链\t联系人\r\n新公司甲\t肉羊\t张三 13800001234\r\n公司1\t\t\r\n"
    )
    press(desk, Qt.Key.Key_V, CTRL)
    panel = desk.page.cell_desk.panel()
    assert panel is not None
    found = panel.proposal()
    assert len(found.new) == 1
    assert [wrong.name for wrong in found.wrong] == ["公司1"]
    press(desk, ENTER, CTRL)
    names = {record["name"]: record for record in desk.context.app.read(_all_firms).values()}
    assert names["新公司甲"]["chain"] == "mutton-sheep"
    assert names["新公司甲"]["contacts"][0].phone == "13800001234"
    assert len(names) == 6
    assert desk.page.grid.current_id() == names["新公司甲"].id


def _all_firms(view: Any) -> Any:
    return firms.load(view, firms.all_ids(view))


def test_an_empty_list_takes_a_block_as_new_records(firm_desk: Desk) -> None:
    desk = firm_desk
    put_on_clipboard("甲公司\t甘肃兰州\r\n乙公司\t甘肃定西\r\n")
    QTest.keyClick(desk.page.grid, Qt.Key.Key_V, CTRL)
    desk.settle()
    press(desk, ENTER, CTRL)
    names = {
        record["name"]: record["region"] for record in desk.context.app.read(_all_firms).values()
    }
    assert names == {"甲公司": "甘肃兰州", "乙公司": "甘肃定西"}


def test_copy_then_paste_into_an_empty_list_gives_equal_records(firm_desk: Desk) -> None:
    office = firm_desk.office
    office.firm(
        "甲公司",
        region="甘肃兰州",
        registered_capital=12_345_678,
        chain="mutton-sheep",
        credit_code="91620100MA73XXXX0K",
        business="养殖\n屠宰",
        local=True,
    )
    office.firm("=乙公司", legal_person="李四", tags="链主、上市")
    firm_desk.page.grid.refresh()
    firm_desk.settle()
    before = {r["name"]: dict(r.values) for r in office.app.read(_all_firms).values()}
    view = firm_desk.page.grid.view
    view.setFocus()
    view.selectAll()
    firm_desk.page.grid.copy(header=True)
    firm_desk.settle()
    office.app.write(firms.archive_firms, tuple(office.app.read(firms.all_ids)))
    firm_desk.page.grid.refresh()
    firm_desk.settle()
    QTest.keyClick(firm_desk.page.grid, Qt.Key.Key_V, CTRL)
    firm_desk.settle()
    press(firm_desk, ENTER, CTRL)
    after = {r["name"]: dict(r.values) for r in office.app.read(_all_firms).values()}
    shown = [c.key for c in firm_desk.page.grid.model.columns() if c.visible and c.key != "nodes"]
    assert {n: {k: v[k] for k in shown} for n, v in after.items()} == {
        n: {k: v[k] for k in shown} for n, v in before.items()
    }


def test_ctrl_d_copies_down_and_the_corner_continues_a_series(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    desk.office.app.write(firms.save_firm, firms.EditFirm(ids[0], {"tags": "第1批"}))
    desk.office.app.write(firms.save_firm, firms.EditFirm(ids[1], {"tags": "第2批"}))
    desk.page.grid.refresh()
    desk.settle()
    choose(desk, rows=(0, 1), keys=("tags", "tags"))
    desk.page.grid.view.drag_filled.emit(3)
    desk.settle()
    assert [desk.firm(one)["tags"] for one in ids[:4]] == ["第1批", "第2批", "第3批", "第4批"]
    choose(desk, rows=(1, 4), keys=("tags", "tags"))
    press(desk, Qt.Key.Key_D, CTRL)
    assert [desk.firm(one)["tags"] for one in ids] == ["第1批", *["第2批"] * 4]


def test_delete_empties_the_selected_cells(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    for one in ids:
        desk.office.app.write(
            firms.save_firm, firms.EditFirm(one, {"region": "甘肃", "tags": "甲"})
        )
    desk.page.grid.refresh()
    desk.settle()
    choose(desk, rows=(0, 1), keys=("region", "region"))
    press(desk, Qt.Key.Key_Delete)
    assert [desk.firm(one)["region"] for one in ids] == [None, None, "甘肃", "甘肃", "甘肃"]


def test_a_name_cannot_be_emptied(firm_desk: Desk) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    stand(desk, ids[0], "name")
    press(desk, Qt.Key.Key_Delete)
    panel = desk.page.cell_desk.panel()
    assert panel is not None
    assert panel.proposal().wrong
    press(desk, ESC)
    assert desk.firm(ids[0])["name"]
    assert desk.page.cell_desk.panel() is None
