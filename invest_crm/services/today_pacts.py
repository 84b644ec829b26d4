"""What reviews and promises press: opinions that are awaited, promises of both sides that are due.

Loads the rules only where there is something to look at: Today asks for it on every start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.services.agreements.owned import any_commitment
from invest_crm.services.reviews.owned import any_review

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from invest_crm.services.work import View


class Awaited(Struct, frozen=True):
    """An opinion that is awaited: ``days`` working days; ``late``: too long."""

    id: str
    project_id: str
    project: str
    department: str
    asked: date
    days: int
    late: bool


def awaited_opinions(view: View, day: date, projects: Collection[str]) -> tuple[Awaited, ...]:
    """Opinions the latest reviews of some projects wait for on a day, the longest first."""
    if not any_review(view):
        return ()
    from invest_crm.services.reviews.sheets import awaited

    return tuple(
        Awaited(
            one.id, sheet.project_id, sheet.project, one.name, one.asked, one.waits or 0, one.late
        )
        for sheet, one in awaited(view, day)
        if sheet.project_id in projects
    )


class Promise(Struct, frozen=True):
    """A promise that is due: ``left`` days, negative when overdue."""

    id: str
    project_id: str
    project: str
    government: bool
    what: str
    person: str
    day: date
    left: int


def due_promises(view: View, day: date, projects: Collection[str]) -> tuple[Promise, ...]:
    """Open promises of both sides due within ``SOON_DAYS`` of a day, the most overdue first."""
    if not any_commitment(view):
        return ()
    from datetime import date as days

    from invest_crm.domain.commitments import SOON_DAYS, Side, State
    from invest_crm.services.agreements.commitments import load_all

    found = [
        Promise(
            record.id,
            record["project_id"],
            record["project"],
            record["side"] == Side.GOVERNMENT,
            record["wording"],
            record["person"] or "",
            due,
            (due - day).days,
        )
        for record in load_all(view)
        if record["state"] == State.OPEN and record["due_on"] and record["project_id"] in projects
        for due in (days.fromisoformat(record["due_on"]),)
        if (due - day).days <= SOON_DAYS
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.project, one.id)))
