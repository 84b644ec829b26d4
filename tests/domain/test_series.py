"""Filling on: what two cells of one step are continued with, and what is only repeated."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.series import continued


@pytest.mark.parametrize(
    ("texts", "following"),
    [
        (["甲"], ["甲", "甲", "甲"]),
        (["5"], ["5", "5", "5"]),
        (["甲", "乙"], ["甲", "乙", "甲"]),
        (["1", "2", "4"], ["1", "2", "4"]),
        (["0.5", "1"], ["1.5", "2.0", "2.5"]),
        (["10", "8"], ["6", "4", "2"]),
        (["2025-03-01", "2025-03-08"], ["2025-03-15", "2025-03-22", "2025-03-29"]),
        (["2025-01-31", "2025-02-28"], ["2025-03-31", "2025-04-30", "2025-05-31"]),
        (["2025-01-15", "2025-02-15"], ["2025-03-15", "2025-04-15", "2025-05-15"]),
        (["2025-01-30", "2025-02-28"], ["2025-03-29", "2025-04-27", "2025-05-26"]),
        (["2025-11", "2025-12"], ["2026-01", "2026-02", "2026-03"]),
        (["第1批", "第2批"], ["第3批", "第4批", "第5批"]),
        (["A08", "A09"], ["A10", "A11", "A12"]),
        (["007", "008"], ["009", "010", "011"]),
        (["1期3号", "1期4号"], ["1期5号", "1期6号", "1期7号"]),
        (["9999-12-30", "9999-12-31"], ["9999-12-30", "9999-12-31", "9999-12-30"]),
        (["", ""], ["", "", ""]),
    ],
)
def test_a_series_is_continued_as_a_spreadsheet_does(
    texts: list[str], following: list[str]
) -> None:
    assert continued(texts, 3) == following


@given(
    st.decimals(-(10**6), 10**6, places=2),
    st.decimals(-1000, 1000, places=2),
    st.integers(2, 5),
    st.integers(1, 8),
)
def test_numbers_go_on_by_their_step(start: Decimal, step: Decimal, have: int, more: int) -> None:
    numbers = [start + step * place for place in range(have + more)]
    texts = [f"{number:f}" for number in numbers[:have]]
    assert [Decimal(text) for text in continued(texts, more)] == numbers[have:]


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 27), st.integers(1, 8))
def test_days_go_on_by_their_step(start: date, step: int, more: int) -> None:
    days = [start + timedelta(days=step * place) for place in range(3 + more)]
    texts = [day.isoformat() for day in days]
    assert continued(texts[:3], more) == texts[3:]
