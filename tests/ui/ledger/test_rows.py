"""Single rows of a ledger that is checked: written or left out, told apart, corrected in place."""

from __future__ import annotations

import json

import openpyxl
import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from invest_crm import words
from invest_crm.db.schema.log import change_set
from invest_crm.ui.ledger.page import LedgerPage
from invest_crm.ui.ledger.source import WRITE, column_id
from tests.ui.ledger.conftest import HEADINGS, ROWS, write_ledger
from tests.ui.ledger.steps import (
    editor,
    entered,
    imported,
    mark,
    on_row,
    opened,
    pill,
    stored,
    typed,
)
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

_SIGNED = HEADINGS.index("签约时间")
_PHASES = [
    [1, "河西冷链园项目（一期）", "清河物流公司", "电商物流", 2.0, "2024-05-06", "", "", ""],
    [2, "河西冷链园项目（二期）", "清河物流公司", "电商物流", 3.0, "2025-05-06", "", "", ""],
]
_UNPHASED = [1, "河西冷链园项目", "清河物流公司", "电商物流", 2.5, "2024-05-06", "", "", ""]


# ---- written or left out -----------------------------------------------------------------------


def test_space_leaves_the_selected_rows_out_and_takes_them_again(
    page, qtbot, ledger, count
) -> None:
    opened(page, ledger)
    view = page.check.grid.view
    on_row(page, 1)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert settled()
    assert [mark(page, place) for place in range(4)] == ["✓", "✕", "✕", "✓"]
    assert page.check.sentence() == "将写入：新增 2。 不写入：排除 2。"
    assert (pill(page, "new"), pill(page, "left")) == ("2/4", "2")
    assert page.check.apply.text() == "导入 2 行"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert settled()
    assert page.check.sentence() == "将写入：新增 4。"
    assert "left" not in page.check.filters
    qtbot.keyClick(view, Qt.Key.Key_Space)
    page.apply()
    assert settled()
    assert count("project") == 2
    assert "排除 2" in page.done.text()


