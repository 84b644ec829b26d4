"""The steps of a project to its land."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.whole_path import Lane, Part, Phase, Standing
from invest_crm.services.project_land import project_land
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.project_land import StepLine
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View

_PREPARING = frozenset({"TITLE", "PERMIT", "REBUILT", "FARM_MAPPED"})
_STANDINGS = {"done": Standing.DONE, "held": Standing.WAITING, "todo": Standing.AHEAD}


def lane(view: View, asked: Asked) -> Lane:
    """By its site mode; nothing waits here any more once the site is secured."""
    found = project_land(view, asked.record.id)
    steps = () if found is None else found.steps
    secured = asked.phase >= Phase.PREPARING
    parts = (_part(step, asked, secured=secured) for step in steps)
    return Lane("land", _("Land"), tuple(part for part in parts if part is not None))


def _part(line: StepLine, asked: Asked, *, secured: bool) -> Part | None:
    """None for a step nobody recorded on a way that was gone all the same."""
    standing = _STANDINGS[line.state]
    if secured and standing is not Standing.DONE:
        return None
    if asked.phase is Phase.SIGNING and standing is Standing.WAITING:
        standing = Standing.AHEAD
    return Part(
        id=f"land:{line.step.code}",
        label=line.step.label,
        phase=Phase.PREPARING if line.step.code in _PREPARING else Phase.SETTLING,
        standing=standing,
        on=line.reached,
        holder=line.step.holder if standing.open else "",
        page="projects",
        link=(("open", asked.record.id), ("tab", "land")),
    )
