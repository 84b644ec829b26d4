"""Which periods the board offers on a day, and how typed dates are understood."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm import words
from invest_crm.ui.board import periods
from invest_crm.ui.kit.date_range import OWN, DateSpan

TODAY = date(2026, 11, 23)


def _days(span: DateSpan) -> tuple[str, str, str]:
    first = span.first.isoformat() if span.first else ""
    return first, span.last.isoformat(), span.as_of.isoformat()


@pytest.fixture(autouse=True)
def _chinese():
    with words.using("zh_CN"):
        yield


def test_the_usual_periods_begin_with_the_year_that_has_signings() -> None:
    assert [item.words for item in periods.usual(TODAY, 2026)] == [
        "2026年以来", "2025年", "全部签约",
    ]  # fmt: skip
    assert [item.id for item in periods.usual(TODAY, 2025)] == ["2025", "now", "all"]
    assert [item.id for item in periods.usual(TODAY, 2023)] == ["2023", "2025", "now", "all"]
    assert _days(periods.usual(TODAY, 2026)[2].span) == ("", "2026-11-23", "2026-11-23")


def test_more_periods_are_one_press_away() -> None:
    offered = {item.words: _days(item.span) for item in periods.more(TODAY)}
    assert offered == {
        "2026年1—10月": ("2026-01-01", "2026-10-31", "2026-10-31"),
        "2026年10月当月": ("2026-10-01", "2026-10-31", "2026-10-31"),
        "去年同期": ("2025-01-01", "2025-11-23", "2025-11-23"),
        "2025年1—10月": ("2025-01-01", "2025-10-31", "2025-10-31"),
        "2025年签约、截至今天": ("2025-01-01", "2025-12-31", "2026-11-23"),
    }


def test_in_january_the_last_month_is_that_of_the_year_before() -> None:
    ends = [item.span.last for item in periods.more(date(2026, 1, 5))]
    assert ends[:2] == [date(2025, 12, 31)] * 2


def test_a_name_moves_with_the_day_and_typed_dates_stay() -> None:
    assert periods.chosen("now", date(2026, 12, 1), 2026).span.last == date(2026, 12, 1)
    own = DateSpan(date(2026, 1, 1), date(2026, 8, 31), date(2026, 8, 31))
    assert periods.chosen(own, TODAY, 2026).id == OWN
    assert periods.chosen("no such period", TODAY, 2026).id == "now"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (("2026-01-01", "8月底", ""), ("2026-01-01", "2026-08-31", "2026-08-31")),
        (("1月", "8月", ""), ("2026-01-01", "2026-08-31", "2026-08-31")),
        (("2025年1月", "2025年8月", "8月31日"), ("2025-01-01", "2025-08-31", "2026-08-31")),
        (("", "2025-12-31", ""), ("", "2025-12-31", "2025-12-31")),
        (("2026-01-01", "2026-12-31", ""), ("2026-01-01", "2026-12-31", "2026-11-23")),
    ],
)
def test_dates_are_typed_as_an_office_writes_them(
    typed: tuple[str, str, str], days: tuple[str, str, str]
) -> None:
    span, problem = periods.read_span(typed, TODAY)
    assert problem == ""
    assert span is not None
    assert _days(span) == days
    assert periods.span_from(periods.span_state(span)) == span


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (("2026-01-01", "", ""), "看不懂的日期"),
        (("月中", "2026-08-31", ""), "看不懂的日期"),
        (("2026-09-01", "2026-08-31", ""), "起始日期不能晚于截止日期"),
        (("2026-01-01", "2026-08-31", "2030-01-01"), "截至日期尚未到来"),
        (("2026-06-01", "2026-08-31", "2026-01-31"), "起始日期不能晚于截至日期"),
    ],
)
def test_dates_that_make_no_period_are_refused(typed: tuple[str, str, str], problem: str) -> None:
    span, told = periods.read_span(typed, TODAY)
    assert span is None
    assert told.startswith(problem)
