"""The words of a request: its fields, its state, how long there is still time."""

from __future__ import annotations

from invest_crm.domain.requests import DUE_SOON_DAYS
from invest_crm.words import N_, _, ngettext

LABELS = {
    "name": N_("Firm"),
    "content": N_("What is asked"),
    "kind": N_("Kind"),
    "received_on": N_("Received"),
    "due_on": N_("Due day"),
    "left": N_("Time left"),
    "unit": N_("Unit in charge"),
    "progress_text": N_("How it stands"),
    "closed": N_("State"),
}


def title_of(key: str) -> str:
    """The word for a field."""
    return _(LABELS[key])


def state_word(*, closed: bool) -> str:
    """Whether it is settled."""
    return _("Settled") if closed else _("Not settled")


def state_tone(*, closed: bool) -> str:
    """What is settled is green, what is open quiet: the days left call where it presses."""
    return "production" if closed else "talk"


def left_words(left: int | None) -> str:
    """How many days are left or have passed; empty where no day is set or it is closed."""
    if left is None:
        return ""
    if left < 0:
        return ngettext("{n} day late", "{n} days late", -left).format(n=-left)
    if left == 0:
        return _("due today")
    return ngettext("{n} day left", "{n} days left", left).format(n=left)


def left_tone(left: int | None) -> str:
    """Red when overdue or due today, amber within a week."""
    if left is None or left > DUE_SOON_DAYS:
        return ""
    return "bad" if left <= 0 else "slow"
