"""Backups while the window is open: made when they are due, told in the status line.

Once a minute the keeper asks in the background whether a backup is due; the window never waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from invest_crm.ui import operations
from invest_crm.ui.backups import jobs
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from invest_crm.errors import UserError
    from invest_crm.services.backups import Drill, Standing
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.notice import NoticeBar
    from invest_crm.ui.shell import Shell

TOPIC: Final = "backups"
"""The topic of what changes among the backups."""
_EVERY_MS: Final = 60_000


class BackupKeeper(QObject):
    """Looks after the backups of one window."""

    def __init__(self, context: Context, window: Shell) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._shown: Standing | None = None
        self._busy = False
        self._paused: NoticeBar | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.tend)
        window.status.backup_asked.connect(self._open)
        context.changed.connect(self._heard)
        context.switched.connect(self.look)

    def begin(self) -> None:
        """Say how things stand, and look again every minute."""
        if self._context.preview:
            return
        self.look()
        self._clock.start()

    def look(self) -> None:
        """Say how things stand; nothing is made."""
        if not self._context.preview:
            self._context.read(self, jobs.standing, self._show, key="look", on_error=_elsewhere)

    def tend(self) -> None:
        """Make what is due, one at a time."""
        if self._busy or not self._context.is_open:
            return
        self._busy = True
        operations.run_query(
            self, lambda: jobs.tend(self._context.app), self._tended, on_error=self._failed
        )

    def _tended(self, now: Standing) -> None:
        self._busy = False
        before = self._shown.last if self._shown is not None else None
        self._show(now)
        if now.last != before:
            self._context.changed.emit(frozenset({TOPIC}))
        elif operations.background().pending() <= 1:  # this very answer
            self._drill()

    def _drill(self) -> None:
        """The monthly restore drill, at a minute in which nothing else is going on."""
        self._busy = True
        operations.run_query(
            self,
            lambda: jobs.drill_if_due(self._context.app),
            self._drilled,
            on_error=self._failed,
        )

    def _drilled(self, done: Drill | None) -> None:
        self._busy = False
        if done is None:
            return
        self._context.changed.emit(frozenset({TOPIC}))
        if done.fault:
            from invest_crm.ui.backups.words import drill_words

            self.warn(_("The monthly restore drill failed. {what}").format(what=drill_words(done)))

    def _failed(self, error: UserError) -> None:
        self._busy = False
        self._window.status.set_backup(_("Automatic backup failed"), "bad", str(error))
        self.warn(str(error))

    def _show(self, now: Standing) -> None:
        self._shown = now
        from invest_crm.ui.backups.words import status_words

        self._window.status.set_backup(*status_words(now))
        if now.paused and self._paused is None:
            self._paused = self._window.notify(
                _(
                    "A backup was restored, and automatic backups pause. Look whether everything "
                    "is as you want it; the former database is kept under Backups."
                ),
                "warning",
                action=_("It is right, go on"),
                do=self._confirm,
            )
            self._paused.dismissed.connect(self._forget)
        elif not now.paused and self._paused is not None:
            self._paused.dismiss()

    def _confirm(self) -> None:
        self._context.read(
            self,
            jobs.confirm,
            lambda _name: self._context.changed.emit(frozenset({TOPIC})),
            on_error=lambda error: self.warn(str(error)),
        )

    def _forget(self) -> None:
        self._paused = None

    def _heard(self, topics: AbstractSet[str]) -> None:
        if TOPIC in topics:
            self.look()

    def _open(self) -> None:
        self._window.go("backups")

    def warn(self, text: str) -> None:
        """Saves are not as safe as they should be: say so, with the way to the backups."""
        self._window.notify(text, "error", action=_("Backups"), do=self._open)


def _elsewhere(_error: UserError) -> None:
    """The page in front says what is wrong with the database."""
