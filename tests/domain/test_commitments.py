"""Promises: what calls for a fair competition review, how one stands; which signing is the same."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm.domain.commitments import KINDS, LATE, Side, State, standing, warnings
from invest_crm.domain.reference import provenance
from invest_crm.domain.signings import same_amount

OURS = Side.GOVERNMENT


@pytest.mark.parametrize(
    "kind", ["TAX_REFUND", "TAX_REWARD", "LAND_REFUND", "FEE_WAIVER", "PRICE", "EXCLUSIVE"]
)
def test_favours_to_one_firm_call_for_a_review_by_their_kind(kind: str) -> None:
    (found,) = warnings(OURS, kind, "按约定执行")
    assert "条" in found.why


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("缴纳的税收县级留存部分按50%返还", "返还"),
        ("前三年按地方留成部分给予等额奖励", "地方留成部分给予等额奖励"),
        ("对企业给予奖励，额度为其税收贡献的一半", "奖励，额度为其税收贡献"),
        ("免征城市基础设施配套费", "免征"),
        ("以零地价供应土地", "零地价"),
        ("县内学校优先采购乙方产品", "优先采购"),
    ],
)
def test_words_of_a_clause_call_for_a_review(wording: str, words: str) -> None:
    assert words in [one.words for one in warnings(OURS, "OTHER", wording)]


@pytest.mark.parametrize("wording", ["甲方负责将道路接至红线", "按全县统一政策给予设备补助"])
def test_what_every_firm_gets_does_not(wording: str) -> None:
    assert warnings(OURS, "SUBSIDY", wording) == ()


def test_only_what_the_government_promises_is_looked_at() -> None:
    assert warnings(Side.FIRM, "TAX", "逾期则退还已兑现的税收返还") == ()


def test_an_open_promise_is_late_the_day_after_its_day() -> None:
    due = date(2026, 3, 1)
    assert standing(State.OPEN, due, due) == State.OPEN
    assert standing(State.OPEN, due, date(2026, 3, 2)) == LATE
    assert standing(State.WAIVED, due, date(2026, 3, 2)) == State.WAIVED
    assert standing(State.OPEN, None, date(2026, 3, 2)) == State.OPEN


def test_the_words_name_their_edition_and_source_and_every_kind_is_known() -> None:
    assert "783" in provenance("fair-competition.json").source
    assert {"TAX_REFUND", "TAX_REWARD", "LAND_REFUND"} <= set(KINDS[OURS])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(100, 100, True), (100, 95, True), (100, 94, False), (None, 100, False), (0, 0, False)],
)
def test_amounts_are_the_same_within_five_per_cent(
    one: int | None, other: int | None, same: bool
) -> None:
    assert same_amount(one, other) is same
