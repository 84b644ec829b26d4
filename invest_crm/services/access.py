"""Keeping on record who was shown personal data: part of the contract with the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.access import access_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from invest_crm.services.work import View, Work


class AccessNote(Struct, frozen=True):
    """What was shown: ``kind`` (list, export, phone, place), ``subject`` (which list,
    contact or photo)."""

    kind: str
    subject: str
    records: int = 1


def note_access(work: Work, note: AccessNote) -> str:
    """Put a reveal on record before the data are handed out; returns its id."""
    work.name("access.note", kind=note.kind)
    return work.insert(
        access_event,
        kind=note.kind,
        subject=note.subject,
        actor=work.actor,
        at=work.now,
        records=note.records,
    )


def access_events(view: View, limit: int = 200) -> Sequence[Row[tuple[str, ...]]]:
    """The latest reveals, newest first."""
    return view.rows(select(access_event).order_by(access_event.c.at.desc()).limit(limit))
