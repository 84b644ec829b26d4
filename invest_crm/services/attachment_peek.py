"""What the window shows of an attachment without opening it, and the copy it may open."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.attachments import attachment
from invest_crm.errors import UserError
from invest_crm.exchange.media import MACROS, PROGRAM, copy_name
from invest_crm.exchange.peek import Peek, peek
from invest_crm.services.access import AccessNote, note_access
from invest_crm.services.attachments import content_of, load_file, opened_file
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import View, Work

__all__ = ["Peek", "copy_to_open", "look_into", "matches", "reveal_place", "save_copy"]

_CHUNK = 1024 * 1024


def look_into(view: View, attachment_id: str, page: int = 0, width: int = 800) -> Peek:
    """A page (from 0, so many pixels wide), the text, or the picture of an attachment.

    UserError ``attachment-gone``, ``file-lost``.
    """
    line, data = content_of(view, attachment_id)
    return peek(data, line.media_type, page=page, width=width)


def matches(view: View, attachment_id: str) -> bool:
    """Whether the stored content still has the hash it was added with. UserError ``file-lost``."""
    line = load_file(view, attachment_id)
    with opened_file(view, line.sha256) as handle:
        digest = hashlib.sha256()
        while data := handle.read(_CHUNK):
            digest.update(data)
    return digest.hexdigest() == line.sha256


def reveal_place(work: Work, attachment_id: str) -> str:
    """Where a photo was taken (latitude, longitude); that somebody looked is put on record.

    UserError ``place-gone``: nothing is known of it any more.
    """
    row = work.first(select(attachment.c.taken_at).where(attachment.c.id == attachment_id))
    place = None if row is None else work.reveal([row.taken_at]).get(row.taken_at or "")
    if place is None:
        raise UserError(
            "place-gone",
            _("Where this photo was taken is no longer known."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    note_access(work, AccessNote("place", attachment_id))
    return place


def save_copy(view: View, attachment_id: str, target: Path) -> Path:
    """Write the content to a file. UserError as ``files.replacing`` and ``file-lost``."""
    from invest_crm.exchange.writing.files import replacing

    _line, data = content_of(view, attachment_id)
    with replacing(target) as handle:
        handle.write(data)
    return target


def copy_to_open(view: View, attachment_id: str, folder: Path) -> Path:
    """A copy in a private folder that nobody can write, under a name that leads to a viewer.

    UserError ``file-is-program``, ``file-has-macros``, ``file-kind-unknown``: never opened here.
    """
    line = load_file(view, attachment_id)
    name = copy_name(line.name, line.media_type)
    if name is None:
        raise _refused(line.media_type)
    _line, data = content_of(view, attachment_id)
    place = folder / line.id
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = place / name
    if not target.exists():
        target.write_bytes(data)
        target.chmod(0o400)
    return target


def _refused(kind: str) -> UserError:
    code, what = {
        PROGRAM: ("file-is-program", _("This file is a program; programs are never started here.")),
        MACROS: ("file-has-macros", _("This document contains macros, which are programs.")),
    }.get(kind, ("file-kind-unknown", _("Files of this kind are not opened from here.")))
    return UserError(
        code,
        what,
        safe=_("Nothing was opened."),
        todo=_("If you know where it comes from, save it with “Save as” and open it there."),
    )
