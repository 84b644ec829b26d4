"""Months and years as the law counts them (民法典 202: no such day means the last of the month)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.months import add_months, month_end, months_between, year_before

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-03-31", 1, "2025-04-30"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-31", -12, "2025-01-31"),
        ("2025-05-31", 0, "2025-05-31"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2025-08-31", "2026-02-28", 6),
        ("2025-08-31", "2026-02-27", 5),
        ("2025-05-31", "2025-08-31", 3),
        ("2025-05-31", "2025-08-30", 2),
        ("2025-05-31", "2025-06-30", 1),
        ("2025-05-10", "2025-05-31", 0),
        ("2025-05-10", "2025-05-10", 0),
        ("2025-05-10", "2024-12-31", 0),
    ],
)
def test_only_full_months_count(start: str, end: str, months: int) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == months


def test_29_february_compares_with_28_february() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2025, 2, 28)) == date(2024, 2, 28)
    assert year_before(date(2025, 1, 1)) == date(2024, 1, 1)


def test_the_last_day_of_a_month_knows_leap_years() -> None:
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert month_end(2025, 2) == date(2025, 2, 28)
    assert month_end(2025, 12) == date(2025, 12, 31)


@given(DAYS, DAYS)
def test_months_between_is_the_largest_number_that_fits(start: date, end: date) -> None:
    months = months_between(start, end)
    if end >= start:
        assert add_months(start, months) <= end < add_months(start, months + 1)
    else:
        assert months == 0


@given(DAYS, st.integers(-120, 120))
def test_adding_months_never_leaves_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
