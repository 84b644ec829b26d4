"""The applications of a project for power, water, gas …: at which step, for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.partial_date import exact
from invest_crm.domain.utility_cases import CaseState
from invest_crm.domain.whole_path import Lane, Part, Phase, Standing
from invest_crm.services.utilities.cases import case_lines
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View


def lane(view: View, asked: Asked) -> Lane:
    """All but those that were withdrawn."""
    lines = case_lines(view, asked.record.id)
    going = (line for line in lines if line.course.state is not CaseState.WITHDRAWN)
    parts = tuple(_part(line, asked.record.id) for line in going)
    return Lane("utilities", _("Utilities"), parts)


def _part(line: CaseLine, project_id: str) -> Part:
    connected = line.course.state is CaseState.CONNECTED
    clock = line.clock
    running = Standing.LATE if line.late else Standing.DOING
    stopped = line.course.state is CaseState.STOPPED
    return Part(
        id=f"utility:{line.id}",
        label=line.procedure.name,
        phase=Phase.BUILDING,
        standing=Standing.DONE if connected else running,
        on=None if line.course.ended is None else exact(line.course.ended),
        due=None if clock is None or connected else clock.due,
        holder="" if connected else line.person,
        said=line.course.state.label if stopped else line.current,
        page="projects",
        link=(("open", project_id), ("tab", "utilities")),
    )
