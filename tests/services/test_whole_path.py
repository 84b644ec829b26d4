"""The whole path of a project: every subject has its say, and no part says what is not so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from invest_crm.domain.approvals.state import StepKind
from invest_crm.domain.stages import Stage
from invest_crm.domain.whole_path import Phase, Standing
from invest_crm.errors import UserError
from invest_crm.services.documents import MakeReport, make_report
from invest_crm.services.projects.moving import MoveProject, move_project
from invest_crm.services.reviews.acts import Convene, convene
from invest_crm.services.schedules.commands import MakeSchedules
from invest_crm.services.schedules.planning import make_schedules
from invest_crm.services.tasks import AddTask, add_task
from invest_crm.services.utilities.cases import Apply, apply_for
from invest_crm.services.whole_path.gather import whole_path
from tests.support.approvals import at, day, grant, line, path, take
from tests.support.factories import yi

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.domain.whole_path import Part, WholePath
    from tests.support.factories import Bureau


def seen(office: Bureau, project: str) -> WholePath:
    found = office.app.read(whole_path, project)
    assert found is not None
    return found


def part(office: Bureau, project: str, name: str) -> Part:
    return next(one for one in seen(office, project).parts() if name in (one.id, one.label))


def approval(office: Bureau, project: str, code: str) -> Part:
    return part(office, project, f"approval:{line(office, project, code).id}")


def test_a_signed_project_waits_where_the_list_of_signed_projects_says_it_does(
    office: Bureau,
) -> None:
    project = office.take_up("甲", signed_on="2025-08-20", site_mode="GRANT")
    found = seen(office, project)
    assert found.phase is Phase.SETTLING
    assert part(office, project, "ladder:signed_on").standing is Standing.DONE
    held = part(office, project, "ladder:registered_on")
    assert (held.standing, held.holder) == (Standing.WAITING, "Market regulation bureau")
    assert "Registration" in found.callout


def test_an_approval_says_who_holds_it_for_how_long_and_until_when(office: Bureau) -> None:
    project = path(office)
    take(office, project, "REG", StepKind.ACCEPTED, "09-01")
    at(office, "09-03")
    held = approval(office, project, "REG")
    assert (held.standing, held.holder, held.held) == (Standing.LATE, "Market regulation bureau", 2)
    assert held.due == day("09-02")
    take(office, project, "REG", StepKind.GRANTED, "09-03")
    done = approval(office, project, "REG")
    assert (done.standing, done.on and done.on.value) == (Standing.DONE, "2025-09-03")


def test_an_approval_of_a_later_phase_waits_for_nobody_yet(office: Bureau) -> None:
    project = path(office, signed_on="2025-08-01", registered_on="2025-08-10")
    assert seen(office, project).phase is Phase.SETTLING
    assert approval(office, project, "FILE").standing is Standing.AHEAD, "waits for the company"
    grant(office, project, "REG", "09-01", "09-01")
    assert approval(office, project, "FILE").standing is Standing.WAITING
    assert approval(office, project, "DRAIN").standing is Standing.AHEAD


def test_the_schedule_says_by_when_an_approval_must_be_granted_and_shows_it_but_once(
    office: Bureau,
) -> None:
    project = path(office, signed_on="2025-08-01")
    office.app.write(make_schedules, MakeSchedules((project,), date(2027, 6, 30)))
    assert approval(office, project, "CONP").due is not None
    schedule = next(lane for lane in seen(office, project).lanes if lane.key == "schedule")
    assert "Civil works" in {one.label for one in schedule.parts}
    assert not {"Scheme review", "Construction permit"} & {one.label for one in schedule.parts}
    at(office, "12-31")
    office.app.clock.set("2027-01-04T09:00")  # type: ignore[attr-defined]
    assert approval(office, project, "CONP").standing is Standing.LATE


def test_what_the_next_stage_asks_for_is_named(office: Bureau) -> None:
    project = office.take_up("甲", signed_on="2025-08-01", registered_on="2025-08-10")
    found = seen(office, project)
    lane = next(one for one in found.lanes if one.key == "gaps")
    assert "Filed" in lane.title
    assert {one.standing for one in lane.parts} == {Standing.WAITING}
    filed = MoveProject(project, Stage.FILED, day("09-01"), {}, "会议纪要〔2025〕3号")
    office.app.write(move_project, filed)
    assert "Filed" not in next(
        one.title for one in seen(office, project).lanes if one.key == "gaps"
    )


def test_an_open_task_is_late_from_the_day_after_it_was_due(office: Bureau) -> None:
    project = office.take_up("甲")
    command = AddTask("回访企业", due=date(2025, 9, 1), assignee="张三", project_id=project)
    task = office.app.write(add_task, command).value
    assert part(office, project, f"todo:{task}").standing is Standing.DOING
    at(office, "09-02")
    late = part(office, project, f"todo:{task}")
    assert (late.standing, late.holder) == (Standing.LATE, "张三")


def test_a_secured_site_shows_only_the_steps_somebody_recorded(office: Bureau) -> None:
    project = office.take_up("甲", site_mode="GRANT", signed_on="2025-05-01", land_on="2025-08-10")
    assert not [one for one in seen(office, project).parts() if one.id.startswith("land:")]


def test_a_department_that_does_not_answer_a_review_is_late(office: Bureau) -> None:
    project = office.take_up("甲")
    office.app.write(convene, Convene(project, ("reform", "ecology"), date(2025, 9, 1)))
    lane = next(one for one in seen(office, project).lanes if one.key == "reviews")
    assert {one.standing for one in lane.parts} == {Standing.DOING}
    office.app.clock.set("2025-10-20T09:00")  # type: ignore[attr-defined]
    lane = next(one for one in seen(office, project).lanes if one.key == "reviews")
    assert {one.standing for one in lane.parts} == {Standing.LATE}
    assert {one.phase for one in lane.parts} == {Phase.SIGNING}


def test_an_application_for_power_tells_its_step_and_its_promised_day(office: Bureau) -> None:
    project = office.take_up("甲", signed_on="2025-01-10", park="东园")
    office.app.write(apply_for, Apply(project, "water_plain", date(2025, 9, 1)))
    lane = next(one for one in seen(office, project).lanes if one.key == "utilities")
    (one,) = lane.parts
    assert one.standing is Standing.DOING
    assert one.said
    assert one.due is not None
    office.app.clock.set("2025-12-01T09:00")  # type: ignore[attr-defined]
    lane = next(one for one in seen(office, project).lanes if one.key == "utilities")
    assert lane.parts[0].standing is Standing.LATE


def test_a_started_project_that_is_not_in_the_statistics_shows_what_is_lacking(
    office: Bureau,
) -> None:
    started = {"signed_on": "2025-01-10", "started_on": "2025-05-01"}
    project = office.take_up("甲", total_investment=yi(2), **started)
    lane = next(one for one in seen(office, project).lanes if one.key == "statistics")
    assert len(lane.parts) > 1
    assert all(one.phase is Phase.BUILDING for one in lane.parts)
    small = office.take_up("乙", total_investment=yi(0.02), **started)
    assert not [one for one in seen(office, small).lanes if one.key == "statistics"]


def test_the_picture_is_a_document_on_one_sheet(office: Bureau, tmp_path: Path) -> None:
    project = path(office, signed_on="2025-08-01")
    made = office.app.read(
        make_report, MakeReport("project-path", tmp_path / "全程图.pdf", project=project)
    )
    document = pypdfium2.PdfDocument(made.path)
    assert len(document) == made.pages == 1
    text = document[0].get_textpage().get_text_bounded()
    for words in ("甲", "Approvals", "Signed", "Company registration"):
        assert words in text


@pytest.mark.parametrize("about", [None, "gone"])
def test_the_document_of_no_project_is_refused(
    office: Bureau, tmp_path: Path, about: str | None
) -> None:
    target = tmp_path / "x.pdf"
    with pytest.raises(UserError) as refused:
        office.app.read(make_report, MakeReport("project-path", target, project=about))
    assert refused.value.code in {"record-missing", "project-gone"}
    assert not target.exists()
