"""Headings become fields by words and samples; profiles are remembered by the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.exchange.fields import KINDS, fields_of
from invest_crm.exchange.heading import make_heading
from invest_crm.exchange.mapping import Profile
from invest_crm.exchange.match import matches
from tests.exchange.ledgers import SIGNED, TALKS, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.reading import LedgerReading


def meant(heading: str, kind: str = "projects") -> tuple[str, str] | None:
    found = matches(kind, make_heading(tuple(heading.split("/"))))  # type: ignore[arg-type]
    return (found[0].key, found[0].role) if found else None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("项目进展/是否开工", ("started_on", "flag")),
        ("开工情况/时间", ("started_on", "date")),
        ("实际开工时间", ("started_on", "date")),
        ("是否入库（纳统）", ("in_stats_on", "flag")),
        ("升规入统", ("in_size_on", "")),
        ("竣工投产时间", ("in_production_on", "date")),
        ("其中：固定资产投资（亿元）", ("fixed_investment", "")),
        ("累计到位市外资金", ("funds_in_place", "")),
        ("协议引进县外资金", ("external_funds", "")),
        ("2025年计划投资", ("year_plan", "")),
        ("联系人/电话", ("contacts", "phone")),
        ("包联县领导/姓名", ("leader", "")),
        ("存在的困难问题及建议", ("problem_text", "")),
        ("拟投资企业（所在地）", ("investor", "")),
    ],
)
def test_heading_means_its_field(heading: str, field: tuple[str, str]) -> None:
    assert meant(heading) == field


@pytest.mark.parametrize(
    "heading",
    ["计划开工时间", "拟开工时间", "预计投产时间", "开工率", "注册资本",
     "包联县领导/电话", "资金到位率", "本年到位资金", "完成投资占比%", "未开工原因说明表号"],
)  # fmt: skip
def test_lookalike_heading_is_not_taken(heading: str) -> None:
    found = meant(heading)
    assert found is None or found[0] == "problem_text"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("本月完成", "completed_month"),
        ("8月份完成固投", "completed_month"),
        ("1—8月累计完成投资", "completed_year"),
        ("自开工以来累计完成投资", "completed_total"),
        ("到位资金/当月", "funds_month"),
        ("2025年1-8月到位资金", "funds_year"),
    ],
)
def test_monthly_heading_follows_the_period_it_names(heading: str, field: str) -> None:
    assert meant(heading, "monthly") == (field, "")


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_is_claimed_by_two_fields_of_a_kind(kind: str) -> None:
    seen: dict[str, str] = {}
    for field in fields_of(kind).values():  # type: ignore[arg-type]
        for word in field.exact:
            assert seen.setdefault(word, field.key) == field.key, word


def test_cells_overrule_a_misleading_heading(read: Callable[..., LedgerReading]) -> None:
    lines = [
        ["项目名称", "总投资（亿元）", "用地", "签约时间"],
        *([f"项目{n}", 1, "是" if n % 2 else "否", "2025.1"] for n in range(6)),
    ]
    ledger = read(Table(lines))
    assert ledger.mapping.of("land_on") is not None
    assert ledger.mapping.of("land_mu") is None


def test_same_template_of_another_month_has_the_same_fingerprint(
    read: Callable[..., LedgerReading],
) -> None:
    def month(number: int) -> Table:
        return Table(
            [
                ["项目名称", f"{number}月到位资金（万元）", f"1-{number}月到位资金（万元）"],
                ["甲", 1, 2],
            ]
        )

    assert read(month(8)).fingerprint == read(month(9)).fingerprint
    assert read(SIGNED).fingerprint != read(TALKS).fingerprint


def test_remembered_profile_overrules_the_proposal(read: Callable[..., LedgerReading]) -> None:
    table = Table([["项目名称", "总投资", "情况甲"], ["甲", 35000, "已动工"]])
    profile = Profile(
        "projects",
        {"总投资": ("total_investment", "", "万元"), "情况甲": ("progress_text", "", None)},
    )
    reading = read(table, profile=profile).rows[0]
    assert reading.fields["total_investment"] == 35_000_000_000
    assert reading.fields["progress_text"] == "已动工"


def test_proposal_shows_samples_and_alternatives(read: Callable[..., LedgerReading]) -> None:
    column = read(SIGNED).mapping.of("total_investment")
    assert column is not None
    assert column.samples[0] == "约3.5亿"
    assert column.confidence == 1.0
