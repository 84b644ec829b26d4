"""Periods named relative to today, for filters: this month, the last 30 days, older than a year."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Period(StrEnum):
    """A span of days that moves with today. ``*_DAYS`` take a number of days."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"
    YEAR_SO_FAR = "year_so_far"
    LAST_YEAR = "last_year"
    LAST_DAYS = "last_days"
    NEXT_DAYS = "next_days"
    OLDER_DAYS = "older_days"

    @property
    def counted(self) -> bool:
        """Whether a number of days belongs to it."""
        return self in (Period.LAST_DAYS, Period.NEXT_DAYS, Period.OLDER_DAYS)


def bounds(period: Period, days: int, today: date) -> tuple[str | None, str | None]:
    """The first and the last day of a period as ISO text, both included; None: no bound.

    The last N days end today, the next N days begin today; older than N days ends before them.

    >>> bounds(Period.LAST_WEEK, 0, date(2026, 3, 4))
    ('2026-02-23', '2026-03-01')
    >>> bounds(Period.OLDER_DAYS, 90, date(2026, 3, 4))
    (None, '2025-12-03')
    """
    first, last = _SPANS[period](today, days)
    return first.isoformat() if first else None, last.isoformat() if last else None


def _week(today: date, back: int) -> _Span:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return monday, monday + timedelta(days=6)


def _months(today: date, size: int, back: int = 0) -> _Span:
    """The span of ``size`` months (1, 3 or 12) that holds today, or one that many before it."""
    place = today.year * 12 + (today.month - 1) // size * size - size * back
    return _first_of(place), _first_of(place + size) - timedelta(days=1)


def _first_of(place: int) -> date:
    return date(place // 12, place % 12 + 1, 1)


_Span = tuple[date | None, date | None]
_SPANS: Mapping[Period, Callable[[date, int], _Span]] = {
    Period.TODAY: lambda today, _n: (today, today),
    Period.THIS_WEEK: lambda today, _n: _week(today, 0),
    Period.LAST_WEEK: lambda today, _n: _week(today, 1),
    Period.THIS_MONTH: lambda today, _n: _months(today, 1),
    Period.LAST_MONTH: lambda today, _n: _months(today, 1, 1),
    Period.THIS_QUARTER: lambda today, _n: _months(today, 3),
    Period.THIS_YEAR: lambda today, _n: _months(today, 12),
    Period.YEAR_SO_FAR: lambda today, _n: (date(today.year, 1, 1), today),
    Period.LAST_YEAR: lambda today, _n: _months(today, 12, 1),
    Period.LAST_DAYS: lambda today, n: (today - timedelta(days=n - 1), today),
    Period.NEXT_DAYS: lambda today, n: (today, today + timedelta(days=n - 1)),
    Period.OLDER_DAYS: lambda today, n: (None, today - timedelta(days=n + 1)),
}
