"""The tasks of a schedule that are nobody else's lane: building, equipment, hiring, trial runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.approvals import approval
from invest_crm.domain.departments import department_label
from invest_crm.domain.partial_date import exact
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.whole_path import Lane, Part, Phase, Standing
from invest_crm.services.schedules.wall import schedules
from invest_crm.services.whole_path.asked import approvals_of
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.schedule_plan import Outlook, Row
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View

_ENDS = (
    (MilestoneKind.LAND, Phase.SETTLING),
    (MilestoneKind.STARTED, Phase.PREPARING),
    (MilestoneKind.COMPLETED, Phase.BUILDING),
)


def lane(view: View, asked: Asked) -> Lane:
    """Those that are neither milestones nor approvals, before the milestone they end before."""
    found = schedules(view, [asked.record.id])
    known = set(
        view.values(select(approval.c.code).where(approval.c.project_id == asked.record.id))
    )
    parts = [
        _part(row, entry.outlook, found.today, asked.record.id)
        for entry in found.entries
        for row in entry.outlook.rows
        if row.task.milestone is None and known.isdisjoint(approvals_of(row.task))
    ]
    return Lane("schedule", _("Schedule"), tuple(parts))


def _part(row: Row, seen: Outlook, today: date, project_id: str) -> Part:
    finished = row.task.finished
    return Part(
        id=f"task:{row.task.id}",
        label=row.task.name,
        phase=_phase(row, seen),
        standing=_standing(row, today),
        on=None if finished is None else exact(finished),
        due=None if row.done or row.task.planned is None else row.task.planned[1],
        holder="" if row.done else department_label(row.task.owner),
        page="schedules",
        link=(("project", project_id), ("row", row.task.id)),
    )


def _standing(row: Row, today: date) -> Standing:
    if row.done:
        return Standing.DONE
    if row.overdue:
        return Standing.LATE
    if row.going:
        return Standing.DOING
    return Standing.WAITING if row.days[0] <= today else Standing.AHEAD


def _phase(row: Row, seen: Outlook) -> Phase:
    """The first one that ends, as forecast, not before this task does."""
    ends = {item.task.milestone: item.days[1] for item in seen.rows if item.task.milestone}
    for kind, phase in _ENDS:
        if kind in ends and row.days[1] <= ends[kind]:
            return phase
    return Phase.RUNNING
