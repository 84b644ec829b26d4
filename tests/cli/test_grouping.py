"""Lists in groups on the command line: subtotals that add up to the list."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


def test_projects_are_added_up_by_up_to_three_fields(june_crm: Crm) -> None:
    found = june_crm.json("projects")["projects"]
    answer = june_crm.json("projects", "--group-by", "lead_unit,signed_on:quarter")
    assert answer["group_by"] == ["lead_unit:value", "signed_on:quarter"]
    inner = [group for group in answer["groups"] if len(group["key"]) == 2]
    assert sorted(one for group in inner for one in group["ids"]) == sorted(
        item["id"] for item in found
    )
    amounts = {item["id"]: Decimal(item["total_investment"] or 0) for item in found}
    for group in answer["groups"]:
        expected = sum(amounts[one] for one in group["ids"])
        assert Decimal(group["figures"]["total_investment"] or 0) == expected
    assert Decimal(answer["total"]["figures"]["total_investment"]) == sum(amounts.values())


def test_the_table_shows_groups_and_the_whole(june_crm: Crm) -> None:
    said = june_crm("projects", "--group-by", "lead_unit").out.splitlines()
    assert said[1].split()[:2] == ["分组", "数量"]
    assert said[-1].split()[:2] == ["合计", str(len(june_crm.json("projects")["projects"]))]


@pytest.mark.parametrize(
    "fields",
    ["nothing", "total_investment", "signed_on:week", "chain,chain", "name,park,leader,node"],
)
def test_what_cannot_make_groups_is_refused(june_crm: Crm, fields: str) -> None:
    assert june_crm.refused("projects", "--group-by", fields)


def test_lists_without_groups_and_days_gone_by_are_refused(june_crm: Crm) -> None:
    assert june_crm.refused("list", "monthly", "--group-by", "name")
    assert june_crm("projects", "--group-by", "chain", "--as-of", "2025-01-01").status == 2
