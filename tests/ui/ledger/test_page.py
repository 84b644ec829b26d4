"""The import page as an officer uses it: choose, look, correct, write, take back."""

from __future__ import annotations

import threading

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from invest_crm import words
from invest_crm.services.export import export_records
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.ui import theme
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.ledger.page import LedgerPage
from invest_crm.ui.ledger.source import PlanSource, column_id
from tests.support.factories import when
from tests.ui.ledger.conftest import HEADINGS, ROWS, write_ledger
from tests.ui.ledger.steps import imported, opened
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless


def notices(page) -> list[str]:
    return [bar.text() for bar in page.findChildren(NoticeBar) if bar.isVisible()]


def pills(page) -> dict[str, str]:
    return {name: pill.text().split()[-1] for name, pill in page.check.filters.items()}


def column(page, heading: str):
    return page.check.mapping.fields()[HEADINGS.index(heading)]


def choose(chooser, choice: str) -> None:
    chooser.set_current(choice)
    chooser.activated.emit(chooser.currentIndex())
    assert settled()


def test_the_whole_journey_of_a_ledger(page, qtbot, ledger, count) -> None:
    assert page.step() is page.choose
    opened(page, ledger)
    assert page.step() is page.check
    assert pills(page) == {
        "all": "4", "new": "4", "changed": "0", "same": "0", "suspicious": "0", "rejected": "0",
        "noted": "1",
    }  # fmt: skip
    assert count("project") == 0
    assert page.check.apply.text() == "导入 4 行"
    qtbot.mouseClick(page.check.apply, Qt.MouseButton.LeftButton)
    assert settled()
    assert page.step() is page.done
    assert "已导入 4 行" in page.done.text()
    assert count("project") == 4
    qtbot.mouseClick(page.done.again, Qt.MouseButton.LeftButton)
    assert settled()
    qtbot.mouseClick(page.choose.undo_buttons()[0], Qt.MouseButton.LeftButton)
    assert settled()
    assert count("project") == 0
    assert page.choose.undo_buttons() == []
    imported(page, ledger)
    assert count("project") == 4
    opened(page, ledger)
    assert pills(page)["same"] == "4"
    assert not page.check.apply.isEnabled()


def test_an_import_goes_by_keyboard_alone(page, qtbot, ledger, count, monkeypatch) -> None:
    from PySide6.QtWidgets import QFileDialog

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(ledger), ""))
    page.activateWindow()
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert settled()
    qtbot.keyClick(page.check.grid.view, Qt.Key.Key_Down)
    assert "第 5 行" in page.panel.plain()
    page.check.apply.setFocus()
    qtbot.keyClick(page.check.apply, Qt.Key.Key_Space)
    assert settled()
    assert count("project") == 4


def test_what_was_recognised_is_said(page, ledger) -> None:
    opened(page, ledger)
    text = " ".join(part.text() for part in page.check.facts.findChildren(QLabel))
    assert "2025-08-31（台账写明）" in text
    assert "亿元" in text
    assert page.check.facts.rows_text() == (
        "表头：第 3 行 · 数据：4 行 · 跳过：1 行（分组、合计、说明、空行）"
    )
    assert page.check.facts.totals_text() == "✓ 总投资合计 6.7 一致"


def test_a_cell_that_was_not_understood_is_tinted_and_worded(page, ledger) -> None:
    opened(page, ledger)
    source = PlanSource(page._shown)
    keys = [item.key for item in source.columns()]
    cells = dict(zip(keys, source.rows(["2"])["2"], strict=True))
    assert cells["signed_on"].text == "未采用：2025.1"
    assert cells["signed_on"].tone == "bad"
    assert "1 月也可能是 10 月" in cells["signed_on"].tip
    page.check.grid.select_id("2")
    assert settled()
    assert "2025.1" in page.panel.plain()
    assert "清河冷链项目" in page.panel.plain()


def test_a_corrected_column_is_read_again_and_remembered(page, ledger, tmp_path, context) -> None:
    opened(page, ledger)
    choose(column(page, "存在问题"), column_id("remark", ""))
    assert column(page, "存在问题").current() == column_id("remark", "")
    assert column(page, "备注").current() == ""
    row = page._shown.plan.rows[0].reading
    assert row.fields["remark"] == "无"
    assert row.fields["extra"]["备注"] == "重点"
    page.apply()
    assert settled()
    later = write_ledger(tmp_path / "later.xlsx", ROWS, "2025年9月30日")
    opened(page, later)
    assert column(page, "存在问题").current() == column_id("remark", "")
    assert pills(page)["same"] == "4"


def test_a_correction_replaces_what_was_remembered(page, ledger, tmp_path) -> None:
    imported(page, ledger)
    changed = [[*row[:7], "新问题", "新备注"] for row in ROWS]
    opened(page, write_ledger(tmp_path / "second.xlsx", changed, "2025年9月30日"))
    assert column(page, "存在问题").current() == column_id("problem_text", "")
    choose(column(page, "存在问题"), "")
    page.apply()
    assert settled()
    opened(page, write_ledger(tmp_path / "third.xlsx", ROWS, "2025年10月31日"))
    assert column(page, "存在问题").current() == ""


