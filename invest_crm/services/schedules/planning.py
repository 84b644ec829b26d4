"""Use cases on whole schedules: made from a template, planned anew, given up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.schedules import (
    schedule,
    schedule_baseline,
    schedule_fact,
    schedule_link,
    schedule_task,
)
from invest_crm.domain.ids import new_id
from invest_crm.domain.schedule import Link
from invest_crm.domain.schedule_plan import (
    Plan,
    PlanTask,
    day_line,
    outlook,
    planned,
    shifted,
)
from invest_crm.domain.schedule_templates import edition, template_of
from invest_crm.errors import UserError
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.projects.records import load
from invest_crm.services.schedules.asked import out_of_range, refuse_far, until
from invest_crm.services.schedules.records import stored, with_milestones, with_schedule
from invest_crm.services.snapshot import Question, settled, snapshot
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Table

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.schedule_plan import Days
    from invest_crm.domain.schedule_templates import Template
    from invest_crm.domain.workdays import Calendar
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.schedules.commands import MakeSchedules, RemoveSchedule, Replan
    from invest_crm.services.work import Work

_SHOWN = 5

Rows = dict[str, list[dict[str, Any]]]
"""New rows by table."""


def make_schedules(work: Work, command: MakeSchedules) -> tuple[str, ...]:
    """Make the schedules of projects from the templates of their site modes; returns their ids.

    UserErrors: ``schedule-exists``, ``target-past``, ``goal-not-on-this-way``,
    ``day-out-of-range``, ``project-gone``.
    """
    records = load(work, list(command.projects))
    if not records or len(records) < len(set(command.projects)):
        raise _refused(
            "project-gone", _("One of these projects no longer exists."), _("Refresh the list.")
        )
    _refuse_past(work, command.target)
    _refuse_existing(work, records)
    names = [record["name"] for record in records.values()]
    if len(names) == 1:
        work.name("schedule.make", name=names[0])
    else:
        work.name("schedule.make.many", count=len(names))
    asked = settled(work, Question(work.today, only=frozenset(records)))
    facts = {item.id: item for item in snapshot(work, asked)}
    calendar = calendar_in_force(work)
    rows: Rows = {}
    ids = [
        _make_one(work, record, facts[record.id], command, calendar, rows)
        for record in records.values()
        if record.id in facts
    ]
    _insert(work, rows)
    return tuple(ids)


def replan(work: Work, command: Replan) -> int:
    """Keep a new version of the plan and its target; returns its number.

    UserErrors: ``target-past``, ``day-out-of-range``, ``schedule-gone``.
    """
    found = stored(work, command.schedule)
    plan, today = found.plan, work.today
    if command.target is not None and not command.follow:
        _refuse_past(work, command.target)
    wanted = plan if command.target is None else _aimed(plan, command.target)
    line = day_line(calendar_in_force(work), today, [wanted])
    try:
        if command.follow:
            target, days = shifted(outlook(plan, line, today))
        else:
            target, days = wanted.target, planned(wanted, line, today)
    except OverflowError as error:
        raise out_of_range() from error
    action = "schedule.follow" if command.follow else "schedule.replan"
    work.name(action, name=found.name, target=target.isoformat())
    work.update(schedule, plan.id, target_on=target.isoformat())
    version = max((item.version for item in found.baselines), default=0) + 1
    work.insert(
        schedule_baseline, **_baseline(work, plan.id, version, target, days, command.reason)
    )
    return version


def remove_schedule(work: Work, command: RemoveSchedule) -> None:
    """Give a schedule up; the trash brings it back. UserError ``schedule-gone``."""
    found = stored(work, command.id)
    work.name("schedule.delete", name=found.name)
    tasks = [item.id for item in found.plan.tasks]
    facts = work.values(select(schedule_fact.c.id).where(schedule_fact.c.task_id.in_(tasks)))
    work.delete(schedule_fact, *facts)
    for table in (schedule_link, schedule_baseline):
        mine = table.c.schedule_id == command.id
        work.delete(table, *work.values(select(table.c.id).where(mine)))
    work.delete(schedule_task, *tasks)
    work.delete(schedule, command.id)


def new_plan(template: Template, target: date, goal: Any) -> Plan:
    """The plan of a template, its tasks with ids of their own and the names of the template."""
    ids = {item.task.id: new_id() for item in template.tasks}
    return Plan(
        id=new_id(),
        target=target,
        goal=goal,
        tasks=tuple(
            PlanTask(
                id=ids[item.task.id],
                name=item.title_zh,
                days=item.task.days,
                unit=item.task.unit,
                owner=item.task.owner,
                code=item.task.id,
                milestone=item.milestone,
            )
            for item in template.tasks
        ),
        links=tuple(
            Link(ids[link.before], ids[link.after], link.kind, link.lag, link.unit)
            for link in template.links
        ),
    )


def rows_of(plan: Plan, project_id: str, template: str, made: Mapping[str, object]) -> Rows:
    """A new plan as rows by table, without its first version; ``made``: when and by whom."""
    head = {
        "id": plan.id,
        "project_id": project_id,
        "template": template,
        "template_version": edition().version,
        "goal": plan.goal.value,
        "target_on": plan.target.isoformat(),
        **made,
    }
    tasks = [
        {
            "id": item.id,
            "schedule_id": plan.id,
            "position": place,
            "code": item.code or None,
            "name": item.name,
            "days": item.days,
            "unit": item.unit.value,
            "owner": item.owner or None,
            "milestone": item.milestone.value if item.milestone else None,
        }
        for place, item in enumerate(plan.tasks)
    ]
    links = [
        {
            "schedule_id": plan.id,
            "before_id": link.before,
            "after_id": link.after,
            "kind": link.kind.value,
            "lag": link.lag,
            "unit": link.unit.value,
        }
        for link in plan.links
    ]
    return {schedule.name: [head], schedule_task.name: tasks, schedule_link.name: links}


def plan_text(days: Mapping[str, Days]) -> str:
    """The days of a version of the plan as they are stored."""
    kept = {name: [first.isoformat(), last.isoformat()] for name, (first, last) in days.items()}
    return json.dumps(kept, separators=(",", ":"))


def _make_one(
    work: Work,
    record: ProjectRecord,
    fact: ProjectFacts,
    command: MakeSchedules,
    calendar: Calendar,
    rows: Rows,
) -> str:
    template = until(template_of(record["site_mode"]), command.goal)
    plan = new_plan(template, command.target, command.goal)
    known = with_milestones(plan, fact, work.today)
    try:
        days = planned(known, day_line(calendar, work.today, [known]), work.today)
    except OverflowError as error:
        raise out_of_range() from error
    made = {"made_at": work.now, "made_by": work.actor}
    for name, new in rows_of(plan, record.id, template.site_mode, made).items():
        rows.setdefault(name, []).extend(new)
    first = _baseline(work, plan.id, 1, command.target, days, "")
    rows.setdefault(schedule_baseline.name, []).append(first)
    return plan.id


def _insert(work: Work, rows: Rows) -> None:
    tables: tuple[Table, ...] = (schedule, schedule_task, schedule_link, schedule_baseline)
    for table in tables:
        work.insert_many(table, rows.get(table.name, []))


def _baseline(
    work: Work,
    schedule_id: str,
    version: int,
    target: date,
    days: Mapping[str, Days],
    reason: str,
) -> dict[str, object]:
    return {
        "schedule_id": schedule_id,
        "version": version,
        "target_on": target.isoformat(),
        "plan": plan_text(days),
        "reason": reason.strip() or None,
        "made_at": work.now,
        "made_by": work.actor,
    }


def _aimed(plan: Plan, target: date) -> Plan:
    return Plan(plan.id, target, plan.goal, plan.tasks, plan.links)


def _refuse_past(work: Work, target: date) -> None:
    refuse_far(work, target)
    if target < work.today:
        raise _refused(
            "target-past",
            _("The target day {day} is past.").format(day=target.isoformat()),
            _("Choose a day from today on."),
        )


def _refuse_existing(work: Work, records: Mapping[str, ProjectRecord]) -> None:
    known = with_schedule(work, records)
    if known:
        names = [records[one]["name"] for one in sorted(known)][:_SHOWN]
        raise _refused(
            "schedule-exists",
            _("These projects have a schedule already: {names}.").format(
                names=pgettext("between words", ", ").join(names)
            ),
            _("Open it on the wall and plan it anew, or leave these projects out."),
        )


def _refused(code: str, what: str, todo: str) -> UserError:
    return UserError(code, what, safe=_("Nothing was changed."), todo=todo)
