"""What every lane is asked for, and what several of them need to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.schedule_templates import template_task
from invest_crm.services.schedules.records import plans

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from invest_crm.domain.not_started import Waiting
    from invest_crm.domain.schedule_plan import PlanTask
    from invest_crm.domain.whole_path import Phase
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View


class Asked(Struct, frozen=True):
    """A project, the phase it stands in, the step that holds it (None once it is started).

    ``planned``: the days its schedule gives to approvals, by code.
    """

    record: ProjectRecord
    phase: Phase
    held: Waiting | None
    planned: dict[str, date]


def planned_approvals(view: View, project_id: str) -> dict[str, date]:
    """By when approvals are to be granted, as the newest version of the plan has it."""
    tasks = (task for item in plans(view, [project_id]) for task in item.plan.tasks)
    return {
        code: task.planned[1]
        for task in tasks
        if task.planned is not None
        for code in approvals_of(task)
    }


def approvals_of(task: PlanTask) -> Iterable[str]:
    """The codes of the approvals a task of a schedule consists of."""
    known = template_task(task.code)
    return () if known is None else known.approvals
