"""Moving on: refused while something required is missing, saved with it, or with a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm.domain.project_fields import BY_KEY
from invest_crm.domain.stages import Stage
from invest_crm.errors import UserError
from invest_crm.services.history import record_history
from invest_crm.services.projects.gates import gate
from invest_crm.services.projects.moving import MoveProject, move_project
from tests.support.factories import wan

if TYPE_CHECKING:
    from tests.support.factories import Bureau

DAY = date(2025, 8, 1)
WHOLE = {
    "total_investment": wan(12000),
    "leader": "王县长",
    "lead_unit": "县投促局",
    "task_force": "肉羊专班",
}


def test_signing_without_the_five_ones_is_refused_and_says_what_is_missing(
    any_office: Bureau,
) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    before = any_office.record(project).values
    with pytest.raises(UserError) as refused:
        any_office.app.write(move_project, MoveProject(project, Stage.SIGNED, DAY))
    assert refused.value.code == "gate-missing"
    said = str(refused.value)
    assert all(BY_KEY[key].label in said for key in ("leader", "lead_unit", "task_force"))
    assert any_office.record(project).values == before


def test_stage_and_fields_are_one_action_and_are_undone_together(any_office: Bureau) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    before = any_office.record(project).values
    any_office.app.write(move_project, MoveProject(project, Stage.SIGNED, DAY, WHOLE))
    after = any_office.record(project)
    assert (after["stage"], after["leader"], after["total_investment"]) == (
        "SIGNED",
        "王县长",
        wan(12000),
    )
    any_office.undo()
    assert any_office.record(project).values == before


def test_a_reason_lets_it_through_and_stands_in_the_history_without_numbers(
    any_office: Bureau,
) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    command = MoveProject(project, Stage.SIGNED, DAY, reason="县长办公会同意，13812345678")
    any_office.app.write(move_project, command)
    assert any_office.record(project)["stage"] == "SIGNED"
    lines = any_office.app.read(lambda view: record_history(view, [project]))
    said = " ".join(line.what for line in lines)
    assert "县长办公会同意" in said
    assert "13812345678" not in said


def test_the_gate_says_what_to_ask_for_in_which_order(any_office: Bureau) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    found = any_office.app.read(gate, project, Stage.SIGNED)
    assert not found.is_open
    assert found.keys[0] == found.day == "signed_on"
    assert {"total_investment", "leader", "lead_unit", "task_force"} <= set(found.keys)
    assert found.must("leader")
    assert not found.must("township")
