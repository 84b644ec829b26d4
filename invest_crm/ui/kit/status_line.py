"""The line at the foot of the window: selection, last action with its undo, long work, backup."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.text import ElidedLabel
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.ui.operations import Background, Progress

_POLL_MS = 120
_PATIENCE_S = 0.4


class StatusLine(QFrame):
    """Everything quiet; nothing here is ever the only place where a fault is told.

    ``backup_asked``: the words about the backup were clicked.
    """

    backup_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "bottom")
        self._selection = ElidedLabel(size=theme.NOTE, color="ink_2")
        self._action = ElidedLabel(
            size=theme.NOTE, color="ink_2", align=Qt.AlignmentFlag.AlignRight
        )
        self._undo = QPushButton(way_back(again=False))
        theme.set_role(self._undo, "link")
        self._undo.clicked.connect(self._on_undo)
        self._undo.hide()
        self._do: Callable[[], object] | None = None
        self._covered = False
        self._remark = ElidedLabel(size=theme.NOTE, color="ink_2")
        self._backup = _Words()
        self._backup.clicked.connect(lambda _on=False: self.backup_asked.emit())
        self._work = _Work()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._selection, 3)
        row.addWidget(self._work)
        row.addWidget(self._action, 2)
        row.addWidget(self._undo)
        row.addWidget(self._remark)
        row.addWidget(self._backup)
        self._row = row

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)

    def set_selection(self, text: str) -> None:
        """Count, sum and average of what is selected."""
        self._selection.set_text(text)

    def selection(self) -> str:
        """The words about the selection."""
        return self._selection.text()

    def set_action(
        self, text: str, undo: Callable[[], object] | None = None, *, again: bool = False
    ) -> None:
        """What was done last and how to take it back; ``again`` as for the undo bar."""
        self._action.set_text(text)
        self._undo.setText(way_back(again=again))
        self._undo.setToolTip(_("Redo (Ctrl+Y)") if again else _("Undo (Ctrl+Z)"))
        self._do = undo
        self._undo.setVisible(undo is not None and not self._covered)

    def set_covered(self, covered: bool) -> None:  # noqa: FBT001 - the slot of a signal
        """The undo bar says the same over this line, or no longer."""
        self._covered = covered
        self._action.setVisible(not covered)
        self._undo.setVisible(self._do is not None and not covered)

    def action(self) -> str:
        """The words about the last action."""
        return self._action.text()

    def set_remark(self, text: str, tone: str = "") -> None:
        """What everybody must know of this database (that its records are invented)."""
        self._remark.set_text(text, f"{tone}_ink" if tone else "ink_2")

    def set_backup(self, text: str, tone: str = "", tip: str = "") -> None:
        """When the last backup was made and whether it was verified; a tone if it is late."""
        self._backup.say(text, f"{tone}_ink" if tone else "ink_2", tip)

    def backup(self) -> str:
        """The words about the backup."""
        return self._backup.text()

    def watch(self, background: Background) -> None:
        """Show the progress of long work."""
        background.progress_started.connect(self._work.add)
        background.progress_ended.connect(self._work.remove)

    def work(self) -> QWidget:
        """The part that shows long work (for tests)."""
        return self._work

    def _on_undo(self) -> None:
        do = self._do
        self.set_action("")
        if do is not None:
            do()


class _Words(QPushButton):
    """Words that can be clicked, in a colour of the theme."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "link")
        self._color = "ink_2"
        theme.current().changed.connect(self._render)
        self.hide()

    def say(self, text: str, color: str, tip: str) -> None:
        """Other words; none hides them."""
        self.setText(text)
        self.setToolTip(tip)
        self._color = color
        self._render()
        self.setVisible(bool(text))

    def _render(self) -> None:
        look = theme.current()
        ink, size = look.color(self._color).name(), look.px(theme.NOTE)
        self.setStyleSheet(f"QPushButton {{ color: {ink}; font-size: {size}px; }}")


class _Work(QWidget):
    """The newest long job: words, bar, cancel."""

    def __init__(self) -> None:
        super().__init__()
        self._jobs: list[tuple[Progress, float]] = []
        self._words = ElidedLabel(size=theme.NOTE, color="ink_2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.current().px(110))
        self._bar.setAccessibleName(_("Progress"))
        self._cancel = QPushButton(_("Cancel"))
        theme.set_role(self._cancel, "link")
        self._cancel.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._words)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self._clock = QTimer(self)
        self._clock.setInterval(_POLL_MS)
        self._clock.timeout.connect(self._look)
        self.hide()

    def add(self, progress: Progress) -> None:
        """A long job begins; it is shown once it proves long."""
        self._jobs.append((progress, time.monotonic()))
        self._clock.start()

    def remove(self, progress: Progress) -> None:
        """A long job ended."""
        self._jobs = [(job, began) for job, began in self._jobs if job is not progress]
        if not self._jobs:
            self._clock.stop()
            self.hide()

    def _look(self) -> None:
        job, began = self._jobs[-1]
        taken = time.monotonic() - began
        if taken < _PATIENCE_S:
            return
        fraction, text = job.seen()
        self._words.set_text(" ".join(w for w in (job.title, text, _left(fraction, taken)) if w))
        self._bar.setRange(0, 0 if fraction is None else 1000)
        self._bar.setValue(round((fraction or 0) * 1000))
        self._cancel.setVisible(job.stoppable)
        self._cancel.setEnabled(not job.cancelled())
        self.show()

    def _stop(self) -> None:
        if self._jobs:
            self._jobs[-1][0].cancel()
            self._cancel.setEnabled(False)


def _left(fraction: float | None, taken: float) -> str:
    if fraction is None or fraction < 0.05 or taken < 2:
        return ""
    seconds = round(taken * (1 - fraction) / fraction)
    if seconds < 60:
        return _("about {n} s left").format(n=max(seconds, 1))
    return _("about {n} min left").format(n=round(seconds / 60))


def way_back(*, again: bool) -> str:
    """What the button beside an action says: an undo is taken back by doing the thing again."""
    return _("Redo") if again else _("Undo")
