"""Carries out the remedies that failures offer: the one place behind all their buttons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from invest_crm.errors import Remedy
from invest_crm.ui import operations
from invest_crm.ui.diagnostics import jobs
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.errors import UserError
    from invest_crm.services.remedies import OldBackups
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.notice import NoticeBar
    from invest_crm.ui.shell import Shell

_MEGA = 1024 * 1024
_OF_FILES = frozenset(
    {Remedy.OPEN_FOLDER, Remedy.SAVE_COPY, Remedy.CLEAN_BACKUPS, Remedy.READ_ONLY}
)


class Healer(QObject):
    """Belongs to the window."""

    def __init__(self, window: Shell, context: Context) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        self._bar: NoticeBar | None = None
        context.switched.connect(self._switched)

    def offered(self, error: UserError) -> tuple[Remedy, ...]:
        """What of a failure's remedies can be carried out now."""
        return tuple(remedy for remedy in error.remedies if self._possible(remedy))

    def heal(self, remedy: Remedy, error: UserError) -> None:
        """Carry one out."""
        context = self._context
        if remedy in (Remedy.RETRY, Remedy.REOPEN, Remedy.RELOAD):
            context.open_again()
        elif remedy is Remedy.READ_ONLY:
            context.open_again(read_only=True)
        elif remedy is Remedy.RECONNECT:
            self._reconnect()
        elif remedy is Remedy.PASSWORD:
            self._ask_login()
        elif remedy is Remedy.SAVE_COPY:
            self._ask_copy(error)
        elif remedy is Remedy.CLEAN_BACKUPS:
            operations.run_query(self, jobs.old_backups, lambda old: self._offer(old, error))
        elif remedy is Remedy.CHOOSE_ANOTHER:
            self._ask_another()
        elif remedy in (Remedy.WITHOUT_BACKUP, Remedy.BACKUP_ELSEWHERE):
            self._do_without(remedy, error)
        elif remedy is Remedy.OPEN_FOLDER:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(context.where).parent)))
        else:
            self._go(remedy)

    def _possible(self, remedy: Remedy) -> bool:
        context = self._context
        if remedy in _OF_FILES and "://" in context.where:
            return False
        if remedy is Remedy.RETRY:
            return not context.is_open
        if remedy is Remedy.SAVE_COPY:
            return context.is_open
        if remedy is Remedy.REOPEN:
            return context.read_only
        return remedy is not Remedy.READ_ONLY or not context.read_only

    def _go(self, remedy: Remedy) -> None:
        if remedy is Remedy.BUNDLE:
            self._window.go("diagnostics")
        elif remedy is not Remedy.CANCEL:
            self._window.go("preferences", {"section": "safety"})

    def _switched(self) -> None:
        """What was told of the database before is no longer true."""
        from invest_crm.ui.kit.error_notice import ErrorNotice

        for bar in self._window.findChildren(ErrorNotice):
            bar.dismiss()
        self._forget()
        if self._context.read_only:
            self._say(
                self._window.notify(
                    _("Opened for reading only. You are looking at a copy; nothing is written."),
                    "warning",
                    action=_("Open for writing"),
                    do=self._context.open_again,
                )
            )

    def _say(self, bar: NoticeBar) -> None:
        """One bar of ours at a time."""
        self._forget()
        bar.dismissed.connect(self._dismissed)
        self._bar = bar

    def _forget(self) -> None:
        if self._bar is not None:
            self._bar.dismiss()

    def _dismissed(self) -> None:
        self._bar = None

    # ---- the server ----------------------------------------------------------------------------

    def _reconnect(self) -> None:
        context = self._context
        if not context.is_open:
            context.open_again()
            return
        context.read(self, jobs.answers, self._connected, key="answers")

    def _connected(self, _answered: bool) -> None:  # noqa: FBT001 - an answer
        self._window.pages.on_changed(
            frozenset({"projects", "firms", "chains", "figures", "settings", "requests"})
        )
        self._window.said(_("Connected again"))

    def _ask_login(self) -> None:
        where = self._context.where

        def ask(user: str) -> None:
            from invest_crm.ui.diagnostics.login_bar import LoginBar

            bar = LoginBar(user)
            bar.given.connect(login)
            self._window.show_bar(bar)
            bar.begin()
            self._say(bar)

        def login(user: str, password: str) -> None:
            operations.run_query(
                self, lambda: jobs.with_password(where, user, password), self._context.switch
            )

        operations.run_query(self, lambda: jobs.user_of(where), ask)

    # ---- files ---------------------------------------------------------------------------------

    def _ask_copy(self, error: UserError) -> None:
        dialog = QFileDialog(self._window, _("Save a copy as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Databases (*.db)"))
        dialog.setDefaultSuffix("db")
        dialog.fileSelected.connect(lambda name: self._copy(Path(name)))
        dialog.rejected.connect(lambda: self._window.show_error(error))
        _open(dialog)

    def _copy(self, target: Path) -> None:
        def saved(where: Path) -> None:
            self._say(
                self._window.notify(
                    _("Everything was saved as {name}.").format(name=where.name),
                    "done",
                    action=_("Work on in this file"),
                    do=lambda: self._context.switch(str(where)),
                )
            )

        self._context.read(self, lambda app: jobs.save_copy(app, target), saved)

    def _ask_another(self) -> None:
        dialog = QFileDialog(self._window, _("Open another database"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Databases (*.db)"))
        dialog.fileSelected.connect(lambda name: self._open_other(Path(name)))
        _open(dialog)

    def _open_other(self, where: Path) -> None:
        operations.run_query(self, lambda: jobs.try_open(where), self._context.switch, key="open")

    # ---- a backup before what is risky ---------------------------------------------------------

    def _do_without(self, remedy: Remedy, error: UserError) -> None:
        if remedy is Remedy.WITHOUT_BACKUP:
            self._settle(error, lambda: jobs.go_on_without(error))
        else:
            self._ask_place(error)

    def _ask_place(self, error: UserError) -> None:
        dialog = QFileDialog(self._window, _("Where to put the backup"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self._put_elsewhere(error, Path(name)))
        dialog.rejected.connect(lambda: self._window.show_error(error))
        _open(dialog)

    def _put_elsewhere(self, error: UserError, folder: Path) -> None:
        self._settle(error, lambda: jobs.put_elsewhere(error, folder))
        self._window.notify(
            _(
                "Backups before large changes go to {folder} from now on. Under Backups they are"
                " sent to the usual place again."
            ).format(folder=folder)
        )

    def _settle(self, error: UserError, say: Callable[[], object]) -> None:
        """Carry out what was refused, after something was said about its backup."""
        say()
        if error.again is not None and self._context.is_open:
            error.again()
        else:
            self._context.open_again()

    # ---- room on the disk ----------------------------------------------------------------------

    def _offer(self, old: OldBackups, error: UserError) -> None:
        if not old.files:
            self._window.show_error(error)
            self._say(self._window.notify(_("There are no old backups: only the newest are kept.")))
            return
        many = len(old.files)
        words = ngettext(
            "{n} old backup takes {mb} MB. The three newest of each database stay.",
            "{n} old backups take {mb} MB. The three newest of each database stay.",
            many,
        )
        self._say(
            self._window.notify(
                words.format(n=many, mb=_mega(old.size)),
                "warning",
                action=_("Remove them"),
                do=lambda: self._remove(old, error),
            )
        )

    def _remove(self, old: OldBackups, error: UserError) -> None:
        def removed(freed: int) -> None:
            self._say(self._window.notify(_("{mb} MB freed.").format(mb=_mega(freed)), "done"))
            if error.again is not None:
                error.again()

        operations.run_query(self, lambda: jobs.remove_backups(old), removed)


def _open(dialog: QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _mega(size: int) -> str:
    return f"{size / _MEGA:.1f}"
