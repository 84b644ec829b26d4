"""Needs, applications and capacities kept on both databases: counted, timed, undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.stages import SideState
from invest_crm.domain.utility_cases import RESUMED, STEP, STOPPED, WITHDRAWN, CaseState
from invest_crm.domain.utility_needs import SCALE, Supply
from invest_crm.errors import UserError
from invest_crm.services.projects.edit import archive_projects
from invest_crm.services.utilities.cases import (
    Apply,
    SetDays,
    TakeBack,
    TakeStep,
    apply_for,
    case_lines,
    due_cases,
    procedures,
    set_days,
    take_back,
    take_step,
)
from invest_crm.services.utilities.needs import (
    SaveNeed,
    SetCapacity,
    capacities,
    phases,
    remove_need,
    save_need,
    set_capacity,
    undated,
)
from invest_crm.services.utilities.outlooks import first_shorts, outlooks, shortages
from invest_crm.services.utilities.shapes import list_utilities, shortage_json

if TYPE_CHECKING:
    from tests.support.factories import Bureau


@pytest.fixture
def bureau(any_office: Bureau) -> Bureau:
    return any_office


def take_up(bureau: Bureau, name: str = "甲", **values: Any) -> str:
    return bureau.take_up(name, **{"signed_on": "2025-01-10", "park": "东园", **values})


def need(bureau: Bureau, project: str, kva: int, first: str = "2025-10", last: str = "") -> str:
    values = {"power_kva": kva * SCALE, "water_production": 5 * SCALE, "vehicles": "冷链"}
    made = bureau.app.write(save_need, SaveNeed("", project, "一期", first, last, values))
    return str(made.value)


def supply(bureau: Bureau, kva: int, first: str = "2025-01", park: str = "东园") -> None:
    command = SetCapacity(park, Supply.POWER, first, kva * SCALE, "供电公司函")
    bureau.app.write(set_capacity, command)


def apply_now(
    bureau: Bureau, project: str, code: str = "water_plain", on: str = "2025-08-25"
) -> str:
    return str(bureau.app.write(apply_for, Apply(project, code, date.fromisoformat(on))).value)


def step(bureau: Bureau, case: str, kind: str, on: str, **more: str) -> None:
    bureau.app.write(take_step, TakeStep(case, kind, date.fromisoformat(on), **more))


def refused(bureau: Bureau, use_case: Any, command: Any) -> str:
    with pytest.raises(UserError) as caught:
        bureau.app.write(use_case, command)
    return caught.value.code


# ---- needs and capacities --------------------------------------------------------------------


def test_projects_that_collide_are_named_with_the_first_month(bureau: Bureau) -> None:
    one, two = take_up(bureau, "甲"), take_up(bureau, "乙")
    need(bureau, one, 800)
    need(bureau, two, 400, "2026-03")
    supply(bureau, 1_000)
    ((park, short),) = bureau.app.read(first_shorts)
    assert (park.park, park.utility, short.month) == ("东园", Supply.POWER, "2026-03")
    assert set(short.projects) == {one, two}
    (found,) = bureau.app.read(shortages)
    said = shortage_json(found)
    assert (said["demand"], said["capacity"], said["projects"]) == ("1200", "1000", ["乙", "甲"])


def test_a_later_capacity_takes_over_from_its_month(bureau: Bureau) -> None:
    need(bureau, take_up(bureau), 1_500)
    supply(bureau, 1_000)
    supply(bureau, 2_000, "2026-01")
    ((_outlook, short),) = bureau.app.read(first_shorts)
    assert short.month == "2025-10"
    found = next(one for one in bureau.app.read(outlooks).outlooks if one.utility is Supply.POWER)
    assert [one.short for one in found.months[:6]] == [False, True, True, True, False, False]


def test_a_capacity_of_the_same_month_is_replaced(bureau: Bureau) -> None:
    supply(bureau, 1_000)
    supply(bureau, 3_000)
    (line,) = bureau.app.read(capacities)
    assert line.capacity.amount == 3_000 * SCALE
    bureau.undo()
    assert bureau.app.read(capacities)[0].capacity.amount == 1_000 * SCALE


def test_what_is_not_signed_or_has_ended_asks_for_nothing(bureau: Bureau) -> None:
    talk = bureau.take_up("在谈", park="东园")
    gone, lost = take_up(bureau, "回收站"), take_up(bureau, "终止")
    for project in (talk, gone, lost):
        need(bureau, project, 900)
    bureau.app.write(archive_projects, (gone,))
    bureau.side(lost, SideState.TERMINATED, "2025-08-01")
    supply(bureau, 100)
    assert bureau.app.read(first_shorts) == []
    assert len(bureau.app.read(phases, talk)) == 1


def test_a_phase_without_a_month_is_told_not_guessed(bureau: Bureau) -> None:
    one = take_up(bureau)
    need(bureau, one, 900, first="")
    supply(bureau, 100)
    assert bureau.app.read(first_shorts) == []
    assert [phase.project_id for phase in bureau.app.read(undated)] == [one]


def test_a_sheet_is_changed_taken_out_and_brought_back(bureau: Bureau) -> None:
    one = take_up(bureau)
    made = need(bureau, one, 900)
    bureau.app.write(save_need, SaveNeed(made, one, "一期", "2025-11", "2026-01", {"power_kva": 5}))
    (phase,) = bureau.app.read(phases, one)
    assert (phase.first, phase.last, dict(phase.values)) == ("2025-11", "2026-01", {"power_kva": 5})
    bureau.app.write(remove_need, made)
    assert bureau.app.read(phases, one) == []
    bureau.undo()
    assert len(bureau.app.read(phases, one)) == 1


@pytest.mark.parametrize(
    ("values", "first", "last", "code"),
    [
        ({}, "2025-10", "", "need-empty"),
        ({"power_kva": 1}, "2025-10", "2025-09", "need-months"),
        ({"power_kva": 1}, "", "2025-09", "need-months"),
    ],
)
def test_a_sheet_says_what_and_when(
    bureau: Bureau, values: dict[str, int], first: str, last: str, code: str
) -> None:
    one = take_up(bureau)
    assert refused(bureau, save_need, SaveNeed("", one, "", first, last, values)) == code


def test_a_capacity_says_where_it_is_known_from(bureau: Bureau) -> None:
    command = SetCapacity("东园", Supply.POWER, "2025-01", 1, " ")
    assert refused(bureau, set_capacity, command) == "capacity-source"


# ---- applications ----------------------------------------------------------------------------


def test_the_clock_counts_working_days_without_what_stands_still(bureau: Bureau) -> None:
    case = apply_now(bureau, take_up(bureau), "water_works", "2025-08-18")
    (line,) = bureau.app.read(case_lines)
    assert line.clock is not None
    assert (line.clock.due, line.late) == (date(2025, 8, 25), True)
    step(bureau, case, STOPPED, "2025-08-20", reason="outside")
    (standing,) = bureau.app.read(case_lines)
    assert standing.clock is not None
    assert (standing.clock.due, standing.clock.left) == (None, 4)
    step(bureau, case, RESUMED, "2025-08-29")
    (line,) = bureau.app.read(case_lines)
    assert line.clock is not None
    assert (line.clock.due, line.late) == (date(2025, 9, 4), False)


def test_steps_lead_to_the_connection_and_the_last_can_be_taken_back(bureau: Bureau) -> None:
    case = apply_now(bureau, take_up(bureau))
    step(bureau, case, f"{STEP}0", "2025-08-26")
    step(bureau, case, f"{STEP}1", "2025-08-27")
    (line,) = bureau.app.read(case_lines)
    assert (line.course.state, line.current) == (CaseState.CONNECTED, "")
    assert bureau.app.read(due_cases, bureau.app.today) == []
    bureau.app.write(take_back, TakeBack(case, "记错"))
    (line,) = bureau.app.read(case_lines)
    assert (line.course.state, line.course.done) == (CaseState.RUNNING, 1)
    assert [one.id for one in bureau.app.read(due_cases, bureau.app.today)] == [case]


@pytest.mark.parametrize(
    ("kind", "on", "more", "code"),
    [
        (f"{STEP}1", "2025-08-26", {}, "step-state"),
        (RESUMED, "2025-08-26", {}, "step-state"),
        (STOPPED, "2025-08-26", {}, "stop-reason"),
        (WITHDRAWN, "2025-08-26", {}, "reason-missing"),
        (f"{STEP}0", "2025-08-24", {}, "day-before"),
        (f"{STEP}0", "2025-09-02", {}, "day-to-come"),
    ],
)
def test_what_cannot_happen_is_refused(
    bureau: Bureau, kind: str, on: str, more: dict[str, str], code: str
) -> None:
    case = apply_now(bureau, take_up(bureau))
    command = TakeStep(case, kind, date.fromisoformat(on), **more)
    assert refused(bureau, take_step, command) == code


def test_the_same_application_is_not_handed_in_twice(bureau: Bureau) -> None:
    one = take_up(bureau)
    apply_now(bureau, one)
    again = Apply(one, "water_plain", date(2025, 8, 26))
    assert refused(bureau, apply_for, again) == "case-open"


def test_other_promised_days_are_for_what_comes_later(bureau: Bureau) -> None:
    one = take_up(bureau)
    apply_now(bureau, one, on="2025-08-29")
    bureau.app.write(set_days, SetDays("water_plain", 1))
    assert bureau.app.read(procedures)["water_plain"].days == 1
    (line,) = bureau.app.read(case_lines)
    assert line.clock is not None
    assert line.clock.limit.days == 3
    assert refused(bureau, set_days, SetDays("water_plain", 0)) == "days"


def test_an_application_that_was_a_mistake_goes_away_and_comes_back(bureau: Bureau) -> None:
    case = apply_now(bureau, take_up(bureau))
    bureau.app.write(take_back, TakeBack(case, "填错项目"))
    assert bureau.app.read(case_lines) == []
    bureau.undo()
    (found,) = bureau.app.read(list_utilities)
    assert (found["id"], found["state"], found["days_left"]) == (case, "running", -2)