def test_a_column_can_be_left_out_and_its_text_is_kept(page, ledger) -> None:
    opened(page, ledger)
    choose(column(page, "总投资"), "")
    row = page._shown.plan.rows[0].reading
    assert "total_investment" not in row.fields
    assert row.fields["extra"]["总投资"] == "3.5"
    assert page._shown.reading.rows[0].cells[4] == 3.5


def test_the_unit_of_a_column_can_be_corrected(page, ledger) -> None:
    opened(page, ledger)
    before = page._shown.plan.rows[0].reading.fields["total_investment"]
    page.check.mapping.changed.emit("总投资", "total_investment", "", "万元")
    assert settled()
    assert page._shown.plan.rows[0].reading.fields["total_investment"] * 10_000 == before


def test_suspicious_rows_are_written_only_when_accepted(page, qtbot, tmp_path, count) -> None:
    twice = [*ROWS[:2], [9, *ROWS[0][1:]]]
    path = write_ledger(tmp_path / "twice.xlsx", twice)
    opened(page, path)
    assert pills(page)["suspicious"] == "1"
    assert "不写入：存疑 1" in page.check.sentence()
    qtbot.mouseClick(page.check.accept, Qt.MouseButton.LeftButton)
    assert page.check.apply.text() == "导入 3 行"
    page.apply()
    assert settled()
    assert count("project") == 3
    assert not page.done.rejects.isVisible()


def test_rows_not_written_are_saved_with_the_reason(page, tmp_path, count) -> None:
    rows = [*ROWS[:2], [9, *ROWS[0][1:]], [10, "", "某公司", "肉羊", 9.0, "", "", "缺名称", ""]]
    imported(page, write_ledger(tmp_path / "bad.xlsx", rows))
    assert page.done.rejects.isVisible()
    page.save_rejects(tmp_path / "out.xlsx")
    assert settled()
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    texts = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    book.close()
    assert any("第 4 行" in text for text in texts)
    assert "大湾肉羊屠宰项目" in texts
    assert "远山传感器项目" not in texts


def test_a_file_without_any_row_to_write_still_gives_its_rows_back(page, tmp_path) -> None:
    rows = [[1, "", "某公司", "肉羊", 9.0, "", "", "缺名称", ""]]
    opened(page, write_ledger(tmp_path / "none.xlsx", rows))
    assert page.check.rejects.isVisible()
    assert not page.check.apply.isEnabled()
    page.save_rejects(tmp_path / "out.xlsx")
    assert settled()
    assert "1 行已存入 out.xlsx" in notices(page)


def test_cancelling_while_writing_leaves_nothing(page, qtbot, tmp_path, count, monkeypatch) -> None:
    from invest_crm.services.ledger import projects

    rows = [[n, f"第{n}号冷链项目", f"第{n}号公司", "", 1.0, "", "", "", ""] for n in range(300)]
    opened(page, write_ledger(tmp_path / "many.xlsx", rows))
    at_work, go_on = threading.Event(), threading.Event()
    apply = projects.ProjectWriter.flush

    def slow(self) -> None:
        at_work.set()
        go_on.wait(10)
        apply(self)

    monkeypatch.setattr(projects.ProjectWriter, "flush", slow)
    page.apply()
    qtbot.waitUntil(at_work.is_set, timeout=10_000)
    qtbot.mouseClick(page.busy.cancel, Qt.MouseButton.LeftButton)
    go_on.set()
    assert settled()
    assert page.step() is page.check
    assert notices(page) == ["已停止，没有写入任何数据。"]
    assert (count("project"), count("import_batch")) == (0, 0)
    assert count("import_profile") == 0


def test_a_file_that_cannot_be_read_is_told_in_place(page, tmp_path, count) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    opened(page, broken)
    assert page.step() is page.choose
    assert len(notices(page)) == 1
    assert "没有导入" in notices(page)[0]
    missing = tmp_path / "gone.xlsx"
    opened(page, missing)
    assert "打不开" in notices(page)[0] or "无法打开" in notices(page)[0]


def test_a_dropped_file_is_opened_on_any_step(page, ledger) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(ledger))])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    assert settled()
    assert page.step() is page.check


def test_a_link_with_a_file_opens_it_once(page, ledger) -> None:
    page.restore({"file": str(ledger)})
    assert settled()
    shown = page._shown
    assert page.state() == {"file": str(ledger)}
    page.restore(page.state())
    assert settled()
    assert page._shown is shown


def test_the_kind_can_be_changed_and_a_kind_that_does_not_fit_is_refused(page, ledger) -> None:
    opened(page, ledger)
    choose(page.check.facts.kind, "requests")
    assert page.step() is page.check
    assert page._shown.reading.kind == "projects"
    assert len(notices(page)) == 1


def test_after_another_import_the_same_preview_counts_anew(page, qtbot, ledger, context) -> None:
    opened(page, ledger)
    assert pills(page)["new"] == "4"
    other = LedgerPage(context)
    qtbot.addWidget(other)
    qtbot.addWidget(other.top_bar)
    imported(other, ledger)
    assert settled()
    assert pills(page)["same"] == "4"


