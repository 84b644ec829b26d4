"""Yes-or-no columns of ledgers (是否开工, 是否入库, 是否销号), which may hold a date instead.

Domain rule: 是 √ 已完成 Y 1 mean reached; 否 × / — N 0 and blank mean nothing recorded. Knows no
milestones: what a flag without a date counts for is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invest_crm.domain.partial_date import PartialDate, parse_date

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class FlagReading:
    """``value`` is None when the words say neither yes nor no (``problem`` flag-unreadable).

    A date in the cell means yes and stands in ``date``; one that cannot be placed still means yes
    and leaves its ``problem`` (date-ambiguous, date-impossible, year-missing).
    """

    value: bool | None = None
    date: PartialDate | None = None
    problem: str | None = None


def parse_flag(
    cell: object, *, year: int | None = None, cut_off: dt.date | None = None
) -> FlagReading:
    """Read a flag cell; ``year`` and ``cut_off`` complete a date as in ``parse_date``.

    >>> parse_flag("√").value, parse_flag("/").value, parse_flag("2025.3").date.value
    (True, False, '2025-03')
    """
    reading = parse_date(cell, year=year, cut_off=cut_off)
    known = reading.date if reading.date is not None and reading.date.value else None
    if reading.flag is not None:
        return FlagReading(reading.flag, known, reading.problem)
    if "text" in reading.notes or "planned" in reading.notes:
        return FlagReading(problem="flag-unreadable")
    if reading.problem in ("date-ambiguous", "date-impossible", "year-missing"):
        return FlagReading(value=True, problem=reading.problem)
    if reading.problem is not None:
        readable = reading.problem == "error-cell"
        return FlagReading(problem="error-cell" if readable else "flag-unreadable")
    return FlagReading(known is not None, known)
