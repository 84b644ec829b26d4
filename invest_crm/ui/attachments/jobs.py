"""What the tab of attachments asks of the services, in the background."""

from __future__ import annotations

import atexit
import secrets
import shutil
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from invest_crm.paths import user_data_dir

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.attachment_peek import Peek
    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.services.work import App, Outcome

_MOST_PIXELS = 120_000_000
_MOST_SIDE = 30_000
_MOST_MEGABYTES = 256


class Seen(Struct, frozen=True):
    """What the preview shows: what was found, and its picture if it has one."""

    peek: Peek
    image: QImage | None


def lines(app: App, kind: str, record_id: str) -> list[AttachmentLine]:
    """The files of a record."""
    from invest_crm.services.attachments import Subject, files_of

    return app.read(files_of, Subject(kind, record_id))


def look(app: App, attachment_id: str, page: int, width: int) -> Seen:
    """Look into a file; pictures are made at most so many pixels wide."""
    from invest_crm.services.attachment_peek import look_into

    found = app.read(look_into, attachment_id, page, width)
    if found.kind == "page":
        shape = (found.width, found.height, found.stride)
        return Seen(found, QImage(found.data, *shape, QImage.Format.Format_RGB32).copy())
    return Seen(found, picture(found.data, width) if found.kind == "picture" else None)


def picture(data: bytes, width: int) -> QImage | None:
    """A picture made smaller while it is read; None for what is none, or unreasonably large."""
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not _is_reasonable(size):
        return None
    if size.width() > width:
        reader.setScaledSize(QSize(width, max(round(size.height() * width / size.width()), 1)))
    image = reader.read()
    return None if image.isNull() else image


def _is_reasonable(size: QSize) -> bool:
    sides = (size.width(), size.height())
    return min(sides) > 0 and max(sides) <= _MOST_SIDE and sides[0] * sides[1] <= _MOST_PIXELS


def copy_to_open(app: App, attachment_id: str) -> Path:
    """A read-only copy for a viewer."""
    from invest_crm.services.attachment_peek import copy_to_open as copied

    return app.read(copied, attachment_id, copies_folder())


def save_copy(app: App, attachment_id: str, target: Path) -> Path:
    """The content as a file of the person's own."""
    from invest_crm.services.attachment_peek import save_copy as saved

    return app.read(saved, attachment_id, target)


def is_unharmed(app: App, attachment_id: str) -> bool:
    """Whether the content still has its hash."""
    from invest_crm.services.attachment_peek import matches

    return app.read(matches, attachment_id)


def archive(app: App, attachment_id: str, *, restore: bool) -> Outcome[int]:
    """To the trash and back."""
    from invest_crm.services.attachments import archive_files, restore_files

    return app.write(restore_files if restore else archive_files, (attachment_id,))


def note(app: App, attachment_id: str, text: str) -> Outcome[None]:
    """Write the remark of a file."""
    from invest_crm.services.attachments import Note, note_file

    return app.write(note_file, Note(attachment_id, text))


@cache
def copies_folder() -> Path:
    """The folder of this run for copies that are looked at: nobody else's, gone afterwards."""
    root = user_data_dir() / "opened"
    _empty(root)
    folder = root / secrets.token_hex(8)
    folder.mkdir(mode=0o700, parents=True)
    atexit.register(_empty, folder)
    return folder


def _empty(folder: Path) -> None:
    """Remove what can be removed; what a viewer still holds goes the next time."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)
