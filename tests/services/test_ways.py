"""A project of every site mode from its lead to capacity, giving only what is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.approvals.state import DONE, State, StepKind
from invest_crm.domain.evidence import evidence_label
from invest_crm.domain.partial_date import exact
from invest_crm.domain.project_fields import BY_KEY, SITE_MODES
from invest_crm.domain.stages import MilestoneKind, Stage
from invest_crm.domain.whole_path import Phase, Standing
from invest_crm.services.approvals.acts import TakeStep, take_step
from invest_crm.services.approvals.cases import open_case
from invest_crm.services.approvals.reading import project_approvals
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.project_land import ReachStep, project_land, reach_step
from invest_crm.services.projects.gates import gate
from invest_crm.services.projects.moving import MoveProject, move_with_files
from invest_crm.services.schedules.commands import MakeSchedules
from invest_crm.services.schedules.planning import make_schedules
from invest_crm.services.schedules.records import plan_of
from invest_crm.services.whole_path.gather import whole_path
from tests.support.factories import person, wan

if TYPE_CHECKING:
    from invest_crm.services.approvals.reading import ApprovalLine
    from tests.support.factories import Bureau

FIRST = date(2025, 9, 1)
SAMPLES: dict[str, Any] = {"money": wan(8000), "area": 333_333, "date": exact(FIRST)}


def sample(key: str, mode: str) -> Any:
    """Something an officer would enter there."""
    if key == "site_mode":
        return mode
    if key == "agreement_type":
        return "INVESTMENT"
    if key == "contacts":
        return (person("赵文"),)
    if key == "industry":
        return "1351"
    return SAMPLES.get(BY_KEY[key].kind, "某某")


def enter(office: Bureau, project: str, stage: Stage, mode: str) -> None:
    """Enter a stage with every field and paper its gate asks for, and nothing else."""
    found = office.app.read(gate, project, stage)
    required = [need for need in found.missing if need.required]
    values = {need.keys[0]: sample(need.keys[0], mode) for need in required if need.keys}
    papers = [need.papers[0] for need in required if need.papers and not need.keys]
    offered = [Offered(f"{evidence_label(kind)}.pdf", kind.encode(), kind) for kind in papers]
    command = MoveProject(project, stage, FIRST, values)
    move_with_files(office.app, command, offered)


def grant_all(office: Bureau, project: str) -> None:
    """Hand in and grant whatever may begin, until nothing is left."""
    for _round in range(40):
        lines = office.app.read(project_approvals, project)
        ready = [line for line in lines if line.may_begin]
        if not ready:
            return
        for line in ready:
            take(office, line, StepKind.ACCEPTED)
            if office.app.read(project_approvals, project) and not is_done(office, project, line):
                take(office, line, StepKind.GRANTED)


def take(office: Bureau, line: ApprovalLine, kind: StepKind) -> None:
    office.app.write(take_step, TakeStep((line.id,), kind, office.app.today))


def is_done(office: Bureau, project: str, line: ApprovalLine) -> bool:
    found = office.app.read(project_approvals, project)
    return next(one for one in found if one.id == line.id).state in DONE


@pytest.mark.parametrize("mode", sorted(SITE_MODES))
def test_every_way_leads_from_the_lead_to_capacity(any_office: Bureau, mode: str) -> None:
    office = any_office
    project = office.take_up("甲", site_mode=mode)
    for stage in [stage for stage in Stage if stage.rank > 0]:
        if stage is Stage.REGISTERED:
            office.app.write(make_schedules, MakeSchedules((project,), FIRST + timedelta(days=900)))
            office.app.write(open_case, project)
            grant_all(office, project)
            walk_land(office, project)
        record = office.record(project)
        if record["stage"] != stage.value:
            enter(office, project, stage, mode)
        assert office.record(project)["stage"] == stage.value
    whole = office.app.read(whole_path, project)
    assert whole is not None
    assert whole.phase is Phase.RUNNING
    beside = {"ladder:in_stats_on", "ladder:in_size_on"}
    left = [part.label for part in whole.lanes[0].parts if part.standing is not Standing.DONE
            and part.id not in beside]  # fmt: skip
    assert not left


def walk_land(office: Bureau, project: str) -> None:
    """Every step to the land, in its order."""
    found = office.app.read(project_land, project)
    assert found is not None
    for line in found.steps:
        office.app.write(reach_step, ReachStep(project, line.step.code, exact(FIRST), "李四"))
    found = office.app.read(project_land, project)
    assert found is not None
    assert {line.state for line in found.steps} <= {"done"}


@pytest.mark.parametrize("mode", sorted(SITE_MODES))
def test_every_approval_of_a_way_can_be_granted_in_some_order(office: Bureau, mode: str) -> None:
    project = office.take_up("甲", site_mode=mode, industry="1351", land_mu=333_333)
    office.app.write(open_case, project)
    grant_all(office, project)
    left = [line.name for line in office.app.read(project_approvals, project)
            if line.state not in DONE and line.state is not State.GRANTED]  # fmt: skip
    assert not left


@pytest.mark.parametrize("mode", sorted(SITE_MODES))
def test_a_schedule_follows_the_ladder(office: Bureau, mode: str) -> None:
    """What a milestone reaches is finished in the schedule, with all that comes before it."""
    project = office.take_up("甲", site_mode=mode, signed_on="2025-08-01")
    office.app.write(make_schedules, MakeSchedules((project,), FIRST + timedelta(days=900)))
    for stage in (Stage.REGISTERED, Stage.FILED, Stage.LAND):
        enter(office, project, stage, mode)
    found = office.app.read(plan_of, project)
    assert found is not None
    reached = {MilestoneKind.REGISTERED, MilestoneKind.FILED, MilestoneKind.LAND}
    for task in found.plan.tasks:
        if task.milestone in reached:
            assert task.finished is not None, task.name
