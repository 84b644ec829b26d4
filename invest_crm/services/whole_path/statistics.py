"""The way of a started project into the statistics: the application and what it still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.statistics.state import State
from invest_crm.domain.whole_path import Lane, Part, Phase, Standing
from invest_crm.services.statistics.projects import DUE, one_project
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.services.statistics.projects import ProjectLine
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View


def lane(view: View, asked: Asked) -> Lane:
    """Of a project that should be in and is not; the milestone tells the rest."""
    line = one_project(view, asked.record.id)
    parts = () if line is None or line.stands != DUE else tuple(_parts(line))
    return Lane("statistics", _("Statistics"), parts)


def _parts(line: ProjectLine) -> Iterator[Part]:
    state = line.course.state
    waits = state in (State.NOT_BEGUN, State.RETURNED, State.PREPARED)
    holder = line.holder
    link = (("open", line.id), ("tab", "statistics"))
    yield Part(
        id=f"statistics:{line.id}",
        label=_("Entry into the investment database"),
        phase=Phase.BUILDING,
        standing=Standing.LATE if line.late else Standing.DOING,
        due=line.round.hand if waits else line.round.result,
        holder="" if holder is None else " ".join(filter(None, (holder.unit, holder.person))),
        said=state.label,
        page="projects",
        link=link,
    )
    for paper in line.missing:
        if paper.required:
            yield Part(
                id=f"paper:{paper.code}",
                label=paper.label,
                phase=Phase.BUILDING,
                standing=Standing.WAITING,
                due=line.round.complete,
                holder="" if holder is None else holder.unit,
                page="projects",
                link=link,
            )
