"""月报: what a project reported month by month, its sums, what a ledger stated, what is missing.

Rule: domain 1.9. Sums are never typed: they are the months with their corrections. What an
imported ledger states as cumulative stays as it was stated, and its difference to the sum is
shown; what lies before the first known month is in it (期初, ``domain.funds``).
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - the examples use it
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.funds import MonthRow, Statement, cumulative
from invest_crm.domain.months import last_day, month_later, months_from
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Subject(StrEnum):
    """What is reported: 固定资产投资完成额 and 到位资金. The value is the prefix of its columns."""

    COMPLETED = "completed"
    FUNDS = "funds"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_SUBJECTS[self])


_SUBJECTS = {
    Subject.COMPLETED: N_("Investment completed"),
    Subject.FUNDS: N_("Funds in place"),
}


class Correction(Struct, frozen=True):
    """An amount (分, negative where something is taken back) that adds to a month."""

    id: str
    month: str
    completed: int | None
    funds: int | None
    reason: str
    by: str
    on: date

    def amount(self, subject: Subject) -> int:
        """What it adds to a subject."""
        return (self.completed if subject is Subject.COMPLETED else self.funds) or 0


class Report(Struct, frozen=True):
    """What was reported of a month, in 分; the cumulative amounts are those a ledger stated."""

    month: str
    completed: int | None = None
    completed_year: int | None = None
    completed_total: int | None = None
    funds: int | None = None
    funds_year: int | None = None
    funds_total: int | None = None
    id: str = ""

    def amount(self, subject: Subject) -> int | None:
        """The month's own amount."""
        return self.completed if subject is Subject.COMPLETED else self.funds

    def stated(self, subject: Subject) -> tuple[int | None, int | None]:
        """What was stated for the year and since the start."""
        if subject is Subject.COMPLETED:
            return self.completed_year, self.completed_total
        return self.funds_year, self.funds_total


class Sums(Struct, frozen=True):
    """A subject up to a month, in 分; None where nothing is known.

    ``month``, ``year``, ``total``: added up from the months with their corrections. ``stated_year``
    and ``stated_total``: what the latest ledger that says so stated, for ``stated_in``.
    ``sum_then``: the months up to that one, by which the statement is measured.
    """

    month: int | None
    year: int | None
    total: int | None
    stated_year: int | None = None
    stated_total: int | None = None
    stated_in: str = ""
    year_then: int | None = None
    total_then: int | None = None

    @property
    def year_gap(self) -> int | None:
        """How much more was stated for the year than the months add up to."""
        return _gap(self.stated_year, self.year_then)

    @property
    def total_gap(self) -> int | None:
        """How much more was stated since the start than the months add up to."""
        return _gap(self.stated_total, self.total_then)


class Book(Struct, frozen=True):
    """What is known of a project's money: reports in force, corrections, stated cumulatives.

    ``completed_stated``, ``funds_stated``: statements of other ledgers, the first of a day first.
    """

    reports: tuple[Report, ...] = ()
    corrections: tuple[Correction, ...] = ()
    completed_stated: tuple[Statement, ...] = ()
    funds_stated: tuple[Statement, ...] = ()

    @property
    def months(self) -> frozenset[str]:
        """The months that were reported."""
        return frozenset(report.month for report in self.reports)

    def own(self, subject: Subject, month: str) -> int | None:
        """A month with its corrections; None where neither is known."""
        reported = [
            amount
            for report in self.reports
            if report.month == month and (amount := report.amount(subject)) is not None
        ]
        more = [one.amount(subject) for one in self.corrections if one.month == month]
        more = [amount for amount in more if amount]
        return sum((*reported, *more)) if reported or more else None

    def reach(self, subject: Subject, day: date) -> int | None:
        """The cumulative on a day by the rule of figures (``domain.funds``)."""
        stated = self.completed_stated if subject is Subject.COMPLETED else self.funds_stated
        rows = [
            MonthRow(report.month, report.amount(subject), *report.stated(subject))
            for report in self.reports
        ]
        rows += [
            MonthRow(one.month, one.amount(subject), None, None, one.on)
            for one in self.corrections
            if one.amount(subject)
        ]
        return cumulative(stated, rows, day)

    def sums(self, subject: Subject, month: str) -> Sums:
        """A subject up to a month."""
        stated_year = stated_total = None
        said = ""
        for report in sorted(self.reports, key=lambda one: one.month):
            year, total = report.stated(subject)
            if report.month <= month and (year is not None or total is not None):
                stated_year, stated_total, said = year, total, report.month
        first = month[:4] + "-01"
        return Sums(
            month=self.own(subject, month),
            year=self._sum(subject, first, month),
            total=self._sum(subject, "", month),
            stated_year=stated_year,
            stated_total=stated_total,
            stated_in=said,
            year_then=self._sum(subject, said[:4] + "-01", said) if said else None,
            total_then=self._sum(subject, "", said) if said else None,
        )

    def _sum(self, subject: Subject, first: str, last: str) -> int | None:
        known = self.months | {one.month for one in self.corrections}
        amounts = [self.own(subject, month) for month in known if first <= month <= last]
        found = [amount for amount in amounts if amount is not None]
        return sum(found) if found else None


