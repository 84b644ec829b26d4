"""The third step: what was imported, where to look at it, how to take it back. And waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.ledger.plan import Plan
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.operations import Progress

_POLL_MS = 100
_WIDTH = 520
_PAGES = {
    "firms": "firms",
    "contacts": "firms",
    "requests": "requests",
    "parcels": "parcels",
    "approvals": "approvals",
    "revenue": "stat_firms",
}
"""Where ledgers of a kind are looked at, if not among the projects."""


def look_words(kind: str) -> str:
    """What the button says that leads to what was imported."""
    page = _PAGES.get(kind)
    if page == "requests":
        return _("View requests")
    if page == "parcels":
        return _("View land and plants")
    if page == "approvals":
        return _("View approvals")
    if page == "stat_firms":
        return _("View the firms’ statistics")
    return _("View firms") if page else _("View projects")


def look_at(plan: Plan) -> tuple[str, State]:
    """The page and its state: requests, parcels and the projects of monthly rows are picked out."""
    kind = plan.reading.kind
    page = _PAGES.get(kind, "projects")
    written = [row for row in plan.rows if plan.writes(row)]
    if kind in {"requests", "parcels", "approvals"}:
        ids = [row.target for row in written]
    elif kind == "monthly":
        ids = [row.values["project_id"] for row in written]
    elif kind == "revenue":
        ids = [row.values["firm_id"] for row in written]
    else:
        return page, {}
    return page, _picked(plan, ids)


def _picked(plan: Plan, ids: Sequence[str | None]) -> State:
    """Only these records, and the file they are from as the reason."""
    reason = _("from {file}").format(file=plan.reading.file)
    return {"ids": list(dict.fromkeys(filter(None, ids))), "reason": reason}


class DoneView(QWidget):
    """``look_asked``, ``undo_asked``, ``rejects_asked``, ``again_asked``.

    ``undone``: it says that the import was taken back.
    """

    look_asked = Signal()
    undo_asked = Signal()
    rejects_asked = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.undone = False
        self._badge = _Badge()
        self._heading = label("", "heading", wrap=True)
        self._text = label("", "label", wrap=True)
        for words in (self._heading, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setMinimumWidth(theme.current().px(_WIDTH))
        self.look = _button("", self.look_asked, "primary")
        self.undo = _button(_("Undo this import"), self.undo_asked)
        self.rejects = _button(_("Save the rows not written…"), self.rejects_asked)
        self.again = _button(_("Import another ledger"), self.again_asked)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addStretch(1)
        for button in (self.look, self.undo, self.rejects, self.again):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP_SMALL)
        column.addStretch(2)
        for part in (self._badge, self._heading, self._text):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GAP_SMALL)
        column.addLayout(row)
        column.addStretch(3)

    def show_done(
        self, heading: str, text: str, look: str, *, undoable: bool, rejects: bool
    ) -> None:
        """Say what happened."""
        self.undone = False
        self._badge.set_icon("done")
        self._heading.setText(heading)
        self._text.setText(text)
        self.look.setText(look)
        self.look.setVisible(True)
        self.undo.setVisible(undoable)
        self.rejects.setVisible(rejects)

    def show_undone(self, text: str) -> None:
        """Say that it was taken back."""
        self.undone = True
        self._badge.set_icon("undo")
        self._heading.setText(_("The import was undone"))
        self._text.setText(text)
        for button in (self.look, self.undo, self.rejects):
            button.hide()

    def text(self) -> str:
        """What it says (for tests)."""
        return f"{self._heading.text()} {self._text.text()}"


class BusyView(QWidget):
    """A file is being read or written: how far, and a way to stop."""

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._words = label("", "heading", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setMinimumWidth(theme.current().px(_WIDTH))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.current().px(320))
        self._bar.setAccessibleName(_("Progress"))
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(lambda _on=False: self._stop())
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        for part in (self._words, self._bar, self.cancel):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._clock = QTimer(self)
        self._clock.setInterval(_POLL_MS)
        self._clock.timeout.connect(self._look)

    def begin(self, words: str, progress: Progress) -> None:
        """Show a job that has begun."""
        self._progress = progress
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._clock.start()

    def end(self) -> None:
        """The job is over."""
        self._progress = None
        self._clock.stop()

    def _look(self) -> None:
        if self._progress is None:
            return
        fraction, _text = self._progress.seen()
        self._bar.setRange(0, 0 if fraction is None else 1000)
        self._bar.setValue(round((fraction or 0) * 1000))

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.cancel.setEnabled(False)


class _Badge(QWidget):
    """The icon on a round soft ground."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = "done"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str) -> None:
        """Another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: fixed."""
        return QSize(56, 56)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("accent_soft"))
        painter.drawEllipse(QRectF(0, 0, 56, 56))
        icons.paint(painter, self._icon, QRect(15, 15, 26, 26), "accent")


def _button(text: str, asked: SignalInstance, role: str = "") -> QPushButton:
    button = QPushButton(text)
    theme.set_role(button, role)
    button.clicked.connect(lambda _on=False: asked.emit())
    return button
