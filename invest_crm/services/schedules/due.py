"""Tasks of schedules that are overdue, due within a week, or should have begun by now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.services.schedules.records import plans

if TYPE_CHECKING:
    from collections.abc import Collection

    from invest_crm.services.work import View

SOON_DAYS = 7


class DueTask(Struct, frozen=True):
    """A task that is not finished. ``left``: days to its planned end, negative when overdue.

    ``begun``: whether it has begun; ``owner``: a code of ``departments``, or a name.
    """

    id: str
    project: str
    project_name: str
    name: str
    owner: str
    unit: str
    start: date
    finish: date
    left: int
    begun: bool


def due_tasks(view: View, day: date, projects: Collection[str] | None = None) -> list[DueTask]:
    """What is due on a day by the newest version of the plan, the most overdue first.

    Due is what should end by a week from then, or should have begun. ``projects``: only theirs.
    """
    last = day + timedelta(days=SOON_DAYS)
    found = []
    for item in plans(view, projects):
        for task in item.plan.tasks:
            if task.planned is None or task.finished is not None:
                continue
            start, finish = task.planned
            if finish <= last or (task.started is None and start < day):
                found.append(
                    DueTask(
                        id=task.id,
                        project=item.project,
                        project_name=item.name,
                        name=task.name,
                        owner=task.owner,
                        unit=item.unit,
                        start=start,
                        finish=finish,
                        left=(finish - day).days,
                        begun=task.started is not None,
                    )
                )
    return sorted(found, key=lambda task: (task.finish, task.project_name, task.id))
