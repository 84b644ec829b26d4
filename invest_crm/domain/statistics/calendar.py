"""The monthly calendar of entry: papers complete, handed over, result (local, domain rule 2.1)."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from invest_crm.domain.months import month_end


class Days(Struct, frozen=True):
    """Days of the month: papers complete, hand-over; firms newly opened are entered by ``firm``."""

    complete: int = 1
    hand: int = 8
    firm: int = 20


class Round(Struct, frozen=True):
    """One month's round: the papers are complete, handed over and answered by these days."""

    complete: date
    hand: date
    result: date

    @property
    def month(self) -> str:
        """The month as YYYY-MM."""
        return f"{self.hand:%Y-%m}"


def next_round(day: date, days: Days) -> Round:
    """The round whose hand-over has not passed yet.

    >>> next_round(date(2026, 12, 9), Days()).hand
    datetime.date(2027, 1, 8)
    """
    first = day.replace(day=1)
    if day.day > days.hand:
        first = (first + timedelta(days=31)).replace(day=1)
    last = month_end(first.year, first.month)
    return Round(first.replace(day=days.complete), first.replace(day=days.hand), last)
