"""Cumulative money: what is in place, or completed, on a day, from statements and month rows.

Rule: the value is the latest stated since-start cumulative plus the month rows after it; without
one, the year's stated cumulative (whose part before the known months is the opening, 期初) plus
the month rows after it, and the years before likewise.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.months import last_day

if TYPE_CHECKING:
    from collections.abc import Sequence


class Statement(Struct, frozen=True):
    """A stated cumulative: the day it speaks for, 分, ``since_start`` or ``this_year``."""

    day: date
    amount: int
    scope: str


class MonthRow(Struct, frozen=True):
    """One month (``2025-08``): its own amount, this year's and the whole cumulative, in 分.

    ``known``: of a correction the day it was entered. A cumulative that was stated for an earlier
    day does not contain it, whatever month it belongs to.
    """

    month: str
    amount: int | None
    year_total: int | None
    grand_total: int | None = None
    known: date | None = None

    @property
    def last_day(self) -> date:
        """The day the row speaks for."""
        return last_day(self.month)

    def after(self, day: date) -> bool:
        """Whether what was stated for a day cannot contain it."""
        return self.last_day > day or (self.known is not None and self.known > day)


def cumulative(
    statements: Sequence[Statement], months: Sequence[MonthRow], as_of: date
) -> int | None:
    """The amount since the start on a day; None if nothing is known by then."""
    stated = [item for item in statements if item.day <= as_of]
    rows = [row for row in months if row.last_day <= as_of]
    rows.sort(key=lambda row: row.month)
    stated += [
        Statement(row.last_day, row.grand_total, "since_start")
        for row in rows
        if row.grand_total is not None
    ]
    whole = [item for item in stated if item.scope == "since_start"]
    if whole:
        # Of two statements for the same day the first one stands.
        latest = max(whole, key=lambda item: item.day)
        return latest.amount + _months_after(rows, latest.day)
    return _by_years([item for item in stated if item.scope == "this_year"], rows)


def _months_after(rows: Sequence[MonthRow], day: date) -> int:
    return sum(row.amount or 0 for row in rows if row.after(day))


def _by_years(stated: Sequence[Statement], rows: Sequence[MonthRow]) -> int | None:
    years = {item.day.year for item in stated} | {int(row.month[:4]) for row in rows}
    parts = [_one_year(year, stated, rows) for year in years]
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _one_year(year: int, stated: Sequence[Statement], rows: Sequence[MonthRow]) -> int | None:
    own = [row for row in rows if row.month[:4] == str(year)]
    totals = [(item.day, item.amount) for item in stated if item.day.year == year]
    totals += [(row.last_day, row.year_total) for row in own if row.year_total is not None]
    if totals:
        day, amount = max(totals, key=lambda item: item[0])
        return amount + _months_after(own, day)
    amounts = [row.amount for row in own if row.amount is not None]
    return sum(amounts) if amounts else None
