"""Calendar arithmetic of months and years, as the law and the bulletins count them."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later; if that month has no such day, its last one.

    Rule: 民法典 art. 202.

    >>> add_months(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Full calendar months from ``start`` to ``end`` (0 if ``end`` is earlier).

    >>> months_between(date(2025, 8, 31), date(2026, 2, 28))
    6
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    while months > 0 and add_months(start, months) > end:
        months -= 1
    return max(months, 0)


def year_before(day: date) -> date:
    """The day last year's same period ends on (29 February compares with 28 February)."""
    return add_months(day, -12)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
