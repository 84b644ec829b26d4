"""Beside the words that the data are invented: the one click that takes them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from invest_crm.ui import theme
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.undo import Undone
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.shell import Shell


class DemoMark(QPushButton):
    """``removed``: the demonstration data are gone; it can be undone like anything else."""

    removed = Signal()

    def __init__(self, context: Context, window: Shell) -> None:
        super().__init__(_("Remove demonstration data"))
        theme.set_role(self, "link")
        self.setToolTip(_("Takes out all invented records at once; it can be undone."))
        self._context, self._window = context, window
        self.clicked.connect(lambda _on=False: self.remove())
        self.hide()

    def remove(self) -> None:
        """Take the invented records out."""
        self.setEnabled(False)
        self._context.write(self, _remove, self._done, on_error=self._window.show_error)

    def _done(self, outcome: Outcome[Undone]) -> None:
        self.setEnabled(True)
        kept = len(outcome.value.kept) if outcome.value is not None else 0
        if kept:
            text = ngettext(
                "{n} record stays, because somebody changed it or refers to it.",
                "{n} records stay, because somebody changed them or refers to them.",
                kept,
            )
            self._window.notify(text.format(n=kept), "info")
        self.removed.emit()


def _remove(app: App) -> Outcome[Undone]:
    from invest_crm.services.demo.remove import remove

    return app.write(remove, None)
