"""Invented requests of local firms: open, overdue and struck off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.months import add_months
from invest_crm.services.demo import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.firms import DemoFirm

_STATES = ("open", "closed", "closed", "overdue", "closed")


class DemoRequest(Struct, frozen=True):
    """A request; ``firm`` is the place in the list of firms."""

    firm: int
    kind: str
    content: str
    received: date
    due: date
    unit: str
    progress: str
    closed: bool


def make_requests(dice: Dice, firms: Sequence[DemoFirm], today: date) -> list[DemoRequest]:
    """One request for every second local firm or so."""
    local = [place for place, firm in enumerate(firms) if firm.local]
    chosen = [place for place in local if dice.chance(0.55)]
    return [_request(dice, place, _STATES[n % 5], today) for n, place in enumerate(chosen)]


def _request(dice: Dice, firm: int, state: str, today: date) -> DemoRequest:
    kind = dice.pick(tuple(words.REQUESTS))
    if state == "open":
        received = today - timedelta(days=dice.whole(1, 6))
        due = today + timedelta(days=dice.whole(4, 20))
    elif state == "overdue":
        due = today - timedelta(days=dice.whole(2, 40))
        received = due - timedelta(days=15)
    else:
        received = dice.day(add_months(today, -14), today - timedelta(days=20))
        due = received + timedelta(days=15)
    closed = state == "closed"
    return DemoRequest(
        firm,
        kind,
        words.REQUESTS[kind],
        received,
        due,
        dice.pick(words.UNITS),
        dice.pick(words.CLOSED_ANSWERS if closed else words.ANSWERS),
        closed,
    )
