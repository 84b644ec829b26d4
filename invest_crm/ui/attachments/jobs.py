"""What the tab of attachments asks of the services, in the background."""

from __future__ import annotations

import atexit
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.attachment_peek import Peek
    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.services.work import App, Outcome

_MOST_PIXELS = 120_000_000
_MOST_SIDE = 30_000
_MOST_MEGABYTES = 256
_MOST_BYTES = 64 * 1024 * 1024


class Seen(Struct, frozen=True):
    """What the preview shows: what was found, and its picture if it has one."""

    peek: Peek
    image: QImage | None


def lines(app: App, kind: str, record_id: str) -> list[AttachmentLine]:
    """The files of a record."""
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.attachments import files_of

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


def thumbnail(app: App, attachment_id: str, side: int) -> QImage | None:
    """The middle of a picture as a square of so many pixels; None for what is none."""
    from invest_crm.services.attachments import content_of, load_file

    if app.read(load_file, attachment_id).size > _MOST_BYTES:
        return None
    image = picture(app.read(content_of, attachment_id)[1], 3 * side)
    if image is None:
        return None
    aspect, smooth = Qt.AspectRatioMode, Qt.TransformationMode.SmoothTransformation
    whole = image.scaled(side, side, aspect.KeepAspectRatioByExpanding, smooth)
    return whole.copy((whole.width() - side) // 2, (whole.height() - side) // 2, side, side)


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


def place_of(app: App, attachment_id: str) -> str:
    """Where a photo was taken, on record."""
    from invest_crm.services.attachment_peek import reveal_place

    return app.write(reveal_place, attachment_id).value or ""


def archive(app: App, attachment_id: str, *, restore: bool) -> Outcome[int]:
    """To the trash and back."""
    from invest_crm.services.attachments import archive_files, restore_files

    return app.write(restore_files if restore else archive_files, (attachment_id,))


def note(app: App, attachment_id: str, text: str) -> Outcome[None]:
    """Write the remark of a file."""
    from invest_crm.services.attachments import Note, note_file

    return app.write(note_file, Note(attachment_id, text))


def classify(app: App, attachment_id: str, kind: str) -> Outcome[None]:
    """Say what kind of evidence a file is."""
    from invest_crm.services.attachments import Classify, classify_file

    return app.write(classify_file, Classify(attachment_id, kind))


def rename(app: App, attachment_id: str, name: str) -> Outcome[str]:
    """Give a file another name."""
    from invest_crm.services.attachments import Rename, rename_file

    return app.write(rename_file, Rename(attachment_id, name))


@cache
def copies_folder() -> Path:
    """The folder of this run for copies that are looked at: nobody else's, gone afterwards."""
    from invest_crm.services.own_folder import OwnFolder, sweep_folders

    sweep_folders()  # what a viewer still held when the last run ended
    folder = OwnFolder()
    atexit.register(folder.give_back)
    return folder.path