def test_a_click_on_the_mark_and_the_panel_decide_the_same(page, qtbot, ledger) -> None:
    opened(page, ledger)
    view = page.check.grid.view
    at = [column.key for column in page.check.grid.model.columns()].index(WRITE)
    where = view.visualRect(page.check.grid.model.index(2, at)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert settled()
    assert mark(page, 2) == "✕"
    assert page.panel.decide.write.current() == "leave"
    page.panel.decide.write._choose("write")
    assert settled()
    assert mark(page, 2) == "✓"
    assert page.check.grid.current_id() == "2"


def test_rows_left_out_are_saved_with_that_reason(page, ledger, tmp_path) -> None:
    opened(page, ledger)
    page.desk.write([0], on=False)
    page.apply()
    assert settled()
    page.save_rejects(tmp_path / "out.xlsx")
    assert settled()
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    texts = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    book.close()
    assert "大湾肉羊屠宰项目" in texts
    assert "由使用者排除" in texts
    assert "远山传感器项目" not in texts


def test_left_out_rows_have_a_list_of_their_own(page, ledger) -> None:
    opened(page, ledger)
    page.desk.write([1, 3], on=False)
    page.check.choose("left")
    assert settled()
    assert list(page.check.grid.model.ids()) == ["1", "3"]
    page.desk.write([1, 3], on=True)
    assert settled()
    assert page.check.grid.model.rowCount() == 4


def test_without_a_row_to_write_nothing_can_be_imported(page, qtbot, ledger) -> None:
    opened(page, ledger)
    page.check.grid.view.selectAll()
    qtbot.keyClick(page.check.grid.view, Qt.Key.Key_Space)
    assert settled()
    assert not page.check.apply.isEnabled()
    assert page.check.rejects.isVisible()


# ---- which record it is ------------------------------------------------------------------------


@pytest.fixture
def phases(page, tmp_path, context) -> dict[str, str]:
    """The ids of two stored phases; the ledger opened then names the project without one."""
    imported(page, write_ledger(tmp_path / "first.xlsx", _PHASES))
    ids = {name: record.id for name, record in stored(context).items()}
    opened(page, write_ledger(tmp_path / "second.xlsx", [_UNPHASED], "2025年9月30日"))
    on_row(page, 0)
    return ids


def test_a_suspicious_row_names_its_candidates_and_is_left_out(page, phases) -> None:
    assert page.check.sentence() == "没有要写入的：各行已在库中，或未被采用。 不写入：存疑 1。"
    said = page.panel.plain()
    assert "有多条已有记录相符" in said
    assert "就是库中的“河西冷链园项目（二期）”" in said
    assert "签约时间 2025年5月6日 · 总投资 3.00 亿元" in said
    assert not any(button.isChecked() for button in page.panel.decide.options().values())
    assert page.panel.decide.write.current() == "leave"


def test_a_row_told_to_be_a_stored_record_updates_that_one(page, qtbot, phases, context) -> None:
    chosen = phases["河西冷链园项目（一期）"]
    qtbot.mouseClick(page.panel.decide.options()[chosen], Qt.MouseButton.LeftButton)
    assert settled()
    assert pill(page, "changed") == "1"
    assert "库中现为：2.00 亿元" in page.panel.plain()
    assert page.panel.decide.options()[chosen].isChecked()
    page.apply()
    assert settled()
    found = stored(context)
    assert len(found) == 2
    assert found["河西冷链园项目"].id == chosen
    assert found["河西冷链园项目"]["total_investment"] == 250_000_000_00
    assert found["河西冷链园项目（二期）"]["total_investment"] == 300_000_000_00


def test_a_row_told_to_be_another_one_is_new(page, qtbot, phases, context) -> None:
    qtbot.mouseClick(page.panel.decide.options()["new"], Qt.MouseButton.LeftButton)
    assert settled()
    assert pill(page, "new") == "1"
    page.apply()
    assert settled()
    assert len(stored(context)) == 3


def test_a_row_told_apart_can_still_be_left_out(page, qtbot, phases, context) -> None:
    chosen = phases["河西冷链园项目（一期）"]
    qtbot.mouseClick(page.panel.decide.options()[chosen], Qt.MouseButton.LeftButton)
    assert settled()
    page.panel.decide.write._choose("leave")
    assert settled()
    assert not page.check.apply.isEnabled()
    assert pill(page, "left") == "1"


# ---- the stored value stays --------------------------------------------------------------------


def test_a_stored_value_is_kept_cell_by_cell(page, qtbot, ledger, tmp_path, context) -> None:
    imported(page, ledger)
    changed = [[1, *ROWS[0][1:4], 4.25, *ROWS[0][5:7], "用地未批", "重点"], *ROWS[1:]]
    opened(page, write_ledger(tmp_path / "next.xlsx", changed, "2025年9月30日"))
    on_row(page, 0)
    button = page.panel.line("total_investment").keep_button()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert settled()
    assert "3.50 亿元\n保留库中的值\n台账为：4.25 亿元" in page.panel.plain()
    page.apply()
    assert settled()
    record = stored(context)["大湾肉羊屠宰项目"]
    assert record["total_investment"] == 350_000_000_00
    assert record["problem_text"] == "用地未批"


def test_a_row_of_which_everything_is_kept_is_left_out(page, qtbot, ledger, tmp_path) -> None:
    imported(page, ledger)
    changed = [[1, *ROWS[0][1:4], 4.25, *ROWS[0][5:]], *ROWS[1:]]
    opened(page, write_ledger(tmp_path / "next.xlsx", changed, "2025年9月30日"))
    on_row(page, 0)
    button = page.panel.line("total_investment").keep_button()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert settled()
    assert mark(page, 0) == "✕"
    assert not page.check.apply.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert settled()
    assert page.check.apply.isEnabled()


# ---- a cell is corrected -----------------------------------------------------------------------


def test_a_typed_text_is_read_while_it_is_typed_and_given_up_with_escape(
    page, qtbot, ledger
) -> None:
    opened(page, ledger)
    on_row(page, 2)
    typed(page, "signed_on", "2024.10")
    qtbot.waitUntil(lambda: "读作：2024年10月" in page.panel.plain())
    assert page._shown.how.cells == {}
    typed(page, "signed_on", "某日")
    qtbot.waitUntil(lambda: "“某日”未写明日期" in page.panel.plain())
    qtbot.keyClick(editor(page, "signed_on"), Qt.Key.Key_Escape)
    assert editor(page, "signed_on").text() == "2025.1"
    page.check.grid.view.setFocus()
    assert settled()
    assert page._shown.how.cells == {}


def test_a_corrected_cell_is_understood_and_written(page, qtbot, ledger, context) -> None:
    opened(page, ledger)
    on_row(page, 2)
    entered(page, qtbot, "signed_on", "2024.10")
    said = page.panel.plain()
    assert "2024年10月" in said
    assert "已更正，原文：2025.1" in said
    assert page.check.grid.current_id() == "2"
    page.apply()
    assert settled()
    assert stored(context)["清河冷链项目"]["signed_on"].value == "2024-10"
    params = context.app.read(
        lambda view: view.values(
            select(change_set.c.params).where(change_set.c.action == "ledger.import")
        )
    )
    told = json.loads(params[0])["corrected"]
    assert told == [{"row": 6, "column": "签约时间", "was": "2025.1", "text": "2024.10"}]


def test_a_corrected_cell_can_be_as_the_file_has_it_again(page, qtbot, ledger) -> None:
    opened(page, ledger)
    on_row(page, 2)
    entered(page, qtbot, "signed_on", "2024.10")
    entered(page, qtbot, "signed_on", "2025.1")
    assert page._shown.how.cells == {}
    assert "已更正" not in page.panel.plain()
    assert "1 月也可能是 10 月" in page.panel.plain()


def test_a_text_typed_before_going_to_another_row_belongs_to_its_own(page, qtbot, ledger) -> None:
    opened(page, ledger)
    on_row(page, 2)
    typed(page, "signed_on", "2024.10")
    on_row(page, 0)
    assert list(page._shown.how.cells.items()) == [(("台账", 6, _SIGNED), "2024.10")]
    assert "2025年2月14日" in page.panel.plain()


def test_a_correction_survives_another_mapping_and_is_lost_with_another_file(
    page, qtbot, ledger, tmp_path
) -> None:
    opened(page, ledger)
    on_row(page, 2)
    entered(page, qtbot, "signed_on", "2024.10")
    page.desk.write([3], on=False)
    chooser = page.check.mapping.fields()[HEADINGS.index("存在问题")]
    chooser.set_current(column_id("remark", ""))
    chooser.activated.emit(chooser.currentIndex())
    assert settled()
    assert page._shown.plan.rows[2].reading.fields["signed_on"].value == "2024-10"
    assert page._shown.tally.unwritten["left"] == 1
    opened(page, write_ledger(tmp_path / "other.xlsx", ROWS))
    assert page._shown.plan.rows[2].reading.fields["signed_on"] is None
    assert page._shown.tally.unwritten["left"] == 0


def test_a_row_without_a_name_is_written_once_it_has_one(page, qtbot, tmp_path, context) -> None:
    rows = [*ROWS, [5, "", "某公司", "肉羊", 9.0, "", "", "缺名称", ""]]
    opened(page, write_ledger(tmp_path / "nameless.xlsx", rows))
    assert pill(page, "rejected") == "1"
    on_row(page, 4)
    entered(page, qtbot, "name", "新城种羊场")
    assert (pill(page, "rejected"), pill(page, "new")) == ("0", "5")
    page.apply()
    assert settled()
    assert stored(context)["新城种羊场"]["total_investment"] == 900_000_000_00


def test_any_cell_can_be_corrected_from_the_table(page, qtbot, ledger) -> None:
    opened(page, ledger)
    grid = page.check.grid
    on_row(page, 1)
    at = [column.key for column in grid.model.columns()].index("investor")
    grid.view.setCurrentIndex(grid.model.index(1, at))
    assert page.panel.line("investor").editors() == {}
    qtbot.keyClick(grid.view, Qt.Key.Key_F2)
    entered(page, qtbot, "investor", "上海远山电子有限公司")
    assert page._shown.plan.rows[1].reading.fields["investor"] == "上海远山电子有限公司"


def test_the_totals_follow_a_corrected_amount(page, qtbot, ledger) -> None:
    opened(page, ledger)
    assert page.check.facts.totals_text() == "✓ 总投资合计 6.7 一致"
    on_row(page, 2)
    entered(page, qtbot, "total_investment", "8")
    assert "14.7" in page.check.facts.totals_text()


def test_what_is_decided_while_rows_are_compared_is_not_lost(page, qtbot, ledger) -> None:
    opened(page, ledger)
    page.desk.enter(2, _SIGNED, "2024.10")
    page.desk.write([0], on=False)
    assert not page.check.apply.isEnabled()
    assert settled()
    assert mark(page, 0) == "✕"
    assert page._shown.plan.rows[2].reading.fields["signed_on"].value == "2024-10"
    assert page.check.apply.isEnabled()


# ---- the file itself was changed ---------------------------------------------------------------


def test_a_file_changed_meanwhile_is_shown_anew_and_not_written(page, qtbot, ledger, count) -> None:
    from tests.ui.ledger.test_page import notices

    opened(page, ledger)
    page.desk.write([3], on=False)
    on_row(page, 2)
    entered(page, qtbot, "signed_on", "2024.10")
    added = [0, "新来的项目", "某某公司", "肉羊", 1.0, "", "", "", ""]
    write_ledger(ledger, [added, *ROWS])
    page.apply()
    assert settled()
    assert page.step() is page.check
    assert count("project") == 0
    assert any("又改动过" in text for text in notices(page))
    assert pill(page, "all") == "5"
    assert mark(page, 4) == "✕"
    assert page._shown.plan.rows[3].reading.fields["signed_on"].value == "2024-10"
    page.apply()
    assert settled()
    assert page.step() is page.done
    assert count("project") == 4


def test_a_file_saved_again_unchanged_is_written_at_once(page, ledger, count) -> None:
    opened(page, ledger)
    ledger.write_bytes(ledger.read_bytes())
    page.apply()
    assert settled()
    assert page.step() is page.done
    assert count("project") == 4


def test_a_file_that_broke_meanwhile_is_told_and_not_written(page, ledger, count) -> None:
    opened(page, ledger)
    ledger.write_bytes(b"PK\x03\x04 not a workbook")
    page.apply()
    assert settled()
    assert page.step() is page.check
    assert count("project") == 0


# ---- looks and load ----------------------------------------------------------------------------


def test_deciding_about_every_row_of_a_large_ledger_does_not_block_the_window(
    page, qtbot, tmp_path, heartbeat
) -> None:
    first = [chr(0x4E00 + n) for n in range(20_000)]
    rows = [[n, f"{c}{n}号项目", f"{c}公司", "", 1.0, "", "", "", ""] for n, c in enumerate(first)]
    lines = [",".join(HEADINGS), *(",".join(map(str, row)) for row in rows)]
    path = tmp_path / "large.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    opened(page, path)
    with heartbeat():
        page.check.grid.view.selectAll()
        qtbot.keyClick(page.check.grid.view, Qt.Key.Key_Space)
        assert settled()
        page.desk.write(range(10), on=True)
        page.desk.enter(5, _SIGNED, "2024.10")
        assert settled()
    assert pill(page, "left") == "19,990"
    assert page._shown.plan.rows[5].reading.fields["signed_on"].value == "2024-10"
    assert page.check.apply.isEnabled()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1190, 690), (968, 522)])
def test_no_text_of_a_decision_is_cut(qtbot, context, tmp_path, language, size) -> None:
    words.use(language)
    page = LedgerPage(context)
    for part in (page, page.top_bar):
        qtbot.addWidget(part)
    page.resize(*size)
    page.show()
    imported(page, write_ledger(tmp_path / "first.xlsx", [*_PHASES, *ROWS]))
    rows = [_UNPHASED, [2, *ROWS[0][1:4], 9.5, *ROWS[0][5:]], ROWS[2]]
    opened(page, write_ledger(tmp_path / "second.xlsx", rows, "2025年9月30日"))
    for place in range(3):
        on_row(page, place)
        page.desk.keep(place, "total_investment", on=True)
        page.panel.correct("signed_on")
        assert settled()
        qtbot.wait(10)
        assert find_clipped(page) == [], place
        assert find_nameless(page) == [], place
