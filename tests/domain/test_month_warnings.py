"""The warnings of domain rule 1.9, each with what just does not call for it."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm.domain.month_reports import Book, Correction, Report, Subject
from invest_crm.domain.month_warnings import Facts, Kind, warnings
from invest_crm.domain.months import month_later


def months(
    *done: int | None, first: str = "2025-03", funds: int | None = None
) -> tuple[Report, ...]:
    return tuple(
        Report(month_later(first, place), completed=amount, funds=funds)
        for place, amount in enumerate(done)
    )


def kinds(book: Book, facts: Facts, until: str = "") -> list[Kind]:
    return [one.kind for one in warnings(book, facts, until)]


def test_nothing_reported_is_nothing_to_warn_of() -> None:
    assert warnings(Book(), Facts(100, date(2025, 1, 1))) == ()


def test_funds_may_reach_the_total_but_not_pass_it() -> None:
    book = Book((Report("2025-03", completed=1, funds=100),))
    assert kinds(book, Facts(100)) == []
    (one,) = warnings(book, Facts(99))
    assert (one.kind, one.amount, one.limit) == (Kind.FUNDS_OVER, 100, 99)


@pytest.mark.parametrize(("done", "warned"), [(110, False), (111, True)])
def test_completed_may_pass_the_total_by_a_tenth(done: int, warned: bool) -> None:
    assert (Kind.COMPLETED_OVER in kinds(Book(months(done)), Facts(100))) is warned


def test_a_month_that_takes_back_decreases_the_cumulative() -> None:
    (one,) = warnings(Book(months(10, -1)), Facts())
    assert (one.kind, one.months, one.amount) == (Kind.DECREASE, ("2025-04",), -1)


def test_a_ledger_that_states_less_than_before_is_a_decrease() -> None:
    book = Book((Report("2025-03", completed=1, completed_year=50),
                 Report("2025-04", completed=1, completed_year=40)))  # fmt: skip
    (one,) = warnings(book, Facts())
    assert (one.kind, one.months, one.amount, one.limit) == (
        Kind.DECREASE, ("2025-03", "2025-04"), 40, 50,
    )  # fmt: skip


def test_a_new_year_begins_anew_and_a_correction_says_why() -> None:
    turn = Book((Report("2024-12", completed=1, completed_year=50),
                 Report("2025-01", completed=1, completed_year=1)))  # fmt: skip
    assert kinds(turn, Facts()) == []
    less = (Report("2025-03", completed=1, completed_year=50),
            Report("2025-04", completed=1, completed_year=41))  # fmt: skip
    why = Correction("c", "2025-03", -10, None, "多报", "wang", date(2025, 4, 10))
    assert kinds(Book(less, (why,)), Facts()) == []
    assert kinds(Book(less), Facts()) == [Kind.DECREASE]


def test_three_reported_months_without_change_are_told() -> None:
    assert kinds(Book(months(5, 0, 0, None)), Facts()) == [Kind.UNCHANGED]
    assert kinds(Book(months(5, 5, 0, 0)), Facts()) == []
    assert kinds(Book(months(5, 0, 0, 0, funds=1)), Facts()) == []


def test_a_month_nobody_reported_is_missing_not_unchanged() -> None:
    rows = (*months(5, 0), Report("2025-06", completed=0))
    assert kinds(Book(rows), Facts(started=date(2025, 1, 1))) == []


def test_started_with_two_months_of_nothing() -> None:
    book = Book(months(5, 0, 0, funds=1))
    (one,) = warnings(book, Facts(started=date(2025, 3, 1)))
    assert (one.kind, one.months) == (Kind.ZERO, ("2025-04", "2025-05"))
    assert kinds(book, Facts()) == []
    assert kinds(book, Facts(started=date(2025, 5, 2))) == [Kind.BEFORE_START]
    assert kinds(book, Facts(started=date(2025, 3, 1), ended=True)) == []


def test_completed_before_the_month_of_the_start() -> None:
    book = Book(months(5, 6, 7))
    (one,) = warnings(book, Facts(started=date(2025, 5, 20)))
    assert (one.kind, one.months, one.amount) == (Kind.BEFORE_START, ("2025-03", "2025-04"), 11)
    assert one.subject is Subject.COMPLETED
    assert kinds(book, Facts(started=date(2025, 3, 31))) == []


def test_a_warning_is_as_of_a_month() -> None:
    book = Book(months(60, 60))
    assert kinds(book, Facts(100), "2025-03") == []
    assert kinds(book, Facts(100), "2025-04") == [Kind.COMPLETED_OVER]
    assert kinds(book, Facts(100), "2026-01") == [Kind.COMPLETED_OVER]
