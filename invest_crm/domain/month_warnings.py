"""What is odd about a project's monthly money: the warnings of domain rule 1.9, as pure functions.

They name the months they come from. Nothing is ever adjusted because of a warning.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.month_reports import Book, Report, Subject, latest_month
from invest_crm.domain.months import last_day, month_later, months_from
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

OVER = 110
"""Completed may pass the total by a tenth (percent of it)."""
STILL, ZERO = 3, 2
"""Months without change, months of nothing after the start."""


class Kind(StrEnum):
    """What is odd."""

    FUNDS_OVER = "funds_over"
    COMPLETED_OVER = "completed_over"
    DECREASE = "decrease"
    UNCHANGED = "unchanged"
    ZERO = "zero"
    BEFORE_START = "before_start"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_KINDS[self])


_KINDS = {
    Kind.FUNDS_OVER: N_("Funds in place above the total"),
    Kind.COMPLETED_OVER: N_("Completed more than 1.1 times the total"),
    Kind.DECREASE: N_("Cumulative decreases"),
    Kind.UNCHANGED: N_("Unchanged for 3 months"),
    Kind.ZERO: N_("Started, zero for 2 months"),
    Kind.BEFORE_START: N_("Completed before the start"),
}


class Facts(Struct, frozen=True):
    """What the rules compare with: total investment in 分, the day the works began, production.

    A project that is in production (``ended``) has nothing to complete any more.
    """

    total: int | None = None
    started: date | None = None
    ended: bool = False


class Warned(Struct, frozen=True):
    """A warning with the months it comes from and the two amounts (分) that were compared.

    ``subject``: None where it is about both.
    """

    kind: Kind
    months: tuple[str, ...]
    subject: Subject | None = None
    amount: int | None = None
    limit: int | None = None


def warnings(book: Book, facts: Facts, until: str = "") -> tuple[Warned, ...]:
    """All warnings as of the end of a month, the newest with a row if none is named."""
    month = min(until or latest_month(book), latest_month(book))
    if not month:
        return ()
    return (
        *_over(book, facts, month),
        *_decreases(book, month),
        *_still(book, facts, month),
        *_zero(book, facts, month),
        *_early(book, facts, month),
    )


def _over(book: Book, facts: Facts, month: str) -> Iterator[Warned]:
    """Cumulative 到位 > total; completed > total × 1.1."""
    if facts.total is None:
        return
    day = last_day(month)
    funds = book.reach(Subject.FUNDS, day)
    if funds is not None and funds > facts.total:
        yield Warned(Kind.FUNDS_OVER, (month,), Subject.FUNDS, funds, facts.total)
    done = book.reach(Subject.COMPLETED, day)
    if done is not None and done * 100 > facts.total * OVER:
        yield Warned(Kind.COMPLETED_OVER, (month,), Subject.COMPLETED, done, facts.total)


def _decreases(book: Book, month: str) -> Iterator[Warned]:
    """A month takes something back, or a ledger states less than the one before it.

    What was taken back by a correction, which says why, is no decrease.
    """
    reports = sorted((one for one in book.reports if one.month <= month), key=lambda one: one.month)
    for subject in Subject:
        explained = sum(min(one.amount(subject), 0) for one in book.corrections)
        for before, report in pairwise((None, *reports)):
            amount = report.amount(subject) if report is not None else None
            if report is not None and amount is not None and amount < 0:
                yield Warned(Kind.DECREASE, (report.month,), subject, amount)
            elif report is not None and before is not None:
                yield from _states_less(before, report, subject, explained)


def _states_less(
    before: Report, report: Report, subject: Subject, explained: int
) -> Iterator[Warned]:
    year, total = report.stated(subject)
    year_before, total_before = before.stated(subject)
    same_year = before.month[:4] == report.month[:4]
    for now, then, comparable in ((total, total_before, True), (year, year_before, same_year)):
        if comparable and now is not None and then is not None and now < then + explained:
            yield Warned(Kind.DECREASE, (before.month, report.month), subject, now, then)
            return


def _still(book: Book, facts: Facts, month: str) -> Iterator[Warned]:
    """Neither amount moved in the last three months, which were all reported."""
    last = months_from(month_later(month, 1 - STILL), month)
    if facts.ended or not book.months.issuperset(last):
        return
    if all(not book.own(subject, one) for subject in Subject for one in last):
        yield Warned(Kind.UNCHANGED, last)


def _zero(book: Book, facts: Facts, month: str) -> Iterator[Warned]:
    """Started, and nothing completed in the last two months, which were both reported."""
    last = months_from(month_later(month, 1 - ZERO), month)
    if facts.ended or facts.started is None or not book.months.issuperset(last):
        return
    if last[0] < facts.started.isoformat()[:7]:
        return
    if all(not book.own(Subject.COMPLETED, one) for one in last):
        yield Warned(Kind.ZERO, last, Subject.COMPLETED)


def _early(book: Book, facts: Facts, month: str) -> Iterator[Warned]:
    """Something was completed in months before the one in which the works began."""
    if facts.started is None:
        return
    start = facts.started.isoformat()[:7]
    early = tuple(
        sorted(
            one
            for one in book.months
            if one < start and one <= month and (book.own(Subject.COMPLETED, one) or 0) > 0
        )
    )
    if early:
        amount = sum(book.own(Subject.COMPLETED, one) or 0 for one in early)
        yield Warned(Kind.BEFORE_START, early, Subject.COMPLETED, amount)
