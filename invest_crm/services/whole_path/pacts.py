"""The joint review of a project, and what both sides promised each other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from invest_crm.domain.commitments import LATE, Side, State, kind_label
from invest_crm.domain.partial_date import exact
from invest_crm.domain.whole_path import Lane, Part, Phase, Standing
from invest_crm.services.agreements.commitments import load_all
from invest_crm.services.reviews.sheets import project_sheets
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.agreements.commitments import CommitmentRecord
    from invest_crm.services.reviews.sheets import OpinionLine
    from invest_crm.services.whole_path.asked import Asked
    from invest_crm.services.work import View


def reviews(view: View, asked: Asked) -> Lane:
    """The opinions of the latest round."""
    sheets = project_sheets(view, asked.record.id)
    opinions = sheets[0].opinions if sheets else ()
    parts = tuple(_opinion(one, asked.record.id) for one in opinions)
    return Lane("reviews", _("Joint review"), parts)


def _opinion(one: OpinionLine, project_id: str) -> Part:
    standing = Standing.LATE if one.late else Standing.DOING
    return Part(
        id=f"opinion:{one.id}",
        label=one.name,
        phase=Phase.SIGNING,
        standing=standing if one.verdict is None else Standing.DONE,
        on=None if one.answered is None else exact(one.answered),
        held=one.waits,
        said="" if one.verdict is None else one.verdict.label,
        page="projects",
        link=(("open", project_id), ("tab", "pacts")),
    )


def promises(view: View, asked: Asked) -> Lane:
    """What is promised and still stands, in the phase the project is in; what was kept."""
    found = (
        _promise(one, asked, view.today)
        for one in load_all(view, asked.record.id)
        if one["state"] != State.WAIVED
    )
    return Lane("promises", _("Promises of both sides"), tuple(found))


def _promise(one: CommitmentRecord, asked: Asked, today: date) -> Part:
    standing = _STANDINGS.get(one.standing(today), Standing.AHEAD)
    side = Side(one["side"])
    return Part(
        id=f"promise:{one.id}",
        label=_("{side}: {what}").format(side=side.label, what=kind_label(side, one["kind"])),
        phase=asked.phase,
        standing=standing,
        due=date.fromisoformat(one["due_on"]) if one["due_on"] else None,
        holder=one["person"] or "",
        said=State.BROKEN.label if one["state"] == State.BROKEN else "",
        page="commitments",
        link=(("open", one.id),),
    )


_STANDINGS = {State.KEPT: Standing.DONE, State.BROKEN: Standing.LATE, LATE: Standing.LATE}
