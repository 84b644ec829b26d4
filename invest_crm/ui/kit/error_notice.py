"""A failure told in place: what happened, what is safe, what to do, and buttons that do it.

Which buttons a failure has stands in ``errors.REMEDIES``; the window carries them out. The small
code at the end is what one reads out on the telephone, "Copy details" what one sends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from invest_crm import __version__
from invest_crm.errors import WRITE, Remedy
from invest_crm.ui import theme
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.text import Span, SpanLabel, label
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QLayout

    from invest_crm.errors import UserError

LABELS: Final = {
    Remedy.RETRY: N_("Try again"),
    Remedy.RECONNECT: N_("Connect again"),
    Remedy.PASSWORD: N_("Enter the password…"),
    Remedy.REOPEN: N_("Open for writing"),
    Remedy.RELOAD: N_("Open what lies there now"),
    Remedy.SAVE_COPY: N_("Save a copy as…"),
    Remedy.CLEAN_BACKUPS: N_("Remove old backups…"),
    Remedy.READ_ONLY: N_("Open for reading only"),
    Remedy.CHOOSE_ANOTHER: N_("Choose another file…"),
    Remedy.BACKUPS: N_("Go to the backups"),
    Remedy.OPEN_FOLDER: N_("Open the folder"),
    Remedy.BUNDLE: N_("Make a diagnostic bundle…"),
    Remedy.BACKUP_ELSEWHERE: N_("Back up elsewhere…"),
    Remedy.WITHOUT_BACKUP: N_("Go on (without a backup)"),
    Remedy.CANCEL: N_("Cancel"),
}


@runtime_checkable
class Heals(Protocol):
    """The window: it knows which remedies are possible at present and carries them out."""

    def offered(self, error: UserError) -> tuple[Remedy, ...]:
        """The remedies of a failure that can be carried out now."""

    def heal(self, remedy: Remedy, error: UserError) -> None:
        """Carry one out; ``RETRY`` only where the notice cannot do it by itself."""


class ErrorNotice(NoticeBar):
    """Stays until dismissed, answered by a button, or told again."""

    def __init__(self, error: UserError) -> None:
        spans = [Span(error.what, strong=True), Span(f" {error.safe} {error.todo}".rstrip())]
        super().__init__(str(error), "error", topic=f"error:{error.code}", body=SpanLabel(spans))
        self.error = error
        self._again: dict[object, Callable[[], object]] = {}
        if error.again is not None:
            self._again[error.again_slot] = error.again
        self._buttons: dict[Remedy, QPushButton] = {}
        foot = FlowLayout()
        for remedy in error.remedies:
            made = QPushButton(_(LABELS[remedy]))
            made.clicked.connect(lambda _on=False, remedy=remedy: self._heal(remedy))
            if self._buttons:
                theme.set_role(made, "link")
            self._buttons[remedy] = made
            foot.addWidget(made)
        copy = QPushButton(_("Copy details"))
        theme.set_role(copy, "link")
        copy.clicked.connect(lambda _on=False: self.copy_details())
        foot.addWidget(copy)
        foot.addWidget(label(error.code, "hint"))
        self.column.addLayout(foot)

    def button(self, remedy: Remedy) -> QPushButton:
        """The button of a remedy."""
        return self._buttons[remedy]

    def enter(self, column: QLayout) -> None:
        """Take the place of the same failure; what failed before is tried again with it."""
        items = [column.itemAt(place) for place in range(column.count())]
        for item in items:
            bar = None if item is None else item.widget()
            if isinstance(bar, ErrorNotice) and bar.is_like(self):
                self._again = bar._again | self._again  # noqa: SLF001 - of its own kind
        super().enter(column)

    def copy_details(self) -> None:
        """Code, sentences and version to the clipboard."""
        said = (self.error.what, self.error.safe, self.error.todo)
        lines = [f"[{self.error.code}] invest-crm {__version__}", *(text for text in said if text)]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: now it is known in which window, and what that can do."""
        super().showEvent(event)
        window = self.window()
        possible = window.offered(self.error) if isinstance(window, Heals) else ()
        for remedy, made in self._buttons.items():
            own = remedy is Remedy.RETRY and bool(self._again)
            made.setVisible(own or remedy in possible)

    def give_up(self) -> list[Callable[[], object]]:
        """Go away; what was to be tried again is the caller's now."""
        self.dismiss()
        return list(self._again.values())

    def _reads_beside(self) -> list[ErrorNotice]:
        """What else could not be read for the same reason; writing is asked for one by one."""
        return [
            bar
            for bar in self.window().findChildren(ErrorNotice)
            if bar is not self and bar.error.code == self.error.code and WRITE not in bar._again  # noqa: SLF001 - of its own kind
        ]

    def _heal(self, remedy: Remedy) -> None:
        window, again = self.window(), list(self._again.values())
        if remedy is Remedy.RETRY:
            again += [once_more for bar in self._reads_beside() for once_more in bar.give_up()]
        self.dismiss()
        if isinstance(window, Heals) and remedy in window.offered(self.error):
            window.heal(remedy, self.error)
        elif remedy is Remedy.RETRY:
            for once_more in again:
                once_more()
