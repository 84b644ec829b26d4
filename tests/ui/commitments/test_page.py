"""The page of promises over a real database, on 1 September 2025: list, warning, what became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from invest_crm.services.agreements.commitments import EditCommitment, load, save_commitment
from invest_crm.services.agreements.panel import commitment_panel
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import files_of
from invest_crm.ui.commitments.columns import KEYS
from invest_crm.ui.commitments.page import CommitmentsPage, StateForm
from invest_crm.ui.kit.chip import PillButton
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def promises(office: Bureau) -> dict[str, str]:
    """An overdue promise of the government, one of a firm, one that calls for a review."""
    project = office.take_up("甲项目")

    def put(**values: Any) -> str:
        said = {"project_id": project, "side": "GOVERNMENT", "fair": "NOT_NEEDED", **values}
        return str(office.app.write(save_commitment, EditCommitment(None, said)).value)

    return {
        "late": put(kind="LAND", wording="三个月内供地", due_on="2025-08-20"),
        "firm": put(side="FIRM", kind="START", wording="六个月内开工", due_on="2026-01-20"),
        "warned": put(kind="TAX_REWARD", wording="按地方留成的50%给予奖励", fair="PENDING"),
    }


@pytest.fixture
def page(qtbot, context: Context, promises: dict[str, str]) -> CommitmentsPage:
    made = CommitmentsPage(context)
    context.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    assert settled()
    return made


def cell(page: CommitmentsPage, one: str, key: str) -> Any:
    cells = page.grid.model.cells(page.grid.model.row_of(one))
    assert cells is not None
    return cells[KEYS.index(key)]


def open_one(page: CommitmentsPage, one: str) -> None:
    page.restore({"open": one})
    assert settled()


def press(page: CommitmentsPage, words: str) -> list[str]:
    pill = next(
        one for one in page.findChildren(PillButton) if one.isVisible() and one.text() == words
    )
    pill.clicked.emit()
    assert settled()
    return page.grid.model.ids()


def test_the_list_says_what_is_overdue_and_what_calls_for_a_review(page, promises) -> None:
    state = cell(page, promises["late"], "state")
    assert (state.text, state.tone) == ("逾期", "bad")
    warning = cell(page, promises["warned"], "warning")
    assert "按税收贡献奖励" in warning.tip
    assert warning.tone == "bad"
    assert cell(page, promises["firm"], "warning") == ""
    assert press(page, "需审查") == [promises["warned"]]


def test_the_chips_narrow_the_list(page, promises) -> None:
    assert press(page, "企业") == [promises["firm"]]
    press(page, "企业")
    assert press(page, "已逾期") == [promises["late"]]


def test_what_became_of_a_promise_is_said_in_the_panel(page, promises) -> None:
    open_one(page, promises["late"])
    page.deeds.buttons["KEPT"].click()
    assert settled()
    form = page.side.part()
    assert isinstance(form, StateForm)
    assert not find_nameless(form)
    form.form.retype({"note": "供地批复", "on": "2025-08-25"})
    form.button.click()
    assert settled()
    record = page._context.app.read(load, [promises["late"]])[promises["late"]]
    assert record["state"] == "KEPT"
    assert cell(page, promises["late"], "state").text == "已兑现"


def test_papers_are_dropped_pasted_or_chosen_with_what_became_of_a_promise(
    page, promises, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_one(page, promises["late"])
    page.deeds.buttons["KEPT"].click()
    assert settled()
    form = page.side.part()
    note = form.form.editor("note")
    paths = [tmp_path / name for name in ("用地批复.pdf", "交地确认书.txt", "凭证.txt")]
    for path in paths:
        path.write_bytes(path.name.encode())
    drop(note.viewport(), paths[0])
    QApplication.clipboard().setMimeData(urls_of(paths[1]))
    QTest.keySequence(note, QKeySequence(QKeySequence.StandardKey.Paste))
    chosen = lambda *_of: ([str(paths[2])], "")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", chosen)
    form.files.button.click()
    assert [chip.text() for chip in form.files.chips()] == [path.name for path in paths]
    assert not note.toPlainText(), "files are no text"
    form.button.click()
    assert settled()
    lines = page._context.app.read(files_of, Subject("commitment", promises["late"]))
    assert {line.name for line in lines} == {path.name for path in paths}
    assert cell(page, promises["late"], "state").text == "已兑现"


def test_what_was_refused_keeps_its_papers_waiting(page, promises, tmp_path: Path) -> None:
    open_one(page, promises["late"])
    page.deeds.buttons["KEPT"].click()
    assert settled()
    form = page.side.part()
    gone = tmp_path / "批复.pdf"
    form.files.take([gone])
    form.button.click()
    assert settled()
    assert page.side.part() is form
    assert [chip.text() for chip in form.files.chips()] == ["批复.pdf"]
    assert page._context.app.read(load, [promises["late"]])[promises["late"]]["state"] == "OPEN"


def test_files_dropped_on_the_panel_belong_to_the_promise(page, promises, tmp_path: Path) -> None:
    open_one(page, promises["firm"])
    paper = tmp_path / "开工报告.txt"
    paper.write_text("开工", "utf-8")
    drop(page.panel, paper)
    assert settled()
    (row,) = page.files.tab().rows()
    assert row.line.name == "开工报告.txt"
    assert page.files.tab().preview.isVisible()
    assert "开工报告.txt" in page._context.app.read(commitment_panel, promises["firm"]).history[
        0
    ].changes[0].after  # fmt: skip


def urls_of(path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def drop(on: QWidget, path: Path) -> None:
    mime = urls_of(path)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, mime, left, none)
    QApplication.sendEvent(on, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(on, QDropEvent(QPointF(5, 5), copy, mime, left, none))


def test_passed_is_refused_in_the_form_without_an_opinion(page, promises) -> None:
    page.edit(promises["warned"])
    assert settled()
    editor = page.side.editor()
    assert "公平竞争审查" in editor.form.note("wording")
    editor.form.retype({"fair": "PASSED"})
    editor.save()
    assert settled()
    record = page._context.app.read(load, [promises["warned"]])[promises["warned"]]
    assert record["fair"] == "PENDING"
    assert page.side.editor() is editor, "what was typed stays"


def test_a_promise_is_entered_with_its_project_by_name(page) -> None:
    page.new_record()
    assert settled()
    editor = page.side.editor()
    editor.form.retype({"project": "甲项目", "side": "FIRM", "kind": "TAX", "amount": "500",
                        "wording": "年税收500万", "fair": "NOT_NEEDED"})  # fmt: skip
    editor.save()
    assert settled()
    assert page._context.app.read(load, [page.shown_id])[page.shown_id]["amount"] == 500_000_000
    assert not find_clipped(page.panel)
