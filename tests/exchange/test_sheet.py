"""Cells as people see them: the short way of ``shown`` says the same as the careful one."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from invest_crm.domain.text import cell_text
from invest_crm.exchange.sheet import shown


@given(st.floats() | st.decimals(-9_999_999, 9_999_999, places=2).map(float))
@example(1e15)
@example(2038360348955529.0)
@example(1e22)
@example(1e-5)
@example(-0.0)
@example(math.nan)
@example(-math.inf)
def test_a_number_is_shown_as_the_careful_way_shows_it(number: float) -> None:
    assert shown(number) == cell_text(number)


@pytest.mark.parametrize(
    "text",
    ["13800138000.0", "1.38E+10", "1.5e+10", "www.firm.cn", "0350-1234042", "v1.0", "1.5亿元"],
)
def test_a_text_is_repaired_as_the_careful_way_repairs_it(text: str) -> None:
    assert shown(text) == cell_text(text)
