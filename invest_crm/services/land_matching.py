"""Places for projects: what suits one of them, and the best for several of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.domain.assignment import best_assignment
from invest_crm.domain.land_match import Fit, Need, Offer, fit
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus
from invest_crm.domain.utilities import UTILITIES
from invest_crm.services.land_needs import NeedLine, needs
from invest_crm.services.land_uses import UseLine, free_of, uses
from invest_crm.services.parcels import load_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.parcels import ParcelRecord
    from invest_crm.services.work import View


class Matches(Struct, frozen=True):
    """The places for one project: those that suit, the best first, then those of its kind that do
    not, the nearest first."""

    line: NeedLine
    fits: tuple[Fit, ...]
    refused: tuple[Fit, ...]
    uses: tuple[UseLine, ...]


class Pair(Struct, frozen=True):
    """What a project gets in the best assignment: None for nothing, with what stands in its way."""

    line: NeedLine
    fit: Fit | None
    nearest: Fit | None = None


class Overview(Struct, frozen=True):
    """Every project that looks for a place: those without one, and who has one already."""

    lines: tuple[NeedLine, ...]
    uses: tuple[UseLine, ...]


def overview(view: View) -> Overview:
    """The projects that look for a place, with the places they have."""
    lines = [line for line in needs(view) if line.need is not None]
    return Overview(tuple(lines), tuple(uses(view, projects=[line.id for line in lines])))


def matches(view: View, project_id: str) -> Matches | None:
    """What suits a project; None if it is gone or looks for no place."""
    found = needs(view, [project_id])
    if not found or found[0].need is None:
        return None
    line, taken = found[0], uses(view)
    all_ = [fit(found[0].need, offer, view.today) for offer in _offers(view, taken, project_id)]
    fits = sorted((one for one in all_ if one.suits), key=_best_first)
    kind = found[0].need.kind
    others = (one for one in all_ if not one.suits and one.offer.kind is kind)
    refused = sorted(others, key=_nearly_first)
    mine = tuple(one for one in taken if one.project_id == project_id)
    return Matches(line, tuple(fits), tuple(refused), mine)


def best_together(view: View, ids: Sequence[str] | None = None) -> tuple[Pair, ...]:
    """The best places for all projects without one (or these of them), no place twice.

    As many projects as possible get a place; of all such ways the one with most points.
    """
    taken = uses(view)
    placed = {one.project_id for one in taken}
    wanted = frozenset(ids) if ids is not None else None
    lines = [
        line
        for line in needs(view)
        if line.need is not None and line.id not in placed and (wanted is None or line.id in wanted)
    ]
    offers = _offers(view, taken, "")
    return assigned([(line, line.need) for line in lines if line.need], offers, view.today)


def assigned(
    lines: Sequence[tuple[NeedLine, Need]], offers: Sequence[Offer], today: date
) -> tuple[Pair, ...]:
    """The best assignment of offers to needs."""
    fits = [[fit(need, offer, today) for offer in offers] for _line, need in lines]
    chosen = best_assignment([[one.score if one.suits else None for one in row] for row in fits])
    pairs = []
    for (line, _need), row, place in zip(lines, fits, chosen, strict=True):
        nearest = min(row, key=_nearly_first, default=None) if place is None else None
        pairs.append(Pair(line, None if place is None else row[place], nearest))
    return tuple(pairs)


def _offers(view: View, taken: Sequence[UseLine], project_id: str) -> list[Offer]:
    """Everything in the ledger as an offer to a project: what it has itself is not taken."""
    others = [one for one in taken if one.project_id != project_id]
    own = _investor(view, project_id) if project_id else ""
    return [_offer(record, others, own) for record in load_all(view)]


def _offer(record: ParcelRecord, others: Sequence[UseLine], investor: str) -> Offer:
    mine = [one for one in others if one.parcel_id == record.id]
    free = free_of(record, mine)
    status = record["status"]
    known = ParcelStatus(status) if status in ParcelStatus.__members__ else None
    if investor and record["holder"] == investor and known is ParcelStatus.UNUSED:
        known = None  # its own land, supplied and waiting for it
    when = record["available_on"]
    return Offer(
        id=record.id,
        name=record["name"],
        kind=ParcelKind(record["kind"]),
        status=known,
        free=free,
        use=record["use"] or "",
        utilities={key: record[key] for key in UTILITIES},
        height=record["height"],
        load=record["load"],
        crane=record["crane"],
        park=record["park"] or "",
        available_on=when.last_day() if when is not None else None,
        taken_by="、".join(one.project for one in mine) if mine and not free else "",
    )


def _investor(view: View, project_id: str) -> str:
    row = view.first(
        select(project.c.investor, firm.c.name)
        .outerjoin(firm, firm.c.id == project.c.investor_firm_id)
        .where(project.c.id == project_id)
    )
    return "" if row is None else str(row.investor or row.name or "")


def _best_first(one: Fit) -> tuple[int, str]:
    return -one.score, one.offer.name


def _nearly_first(one: Fit) -> tuple[Any, ...]:
    return len(one.refusals), -(one.offer.free or 0), one.offer.name
