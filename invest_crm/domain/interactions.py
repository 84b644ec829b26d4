"""The closed lists of visits and of tasks: how a contact was made, how a piece of work stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from datetime import date


class InteractionKind(StrEnum):
    """How we were in contact, seen from the bureau."""

    VISIT = "VISIT"
    RECEIVED = "RECEIVED"
    CALL = "CALL"
    WECHAT = "WECHAT"
    MEETING = "MEETING"
    OUTBOUND = "OUTBOUND"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_KINDS[self])


_KINDS = {
    InteractionKind.VISIT: N_("Visit"),
    InteractionKind.RECEIVED: N_("Visitors received"),
    InteractionKind.CALL: N_("Telephone"),
    InteractionKind.WECHAT: N_("WeChat"),
    InteractionKind.MEETING: N_("Meeting"),
    InteractionKind.OUTBOUND: N_("Promotion trip"),
    InteractionKind.OTHER: N_("Other contact"),
}


class TaskState(StrEnum):
    """How a task stands."""

    OPEN = "OPEN"
    DONE = "DONE"
    DROPPED = "DROPPED"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STATES[self])


_STATES = {
    TaskState.OPEN: N_("to be done"),
    TaskState.DONE: N_("done"),
    TaskState.DROPPED: N_("dropped"),
}


class Urgency(StrEnum):
    """Where an open task stands on a day's list."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    SNOOZED = "snoozed"


SOON_DAYS = 7
"""A task due within so many days, today included as day 0, is due soon."""


def urgency(due: date | None, snoozed: date | None, day: date) -> Urgency:
    """Where an open task stands on ``day``. A task that sleeps wakes on its day, late or not.

    >>> from datetime import date
    >>> urgency(date(2026, 5, 11), None, date(2026, 5, 12)).value
    'overdue'
    """
    if snoozed is not None and snoozed > day:
        return Urgency.SNOOZED
    if due is None:
        return Urgency.LATER
    if due < day:
        return Urgency.OVERDUE
    return Urgency.SOON if (due - day).days <= SOON_DAYS else Urgency.LATER
