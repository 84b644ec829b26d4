"""Back-scheduling a project that is asked for by name: its own schedule, else its template.

Nothing is written: a target that is only asked about leaves the stored one as it is.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.day_line import DayLine
from invest_crm.domain.schedule import Actual, Schedule, Task
from invest_crm.domain.schedule_plan import FARTHEST_YEARS, day_line, network, outlook
from invest_crm.domain.schedule_templates import (
    Template,
    TemplateTask,
    edition,
    template_of,
    templates,
)
from invest_crm.domain.stages import MilestoneKind
from invest_crm.errors import UserError
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.projects.find import found_project
from invest_crm.services.schedules.records import plan_of
from invest_crm.services.snapshot import Question, settled, snapshot
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.schedule_plan import Outlook, Plan
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.schedules.records import Baseline, ProjectPlan
    from invest_crm.services.work import View

GOALS = (MilestoneKind.STARTED, MilestoneKind.COMPLETED, MilestoneKind.IN_PRODUCTION)
"""What a target day can be set for."""
_BACK_YEARS, _AHEAD_YEARS = 6, 10


class ScheduleProject(Struct, frozen=True):
    """What is asked: a project by id, code or name, and the day on which the goal is reached.

    Without a target or a goal those of the stored schedule.
    """

    project: str
    target: date | None = None
    goal: MilestoneKind | None = None


class ProjectSchedule(Struct, frozen=True):
    """The dates of a project. ``assumed_mode``: its site mode is unknown, the usual one stands in.

    ``assumed_years``: years whose holidays are not announced, so that dates may still move.
    ``outlook``: plan, forecast and what happened, where the project has a schedule of its own;
    ``baselines``: the versions of its plan.
    """

    id: str
    name: str
    site_mode: str
    assumed_mode: bool
    goal: MilestoneKind
    template_version: str
    tasks: Mapping[str, TemplateTask]
    schedule: Schedule
    assumed_years: frozenset[int]
    outlook: Outlook | None = None
    baselines: tuple[Baseline, ...] = ()


def project_schedule(view: View, asked: ScheduleProject) -> ProjectSchedule:
    """Latest and earliest dates of every task of a project's way to its goal.

    Rules: ``domain/schedule.py``; what a reached milestone presupposes counts as done on its day.
    UserErrors: ``project-unknown``, ``project-several``, ``goal-not-on-this-way``,
    ``day-out-of-range``, ``schedule-none`` (no target, and no schedule that has one).
    """
    record = found_project(view, asked.project)
    stored = plan_of(view, record.id)
    if stored is not None and asked.goal in (None, stored.plan.goal):
        return _of_stored(view, record, stored, asked)
    if asked.target is None:
        raise UserError(
            "schedule-none",
            _("{name} has no schedule yet.").format(name=record["name"]),
            safe=_("Nothing was changed."),
            todo=_("Give the day to be met: --target DATE."),
        )
    return _of_template(view, record, asked.target, asked.goal or MilestoneKind.IN_PRODUCTION)


def _of_template(
    view: View, record: ProjectRecord, target: date, goal: MilestoneKind
) -> ProjectSchedule:
    mode = record["site_mode"]
    template = until(template_of(mode), goal)
    question = settled(view, Question(as_of=view.today, only=frozenset({record.id})))
    facts = snapshot(view, question)[0]
    calendar = calendar_in_force(view)
    first = date(min(view.today, target).year - _BACK_YEARS, 1, 1)
    last = date(max(view.today, target).year + _AHEAD_YEARS, 12, 31)
    actuals = _actuals(template, facts, view.today)
    try:
        line = DayLine(calendar, min([first, *(item.started for item in actuals.values())]), last)
        made = template.network().schedule(line, target, view.today, actuals)
    except (OverflowError, ValueError) as error:
        raise out_of_range() from error
    ends = [view.today, target, made.reached]
    return ProjectSchedule(
        id=record.id,
        name=record["name"],
        site_mode=template.site_mode,
        assumed_mode=mode not in templates(),
        goal=goal,
        template_version=edition().version,
        tasks={item.task.id: item for item in template.tasks},
        schedule=made,
        assumed_years=calendar.assumed_years(min(ends), max(ends)),
    )


def _of_stored(
    view: View, record: ProjectRecord, stored: ProjectPlan, asked: ScheduleProject
) -> ProjectSchedule:
    plan = _with_codes(stored.plan)
    if asked.target is not None:
        refuse_far(view, asked.target)
        plan = replace(plan, target=asked.target)
    calendar = calendar_in_force(view)
    try:
        line = day_line(calendar, view.today, [plan])
        seen = outlook(plan, line, view.today)
    except OverflowError as error:
        raise out_of_range() from error
    ends = [view.today, plan.target, seen.reached, seen.fitting]
    return ProjectSchedule(
        id=record.id,
        name=record["name"],
        site_mode=stored.template,
        assumed_mode=False,
        goal=plan.goal,
        template_version=stored.template_version,
        tasks={
            item.id: TemplateTask(
                Task(item.id, item.days, item.unit, item.owner), item.name, item.name
            )
            for item in plan.tasks
        },
        schedule=_schedule_of(seen),
        assumed_years=calendar.assumed_years(min(ends), max(ends)),
        outlook=seen,
        baselines=stored.baselines,
    )


def _with_codes(plan: Plan) -> Plan:
    """The same with the codes of the template as names of its tasks, for commands and scripts."""
    names = {item.id: item.code or item.id for item in plan.tasks}
    if len(set(names.values())) < len(names):
        return plan
    return replace(
        plan,
        tasks=tuple(replace(item, id=names[item.id]) for item in plan.tasks),
        links=tuple(
            replace(link, before=names[link.before], after=names[link.after]) for link in plan.links
        ),
    )


def _schedule_of(seen: Outlook) -> Schedule:
    """The possible dates in the order in which the tasks wait for each other."""
    dated = {row.task.id: row.dated for row in seen.rows}
    tasks = tuple(dated[item.id] for item in network(seen.plan).tasks)
    return Schedule(
        tasks=tasks,
        target=seen.plan.target,
        reached=seen.fitting,
        critical=tuple(item.id for item in tasks if item.critical),
        breaks=tuple(name for name, _days in seen.breaks),
    )


def refuse_far(view: View, *days: date | None) -> None:
    """UserError ``day-out-of-range`` for a day that lies decades away."""
    for day in days:
        if day is not None and abs(day.year - view.today.year) > FARTHEST_YEARS:
            raise out_of_range()


def out_of_range() -> UserError:
    """Dates lead beyond the years that are laid out."""
    return UserError(
        "day-out-of-range",
        _("The dates lead beyond the calendar."),
        safe=_("Nothing was changed."),
        todo=_("Choose days that are nearer."),
    )


def until(template: Template, goal: MilestoneKind) -> Template:
    """As much of a template as a goal needs. UserError ``goal-not-on-this-way``."""
    try:
        return template.until(goal)
    except ValueError as error:
        raise UserError(
            "goal-not-on-this-way",
            _("On the way of this project there is no {goal}.").format(goal=goal.label),
            safe=_("Nothing was changed."),
            todo=_("Choose another goal, or correct the site mode of the project."),
        ) from error


def _actuals(template: Template, facts: ProjectFacts, today: date) -> dict[str, Actual]:
    """A reached milestone ends its task, and all that comes before, on its day at the latest."""
    days = {kind: date.fromisoformat(day) for kind, day in facts.days}
    done: dict[str, Actual] = {}
    ends = [item for item in template.tasks if item.milestone and facts.has(item.milestone)]
    dated = [(days.get(item.milestone or MilestoneKind.STARTED, today), item) for item in ends]
    for day, item in sorted(dated, key=lambda pair: pair[0]):
        for name in template.before([item.task.id]):
            done.setdefault(name, Actual(day, day))
    return done
