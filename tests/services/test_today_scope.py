"""Whose day it is: mine, my unit's, everyone's; nothing is lost between them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm.domain.approvals.state import StepKind
from invest_crm.services.tasks import AddTask, add_task
from invest_crm.services.today import today
from invest_crm.services.today_scope import Scope, Whose, named, of_unit, units
from tests.services.test_today import request as ask
from tests.support.approvals import path, take
from tests.support.factories import person

if TYPE_CHECKING:
    from invest_crm.services.today import Today
    from tests.support.factories import Bureau

LATE = date(2026, 4, 1)


@pytest.fixture
def bureau(any_office: Bureau) -> dict[str, str]:
    """Four signed projects that wait, each somebody else's."""
    rows = {
        "leader": {"name": "甲", "leader": "副县长王强、李四", "lead_unit": "县商务局"},
        "force": {"name": "乙", "task_force": "王强、赵六", "lead_unit": "县工信局、县商务局"},
        "contact": {"name": "丙", "contacts": (person("王强"),), "lead_unit": "县农业农村局"},
        "other": {"name": "丁", "leader": "王强林", "lead_unit": "县商务促进中心"},
    }
    made = [{"signed_on": "2025-03-01", **row} for row in rows.values()]
    return dict(zip(rows, any_office.ledger("2025-08-31", *made), strict=True))


def seen(office: Bureau, whose: Whose, unit: str = "县商务局", name: str = "王强") -> Today:
    return office.app.read(today, LATE, Scope(whose, name, unit))


def waiting(found: Today) -> set[str]:
    return {row.id for row in found.not_started}


def test_everyone_sees_every_project(any_office: Bureau, bureau: dict[str, str]) -> None:
    assert waiting(seen(any_office, Whose.EVERYONE)) == set(bureau.values())
    assert waiting(any_office.app.read(today, LATE)) == set(bureau.values())


def test_mine_are_those_that_name_me_in_any_part(
    any_office: Bureau, bureau: dict[str, str]
) -> None:
    mine = {bureau[key] for key in ("leader", "force", "contact")}
    assert waiting(seen(any_office, Whose.ME)) == mine


def test_a_unit_s_are_those_it_leads_or_supports(
    any_office: Bureau, bureau: dict[str, str]
) -> None:
    assert waiting(seen(any_office, Whose.UNIT)) == {bureau["leader"], bureau["force"]}


def test_a_task_is_mine_when_it_was_given_to_me(any_office: Bureau, bureau: dict[str, str]) -> None:
    for who, project in (("王强", "other"), ("李四", "leader")):
        command = AddTask("催办", date(2026, 3, 1), who, bureau[project])
        any_office.app.write(add_task, command)
    assert [line.assignee for line in seen(any_office, Whose.ME).tasks] == ["王强"]
    unit = seen(any_office, Whose.UNIT, name="谁也不是")
    assert [line.assignee for line in unit.tasks] == ["李四"], "about a project of the unit"
    assert len(seen(any_office, Whose.EVERYONE).tasks) == 2


def test_an_approval_is_the_day_of_who_holds_it(any_office: Bureau) -> None:
    project = path(any_office, "戊", lead_unit="县商务局")
    take(any_office, project, "REG", StepKind.ACCEPTED, "09-01")
    holder = seen(any_office, Whose.UNIT, "Market regulation bureau").approvals
    assert [line.item.code for line in holder] == ["REG"]
    assert not seen(any_office, Whose.UNIT, "县财政局").approvals
    assert seen(any_office, Whose.UNIT, "县商务局").approvals, "it leads the project"


def test_a_request_is_the_day_of_the_unit_that_answers_it(any_office: Bureau) -> None:
    ask(any_office, "2026-04-02", unit="县商务局")
    assert seen(any_office, Whose.UNIT).requests
    assert not seen(any_office, Whose.UNIT, "县财政局").requests
    assert not seen(any_office, Whose.ME).requests


def test_an_empty_day_of_mine_does_not_say_that_there_are_no_projects(
    any_office: Bureau, bureau: dict[str, str]
) -> None:
    found = seen(any_office, Whose.ME, name="谁也不是")
    assert found.calm
    assert not found.empty


def test_units_are_offered_by_the_number_of_their_projects(
    any_office: Bureau, bureau: dict[str, str]
) -> None:
    found = any_office.app.read(units)
    assert found[0] == "县商务局"
    assert set(found) == {"县商务局", "县工信局", "县农业农村局", "县商务促进中心"}


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("王强", "王强", True),
        ("王强", "副县长王强", True),
        ("王强", "李四、王强（副县长）", True),
        ("王强", "王强林", False),
        ("王强", "", False),
        ("", "王强", False),
        ("wang", "wang, li", True),
        ("wang", "wangli", False),
    ],
)
def test_a_name_is_found_as_a_whole(name: str, text: str, there: bool) -> None:
    assert named(name, text) is there


def test_a_unit_is_found_as_a_whole() -> None:
    assert of_unit("县商务局", "县工信局、县商务局")
    assert not of_unit("县商务局", "县商务局分局")
    assert not of_unit("", "县商务局")
