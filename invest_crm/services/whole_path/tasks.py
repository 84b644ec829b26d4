"""The open tasks somebody was given about a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.db.schema.interactions import task
from invest_crm.domain.interactions import TaskState
from invest_crm.domain.whole_path import Lane, Part, Standing
from invest_crm.services.tasks import by_due, task_lines
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View


def lane(view: View, asked: Asked) -> Lane:
    """By due day; they stand in the phase the project stands in."""
    lines = task_lines(
        view, task.c.state == TaskState.OPEN.value, task.c.project_id == asked.record.id
    )
    parts = tuple(_part(line, asked, view.today) for line in by_due(lines))
    return Lane("tasks", _("Tasks"), parts)


def _part(line: TaskLine, asked: Asked, today: date) -> Part:
    late = line.due is not None and line.due < today
    return Part(
        id=f"todo:{line.id}",
        label=line.text,
        phase=asked.phase,
        standing=Standing.LATE if late else Standing.DOING,
        due=line.due,
        holder=line.assignee,
        page="projects",
        link=(("open", asked.record.id), ("tab", "progress")),
    )
