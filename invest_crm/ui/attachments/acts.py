"""What is done with a file wherever it is shown: opened, saved, checked, renamed, put away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from invest_crm.ui.attachments import jobs
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.ui.context import Context

OPEN, SAVE, CHECK, RENAME = "open", "save", "check", "rename"
TRASH, RESTORE = "trash", "restore"
KIND = "kind:"
"""What kind of evidence a file is: with the code behind."""


class FileActs(QObject):
    """``begun``: something is tried; ``told(words)``: it was done; ``failed(error)``: it was not.

    It lives as long as the widget that shows the file.
    """

    begun = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, owner: QWidget, context: Context) -> None:
        super().__init__(owner)
        self._owner, self._context = owner, context

    def act(self, line: AttachmentLine, action: str) -> None:
        """Do something with a file."""
        if action == SAVE:
            self._ask_target(line)
        elif action == OPEN:
            self._read(lambda app: jobs.copy_to_open(app, line.id), _open, OPEN)
        elif action == CHECK:
            self._read(lambda app: jobs.is_unharmed(app, line.id),
                       lambda well: self._say_checked(line, well=well), CHECK)  # fmt: skip
        elif action.startswith(KIND):
            kind = action.removeprefix(KIND)
            self._write(lambda app: jobs.classify(app, line.id, kind))
        elif action in (TRASH, RESTORE):
            self._write(lambda app: jobs.archive(app, line.id, restore=action == RESTORE))

    def save_as(self, line: AttachmentLine, target: Path) -> None:
        """Write the content to a file."""
        self._read(
            lambda app: jobs.save_copy(app, line.id, target),
            lambda path: self.told.emit(_("Saved: {file}").format(file=path.name)),
            SAVE,
        )

    def note(self, line: AttachmentLine, text: str) -> None:
        """Write the remark of a file."""
        self._write(lambda app: jobs.note(app, line.id, text))

    def rename(self, line: AttachmentLine, name: str) -> None:
        """Give a file another name."""
        self._write(lambda app: jobs.rename(app, line.id, name))

    def _read(self, job: Callable[..., object], done: Callable[..., object], key: str) -> None:
        self.begun.emit()
        self._context.read(self, job, done, key=key, on_error=self.failed.emit)

    def _write(self, job: Callable[..., object]) -> None:
        self.begun.emit()
        self._context.write(self, job, on_error=self.failed.emit)  # type: ignore[arg-type]

    def _ask_target(self, line: AttachmentLine) -> None:
        name, _filter = QFileDialog.getSaveFileName(self._owner, _("Save as"), line.name)
        if name:
            self.save_as(line, Path(name))

    def _say_checked(self, line: AttachmentLine, *, well: bool) -> None:
        words = (
            _("The content of {name} is unharmed. SHA-256: {hash}")
            if well
            else _("The content of {name} was changed since it was added! SHA-256 then: {hash}")
        )
        self.told.emit(words.format(name=line.name, hash=line.sha256))


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
