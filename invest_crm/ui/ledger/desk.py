"""What a person does to single rows: decides about them, corrects cells; then counted anew.

Decisions count at once. What needs the database (which record a row means, a corrected cell) is
compared in the background; what is decided meanwhile is not lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from invest_crm.ui.ledger import jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.errors import UserError
    from invest_crm.services.ledger.preview import Preview
    from invest_crm.services.ledger.preview_rows import FieldView
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.ledger.check import CheckView
    from invest_crm.ui.ledger.row_panel import RowPanel

_TYPING_MS = 150
_LONG = 2000
"""Rows from which comparing all of them takes longer than a person likes to wait."""


class RowDesk(QObject):
    """Holds the preview that is looked at; ``changed`` when it is another, ``failed(error)``."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, check: CheckView, panel: RowPanel) -> None:
        super().__init__(check)
        self._context = context
        self._check = check
        self._panel = panel
        self._typed: tuple[int, int, str] | None = None
        self.shown: Preview | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_TYPING_MS)
        self._clock.timeout.connect(self._try)
        check.write_asked.connect(self.write)
        check.cell_asked.connect(self._correct)
        panel.write_chosen.connect(lambda place, on: self.write([place], on))
        panel.means_chosen.connect(self.mean)
        panel.keep_asked.connect(self.keep)
        panel.cell_typed.connect(self._type)
        panel.cell_entered.connect(self.enter)
        panel.left.connect(check.take_focus)

    def write(self, places: Sequence[int], on: bool) -> None:  # noqa: FBT001 - a slot
        """Write some rows, or leave them out."""
        if self.shown is not None:
            self._put(jobs.decided(self.shown, places, write=on))

    def mean(self, place: int, what: str) -> None:
        """Say which stored record a row means, or that it is a new one."""
        if self.shown is not None:
            self._put(jobs.decided(self.shown, [place], means=what, write=None))
            self._compare_row(place)

    def keep(self, place: int, field: str, on: bool) -> None:  # noqa: FBT001 - a slot
        """Let a stored value stay, or take the ledger's after all."""
        if self.shown is None:
            return
        plan = self.shown.plan
        kept = plan.decision(plan.rows[place]).kept
        kept = kept | {field} if on else kept - {field}
        self._put(jobs.decided(self.shown, [place], kept=kept))

    def enter(self, place: int, column: int, text: str | None) -> None:
        """Read a cell from another text from now on; None: as the file has it."""
        if self.shown is None:
            return
        self._clock.stop()
        self._typed = None if text is None else (place, column, text)
        self._try()
        self.shown = jobs.with_cell(self.shown, place, column, text)
        self._compare_row(place)

    def compare(self) -> None:
        """Compare what is looked at with what is stored, in the background."""
        self._ask(jobs.compared_again, self._compared)

    def _compare_row(self, place: int) -> None:
        """Compare what was said about a row; in a long ledger the row first, then all of them."""
        if self.shown is None or len(self.shown.plan.rows) < _LONG:
            self.compare()
            return

        def compared(fresh: Preview) -> None:
            if self._take(fresh):
                self.compare()

        self._ask(lambda app, shown: jobs.compared_row(app, shown, place), compared)

    def _ask(
        self, job: Callable[[App, Preview], Preview], done: Callable[[Preview], object]
    ) -> None:
        shown = self.shown
        if shown is None:
            return
        self._check.set_comparing(comparing=True)
        self._context.read(
            self, lambda app: job(app, shown), done, key="compare", on_error=self._refused
        )

    def _compared(self, fresh: Preview) -> None:
        if self._take(fresh):
            self._check.set_comparing(comparing=False)

    def _take(self, fresh: Preview) -> bool:
        """Show a comparison, unless the ledger is read in another way by now."""
        if self.shown is None or self.shown.base is not fresh.base:
            return False
        self._put(jobs.caught_up(fresh, self.shown))
        return True

    def _refused(self, error: UserError) -> None:
        self._check.set_comparing(comparing=False)
        self.failed.emit(error)

    def _put(self, shown: Preview) -> None:
        self.shown = shown
        self.changed.emit()

    def _correct(self, field: str, letter: str | None) -> None:
        self._panel.correct(field, letter)

    def _type(self, place: int, column: int, text: str) -> None:
        self._typed = (place, column, text)
        self._clock.start()

    def _try(self) -> None:
        shown, typed = self.shown, self._typed
        if shown is None or typed is None:
            return

        def say(field: FieldView | None) -> None:
            if self._typed == typed:
                self._panel.show_tried(typed[1], field)

        self._context.read(self, lambda _app: jobs.tried(shown, *typed), say, key="try")
