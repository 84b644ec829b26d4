"""Calendar arithmetic of months and years, as the law and the bulletins count them."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

_FEW = 4096
"""Lists over ten thousand projects ask about the same few days and months again and again."""


@lru_cache(maxsize=_FEW)
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


def month_of(day: date) -> str:
    """The month of a day.

    >>> month_of(date(2025, 8, 31))
    '2025-08'
    """
    return day.isoformat()[:7]


@lru_cache(maxsize=_FEW)
def last_day(month: str) -> date:
    """The last day of a month written ``2025-08``."""
    return month_end(int(month[:4]), int(month[5:]))


@lru_cache(maxsize=_FEW)
def month_later(month: str, months: int) -> str:
    """The month so many months later, earlier for a negative number.

    >>> month_later("2025-11", 3)
    '2026-02'
    """
    return month_of(add_months(date(int(month[:4]), int(month[5:]), 1), months))


@lru_cache(maxsize=_FEW)
def months_from(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both included; none if the last is earlier.

    >>> months_from("2025-11", "2026-01")
    ('2025-11', '2025-12', '2026-01')
    """
    start, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return tuple(f"{index // 12}-{index % 12 + 1:02d}" for index in range(start, end + 1))
