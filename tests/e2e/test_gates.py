"""Journey 5: a project is dragged to 签约; the form asks for amount, five ones and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import files_of
from invest_crm.services.projects.confirming import pending
from invest_crm.ui.kit.board import _MIME
from invest_crm.ui.projects.gate_panel import GatePanel

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.kit.board import Board
    from tests.e2e.conftest import Desk
    from tests.support.awake import Heartbeat
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier
TYPED = {
    "total_investment": "1.2亿",
    "leader": "王县长",
    "lead_unit": "县投促局",
    "task_force": "肉羊专班",
}
PAPERS = ("联审意见.pdf", "投资协议（盖章）.pdf")


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    made = [tmp_path / name for name in PAPERS]
    for path in made:
        path.write_bytes(path.name.encode())
    return made


@pytest.fixture
def talk(desk: Desk) -> str:
    """A project in talks, shown on the board."""
    project = desk.office.take_up("某肉羊项目", investor="甲公司")
    desk.go("projects")._take_view("board")
    desk.settle()
    return project


def _board(desk: Desk) -> Board:
    return desk.projects().stages.board


def _gate(desk: Desk) -> GatePanel:
    panel = desk.projects().findChild(GatePanel)
    assert panel is not None
    return panel


def _files(paths: list[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def _drop(desk: Desk, panel: GatePanel, place: int, path: Path) -> None:
    """A file let go over a slot, as Qt tells the part that takes it."""
    at = QPointF(panel.slots.slots[place].geometry().center())
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    desk.clicks += 1
    mime = _files([path])  # Qt keeps no hold of it
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), copy, mime, left, none)
    QApplication.sendEvent(panel.slots, enter)
    QApplication.sendEvent(panel.slots, QDropEvent(at, copy, mime, left, none))
    desk.settle()


def _carry(desk: Desk, project: str, to: str) -> None:
    """The card dropped by the mouse on a column, as Qt tells the column."""
    mime = QMimeData()
    mime.setData(_MIME, QByteArray(project.encode()))
    desk.clicks += 1
    _board(desk)._columns[to].cards.dropEvent(
        QDropEvent(QPointF(20, 20), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    desk.settle()


def _lift(desk: Desk, project: str) -> None:
    """Space on the card, one column to the right, Space."""
    column = _board(desk)._columns["CONTACT"]
    column.cards.setFocus()
    column.cards.setCurrentIndex(column.model.index(column.model.row_of(project)))
    desk.settle()
    column.cards.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space):
        desk.press(key)


def _everything_is_there(desk: Desk, project: str) -> None:
    record = desk.office.record(project)
    assert record["stage"] == "SIGNED"
    assert record["total_investment"] == 12_000_000_000
    assert [record[key] for key in ("leader", "lead_unit", "task_force")] == [
        "王县长",
        "县投促局",
        "肉羊专班",
    ]
    files = desk.context.app.read(files_of, Subject("project", project))
    assert {line.kind for line in files} == {"REVIEW_OPINION", "CONTRACT"}
    assert _board(desk).column_of(project) == "SIGNED"
    assert project in desk.context.app.read(pending)


def test_by_keyboard_the_form_asks_esc_puts_back_and_all_is_saved_as_one(
    desk: Desk, talk: str, papers: list[Path], heartbeat: Heartbeat, journey: Journey
) -> None:
    before = desk.office.record(talk).values
    with heartbeat(), journey("5, by keyboard", desk):
        _lift(desk, talk)
        desk.press(Qt.Key.Key_Escape)
        assert _board(desk).column_of(talk) == "CONTACT"
        assert not _board(desk)._columns["CONTACT"].model.is_pending(talk)
        _lift(desk, talk)
        panel = _gate(desk)
        for key, text in TYPED.items():
            while desk.window.focusWidget() is not panel.form.editor(key):
                desk.press(Qt.Key.Key_Tab)
            desk.type(text)
        while desk.window.focusWidget() is not panel.slots.slots[0].choose:
            desk.press(Qt.Key.Key_Tab)
        QApplication.clipboard().setMimeData(_files(papers))
        desk.press(Qt.Key.Key_V, CTRL)
        desk.press(Qt.Key.Key_Return, CTRL)
    _everything_is_there(desk, talk)
    desk.undo()
    assert desk.office.record(talk).values == before
    assert desk.context.app.read(files_of, Subject("project", talk)) == []


def test_by_mouse_the_card_stays_until_it_is_saved(
    desk: Desk, talk: str, papers: list[Path], heartbeat: Heartbeat, journey: Journey
) -> None:
    with heartbeat(), journey("5, by mouse", desk):
        _carry(desk, talk, "SIGNED")
        assert _board(desk).column_of(talk) == "CONTACT", "it is on its way"
        desk.click(desk.button("取消"))
        assert not _board(desk)._columns["CONTACT"].model.is_pending(talk)
        _carry(desk, talk, "SIGNED")
        panel = _gate(desk)
        for key, text in TYPED.items():
            desk.click(panel.form.editor(key))
            desk.type(text)
        desk.click(desk.button("移动"))
        assert panel.slots.missing(), "two papers are missing, so the form stays"
        assert _board(desk).column_of(talk) == "CONTACT"
        for place, path in enumerate(papers):
            _drop(desk, panel, place, path)
        desk.click(desk.button("移动"))
    _everything_is_there(desk, talk)
