"""Nobody types a day twice: what is granted or finished reaches the milestone it stands for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from invest_crm.domain.approvals.state import StepKind
from invest_crm.domain.partial_date import PartialDate
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import Offered, add_files
from invest_crm.services.projects.records import load_one
from invest_crm.services.schedules import commands, edit, planning
from invest_crm.services.schedules.records import plan_of
from tests.support.approvals import grant, path, take

if TYPE_CHECKING:
    from tests.support.factories import Bureau

FIRST = PartialDate("2025-09-01", "day", "2025-09-01")


def value(office: Bureau, project: str, key: str) -> object:
    record = office.app.read(load_one, project)
    assert record is not None
    return record[key]


def licence(office: Bureau, project: str) -> None:
    """Keep the business licence with the project."""
    offered = [Offered("营业执照.jpg", b"licence")]
    add_files(office.app, Subject("project", project), offered)


def test_a_granted_registration_is_the_milestone_and_is_undone_with_it(office: Bureau) -> None:
    project = path(office, signed_on="2025-08-01")
    licence(office, project)
    take(office, project, "REG", StepKind.ACCEPTED, "09-01")
    take(office, project, "REG", StepKind.GRANTED, "09-01")
    assert value(office, project, "registered_on") == FIRST
    assert value(office, project, "stage") == "REGISTERED"
    office.undo()
    assert value(office, project, "registered_on") is None


def test_a_day_that_stands_already_is_not_touched(office: Bureau) -> None:
    project = path(office, signed_on="2025-08-01", registered_on="2025-08-10")
    grant(office, project, "REG", "09-01", "09-01")
    assert value(office, project, "registered_on").value == "2025-08-10"  # type: ignore[attr-defined]


def test_a_milestone_whose_gate_asks_for_more_waits_for_a_person(office: Bureau) -> None:
    project = path(office, signed_on="2025-08-01", registered_on="2025-08-10")
    grant(office, project, "FILE", "09-01", "09-01")
    assert value(office, project, "filed_on") is None
    assert value(office, project, "stage") == "REGISTERED"


def test_a_construction_permit_is_its_day(office: Bureau) -> None:
    project = path(office, signed_on="2025-08-01", site_mode="GRANT", land_mu=800_000)
    grant(office, project, "CONP", "09-01", "09-01")
    assert value(office, project, "permit_on") == FIRST


def test_a_finished_task_of_the_schedule_is_the_milestone(office: Bureau) -> None:
    project = office.take_up("甲", signed_on="2025-08-01", site_mode="LEASED_PLANT")
    office.app.write(planning.make_schedules, commands.MakeSchedules((project,), date(2027, 6, 30)))
    licence(office, project)
    found = office.app.read(plan_of, project)
    assert found is not None
    task = next(item for item in found.plan.tasks if item.code == "REG")
    day = date(2025, 9, 1)
    office.app.write(edit.report_task, commands.ReportTask(task.id, {"finished": day}))
    assert value(office, project, "registered_on") == FIRST
    start = next(item for item in found.plan.tasks if item.code == "START")
    office.app.write(edit.report_task, commands.ReportTask(start.id, {"finished": day}))
    assert value(office, project, "started_on") is None, "no photo, no permit: the gate asks"
