"""Numerals: Chinese, mixed and noisy numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.numerals import decimal_of, parse_numeral

ONES = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """The numeral a person says; written independently of the reader."""
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        return spoken(high) + "亿" + (("零" if low < 10**7 else "") + spoken(low) if low else "")
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return spoken(high) + "万" + (("零" if low < 10**3 else "") + spoken(low) if low else "")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + ONES[digit] + name
        gap = not digit
    return text or "零"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("贰亿元整", "200000000"),
        ("三千五百万", "35000000"),
        ("壹亿贰仟万元整", "120000000"),
        ("十五", "15"),
        ("一百零二", "102"),
        ("两亿", "200000000"),
        ("〇", "0"),
        ("廿五", "25"),
        ("卅", "30"),
        ("1亿2000万", "120000000"),
        ("3千万", "30000000"),
        ("1.5万", "15000"),
        ("1,200", "1200"),
        ("一万五", "15000"),
        ("一百二", "120"),
        ("三千五", "3500"),
        ("一千零五", "1005"),
        ("二〇二五", "2025"),
        ("三点五", "3.5"),
        ("二点五亿", "250000000"),
        ("一万亿", "1000000000000"),
        ("壹佰元伍角", "100.5"),
        ("壹佰元零伍分", "100.05"),
        ("萬", None),
        ("二億", "200000000"),
        ("", None),
        ("亿", None),
        ("百", None),
        ("十百", None),
        ("两百三百", None),
        ("二亿三亿", None),
        ("1.5点五", None),
        ("某点五", None),
        ("壹佰元某", None),
        ("某元", None),
        ("五整", None),
        ("abc", None),
        ("٣", None),
        ("9" * 61, None),
    ],
)
def test_numerals_of_offices_are_read(text: str, number: str | None) -> None:
    assert parse_numeral(text) == (None if number is None else Decimal(number))


@given(st.integers(0, 10**12 - 1))
def test_every_spoken_number_is_read_back(number: int) -> None:
    assert parse_numeral(spoken(number)) == number


@given(st.text(alphabet="零一两三十百千万亿点元角分整廿0123.,正〇", max_size=12))
def test_no_mixture_of_signs_breaks_the_reader(text: str) -> None:
    result = parse_numeral(text)
    assert result is None or result >= 0


@given(st.text())
def test_any_text_is_a_plain_number_or_none(text: str) -> None:
    result = parse_numeral(text)
    assert result is None or (result.is_finite() and result >= 0)


@pytest.mark.parametrize(
    ("cell", "number"),
    [(0.1 + 0.2, "0.3"), (62.33, "62.33"), (7, "7"), (Decimal("1.50"), "1.50"), (1e15, "1E+15")],
)
def test_binary_noise_disappears(cell: object, number: str) -> None:
    assert decimal_of(cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell", [True, None, "3", float("nan"), float("inf"), Decimal("sNaN"), Decimal("Infinity")]
)
def test_what_is_no_number_is_none(cell: object) -> None:
    assert decimal_of(cell) is None
