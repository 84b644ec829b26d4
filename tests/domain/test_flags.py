"""Flag columns: yes, no, and dates that mean yes."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm.domain.flags import FlagReading, parse_flag


@pytest.mark.parametrize(
    "cell", ["是", "√", "✓", "已完成", "Y", 1, 1.0, "1", True, "TRUE", "已开工"]
)
def test_yes_is_reached(cell: object) -> None:
    assert parse_flag(cell) == FlagReading(value=True)


@pytest.mark.parametrize(
    "cell", ["否", "×", "✗", "/", "—", "N", 0, "0", "", None, False, "未开工", "无", "办理中"]
)
def test_no_and_blank_record_nothing(cell: object) -> None:
    assert parse_flag(cell) == FlagReading(value=False)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (date(2025, 2, 14), "2025-02-14"),
        (45709.0, "2025-02-21"),
        ("2025.3", "2025-03"),
        ("是（2025.3）", "2025-03"),
        ("3月", "2025-03"),
    ],
)
def test_a_date_means_yes(cell: object, value: str) -> None:
    reading = parse_flag(cell, year=2025)
    assert (reading.value, reading.problem) == (True, None)
    assert reading.date is not None
    assert reading.date.value == value


def test_a_date_that_cannot_be_placed_still_means_yes() -> None:
    assert parse_flag(2025.1) == FlagReading(value=True, problem="date-ambiguous")
    assert parse_flag("3月") == FlagReading(value=True, problem="year-missing")
    assert parse_flag("3月", cut_off=date(2025, 8, 31)).problem is None


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("部分", "flag-unreadable"),
        ("abc", "flag-unreadable"),
        (7, "flag-unreadable"),
        ("预计2025年9月", "flag-unreadable"),
        ("#REF!", "error-cell"),
    ],
)
def test_other_words_are_asked_about(cell: object, problem: str) -> None:
    assert parse_flag(cell) == FlagReading(problem=problem)
