"""Working days: the published arrangement, the fallback, and the arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invest_crm import words
from invest_crm.domain.workdays import Calendar, DayKind, assumed_notice, load_calendar

CALENDAR = load_calendar()
DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-04-30", 5, "2026-05-11"),
    ],
)
def test_published_vectors(start: str, n: int, due: str) -> None:
    result = CALENDAR.add_workdays(date.fromisoformat(start), n)
    assert (result.day.isoformat(), result.assumed_years) == (due, frozenset())


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert CALENDAR.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_weekend_days_worked_in_2026_are_exactly_the_announced_six() -> None:
    worked = [
        day for day, kind in CALENDAR.days.items() if kind is DayKind.WORK and day.year == 2026
    ]
    assert sorted(day.strftime("%m-%d") for day in worked) == [
        "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
    ]  # fmt: skip


def test_zero_days_give_the_start_even_on_a_day_off() -> None:
    assert CALENDAR.add_workdays(date(2026, 10, 1), 0).day == date(2026, 10, 1)


def test_a_year_without_a_notice_counts_fixed_holidays_and_says_so() -> None:
    result = CALENDAR.add_workdays(date(2026, 12, 31), 1)
    assert result.day == date(2027, 1, 4)
    assert result.assumed_years == {2027}
    assert not CALENDAR.is_workday(date(2027, 10, 1))
    assert CALENDAR.is_workday(date(2027, 2, 8))  # Spring Festival is not known yet
    with words.using("zh_CN"):
        assert assumed_notice(result.assumed_years) == (
            "2027年节假日安排未公布，暂按周末和固定假日计算"
        )
    assert assumed_notice([]) == ""


def test_the_users_year_replaces_the_assumption() -> None:
    own = CALENDAR.with_overrides(
        {date(2027, 2, 8): DayKind.OFF, date(2027, 1, 1): DayKind.WORK}, years=[2027]
    )
    assert not own.is_workday(date(2027, 2, 8))
    assert own.is_workday(date(2027, 1, 1))
    assert own.add_workdays(date(2026, 12, 31), 1).assumed_years == frozenset()
    assert CALENDAR.is_workday(date(2027, 2, 8)), "the original is unchanged"


def test_a_calendar_period_that_ends_in_a_holiday_ends_after_it() -> None:
    assert CALENDAR.end_of_calendar_period(date(2026, 9, 1), 30).day == date(2026, 10, 8)
    assert CALENDAR.end_of_calendar_period(date(2026, 9, 1), 7).day == date(2026, 9, 8)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 10, 1), "国庆节"),
        (date(2026, 10, 10), "国庆节调休上班"),
        (date(2026, 11, 7), "周六"),
        (date(2026, 11, 8), "周日"),
        (date(2026, 11, 9), "工作日"),
        (date(2027, 5, 1), "劳动节"),
        (date(2026, 6, 19), "端午节"),
    ],
)
def test_the_reason_of_a_day_is_told(day: date, reason: str) -> None:
    with words.using("zh_CN"):
        assert CALENDAR.day_reason(day) == reason


@given(DAYS, st.integers(-400, 400).filter(bool))
@settings(max_examples=150, deadline=None)
def test_between_undoes_add(start: date, n: int) -> None:
    end = CALENDAR.add_workdays(start, n).day
    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(start, end) == n


@given(DAYS, st.integers(1, 300))
@settings(max_examples=100, deadline=None)
def test_adding_then_subtracting_returns_to_a_working_start(start: date, n: int) -> None:
    first = CALENDAR.add_workdays(start, 1).day
    there = CALENDAR.add_workdays(first, n).day
    assert CALENDAR.add_workdays(there, -n).day == first


@given(DAYS, st.integers(0, 900))
@settings(max_examples=100, deadline=None)
def test_counting_by_arithmetic_equals_counting_day_by_day(start: date, length: int) -> None:
    partial = Calendar(
        {day: kind for day, kind in CALENDAR.days.items() if day.year != 2025},
        CALENDAR.years - {2025},
    )
    end = start + timedelta(days=length)
    walked = sum(partial.is_workday(start + timedelta(days=i)) for i in range(1, length + 1))
    assert partial.workdays_between(start, end) == walked
