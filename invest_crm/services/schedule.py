"""Back-scheduling a project: its template, what is already reached, the dates that are left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.day_line import DayLine
from invest_crm.domain.schedule import Actual, Schedule
from invest_crm.domain.schedule_templates import Template, TemplateTask, template_of, templates
from invest_crm.domain.stages import MilestoneKind
from invest_crm.errors import UserError
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.projects.find import found_project
from invest_crm.services.snapshot import Question, settled, snapshot
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.services.work import View

GOALS = (MilestoneKind.STARTED, MilestoneKind.COMPLETED, MilestoneKind.IN_PRODUCTION)
"""What a target day can be set for."""
_BACK_YEARS, _AHEAD_YEARS = 6, 10


class ScheduleProject(Struct, frozen=True):
    """What is asked: a project by id, code or name, and the day on which the goal is reached."""

    project: str
    target: date
    goal: MilestoneKind = MilestoneKind.IN_PRODUCTION


class ProjectSchedule(Struct, frozen=True):
    """The dates of a project. ``assumed_mode``: its site mode is unknown, the usual one stands in.

    ``assumed_years``: years whose holidays are not announced, so that dates may still move.
    """

    id: str
    name: str
    site_mode: str
    assumed_mode: bool
    goal: MilestoneKind
    tasks: Mapping[str, TemplateTask]
    schedule: Schedule
    assumed_years: frozenset[int]


def project_schedule(view: View, asked: ScheduleProject) -> ProjectSchedule:
    """Latest and earliest dates of every task of a project's way to its goal.

    Rules: ``domain/schedule.py``; what a reached milestone presupposes counts as done on its day.
    UserErrors: ``project-unknown``, ``project-several``, ``goal-not-on-this-way``,
    ``day-out-of-range``.
    """
    record = found_project(view, asked.project)
    mode = record["site_mode"]
    template = _until(template_of(mode), asked.goal)
    question = settled(view, Question(as_of=view.today, only=frozenset({record.id})))
    facts = snapshot(view, question)[0]
    calendar = calendar_in_force(view)
    first = date(min(view.today, asked.target).year - _BACK_YEARS, 1, 1)
    last = date(max(view.today, asked.target).year + _AHEAD_YEARS, 12, 31)
    actuals = _actuals(template, facts, view.today)
    try:
        line = DayLine(calendar, min([first, *(item.started for item in actuals.values())]), last)
        made = template.network().schedule(line, asked.target, view.today, actuals)
    except (OverflowError, ValueError) as error:
        raise UserError(
            "day-out-of-range",
            _("The dates lead beyond the calendar."),
            safe=_("Nothing was changed."),
            todo=_("Choose a target that is nearer."),
        ) from error
    ends = [view.today, asked.target, made.reached]
    return ProjectSchedule(
        id=record.id,
        name=record["name"],
        site_mode=template.site_mode,
        assumed_mode=mode not in templates(),
        goal=asked.goal,
        tasks={item.task.id: item for item in template.tasks},
        schedule=made,
        assumed_years=calendar.assumed_years(min(ends), max(ends)),
    )


def _until(template: Template, goal: MilestoneKind) -> Template:
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
