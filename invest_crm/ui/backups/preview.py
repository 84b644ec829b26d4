"""A backup in a window of its own, with a band that says so: to look, to compare, to copy from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

from invest_crm.ui.backups.words import moment_words
from invest_crm.ui.context import Context
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.shell import Shell
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from invest_crm.services.backups import BackupLine
    from invest_crm.services.work import App


class PreviewContext(Context):
    """A private copy of a backup that nothing can be written to."""

    preview = True

    def _give_back(self) -> None:
        """The copy is removed."""
        if self._app is not None:
            from invest_crm.services.read_only import close_read_only

            close_read_only(self._app)

    def _made(self) -> App:
        from pathlib import Path

        from invest_crm.services.read_only import open_backup

        return open_backup(Path(self.where), self._actor)


class PreviewWindow(MainWindow):
    """The window of a backup; closing it removes the copy."""

    open_windows: ClassVar[list[PreviewWindow]] = []

    def __init__(self, context: PreviewContext, line: BackupLine) -> None:
        super().__init__(context)
        self._preview = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        time = moment_words(line.made_at)
        self._product = _("Backup of {time} (read-only)").format(time=time)
        self.band = NoticeBar(
            _(
                "You are looking at the backup of {time}. Nothing can be changed here; "
                "the present database is open in the other window."
            ).format(time=time),
            "warning",
            action=_("Close this view"),
            do=self.close,
            dismissible=False,
        )
        self.band.enter(self._notices)
        self.open_windows.append(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: nothing of this window is remembered."""
        Shell.closeEvent(self, event)
        if self in self.open_windows:
            self.open_windows.remove(self)
            self._preview.close()
            self._preview.deleteLater()

    def _take_place(self) -> None:
        self.resize(1280, 720)


def open_window(line: BackupLine, context: Context) -> PreviewWindow:
    """Show a backup in a window of its own."""
    preview = PreviewContext(str(line.path), context.app.actor if context.is_open else None)
    preview.open()
    window = PreviewWindow(preview, line)
    window.show()
    window.start("projects")
    return window
