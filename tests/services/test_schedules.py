"""Schedules: made backwards, edited, measured against what was planned, planned anew, given up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm.db.schema.schedules import schedule_fact
from invest_crm.domain.day_line import Unit
from invest_crm.domain.schedule import Link, LinkKind
from invest_crm.domain.schedule_plan import Light, day_line, outlook
from invest_crm.domain.schedule_templates import templates
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.domain.workdays import load_calendar
from invest_crm.errors import UserError
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.projects import edit as projects
from invest_crm.services.projects.panel import project_panel
from invest_crm.services.schedules import commands, edit, planning
from invest_crm.services.schedules.records import plan_of, plans
from invest_crm.services.trash import list_trash, restore_trash
from tests.support.factories import all_rows, colleague, images, log_texts

if TYPE_CHECKING:
    from invest_crm.domain.schedule_plan import Outlook, PlanTask
    from invest_crm.services.schedules.records import ProjectPlan
    from tests.support.factories import Bureau

TARGET = date(2027, 6, 30)
TODAY = date(2025, 9, 1)
NUMBER = "13912345678"


class Room:
    """One project with its schedule, and short names for what is done with it."""

    def __init__(self, office: Bureau, **values: Any) -> None:
        self.office, self.app = office, office.app
        self.project = office.take_up(**{"name": "肉羊屠宰", "site_mode": "LEASED_PLANT", **values})
        self.make(self.project)

    def make(self, *ids: str, target: date = TARGET, **more: Any) -> Any:
        command = commands.MakeSchedules(ids, target, **more)
        return self.app.write(planning.make_schedules, command).value

    @property
    def found(self) -> ProjectPlan:
        found = self.app.read(plan_of, self.project)
        assert found is not None
        return found

    def task(self, code: str) -> PlanTask:
        return next(item for item in self.found.plan.tasks if code in (item.code, item.name))

    def outlook(self) -> Outlook:
        plan = self.found.plan
        today = self.app.today
        return outlook(plan, day_line(load_calendar(), today, [plan]), today)

    def edit(self, code: str, seen: dict[str, Any] | None = None, **values: Any) -> None:
        command = commands.EditTask(self.task(code).id, values, seen or {})
        self.app.write(edit.edit_task, command)

    def report(self, code: str, **values: Any) -> None:
        self.app.write(edit.report_task, commands.ReportTask(self.task(code).id, values))

    def link(self, code: str, *links: Link) -> None:
        self.app.write(edit.set_links, commands.SetLinks(self.task(code).id, links))

    def replan(self, **more: Any) -> None:
        self.app.write(planning.replan, commands.Replan(self.found.plan.id, **more))


@pytest.fixture
def room(any_office: Bureau) -> Room:
    return Room(any_office)


def test_a_schedule_is_made_from_the_template_of_the_site_mode(room: Room) -> None:
    found, template = room.found, templates()["LEASED_PLANT"]
    assert [item.code for item in found.plan.tasks] == [item.task.id for item in template.tasks]
    assert len(found.plan.links) == len(template.links)
    assert (found.template, found.template_version) == ("LEASED_PLANT", "2026-1")
    assert [(one.version, one.target, one.made_by) for one in found.baselines] == [
        (1, TARGET, "wang")
    ]


def test_what_is_planned_ends_on_the_target_and_keeps_every_link(room: Room) -> None:
    plan = room.found.plan
    days = {item.id: item.planned for item in plan.tasks}
    assert max(pair[1] for pair in days.values() if pair) == TARGET
    for link in plan.links:
        before, after = days[link.before], days[link.after]
        assert before is not None
        assert after is not None
        if link.kind is LinkKind.FS and plan.task(link.after).days:
            assert before[1] < after[0]
    assert room.outlook().light is Light.GREEN
    assert {row.slip for row in room.outlook().rows} == {0}


def test_many_projects_are_one_action_and_one_with_a_schedule_stops_it(room: Room) -> None:
    others = [room.office.take_up(name=f"项目{n}", site_mode="GRANT") for n in range(3)]
    before = images(room.app)
    with pytest.raises(UserError, match="肉羊屠宰"):
        room.make(room.project, *others)
    assert images(room.app) == before
    assert len(room.make(*others)) == 3
    assert len(room.app.read(plans)) == 4
    room.office.undo()
    assert images(room.app) == before


def test_a_target_that_is_past_is_refused(room: Room) -> None:
    other = room.office.take_up(name="乙")
    with pytest.raises(UserError) as refused:
        room.make(other, target=date(2025, 8, 31))
    assert refused.value.code == "target-past"


def test_a_target_too_near_says_where_it_breaks_by_how_much_and_what_would_fit(
    any_office: Bureau,
) -> None:
    room = Room(any_office)
    room.replan(target=date(2025, 12, 1))
    seen = room.outlook()
    assert seen.light is Light.RED
    (name, missing), *_rest = seen.breaks
    assert room.found.plan.task(name).code == "REG"
    assert missing > 0
    assert seen.fitting > date(2025, 12, 1)
    # Nothing that is still to do is planned for the past, and the target it names can be met.
    assert all(row.days[0] >= TODAY for row in seen.rows if row.task.days)
    room.replan(target=seen.fitting)
    assert room.outlook().light is Light.GREEN


def test_a_longer_task_moves_what_follows_and_the_plan_stays_as_it_was(room: Room) -> None:
    before = room.outlook()
    room.edit("FIT", days=55)
    after = room.outlook()
    assert after.late == 10
    assert after.row(room.task("FIT").id).slip == 10
    assert after.row(room.task("REG").id).slip == 0
    was, now = (seen.row(room.task("EIA").id).dated for seen in (before, after))
    assert now.latest_finish < was.latest_finish, "what comes before must now end earlier"
    assert {item.planned for item in room.found.plan.tasks} == {
        item.planned for item in before.plan.tasks
    }
    room.office.undo()
    assert room.outlook() == before


def test_a_day_set_by_hand_holds_a_task_and_what_follows(room: Room) -> None:
    first = room.outlook().row(room.task("FIT").id).days[0]
    room.edit("FIT", not_before=date(first.year, first.month, first.day).replace(day=28))
    row = room.outlook().row(room.task("FIT").id)
    assert row.days[0] == first.replace(day=28)
    assert row.slip == (first.replace(day=28) - first).days


def test_values_that_make_no_sense_are_refused(room: Room) -> None:
    for values, code in (
        ({"days": -1}, "task-days"),
        ({"days": 4000}, "task-days"),
        ({"name": " "}, "task-nameless"),
        ({"not_before": date(9999, 1, 1)}, "day-out-of-range"),
        ({"days": 3650, "unit": Unit.WORK}, "day-out-of-range"),
    ):
        with pytest.raises(UserError) as refused:
            room.edit("FIT", **values)
        assert refused.value.code == code


def test_two_people_on_one_field_the_second_is_told(room: Room) -> None:
    other = colleague(room.app, "li")
    other.write(edit.edit_task, commands.EditTask(room.task("FIT").id, {"days": 50}))
    with pytest.raises(EditConflict) as told:
        room.edit("FIT", {"days": 45}, days=60)
    (one,) = told.value.conflicts
    assert (one.field, one.current, one.wanted) == ("days", 50, 60)
    assert one.by is not None
    assert one.by.actor == "li"
    room.edit("FIT", {"name": room.task("FIT").name}, name="装修")
    assert (room.task("装修").days, room.task("装修").name) == (50, "装修")


def test_what_happened_is_a_dated_fact_and_a_correction_voids_it(room: Room) -> None:
    room.report("REG", started=date(2025, 8, 18), finished=date(2025, 8, 20))
    room.report("REG", finished=date(2025, 8, 22))
    task = room.task("REG")
    assert (task.started, task.finished) == (date(2025, 8, 18), date(2025, 8, 22))
    rows = room.app.read(all_rows, schedule_fact)
    ends = [(row.effective_on, bool(row.voided_at)) for row in rows if row.kind == "FINISHED"]
    assert sorted(ends) == [("2025-08-20", True), ("2025-08-22", False)]
    room.report("REG", finished=None)
    assert room.task("REG").finished is None


def test_the_future_has_not_happened_and_an_end_follows_its_beginning(room: Room) -> None:
    for values, code in (
        ({"finished": date(2025, 9, 2)}, "date-in-future"),
        ({"started": date(2025, 8, 20), "finished": date(2025, 8, 19)}, "task-ends-first"),
        ({"percent": 101}, "task-percent"),
    ):
        with pytest.raises(UserError) as refused:
            room.report("REG", **values)
        assert refused.value.code == code


def test_a_note_on_progress_stands_outside_of_the_log_and_its_number_is_masked(room: Room) -> None:
    room.report("REG", percent=40, note=f"材料已报，联系王股长{NUMBER}")
    task = room.task("REG")
    assert task.percent == 40
    assert "王股长" in task.note
    assert NUMBER not in task.note
    assert NUMBER not in log_texts(room.app)


def test_a_milestone_of_the_project_finishes_its_task_and_all_before(room: Room) -> None:
    room.office.edit(room.project, filed_on="2025-08-15")
    done = {item.code for item in room.found.plan.tasks if item.finished == date(2025, 8, 15)}
    assert done == {"REG", "FILE"}
    room.report("REG", started=date(2025, 8, 1), finished=date(2025, 8, 4))
    assert room.task("REG").finished == date(2025, 8, 4)
    assert not room.task("REG").implied


def test_planning_anew_leaves_what_is_done_and_what_has_begun(room: Room) -> None:
    room.report("REG", started=date(2025, 8, 18), finished=date(2025, 8, 20))
    room.report("FILE", started=date(2025, 8, 25))
    room.replan(target=date(2027, 9, 30), reason="用电外线晚批")
    found = room.found
    assert room.task("REG").planned == (date(2025, 8, 18), date(2025, 8, 20))
    begun = room.task("FILE").planned
    assert begun is not None
    assert begun[0] == date(2025, 8, 25)
    assert found.plan.target == date(2027, 9, 30)
    assert [(one.version, one.reason) for one in found.baselines] == [(1, ""), (2, "用电外线晚批")]
    assert room.outlook().late == 0


def test_putting_off_takes_the_forecast_as_the_new_plan(room: Room) -> None:
    room.edit("FIT", days=60)
    late = room.outlook()
    assert late.late == 15
    room.replan(follow=True, reason="顺延")
    seen = room.outlook()
    assert seen.plan.target == late.reached
    assert (seen.late, seen.light) == (0, Light.GREEN)
    assert {row.slip for row in seen.rows} == {0}
    room.office.undo()
    assert room.outlook() == late


def test_links_are_set_and_a_circle_is_refused_with_its_tasks(room: Room) -> None:
    reg, fit = room.task("REG"), room.task("FIT")
    with pytest.raises(UserError) as refused:
        room.link("REG", Link(fit.id, reg.id))
    assert refused.value.code == "schedule-circle"
    assert reg.name in str(refused.value)
    assert fit.name in str(refused.value)
    wanted = Link(reg.id, room.task("HIRE").id, LinkKind.SS, 5, Unit.CALENDAR)
    room.link("HIRE", wanted)
    assert [link for link in room.found.plan.links if link.after == wanted.after] == [wanted]
    with pytest.raises(UserError):
        room.link("HIRE", Link(reg.id, wanted.after), wanted)


def test_a_task_is_added_between_others_and_taken_out_again(room: Room) -> None:
    before = images(room.app)
    reg, file = room.task("FILE"), room.task("EIA_DOC")
    new = commands.AddTask(
        room.found.plan.id, "协议公证", 5, owner="公证处", after=(reg.id,), before=(file.id,)
    )
    room.app.write(edit.add_task, new)
    names = [item.name for item in room.found.plan.tasks]
    assert names.index("协议公证") == names.index(reg.name) + 1
    assert room.outlook().late > 0
    room.app.write(edit.remove_task, commands.RemoveTask(room.task("协议公证").id))
    assert room.outlook().late == 0
    room.office.undo()
    room.office.undo()
    assert images(room.app) == before


def test_taking_a_task_out_joins_what_stood_around_it(room: Room) -> None:
    reg, file = room.task("REG"), room.task("FILE")
    waiting = {link.after for link in room.found.plan.links if link.before == file.id}
    room.report("FILE", percent=10)
    room.app.write(edit.remove_task, commands.RemoveTask(file.id))
    links = {(link.before, link.after) for link in room.found.plan.links}
    assert {(reg.id, name) for name in waiting} <= links
    room.office.undo()
    assert room.task("FILE").percent == 10


def test_a_schedule_is_given_up_and_comes_back_from_the_trash(room: Room) -> None:
    room.report("REG", started=date(2025, 8, 18))
    before = images(room.app)
    plan = room.found.plan
    room.app.write(planning.remove_schedule, commands.RemoveSchedule(plan.id))
    assert room.app.read(plan_of, room.project) is None
    (line,) = [one for one in room.app.read(list_trash) if one.kind == "schedule"]
    assert line.name == "肉羊屠宰"
    room.app.write(restore_trash, [line.id])
    assert images(room.app) == before


def test_an_ended_or_archived_project_is_on_no_wall(room: Room) -> None:
    room.office.side(room.project, SideState.TERMINATED, "2025-08-01")
    assert room.app.read(plans) == []
    room.office.undo()
    assert len(room.app.read(plans)) == 1
    room.app.write(projects.archive_projects, (room.project,))
    assert room.app.read(plans) == []


def test_the_history_of_the_project_tells_of_its_schedule(room: Room) -> None:
    room.edit("FIT", days=60)
    room.report("REG", started=date(2025, 8, 18))
    panel = room.app.read(project_panel, room.project)
    assert panel is not None
    told = [line.what for line in panel.history]
    assert any(room.task("FIT").name in what for what in told)
    assert len(told) >= 4


def test_what_was_worked_on_is_gone(room: Room) -> None:
    plan = room.found.plan
    room.app.write(planning.remove_schedule, commands.RemoveSchedule(plan.id))
    for use_case, command in (
        (edit.edit_task, commands.EditTask(plan.tasks[0].id, {"days": 3})),
        (edit.report_task, commands.ReportTask(plan.tasks[0].id, {"percent": 3})),
        (planning.replan, commands.Replan(plan.id)),
        (planning.remove_schedule, commands.RemoveSchedule(plan.id)),
    ):
        with pytest.raises(UserError) as refused:
            room.app.write(use_case, command)  # type: ignore[arg-type]
        assert refused.value.code == "schedule-gone"


def test_the_goal_may_be_the_start_of_works(any_office: Bureau) -> None:
    room = Room(any_office)
    other = any_office.take_up(name="乙", site_mode="GRANT")
    room.make(other, target=date(2026, 12, 20), goal=MilestoneKind.STARTED)
    found = any_office.app.read(plan_of, other)
    assert found is not None
    assert found.plan.tasks[-1].code == "START"
    codes = {item.code for item in found.plan.tasks}
    assert "PRODUCTION" not in codes
    rows = any_office.app.read(lambda view: view.rows(select(schedule_fact)))
    assert not rows


def test_a_task_does_not_come_back_without_its_schedule(room: Room) -> None:
    task, plan = room.task("FILE").id, room.found.plan
    taken = room.app.write(edit.remove_task, commands.RemoveTask(task)).changes.change_set_id
    room.app.write(planning.remove_schedule, commands.RemoveSchedule(plan.id))
    with pytest.raises(UserError) as refused:
        room.office.undo(taken)
    assert refused.value.code == "undo-owner-gone"
    room.office.undo()
    room.office.undo(taken)
    assert room.task("FILE").id == task
