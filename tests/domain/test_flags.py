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


@pytest.mark.parametrize(
    "cell",
    ["已纳统", "已落实", "已领取营业执照", "已办理注册手续", "已注册公司", "已核准", "已拿地",
     "已出让", "已交地", "全部完成", "均已办结", "已实质性开工", "已投产运营", "已签合同",
     "已纳入统计库", "已完成备案"],
)  # fmt: skip
def test_what_is_already_done_is_reached(cell: str) -> None:
    assert parse_flag(cell) == FlagReading(value=True)


@pytest.mark.parametrize(
    "cell",
    ["已停工", "已终止", "已申请", "已报批", "已受理", "已完成前期", "已落实资金", "已选址",
     "已挂牌", "已完成用地预审", "在建", "试生产", "核准"],
)  # fmt: skip
def test_a_beginning_or_an_end_is_not_reached(cell: str) -> None:
    assert parse_flag(cell) == FlagReading(problem="flag-unreadable")


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("started_on", "在建"),
        ("started_on", "正在施工"),
        ("started_on", "主体建设中"),
        ("started_on", "试生产"),
        ("started_on", "已竣工"),
        ("started_on", "已入库"),
        ("land_on", "已开工"),
        ("filed_on", "核准"),
        ("filed_on", "已立项"),
        ("registered_on", "已办理营业执照"),
        ("in_production_on", "部分投产"),
        ("in_production_on", "一期投产"),
        ("in_stats_on", "已入统"),
        ("in_size_on", "已入统"),
        ("signed_on", "已签合同"),
    ],
)
def test_a_word_answers_its_own_milestone_and_those_it_implies(asked: str, cell: str) -> None:
    assert parse_flag(cell, asked=asked) == FlagReading(value=True)


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("started_on", "已备案"),
        ("started_on", "已签约"),
        ("started_on", "已拿地"),
        ("in_production_on", "在建"),
        ("in_production_on", "已竣工"),
        ("in_stats_on", "已开工"),
        ("filed_on", "已注册公司"),
    ],
)
def test_a_word_does_not_answer_a_later_milestone(asked: str, cell: str) -> None:
    assert parse_flag(cell, asked=asked) == FlagReading(problem="flag-unreadable")


@pytest.mark.parametrize("asked", ["started_on", "in_stats_on", "signed_on"])
def test_plain_words_answer_every_milestone(asked: str) -> None:
    assert [parse_flag(cell, asked=asked).value for cell in ("是", "已完成", "否", "未开工")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("是，2025年3月", "2025-03"),
        ("√ 2025.3.1", "2025-03-01"),
        ("已开工、2025.3.1", "2025-03-01"),
    ],
)
def test_a_tick_may_have_its_date_behind_it(cell: str, value: str) -> None:
    reading = parse_flag(cell)
    assert reading.value is True
    assert reading.date is not None
    assert (reading.date.value, reading.date.raw) == (value, cell)


@pytest.mark.parametrize("cell", ["是，投资5000万元", "是：计划2025年10月", "否，2025年底"])
def test_a_tick_with_other_words_behind_it_is_asked_about(cell: str) -> None:
    assert parse_flag(cell) == FlagReading(problem="flag-unreadable")
