"""Filters: what each comparison means, what makes no sense, their sentence, their stored shape."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from invest_crm import words
from invest_crm.domain.condition_words import sentence
from invest_crm.domain.conditions import (
    Condition,
    Field,
    Group,
    Op,
    checked,
    from_json,
    holds,
    to_json,
    without_unknown,
)
from invest_crm.domain.periods import Period, bounds
from invest_crm.errors import UserError

TODAY = date(2026, 3, 4)
FIELDS = {
    field.key: field
    for field in (
        Field("name", "项目名称", "text"),
        Field("stage", "阶段", "choice", (("SIGNED", "签约"), ("STARTED", "开工"))),
        Field("total", "总投资", "money"),
        Field("land", "用地", "area"),
        Field("signed_on", "签约日期", "date"),
        Field("started_on", "开工日期", "date"),
    )
}
WAITING = Group(
    "all",
    (
        Condition("stage", Op.ONE_OF, ("SIGNED",)),
        Group(
            "any",
            (
                Condition("started_on", Op.EMPTY),
                Condition("started_on", Op.AFTER_FIELD, ("signed_on", 90)),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("period", "days", "first", "last"),
    [
        ("today", 0, "2026-03-04", "2026-03-04"),
        ("this_week", 0, "2026-03-02", "2026-03-08"),
        ("last_week", 0, "2026-02-23", "2026-03-01"),
        ("this_month", 0, "2026-03-01", "2026-03-31"),
        ("last_month", 0, "2026-02-01", "2026-02-28"),
        ("this_quarter", 0, "2026-01-01", "2026-03-31"),
        ("this_year", 0, "2026-01-01", "2026-12-31"),
        ("year_so_far", 0, "2026-01-01", "2026-03-04"),
        ("last_year", 0, "2025-01-01", "2025-12-31"),
        ("last_days", 30, "2026-02-03", "2026-03-04"),
        ("next_days", 7, "2026-03-04", "2026-03-10"),
        ("older_days", 90, None, "2025-12-03"),
    ],
)
def test_a_period_moves_with_today(period: str, days: int, first: str, last: str) -> None:
    assert bounds(Period(period), days, TODAY) == (first, last)


def test_the_turn_of_a_year_is_no_hole() -> None:
    newyear = date(2026, 1, 1)
    assert bounds(Period.LAST_MONTH, 0, newyear) == ("2025-12-01", "2025-12-31")
    assert bounds(Period.THIS_WEEK, 0, newyear) == ("2025-12-29", "2026-01-04")
    assert bounds(Period.THIS_MONTH, 0, date(2025, 12, 31)) == ("2025-12-01", "2025-12-31")


@pytest.mark.parametrize(
    ("condition", "record", "answer"),
    [
        (Condition("name", Op.CONTAINS, ("AB",)), {"name": "甲ab"}, True),
        (Condition("name", Op.IS, ("甲",)), {"name": "甲"}, True),
        (Condition("name", Op.LACKS, ("甲",)), {"name": None}, True),
        (Condition("name", Op.IS_NOT, ("甲",)), {}, True),
        (Condition("name", Op.EMPTY), {"name": ""}, True),
        (Condition("name", Op.FILLED), {"name": ""}, False),
        (Condition("stage", Op.NONE_OF, ("SIGNED",)), {"stage": "SIGNED"}, False),
        (Condition("total", Op.BETWEEN, (1, 5)), {"total": 5}, True),
        (Condition("total", Op.LESS, (5,)), {"total": None}, False),
        (Condition("signed_on", Op.WITHIN, ("older_days", 90)), {"signed_on": "2025-12-03"}, True),
        (Condition("signed_on", Op.WITHIN, ("older_days", 90)), {"signed_on": "2025-12-04"}, False),
        (WAITING, {"stage": "SIGNED", "signed_on": "2025-01-01"}, True),
        (
            WAITING,
            {"stage": "SIGNED", "signed_on": "2025-01-01", "started_on": "2025-04-01"},
            False,
        ),
        (
            WAITING,
            {"stage": "SIGNED", "signed_on": "2025-01-01", "started_on": "2025-04-02"},
            True,
        ),
        (Group("any", ()), {}, True),
    ],
)
def test_what_a_condition_means(condition: Any, record: dict[str, Any], answer: bool) -> None:
    assert holds(condition, record, TODAY) is answer


def test_a_filter_reads_as_a_sentence() -> None:
    words.use("zh_CN")
    assert sentence(WAITING, FIELDS) == (
        "阶段 是 签约 且（开工日期 为空 或 开工日期 晚于 签约日期后 90 天）"
    )
    rich = Group("any", (Condition("total", Op.AT_LEAST, (10_000_000_000,)),))
    assert sentence(rich, FIELDS) == "总投资 不少于 1.00 亿元"
    named = Group("all", (Condition("name", Op.CONTAINS, ("<b>",)),))
    assert sentence(named, FIELDS) == "项目名称 包含 “<b>”"
    late = Group("all", (Condition("signed_on", Op.WITHIN, ("last_days", 30)),))
    assert sentence(late, FIELDS) == "签约日期 在 近 30 天"
    assert sentence(Group(), FIELDS) == ""


@pytest.mark.parametrize(
    "part",
    [
        Condition("colour", Op.IS, ("red",)),
        Condition("name", Op.LESS, ("a",)),
        Condition("name", Op.IS, ()),
        Condition("total", Op.IS, ("5",)),
        Condition("total", Op.BETWEEN, (5,)),
        Condition("signed_on", Op.IS, ("2025-02-30",)),
        Condition("signed_on", Op.WITHIN, ("next_century", 1)),
        Condition("signed_on", Op.AFTER_FIELD, ("name", 1)),
        Condition("stage", Op.ONE_OF, ()),
        Group("all", (Group("all", (Group("all", (Group(),)),)),)),
    ],
)
def test_what_makes_no_sense_is_refused(part: Any) -> None:
    with pytest.raises(UserError) as refused:
        checked(Group("all", (part,)), FIELDS)
    assert refused.value.code == "filter-unusable"


def test_a_kept_filter_is_the_same_filter() -> None:
    assert from_json(to_json(WAITING)) == WAITING


@pytest.mark.parametrize(
    "shape", [{}, [], {"how": "some", "parts": []}, {"how": "all", "parts": [{"field": "name"}]}]
)
def test_a_damaged_filter_is_noticed(shape: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(shape)


def test_a_filter_outlives_a_field_that_is_gone() -> None:
    fields = {key: field for key, field in FIELDS.items() if key != "started_on"}
    kept, lost = without_unknown(WAITING, fields)
    assert kept == Group("all", (Condition("stage", Op.ONE_OF, ("SIGNED",)),))
    assert lost == ("started_on", "started_on")
