"""The approvals of a project: who holds what, for how long, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.approvals.items import ItemStage
from invest_crm.domain.approvals.state import State
from invest_crm.domain.departments import department_label
from invest_crm.domain.partial_date import exact
from invest_crm.domain.whole_path import Lane, Part, Phase, Standing
from invest_crm.services.approvals.reading import project_approvals
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View

_PHASES = {
    ItemStage.COMPANY: Phase.SETTLING,
    ItemStage.SITE: Phase.SETTLING,
    ItemStage.WORKS: Phase.PREPARING,
    ItemStage.PERMIT: Phase.PREPARING,
    ItemStage.BEFORE_START: Phase.PREPARING,
    ItemStage.ACCEPTANCE: Phase.BUILDING,
    ItemStage.BEFORE_PRODUCTION: Phase.RUNNING,
}


def lane(view: View, asked: Asked) -> Lane:
    """In the order of its path; what is not needed is left out."""
    lines = project_approvals(view, asked.record.id)
    wanted = (line for line in lines if line.state is not State.NOT_NEEDED)
    return Lane("approvals", _("Approvals"), tuple(_part(line, asked) for line in wanted))


def _part(line: ApprovalLine, asked: Asked) -> Part:
    phase = _PHASES[line.stage]
    planned = asked.planned.get(line.item.code)
    standing = _standing(line, planned, ahead=phase > asked.phase)
    decided = line.course.decided if standing is Standing.DONE else None
    stopped = line.state in (State.STOPPED, State.CORRECTING, State.REFUSED, State.ENDED)
    return Part(
        id=f"approval:{line.id}",
        label=line.name,
        phase=phase,
        standing=standing,
        on=None if decided is None else exact(decided),
        due=_due(line, planned),
        held=line.held,
        holder=department_label(line.department) if standing.open else "",
        said=line.state.label if stopped else "",
        page="approvals",
        link=(("open", line.id),),
    )


def _standing(line: ApprovalLine, planned: date | None, *, ahead: bool) -> Standing:
    """``ahead``: of a later phase, where nobody has to act although somebody could."""
    if line.late or line.state in (State.REFUSED, State.ENDED):
        return Standing.LATE
    if line.state is State.GRANTED:
        return Standing.DONE
    if line.state.running:
        return Standing.DOING
    if planned is not None and planned < line.seen:
        return Standing.LATE
    return Standing.WAITING if line.may_begin and not ahead else Standing.AHEAD


def _due(line: ApprovalLine, planned: date | None) -> date | None:
    """Its own next day, before it has begun the day the schedule gives it."""
    if line.due is not None:
        return line.due.day
    return planned if line.state is State.NOT_BEGUN else None
