"""Revenue of a firm as it was reported: by month, or cumulated over several.

Nothing here estimates or moves a figure towards a threshold; what was reported is added up as it
stands, and what contradicts itself is said.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.above_size import Revenue
from invest_crm.domain.money import show_amount
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_YEAR = 12


class Origin(StrEnum):
    """Where a reported figure comes from; never from the unit records of the statistics bureau."""

    FIRM = "firm"
    PROFIT = "profit"
    VAT = "vat"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_ORIGINS[self])


_ORIGINS = {
    Origin.FIRM: N_("Reported by the firm"),
    Origin.PROFIT: N_("Profit table of the firm"),
    Origin.VAT: N_("VAT return handed in by the firm"),
}


class Entry(Struct, frozen=True):
    """Revenue (分) of the months ``first`` to ``last`` (YYYY-MM) of one year; ``by``: who typed.

    ``reason``: why it stands instead of another figure.
    """

    first: str
    last: str
    amount: int
    origin: str = Origin.FIRM.value
    reason: str = ""
    id: str = ""
    by: str = ""
    recorded_at: str = ""

    @property
    def months(self) -> int:
        """How many months it covers."""
        return int(self.last[5:]) - int(self.first[5:]) + 1

    @property
    def period(self) -> str:
        """The months in words."""
        return period_words(self.first, self.last)


def period_words(first: str, last: str) -> str:
    """Months of one year (YYYY-MM) in words."""
    year, begin, end = first[:4], int(first[5:]), int(last[5:])
    if begin == end:
        return _("month {month} of {year}").format(year=year, month=begin)
    return _("months {first}–{last} of {year}").format(year=year, first=begin, last=end)


def year_revenue(entries: Iterable[Entry], year: int) -> Revenue | None:
    """What was reported of a year: the longest statements first, no month twice.

    >>> year_revenue([Entry("2026-01", "2026-06", 60), Entry("2026-06", "2026-06", 9),
    ...               Entry("2026-07", "2026-07", 10)], 2026)
    Revenue(amount=70, months=7)
    """
    mine = [entry for entry in entries if entry.first[:4] == str(year)]
    amount = months = 0
    covered = ""
    for entry in sorted(mine, key=lambda one: (one.first, -one.months)):
        if entry.first > covered:
            amount, months, covered = amount + entry.amount, months + entry.months, entry.last
    return Revenue(amount, months) if mine else None


def contradictions(entries: Sequence[Entry]) -> list[str]:
    """Cumulated statements that are not the sum of their months, in words."""
    single = {entry.first: entry.amount for entry in entries if entry.months == 1}
    found = []
    for entry in entries:
        year = entry.first[:4]
        span = range(int(entry.first[5:]), int(entry.last[5:]) + 1)
        months = [f"{year}-{month:02}" for month in span]
        if entry.months == 1 or any(month not in single for month in months):
            continue
        total = sum(single[month] for month in months)
        if total != entry.amount:
            words = _("{period}: {stated} was reported, the months add up to {total}.")
            stated = show_amount(entry.amount)
            found.append(words.format(period=entry.period, stated=stated, total=show_amount(total)))
    return found


def is_month(text: str) -> bool:
    """Whether a text is a month as YYYY-MM.

    >>> is_month("2026-07"), is_month("2026-13")
    (True, False)
    """
    year, dash, month = text.partition("-")
    whole = len(year) == len("2026") and len(month) == len("07") and (year + month).isdecimal()
    return bool(dash) and whole and 1 <= int(month) <= _YEAR
