"""Money: conversion, display and the reading of amount cells."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm import words
from invest_crm.domain import money
from invest_crm.domain.money import FEN_PER_WAN, FEN_PER_YI, parse_amount

CELLS = st.one_of(
    st.text(),
    st.binary(),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.decimals(),
    st.dates(),
    st.none(),
    st.text(
        alphabet="约近0123456789.,，；-—~（）()亿万元个一二期其中固投总投资整US$美港+%/ ",
        max_size=20,
    ),
)


def wan(cell: object, unit: str | None = None) -> str | None:
    fen = parse_amount(cell, unit).fen
    return None if fen is None else money.fen_to_wan_text(fen)


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("24亿元", "亿元", "240000"),
        (2, "亿元", "20000"),
        ("8000万", "亿元", "8000"),
        ("１，２００万", None, "1200"),
        ("贰亿元整", None, "20000"),
        ("壹亿贰仟万元整", None, "12000"),
        ("三千五百万元", None, "3500"),
        ("十五", "亿元", "150000"),
        ("一亿五千万", "元", "15000"),
        ("1亿2000万", None, "12000"),
        ("2億", None, "20000"),
        ("1,200.5", "万元", "1200.5"),
        ("2个亿", None, "20000"),
        ("1.5 亿 元", None, "15000"),
        ("２．５亿", None, "25000"),
        ("3000万元人民币", None, "3000"),
        ("RMB 2亿", None, "20000"),
        ("￥3000万", None, "3000"),
        ("3000（万元）", "亿元", "3000"),
        ("5000w", None, "5000"),
        (0.1 + 0.2, "亿元", "3000"),
        (62.33, "元", "0.006233"),
        ("3.5", "亿元", "35000"),
        (0, None, "0"),
        (Decimal("0.5"), "万元", "0.5"),
        ("固定资产投资2.4亿元", None, "24000"),
        ("3亿元，正在洽谈", None, "30000"),
        ("3亿元（约合4200万美元）", None, "30000"),
    ],
)
def test_an_amount_is_read_in_its_unit(cell: object, unit: str | None, expected: str) -> None:
    reading = parse_amount(cell, unit)
    assert (wan(cell, unit), reading.problem, reading.flags) == (expected, None, frozenset())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("约2亿", "20000"),
        ("0.3亿元左右", "3000"),
        ("近2亿", "20000"),
        ("2亿余元", "20000"),
        ("10余亿元", "100000"),
        ("不低于1亿", "10000"),
        (">1亿", "10000"),
        ("2亿+", "20000"),
        ("2亿（暂定）", "20000"),
        ("总投资约2.5亿元", "25000"),
    ],
)
def test_an_approximate_amount_says_so(cell: str, expected: str) -> None:
    assert (wan(cell), parse_amount(cell, None).flags) == (expected, frozenset({"approx"}))


@pytest.mark.parametrize(
    ("cell", "unit", "low", "high"),
    [
        ("1.2-1.5亿", None, 12000, 15000),
        ("1.2～1.5亿元", None, 12000, 15000),
        ("1亿—1.5亿元", None, 10000, 15000),
        ("1.2亿~1.5亿", None, 12000, 15000),
        ("5000万-1亿元", None, 5000, 10000),
        ("一到两亿", None, 10000, 20000),
        ("2-2.5", "亿元", 20000, 25000),
    ],
)
def test_of_a_range_the_low_end_counts(cell: str, unit: str | None, low: int, high: int) -> None:
    reading = parse_amount(cell, unit)
    assert reading.flags == {"range"}
    assert (reading.fen, reading.high_fen) == (low * FEN_PER_WAN, high * FEN_PER_WAN)


@pytest.mark.parametrize(
    ("cell", "total", "fixed"),
    [
        ("2亿（其中固投1.6亿）", 20000, 16000),
        ("总投资3亿元，其中固定资产投资2.4亿元", 30000, 24000),
        ("5.2亿（其中固投4.16亿）", 52000, 41600),
        ("3.5亿元（固投2.8）", 35000, 28000),
        ("2亿（其中固投1.6亿，流动资金0.4亿）", 20000, 16000),
        ("2亿元其中：固定资产投资16,000万元", 20000, 16000),
    ],
)
def test_a_fixed_part_inside_the_cell_is_split_off(cell: str, total: int, fixed: int) -> None:
    reading = parse_amount(cell, "亿元")
    assert reading.flags == {"fixed_in_cell"}
    assert (reading.fen, reading.fixed_fen) == (total * FEN_PER_WAN, fixed * FEN_PER_WAN)


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("一期2亿，二期3亿", None, "50000"),
        ("一期2，二期3亿", None, "50000"),
        ("一期2，二期3", "亿元", "50000"),
        ("5亿元(一期2亿元)", None, "50000"),
        ("10亿（分两期）", None, "100000"),
        ("共5亿，一期2亿，二期3亿", None, "50000"),
        ("总投资5亿元，其中一期2亿元", None, "50000"),
    ],
)
def test_phases_are_added_unless_the_total_is_stated(
    cell: str, unit: str | None, expected: str
) -> None:
    assert (wan(cell, unit), parse_amount(cell, unit).flags) == (expected, frozenset({"phases"}))


def test_ranges_of_phases_are_added_at_both_ends() -> None:
    reading = parse_amount("一期2-3亿，二期3亿", None)
    assert (reading.fen, reading.high_fen) == (5 * FEN_PER_YI, 6 * FEN_PER_YI)
    assert reading.flags == {"phases", "range"}


@pytest.mark.parametrize(
    ("cell", "code", "amount"),
    [
        ("3000万美元", "USD", 30_000_000),
        ("$30m", "USD", 30_000_000),
        ("US$5m", "USD", 5_000_000),
        ("3亿港元", "HKD", 300_000_000),
        ("500万欧元", "EUR", 5_000_000),
        ("100万美金", "USD", 1_000_000),
        ("NT$2亿", "TWD", 200_000_000),
        ("800美元", "USD", 800),
    ],
)
def test_foreign_money_is_kept_and_never_converted(cell: str, code: str, amount: int) -> None:
    reading = parse_amount(cell, "万元")
    assert (reading.fen, reading.currency, reading.currency_amount) == (None, code, amount)
    assert (reading.flags, reading.problem) == (frozenset({"currency"}), None)


@pytest.mark.parametrize(
    "cell", ["/", "／", "—", "-", "无", "待定", "暂未确定", "未定", "暂无", "尚未明确", "……"]
)
def test_words_for_nothing_are_unknown_not_zero(cell: str) -> None:
    assert parse_amount(cell, "亿元") == money.AmountReading(flags=frozenset({"unknown"}))


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000\n", float("nan"), Decimal("NaN")])
def test_an_empty_cell_says_nothing(cell: object) -> None:
    assert parse_amount(cell, "亿元") == money.AmountReading()


@pytest.mark.parametrize("cell", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "####"])
def test_an_error_cell_is_a_problem_not_empty(cell: str) -> None:
    assert parse_amount(cell, "亿元").problem == "error-cell"


@pytest.mark.parametrize(
    "cell",
    [
        True,
        date(2025, 1, 1),
        datetime(2025, 1, 1),  # noqa: DTZ001 - spreadsheets have no time zones
        time(1),
        b"2",
        float("inf"),
        "数亿元",
        "2025年8月",
        "2025-08-05",
        "①2亿②3亿",
        "50%",
        "80亩",
        "1亿，200万",
        "2 3亿",
        "一期2亿，二期待定",
        "一期2亿，二期300万美元",
        "一期2，二期3亿，三期8000万",
        "1亿-2",
        "1亿-某",
        "3,5亿",
        "其中",
    ],
)
def test_what_cannot_be_read_surely_is_left_null(cell: object) -> None:
    reading = parse_amount(cell, "亿元")
    assert (reading.fen, reading.problem) == (None, "amount-unreadable")


@pytest.mark.parametrize(
    ("cell", "wan"), [("12 000", 12000), ("1 200 050", 1200050), ("１２　０００.5", 12000.5)]
)
def test_a_blank_may_divide_the_thousands(cell: str, wan: float) -> None:
    assert parse_amount(cell, "万元").fen == wan * FEN_PER_WAN


@pytest.mark.parametrize("cell", ["120 200", "12 00", "12 000 15 000", "5 12 000", "2025 000"])
def test_a_blank_between_two_amounts_joins_nothing(cell: str) -> None:
    assert parse_amount(cell, "万元").problem == "amount-unreadable"


@pytest.mark.parametrize("cell", [3, "3", "2-3", "一期2，二期3"])
def test_a_number_without_any_unit_asks_for_one(cell: object) -> None:
    reading = parse_amount(cell, None)
    assert (reading.fen, reading.problem) == (None, "unit-missing")


@pytest.mark.parametrize("cell", [5000, "5000", "1001亿", "2亿-5000亿", "5000-1亿"])
def test_more_than_a_thousand_yi_is_suspicious(cell: object) -> None:
    reading = parse_amount(cell, "亿元")
    assert (reading.fen, reading.problem) == (None, "amount-suspicious")
    assert "suspicious" in reading.flags
    assert parse_amount(1000, "亿元").fen == 1000 * FEN_PER_YI


@pytest.mark.parametrize("cell", ["（500）", "(500万元)", "-500", -500, "（500）万元"])
def test_a_negative_amount_is_suspicious_unless_corrections_are_possible(cell: object) -> None:
    reading = parse_amount(cell, "万元")
    assert (reading.fen, reading.problem) == (None, "amount-negative")
    assert reading.flags == {"suspicious"}
    assert parse_amount(cell, "万元", allow_negative=True).fen == -500 * FEN_PER_WAN


def test_zero_is_zero_unless_it_stands_for_unknown() -> None:
    assert parse_amount(0, "亿元").fen == 0
    reading = parse_amount("0", "亿元", zero_is_unknown=True)
    assert (reading.fen, reading.flags) == (None, frozenset({"unknown"}))


def test_the_notes_tell_what_was_folded() -> None:
    assert parse_amount("１．６亿", "亿元").notes == ("unit-in-cell", "width-folded")
    assert parse_amount("贰亿元整", None).notes == ("unit-in-cell", "numeral")
    assert parse_amount("2（设备待定）", "亿元").notes == ("bracket-text",)
    assert parse_amount("2亿（固投占八成）", None).notes == ("unit-in-cell", "bracket-text")
    assert parse_amount("0（固投1）", None).notes == ("bracket-text",)


def test_a_strange_column_unit_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="not a unit of money"):
        parse_amount(1, "斤")


@given(CELLS, st.sampled_from(["亿元", "万元", "元", None]))
def test_no_cell_breaks_the_reader(cell: object, unit: str | None) -> None:
    reading = parse_amount(cell, unit)
    assert reading.fen is None or 0 <= reading.fen <= money.LARGEST
    assert reading.flags <= {
        *("approx", "range", "phases", "fixed_in_cell", "currency", "unknown", "suspicious"),
    }


@given(st.integers(-(10**30), 10**30))
def test_wan_text_is_exact_and_returns(fen: int) -> None:
    text = money.fen_to_wan_text(fen)
    assert money.wan_to_fen(text) == fen
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


@given(st.integers(100, 100_000))
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_shown_amount_of_two_places_reads_back(language: str, hundredths: int) -> None:
    fen = hundredths * FEN_PER_YI // 100
    with words.using(language):
        assert parse_amount(money.show_amount(fen), None).fen == fen


@given(st.integers(0, 100 * FEN_PER_WAN // 10_000 - 1))
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_small_shown_amount_reads_back(language: str, hundreds_of_yuan: int) -> None:
    fen = hundreds_of_yuan * 10_000
    with words.using(language):
        assert parse_amount(money.show_amount(fen), "元").fen == fen


def test_wan_rounds_half_up_to_the_fen() -> None:
    assert money.wan_to_fen(Decimal("0.0000005")) == 1
    assert money.wan_to_fen(Decimal("0.00000049")) == 0
    assert money.wan_to_fen(35_000) == 35_000 * FEN_PER_WAN


@pytest.mark.parametrize("bad", ["", "abc", "NaN", "Infinity"])
def test_wan_refuses_what_is_no_number(bad: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.wan_to_fen(bad)


def test_offices_read_yi_from_one_yi_and_wan_below() -> None:
    with words.using("zh_CN"):
        shown = [money.show_amount(fen) for fen in (52 * FEN_PER_YI // 10, 2080 * FEN_PER_WAN)]
        assert shown == ["5.20 亿元", "2,080 万元"]
        assert money.show_amount(80_000) == "800 元"
        assert money.show_amount(-FEN_PER_YI) == "-1.00 亿元"
    with words.using("en"):
        assert money.show_amount(52 * FEN_PER_YI // 10) == "CNY 520 million"
        assert money.show_amount(80_000) == "CNY 800"


def test_unknown_money_is_a_dash_and_never_zero() -> None:
    assert [money.show_yi(None), money.show_wan(None), money.show_amount(None)] == ["—"] * 3


def test_display_rounds_half_up_and_groups_thousands() -> None:
    assert money.show_yi(123_450 * FEN_PER_YI) == "123,450.00"
    assert money.show_yi(FEN_PER_YI // 1000 * 5) == "0.01"
    assert money.show_yi(FEN_PER_YI * 25 // 100, 1) == "0.3"
    assert money.show_yi(-1) == "0.00"
    assert money.show_wan(1_234_565_000) == "1,234.57"
    assert money.show_wan(500_000) == "0.5"
    assert money.show_wan(10**40) == f"{10**34:,}"
