"""Monthly reports: sums are never typed, statements stay as stated, what is missing is late."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.funds import Statement
from invest_crm.domain.month_reports import (
    Book,
    Correction,
    Deadline,
    Report,
    Span,
    Subject,
    missing,
    span_of,
)
from invest_crm.domain.months import last_day, month_later, months_from

FUNDS, DONE = Subject.FUNDS, Subject.COMPLETED


def correction(month: str, funds: int = 0, on: str = "2025-09-10", done: int = 0) -> Correction:
    day = date.fromisoformat(on)
    return Correction("c", month, done or None, funds or None, "多报", "wang", day)


def test_the_cumulative_is_the_months_with_their_corrections() -> None:
    book = Book(
        (Report("2024-12", funds=500), Report("2025-07", funds=100), Report("2025-08", funds=50)),
        (correction("2025-07", -30),),
    )
    sums = book.sums(FUNDS, "2025-08")
    assert (sums.month, sums.year, sums.total) == (50, 120, 620)
    assert book.own(FUNDS, "2025-07") == 70
    assert book.own(DONE, "2025-07") is None


def test_what_a_ledger_stated_stays_and_its_difference_is_told() -> None:
    book = Book((Report("2025-07", funds=100, funds_year=400, funds_total=900),
                 Report("2025-08", funds=50)))  # fmt: skip
    sums = book.sums(FUNDS, "2025-08")
    assert (sums.total, sums.stated_total, sums.stated_in) == (150, 900, "2025-07")
    assert (sums.total_gap, sums.year_gap) == (800, 300)
    assert book.reach(FUNDS, date(2025, 8, 31)) == 950


def test_a_correction_entered_after_a_statement_was_not_in_it() -> None:
    """Whatever month it belongs to; one entered before that day is part of what was stated."""
    reports = (Report("2025-08", funds=50, funds_total=900),)
    late = Book(reports, (correction("2025-06", -100, "2025-09-10"),))
    early = Book(reports, (correction("2025-06", -100, "2025-08-10"),))
    assert late.reach(FUNDS, date(2025, 8, 31)) == 800
    assert early.reach(FUNDS, date(2025, 8, 31)) == 900


def test_statements_of_other_ledgers_are_the_opening() -> None:
    said = Statement(date(2025, 6, 30), 1_000, "since_start")
    book = Book((Report("2025-06", funds=10), Report("2025-07", funds=20)), (), (), (said,))
    assert book.reach(FUNDS, date(2025, 7, 31)) == 1_020
    assert book.sums(FUNDS, "2025-07").total == 30


@given(st.lists(st.integers(-50, 500) | st.none(), min_size=1, max_size=24))
def test_the_sum_since_the_start_is_that_of_the_years(amounts: list[int | None]) -> None:
    months = [month_later("2023-11", place) for place in range(len(amounts))]
    book = Book(tuple(Report(m, funds=a) for m, a in zip(months, amounts, strict=True)))
    ends = [month for month in months if month.endswith("-12") or month == months[-1]]
    years = [book.sums(FUNDS, month).year for month in ends]
    known = [amount for amount in amounts if amount is not None]
    assert sum(year or 0 for year in years) == sum(known)
    assert book.sums(FUNDS, months[-1]).total == (sum(known) if known else None)
    assert (book.reach(FUNDS, last_day(months[-1])) or 0) == sum(known)


@pytest.mark.parametrize(
    ("cut_off", "report", "month", "due"),
    [
        (25, 28, "2025-08", "2025-08-28"),
        (25, 31, "2026-02", "2026-02-28"),
        (31, 5, "2025-12", "2026-01-05"),
        (25, 25, "2025-08", "2025-09-25"),
    ],
)
def test_a_report_is_due_on_its_day(cut_off: int, report: int, month: str, due: str) -> None:
    assert Deadline(cut_off, report).due(month) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("cut_off", "today", "month"),
    [
        (25, "2025-09-25", "2025-08"),
        (25, "2025-09-26", "2025-09"),
        (31, "2025-09-30", "2025-09"),
        (31, "2025-09-29", "2025-08"),
        (31, "2026-02-28", "2026-02"),
        (31, "2025-10-01", "2025-09"),
    ],
)
def test_the_month_being_reported_is_the_one_whose_cut_off_has_passed(
    cut_off: int, today: str, month: str
) -> None:
    assert Deadline(cut_off, 5).latest(date.fromisoformat(today)) == month


def test_every_month_not_reported_counts_with_its_days() -> None:
    found = missing(
        Span("2025-05"), frozenset({"2025-06"}), "2025-01", Deadline(25, 28), date(2025, 8, 30)
    )
    assert [(one.month, one.late) for one in found] == [("2025-05", 94), ("2025-07", 33),
                                                        ("2025-08", 2)]  # fmt: skip


def test_on_the_report_day_nothing_is_late_yet() -> None:
    day = date(2025, 8, 28)
    assert missing(Span("2025-08"), frozenset(), "2025-08", Deadline(25, 28), day) == ()


def test_nobody_owes_a_month_before_reports_were_kept() -> None:
    found = missing(Span("2022-01"), frozenset(), "2025-08", Deadline(), date(2025, 8, 30))
    assert [one.month for one in found] == ["2025-08"]
    assert missing(Span("2022-01"), frozenset(), "", Deadline(), date(2025, 8, 30)) == ()


def test_reports_are_owed_from_the_start_to_production() -> None:
    span = span_of(date(2025, 3, 5), date(2025, 6, 20), ["2025-02"])
    assert span == Span("2025-02", "2025-06")
    assert span is not None
    assert [month for month in months_from("2025-01", "2025-08") if span.holds(month)] == list(
        months_from("2025-02", "2025-06")
    )
    assert span_of(None, None, []) is None
