"""Cells of a list on paper: a number keeps every digit that counts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.reports.tables import shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_is_printed_as_it_is(value: Decimal) -> None:
    assert Decimal(shown(value)) == value


@given(st.integers(-(10**12), 10**12))
def test_a_round_number_keeps_its_zeros(value: int) -> None:
    assert int(shown(value)) == value
    assert int(shown(Decimal(value))) == value
    assert shown(Decimal(value) / 1) == str(value)