def test_a_row_is_shown_before_and_after(page, ledger, tmp_path) -> None:
    imported(page, ledger)
    changed = [[1, *ROWS[0][1:4], 4.25, *ROWS[0][5:]], *ROWS[1:]]
    opened(page, write_ledger(tmp_path / "next.xlsx", changed, "2025年9月30日"))
    assert pills(page)["changed"] == "1"
    page.check.choose("changed")
    assert settled()
    assert page.check.grid.model.rowCount() == 1
    page.check.grid.select_id("0")
    assert "库中现为：3.50 亿元" in page.panel.plain()
    assert "4.25 亿元" in page.panel.plain()


def test_a_template_is_a_ledger_this_page_reads(page, tmp_path) -> None:
    page.templates.save("projects", tmp_path / "template.xlsx")
    assert settled()
    assert "template.xlsx" in notices(page)[0]
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[3]]
    row = {"项目名称": "大湾项目", "投资方": "大湾公司", "总投资（亿元）": 3.5, "是否开工": "是"}
    for heading, value in row.items():
        sheet.cell(4, headings.index(heading) + 1).value = value
    book.save(tmp_path / "filled.xlsx")
    book.close()
    opened(page, tmp_path / "filled.xlsx")
    assert pills(page)["new"] == "1"
    assert all(item.current() for item in page.check.mapping.fields()[1:])


def test_a_column_that_is_calculated_is_not_offered_to_be_read(page, context, tmp_path) -> None:
    started = {"name": "甲", "signed_on": when("2025-03-01"), "started_on": when("2025-06-01")}
    context.app.write(create_project, CreateProject(started))
    context.app.read(export_records, "projects", tmp_path / "项目.csv")
    opened(page, tmp_path / "项目.csv")
    places = {view.path: place for place, view in enumerate(page._shown.columns)}
    chooser = page.check.mapping.fields()[places["开工成色"]]
    assert (chooser.isEnabled(), chooser.currentIndex(), chooser.placeholderText()) == (
        False,
        -1,
        "不导入",
    )
    assert pills(page)["same"] == "1"


def test_a_large_ledger_does_not_block_the_window(page, tmp_path, heartbeat) -> None:
    first = [chr(0x4E00 + n) for n in range(20_000)]
    rows = [[n, f"{c}{n}号项目", f"{c}公司", "", 1.0, "", "", "", ""] for n, c in enumerate(first)]
    path = tmp_path / "large.csv"
    lines = [",".join(HEADINGS), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    with heartbeat():
        opened(page, path)
        page.check.grid.view.scrollToBottom()
        assert settled()
    assert pills(page)["new"] == "20,000"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1190, 690), (968, 522), (2384, 1360)])
def test_no_text_is_cut(qtbot, context, ledger, language, size) -> None:
    words.use(language)
    page = LedgerPage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    for step in ("choose", "rows", "columns", "done"):
        if step == "rows":
            opened(page, ledger)
        elif step == "columns":
            page.check.tabs._choose("columns")
        elif step == "done":
            page.apply()
        assert settled()
        qtbot.wait(10)
        assert find_clipped(page) == [], step
        assert find_nameless(page) == [], step


def test_the_theme_changes_under_an_open_ledger(page, qtbot, ledger) -> None:
    opened(page, ledger)
    theme.current().apply("dark")
    try:
        qtbot.wait(10)
        assert find_clipped(page) == []
    finally:
        theme.current().apply("light")


def test_a_sheet_that_cannot_be_read_is_not_said_to_be_looked_at(page, ledger) -> None:
    book = openpyxl.load_workbook(ledger)
    book.create_sheet("附件").append(["（此页空白）"])
    book.save(ledger)
    opened(page, ledger)
    chooser = page.check.facts.sheet
    shown = chooser.current()
    choose(chooser, "附件")
    assert page.check.facts.sheet.current() == shown
    assert pills(page)["all"] == "4"


def test_a_letter_typed_on_a_cell_takes_the_place_of_what_stands_there(page, qtbot, ledger) -> None:
    opened(page, ledger)
    view, model = page.check.grid.view, page.check.grid.model
    at = [column.key for column in model.columns()].index("name")
    view.setFocus()
    view.setCurrentIndex(model.index(1, at))
    assert settled()
    qtbot.keyClicks(view, "X")
    line = page.window().focusWidget()
    assert line.text() == "X"
    qtbot.keyClicks(line, "1")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert settled()
    assert page.window().focusWidget() is view
    assert model.text(1, at) == "X1"


def test_where_nothing_can_be_written_no_import_is_undone_or_begun(page, context, ledger) -> None:
    imported(page, ledger)
    page.why_not_write = lambda: "只读"
    page.show_refusal()
    page.refresh()
    assert settled()
    (button,) = page.choose.undo_buttons()
    for part in (button, page.done.undo, page.choose.drop.button):
        assert (part.isEnabled(), part.toolTip()) == (False, "只读")
