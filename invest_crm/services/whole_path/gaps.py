"""What the next stage asks for and is not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.whole_path import Lane, Part, Standing
from invest_crm.services.projects.missing import lacking
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.gates import Need
    from invest_crm.services.projects.missing import Lacking
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View


def lane(view: View, asked: Asked) -> Lane:
    """The required fields and papers of the next stage; what cannot be had now says until when."""
    found = lacking(view, asked.record)
    if found.stage is None:
        return Lane("gaps", "", ())
    title = _("Missing for {stage}").format(stage=found.stage.label)
    return Lane("gaps", title, tuple(_part(need, found, asked) for need in found.required))


def _part(need: Need, found: Lacking, asked: Asked) -> Part:
    answer = found.answers.get(need.id)
    return Part(
        id=f"gap:{need.id}",
        label=need.label,
        phase=asked.phase,
        standing=Standing.WAITING,
        due=None if answer is None else answer.ask_on,
        holder=asked.record["lead_unit"] or "",
        said="" if answer is None else _("cannot be provided yet"),
        page="projects",
        link=(("open", asked.record.id),),
    )
