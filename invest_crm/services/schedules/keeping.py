"""Keeping what was asked for on the command line: a new schedule, or a new version of its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.stages import MilestoneKind
from invest_crm.errors import UserError
from invest_crm.services.projects.find import found_project
from invest_crm.services.schedules.commands import MakeSchedules, Replan
from invest_crm.services.schedules.planning import make_schedules, replan
from invest_crm.services.schedules.records import plan_of
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.schedules.asked import ScheduleProject
    from invest_crm.services.work import App


def keep_schedule(app: App, asked: ScheduleProject) -> None:
    """Make the schedule of a project, or plan its unfinished tasks anew.

    UserErrors of both, and ``schedule-none`` without a target, ``schedule-goal`` for another goal
    than the schedule has.
    """
    record = app.read(found_project, asked.project)
    stored = app.read(plan_of, record.id)
    if asked.target is None:
        raise UserError(
            "schedule-none",
            _("No target was given to be kept."),
            safe=_("Nothing was changed."),
            todo=_("Give the day to be met: --target DATE."),
        )
    if stored is None:
        goal = asked.goal or MilestoneKind.IN_PRODUCTION
        app.write(make_schedules, MakeSchedules((record.id,), asked.target, goal))
    elif asked.goal in (None, stored.plan.goal):
        app.write(replan, Replan(stored.plan.id, asked.target))
    else:
        raise UserError(
            "schedule-goal",
            _("The schedule of {name} leads to “{goal}”.").format(
                name=stored.name, goal=stored.plan.goal.label
            ),
            safe=_("Nothing was changed."),
            todo=_("Leave --until out, or give the schedule up in the window first."),
        )
