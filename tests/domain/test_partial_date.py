"""Dates known in part: reading, arithmetic, display, and never an invented day."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm import words
from invest_crm.domain.partial_date import PartialDate, parse_date, show

DAY = "2025-08-05"


def read(cell: object, year: int | None = None) -> tuple[str, str, str | None] | None:
    reading = parse_date(cell, year=year)
    assert reading.problem is None
    when = reading.date
    return None if when is None else (when.value or "", when.precision, when.qualifier)


@pytest.mark.parametrize(
    "cell",
    [
        "20250805",
        20250805,
        20250805.0,
        "2025/8/5",
        "2025-8-5",
        "2025.8.5",
        "2025年8月5日",
        "2025年8月5号",
        "2025年8月5日上午",
        "2025年8月5日 星期二",
        "2025-08-05 00:00:00",
        "2025-08-05T08:30:00+08:00",
        "２０２５年８月５日",
        "二〇二五年八月五日",
        "25.8.5",
        "25年8月5日",
        45874,
        45874.0,
        45874.75,
        "45874",
        date(2025, 8, 5),
        datetime(2025, 8, 5, 9, 30),  # noqa: DTZ001 - spreadsheets have no time zones
        "2025年8月5日-8月9日",
        "2025年8月5日至9日",
        "2025.8.5-2025.8.9",
        "2025-8-5-2025-8-9",
        "2025.8.5（奠基）",
        "已开工（2025.8.5）",
        "已于2025年8月5日投产",
    ],
)
def test_a_day_is_read_in_every_form(cell: object) -> None:
    assert read(cell) == (DAY, "day", None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2025.8", ("2025-08", "month", None)),
        (2025.8, ("2025-08", "month", None)),
        ("2025.10", ("2025-10", "month", None)),
        ("2025.1", ("2025-01", "month", None)),
        (2025.12, ("2025-12", "month", None)),
        (2025.01, ("2025-01", "month", None)),
        ("2025-08", ("2025-08", "month", None)),
        ("2025年06月", ("2025-06", "month", None)),
        ("25年8月", ("2025-08", "month", None)),
        ("99年8月", ("1999-08", "month", None)),
        (202508, ("2025-08", "month", None)),
        ("2025年5月-8月", ("2025-05", "month", None)),
        ("2025年8月底", ("2025-08", "month", "月底")),
        ("2025年8月末", ("2025-08", "month", "月底")),
        ("2025年8月中", ("2025-08", "month", "月中")),
        ("2025年8月初", ("2025-08", "month", "月初")),
        ("2025年8月下旬", ("2025-08", "month", "下旬")),
        ("2025年8月左右", ("2025-08", "month", "左右")),
        ("2025年8月之前", ("2025-08", "month", "前")),
        ("2025年三季度", ("2025-Q3", "quarter", None)),
        ("2025年第3季度", ("2025-Q3", "quarter", None)),
        ("2025年第一季度末", ("2025-Q1", "quarter", None)),
        ("2025Q3", ("2025-Q3", "quarter", None)),
        ("2025-q3", ("2025-Q3", "quarter", None)),
        ("2025上半年", ("2025-H1", "half", None)),
        ("2025年下半年", ("2025-H2", "half", None)),
        ("2025-H2", ("2025-H2", "half", None)),
        ("2025年底", ("2025-12", "month", "年底")),
        ("2025年年底", ("2025-12", "month", "年底")),
        ("2025年初", ("2025-01", "month", "年初")),
        ("2025年中", ("2025-06", "month", "年中")),
        ("2025年内", ("2025", "year", None)),
        ("2025年", ("2025", "year", None)),
        (2025, ("2025", "year", None)),
        ("预计2025年9月开工", ("2025-09", "month", None)),
    ],
)
def test_no_day_is_invented(cell: object, expected: tuple[str, str, str | None]) -> None:
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("8月底前", ("2025-08", "month", "月底前")),
        ("十月底前", ("2025-10", "month", "月底前")),
        ("8月上旬", ("2025-08", "month", "上旬")),
        ("8月中旬前", ("2025-08", "month", "中旬前")),
        ("8月20日前", ("2025-08-20", "day", "前")),
        ("8月5日", (DAY, "day", None)),
        ("8.5", (DAY, "day", None)),
        ("三季度", ("2025-Q3", "quarter", None)),
        ("下半年", ("2025-H2", "half", None)),
        ("年底前", ("2025-12", "month", "年底前")),
        ("全年", ("2025", "year", None)),
        ("今年底", ("2025-12", "month", "年底")),
        ("明年3月", ("2026-03", "month", None)),
        ("去年", ("2024", "year", None)),
    ],
)
def test_a_missing_year_comes_from_the_title(
    cell: str, expected: tuple[str, str, str | None]
) -> None:
    assert read(cell, 2025) == expected
    assert "year-inferred" in parse_date(cell, year=2025).notes
    assert parse_date(cell).problem == "year-missing"
    assert parse_date(cell, cut_off=date(2025, 12, 31)) == parse_date(
        cell, year=2025, cut_off=date(2025, 12, 31)
    )


@pytest.mark.parametrize("cell", [2025.1, 8.5, 8.1])
def test_a_number_that_may_have_lost_a_zero_is_asked_about(cell: float) -> None:
    reading = parse_date(cell, year=2025)
    assert (reading.date, reading.problem) == (None, "date-ambiguous")


@pytest.mark.parametrize("cell", ["已开工", "已签", "是", "√", 1, True])
def test_a_flag_in_a_date_column_is_an_unknown_date_until_the_cut_off(cell: object) -> None:
    reading = parse_date(cell, cut_off=date(2025, 8, 31))
    assert reading.flag is True
    assert reading.date is not None
    assert reading.date.to_json()["not_after"] == "2025-08-31"
    assert reading.date.latest_day(None) == date(2025, 8, 31)
    assert parse_date(cell).date == PartialDate(None, "unknown", reading.date.raw)


@pytest.mark.parametrize("cell", ["否", "×", 0, False, "未入库", "尚未开工"])
def test_a_cross_in_a_date_column_is_no_date(cell: object) -> None:
    reading = parse_date(cell)
    assert (reading.flag, reading.date, reading.problem) == (False, None, None)


@pytest.mark.parametrize(
    "cell", [None, "", float("nan"), "未定", "/", "／", "—", "无", "待定", "暂无"]
)
def test_words_for_nothing_are_null_without_a_problem(cell: object) -> None:
    reading = parse_date(cell)
    assert (reading.flag, reading.date, reading.problem, reading.notes) == (None, None, None, ())


@pytest.mark.parametrize("cell", ["签约后3个月内", "待供地", "土地摘牌后（详见附件）", "完善手续"])
def test_words_that_name_no_date_are_kept_as_text(cell: str) -> None:
    reading = parse_date(cell)
    assert (reading.date, reading.problem, reading.notes) == (None, None, ("text",))


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("2025-02-30", "date-impossible"),
        ("2025年13月", "date-impossible"),
        ("1950-01-01", "date-suspicious"),
        ("2300年1月", "date-suspicious"),
        (datetime(1899, 12, 30), "date-suspicious"),  # noqa: DTZ001
        ("05/08/2025", "date-unreadable"),
        ("abc", "date-unreadable"),
        ("2025年第36周", "date-unreadable"),
        (99999, "date-unreadable"),
        (time(8), "date-unreadable"),
        (b"2025", "date-unreadable"),
        ("#N/A", "error-cell"),
    ],
)
def test_a_wrong_date_is_left_null_and_named(cell: object, problem: str) -> None:
    reading = parse_date(cell)
    assert (reading.date, reading.problem) == (None, problem)


def test_a_plan_and_a_date_after_the_cut_off_are_noted() -> None:
    assert parse_date("预计2025年9月", cut_off=date(2025, 8, 31)).notes == (
        "planned",
        "after-cut-off",
    )
    assert parse_date("2025年8月", cut_off=date(2025, 8, 31)).notes == ()


def test_a_date_beside_a_done_word_is_also_a_flag() -> None:
    assert parse_date("2025年8月已开工").flag is True
    assert parse_date("已开工（2025.3.12）").flag is True
    assert parse_date("2025年8月开工").flag is None
    assert parse_date("已开工（主体施工）").flag is True
    assert parse_date("否（2025年10月）").date is None


@pytest.mark.parametrize(
    ("value", "precision", "qualifier", "first", "last"),
    [
        (DAY, "day", None, "2025-08-05", "2025-08-05"),
        ("2024-02", "month", None, "2024-02-01", "2024-02-29"),
        ("2025-02", "month", "下旬", "2025-02-21", "2025-02-28"),
        ("2025-08", "month", "上旬", "2025-08-01", "2025-08-10"),
        ("2025-08", "month", "中旬前", "2025-08-11", "2025-08-20"),
        ("2025-Q3", "quarter", None, "2025-07-01", "2025-09-30"),
        ("2025-H1", "half", None, "2025-01-01", "2025-06-30"),
        ("2025-H2", "half", None, "2025-07-01", "2025-12-31"),
        ("2025", "year", None, "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_has_its_first_and_last_day(
    value: str, precision: str, qualifier: str | None, first: str, last: str
) -> None:
    when = PartialDate(value, precision, "", qualifier)
    assert (str(when.first_day()), str(when.last_day())) == (first, last)


def test_the_latest_day_is_the_earlier_of_period_end_and_cut_off() -> None:
    month = PartialDate("2025-08", "month", "2025.8")
    assert month.latest_day(None) == date(2025, 8, 31)
    assert month.latest_day(date(2025, 8, 20)) == date(2025, 8, 20)
    assert month.latest_day(date(2025, 9, 30)) == date(2025, 8, 31)
    unknown = PartialDate(None, "unknown", "√")
    assert unknown.latest_day(None) is None
    assert unknown.latest_day(date(2025, 8, 31)) == date(2025, 8, 31)
    assert (unknown.first_day(), unknown.last_day()) == (None, None)


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        (None, "day"),
        ("2025", "month"),
        ("2025-13", "month"),
        ("2025-02-30", "day"),
        ("2025", "unknown"),
        ("2025", "century"),
        ("0000", "year"),
    ],
)
def test_value_and_precision_cannot_disagree(value: str | None, precision: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate(value, precision, "")


def test_a_cut_off_must_be_a_day() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        PartialDate(None, "unknown", "√", not_after="2025-08")


def test_the_public_form_has_the_fixed_keys() -> None:
    assert PartialDate("2025-08", "month", "2025.8").to_json() == {
        "value": "2025-08",
        "precision": "month",
        "raw": "2025.8",
    }
    flag = PartialDate(None, "unknown", "√", not_after="2025-08-31")
    assert flag.to_json() == {
        "value": None,
        "precision": "unknown",
        "raw": "√",
        "not_after": "2025-08-31",
    }
    assert PartialDate.from_json(flag.to_json()) == flag
    changed = {"value": "2025-09", "precision": "month", "raw": "8月底"}
    assert PartialDate.from_json(changed).qualifier is None


CHINESE = {
    (DAY, "day", None): "2025年8月5日",
    ("2025-09", "month", None): "2025年9月",
    ("2025-Q1", "quarter", None): "2025年一季度",
    ("2025-Q4", "quarter", None): "2025年四季度",
    ("2025-H1", "half", None): "2025年上半年",
    ("2025-H2", "half", None): "2025年下半年",
    ("2025", "year", None): "2025年",
    ("2025-08", "month", "上旬"): "2025年8月上旬",
    ("2025-08", "month", "月底前"): "2025年8月底前",
    ("2025-12", "month", "年底"): "2025年底",
    ("2025-06", "month", "年中"): "2025年年中",
    (DAY, "day", "前"): "2025年8月5日前",
    ("2025-08", "month", "左右"): "2025年8月左右",
}


def test_dates_are_shown_as_an_office_writes_them() -> None:
    with words.using("zh_CN"):
        assert {key: show(PartialDate(key[0], key[1], "", key[2])) for key in CHINESE} == CHINESE
        day = PartialDate("2025-11-06", "day", "")
        assert (show(day, year=2025), show(day, year=2026)) == ("11月6日", "2025年11月6日")
        assert show(PartialDate(None, "unknown", "√")) == "日期不详"
        flag = PartialDate(None, "unknown", "√", not_after="2025-08-31")
        assert show(flag, year=2025) == "日期不详（不晚于8月31日）"
    with words.using("en"):
        assert show(PartialDate("2025-Q3", "quarter", "")) == "Q3 2025"
        assert show(PartialDate("2025-11-06", "day", ""), year=2025) == "6 Nov"
        assert show(None) == "—"


DATES = st.builds(
    lambda day, kind, qualifier: PartialDate(
        *{
            "day": (day.isoformat(), "day"),
            "month": (f"{day:%Y-%m}", "month"),
            "quarter": (f"{day.year}-Q{(day.month + 2) // 3}", "quarter"),
            "half": (f"{day.year}-H{(day.month + 5) // 6}", "half"),
            "year": (f"{day.year}", "year"),
        }[kind],
        "",
        qualifier if kind == "month" or qualifier in (None, "前", "左右") else None,
    ),
    st.dates(date(1980, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["day", "month", "quarter", "half", "year"]),
    st.sampled_from([None, "前", "左右", "上旬", "中旬", "下旬", "月初", "月中", "月底", "月底前"]),
)


@given(DATES)
def test_what_is_shown_reads_back(when: PartialDate) -> None:
    with words.using("zh_CN"):
        back = parse_date(show(when)).date
    assert back is not None
    assert (back.value, back.precision, back.qualifier) == (
        when.value,
        when.precision,
        when.qualifier,
    )
    assert PartialDate.from_json(back.to_json()) == back


@given(DATES)
def test_the_last_day_is_never_before_the_first(when: PartialDate) -> None:
    first, last = when.first_day(), when.last_day()
    assert first is not None
    assert last is not None
    assert first <= last


@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.floats(),
        st.integers(),
        st.decimals(),
        st.datetimes(),
        st.dates(),
        st.text(
            alphabet="0123456789年月日号底前初上中下旬季度半内.-/至一二〇十今明已预计开工()Qq ",
            max_size=16,
        ),
    ),
    st.one_of(st.none(), st.integers(1980, 2100)),
)
def test_no_cell_breaks_the_reader(cell: object, year: int | None) -> None:
    reading = parse_date(cell, year=year, cut_off=date(2025, 8, 31))
    assert reading.problem is None or reading.date is None or reading.flag
