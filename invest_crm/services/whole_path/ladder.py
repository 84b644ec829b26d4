"""The milestones of a project, with the day the schedule gives to each that is ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.whole_path import Lane, Part, Phase, Standing
from invest_crm.services.projects.panel import path_steps
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.projects.panel import PathStep
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View

_PHASES = {
    MilestoneKind.REGISTERED: Phase.SETTLING,
    MilestoneKind.FILED: Phase.SETTLING,
    MilestoneKind.LAND: Phase.SETTLING,
    MilestoneKind.PERMIT: Phase.PREPARING,
    MilestoneKind.STARTED: Phase.BUILDING,
    MilestoneKind.IN_STATS: Phase.BUILDING,
    MilestoneKind.COMPLETED: Phase.BUILDING,
    MilestoneKind.IN_PRODUCTION: Phase.RUNNING,
    MilestoneKind.IN_SIZE: Phase.RUNNING,
}
_DONE = {"done", "implied"}


def lane(view: View, asked: Asked) -> Lane:
    """Signed, registered … in production, in the statistics."""
    steps = path_steps(view, asked.record, asked.held)
    parts = (_part(step, view.today, asked) for step in steps)
    return Lane("ladder", _("Milestones"), tuple(parts))


def _part(step: PathStep, today: date, asked: Asked) -> Part:
    kind = step.kind
    name = "signed_on" if kind is None else kind.field
    label = _("Signed") if kind is None else kind.label
    phase = Phase.SIGNING if kind is None else _PHASES[kind]
    due = step.planned
    held = step.state == "held"
    return Part(
        id=f"ladder:{name}",
        label=label,
        phase=phase,
        standing=_standing(step.state, due, today, late=held and _is_late(asked)),
        on=step.when,
        due=due,
        holder=asked.held.holder if held and asked.held is not None else "",
        said=_("implied") if step.state == "implied" else "",
        page="projects",
        link=(("open", asked.record.id),),
    )


def _standing(state: str, due: date | None, today: date, *, late: bool) -> Standing:
    if state in _DONE:
        return Standing.DONE
    if late or (due is not None and due < today):
        return Standing.LATE
    return Standing.WAITING if state == "held" else Standing.AHEAD


def _is_late(asked: Asked) -> bool:
    """Whether it has been signed for longer than the first bucket of the age list."""
    return asked.held is not None and asked.held.bucket > 1