class Deadline(Struct, frozen=True):
    """When a month is reported: figures up to ``cut_off`` (day of the month), by day ``report``.

    A report day that is not after the cut-off lies in the next month. Either is the month's last
    day where the month has no such day.
    """

    cut_off: int = 25
    report: int = 28

    def due(self, month: str) -> date:
        """The day by which a month is to be reported.

        >>> Deadline(25, 28).due("2025-08"), Deadline(31, 5).due("2025-12")
        (datetime.date(2025, 8, 28), datetime.date(2026, 1, 5))
        """
        return _due(self.cut_off, self.report, month)

    def latest(self, today: date) -> str:
        """The newest month whose figures are complete: the one that is being reported.

        >>> Deadline(25, 28).latest(date(2025, 9, 10)), Deadline(25, 28).latest(date(2025, 9, 26))
        ('2025-08', '2025-09')
        """
        month = today.isoformat()[:7]
        end = last_day(month)
        return month if today.day > min(self.cut_off, end.day - 1) else month_later(month, -1)


@lru_cache(maxsize=4096)
def _due(cut_off: int, report: int, month: str) -> date:
    end = last_day(month if report > cut_off else month_later(month, 1))
    return end.replace(day=min(report, end.day))


class Span(Struct, frozen=True):
    """The months a project reports: from ``first`` on, to ``last`` where it has ended."""

    first: str
    last: str = ""

    def holds(self, month: str) -> bool:
        """Whether a month is to be reported."""
        return self.first <= month and (not self.last or month <= self.last)


class Missing(Struct, frozen=True):
    """A month that was to be reported by ``due`` and was not; ``late`` in calendar days."""

    month: str
    due: date
    late: int


def span_of(began: date | None, ended: date | None, reported: Iterable[str]) -> Span | None:
    """The months a project reports; None while it owes nothing.

    It begins with the month in which its works began (``began``) or the first it reported,
    whichever is earlier, and ends with the month in which it went into production (``ended``).
    """
    starts = [began.isoformat()[:7]] if began is not None else []
    first = min((*starts, *reported), default=None)
    if first is None:
        return None
    return Span(first, "" if ended is None else ended.isoformat()[:7])


def missing(
    span: Span | None, reported: frozenset[str], since: str, deadline: Deadline, today: date
) -> tuple[Missing, ...]:
    """The months that are overdue, the oldest first.

    ``since``: the first month that anybody reported here; before it nobody kept reports.
    """
    if span is None or not since:
        return ()
    return tuple(
        Missing(month, due, (today - due).days)
        for month in months_from(max(span.first, since), deadline.latest(today))
        if month not in reported and span.holds(month) and (due := deadline.due(month)) < today
    )


def _gap(stated: int | None, summed: int | None) -> int | None:
    return None if stated is None else stated - (summed or 0)


def latest_month(book: Book) -> str:
    """The newest month with a report or a correction; empty for none."""
    months: Sequence[str] = [*book.months, *(one.month for one in book.corrections)]
    return max(months, default="")
