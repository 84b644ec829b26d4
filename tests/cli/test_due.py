"""``due``: the lists of a day, as the page 今日 has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


@pytest.fixture
def crm(june_crm: Crm) -> Crm:
    """The command line after the import of the signed ledger."""
    return june_crm


def test_a_task_is_overdue_the_day_after_its_day(crm: Crm) -> None:
    project = crm.json("projects")["projects"][0]["id"]
    said = crm("log", "--project", project, "今天 电话 客商 下周回访")
    assert said.status == 0, said.err
    (task,) = crm.json("due")["tasks"]
    assert task["project"] == project
    for on, urgency in ((task["due"], "soon"), ("2040-01-01", "overdue")):
        (seen,) = crm.json("due", "--on", on)["tasks"]
        assert seen["urgency"] == urgency


def test_signed_projects_grow_older_and_silent(crm: Crm) -> None:
    early = crm.json("due", "--on", "2026-07-31")
    late = crm.json("due", "--on", "2027-07-31")
    assert (early["on"], late["on"]) == ("2026-07-31", "2027-07-31")
    waiting = {item["id"]: item["months"] for item in early["not_started"]}
    for item in late["not_started"]:
        assert item["months"] >= 3
        assert item["holder"]
        assert item["id"] not in waiting or item["months"] == waiting[item["id"]] + 12
    assert len(late["not_started"]) >= len(early["not_started"])


def test_people_read_the_lists_with_their_numbers(crm: Crm) -> None:
    found = crm.json("due", "--on", "2027-07-31")
    said = crm("due", "--on", "2027-07-31").out
    assert f"签约未开工：{len(found['not_started'])}" in said
    assert all(item["name"][:6] in said for item in found["not_started"])
