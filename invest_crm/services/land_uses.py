"""Which project takes which parcel: reserved, contracted, delivered, given back.

Each is a dated fact: a later state voids the former row and stands in its place, so that the
history and every figure of an earlier day stay what they were.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.land import parcel, parcel_use
from invest_crm.db.schema.projects import project
from invest_crm.domain.land_uses import UseState
from invest_crm.domain.parcel_fields import ParcelKind
from invest_crm.errors import UserError
from invest_crm.services.parcels import existing
from invest_crm.services.projects.edit import stored_project
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Row

    from invest_crm.services.parcels import ParcelRecord
    from invest_crm.services.work import View, Work


class Reserve(Struct, frozen=True):
    """Pairs of project and parcel with the area that is taken (None: all that is free)."""

    pairs: tuple[tuple[str, str, int | None], ...]


class MoveUse(Struct, frozen=True):
    """A use comes to a state on a day."""

    use: str
    state: UseState
    on: date
    note: str = ""


class GiveBack(Struct, frozen=True):
    """A use does not stand any more, and why."""

    use: str
    reason: str


class UseLine(Struct, frozen=True):
    """A project on a parcel. Areas in square decimetres; ``kind`` of the parcel."""

    id: str
    parcel_id: str
    parcel: str
    project_id: str
    project: str
    kind: ParcelKind
    state: UseState
    on: date
    area: int | None
    note: str


def uses(
    view: View, *, parcels: Sequence[str] | None = None, projects: Sequence[str] | None = None
) -> list[UseLine]:
    """The uses that stand, of these parcels or projects or all, the earliest first.

    Those of a parcel or project in the trash are left out.
    """
    live: list[ColumnElement[bool]] = [
        parcel_use.c.voided_at.is_(None),
        parcel.c.archived_at.is_(None),
        project.c.archived_at.is_(None),
    ]
    if parcels is not None:
        live.append(parcel_use.c.parcel_id.in_(parcels))
    if projects is not None:
        live.append(parcel_use.c.project_id.in_(projects))
    query = (
        select(
            parcel_use,
            parcel.c.name.label("parcel"),
            parcel.c.kind,
            project.c.name.label("project"),
        )
        .join(parcel, parcel.c.id == parcel_use.c.parcel_id)
        .join(project, project.c.id == parcel_use.c.project_id)
        .where(*live)
        .order_by(parcel_use.c.effective_on, parcel_use.c.id)
    )
    return [
        UseLine(
            row.id,
            row.parcel_id,
            row.parcel,
            row.project_id,
            row.project,
            ParcelKind(row.kind),
            UseState(row.state),
            date.fromisoformat(row.effective_on),
            row.area_sqdm,
            row.note or "",
        )
        for row in view.rows(query)
    ]


def size_of(record: ParcelRecord) -> int | None:
    """What can be taken of a parcel: its land, or the floor of a plant, in square decimetres."""
    plant = record["kind"] == ParcelKind.PLANT
    return record["floor_area"] if plant else record["area_mu"]  # type: ignore[no-any-return]


def free_of(record: ParcelRecord, lines: Iterable[UseLine]) -> int | None:
    """What of a parcel nobody has taken, never below 0; None where its size is not known."""
    size = size_of(record)
    if size is None:
        return None
    mine = [line for line in lines if line.parcel_id == record.id]
    if any(line.area is None for line in mine):
        return 0
    return max(size - sum(line.area or 0 for line in mine), 0)


def reserve(work: Work, command: Reserve) -> tuple[str, ...]:
    """Reserve parcels for projects, all in one action; returns the ids of the uses.

    UserError ``parcel-taken`` if one of them is not free any more, ``parcel-gone``,
    ``project-gone``; then none is reserved.
    """
    made = []
    for project_id, parcel_id, asked in command.pairs:
        name = stored_project(work, project_id)["name"]
        record = existing(work, [parcel_id])[parcel_id]
        lines = uses(work, parcels=[parcel_id])
        area = _area(record, lines, asked)
        row = {"state": UseState.RESERVED.value, "effective_on": work.today.isoformat()}
        made.append(
            work.insert(
                parcel_use,
                parcel_id=parcel_id,
                project_id=project_id,
                area_sqdm=area,
                **row,
                **work.fact(source="hand", cut_off=work.today.isoformat()),
            )
        )
    if len(made) == 1:
        work.name("land.reserve", name=name, parcel=record["name"])
    else:
        work.name("land.reserve.all", count=len(made))
    return tuple(made)


def move_use(work: Work, command: MoveUse) -> str:
    """A use comes to a later state; returns the id of the new fact.

    UserError ``use-gone``, ``day-to-come``.
    """
    row = _standing(work, command.use)
    if command.on > work.today:
        raise UserError(
            "day-to-come",
            _("This day is still to come."),
            safe=_("Nothing was changed."),
            todo=_("Enter the day on which it happened."),
        )
    work.name("land.move", name=row.project, parcel=row.parcel, state=command.state.label)
    work.void(parcel_use, f"state {command.state.value}", command.use)
    return work.insert(
        parcel_use,
        parcel_id=row.parcel_id,
        project_id=row.project_id,
        state=command.state.value,
        effective_on=command.on.isoformat(),
        area_sqdm=row.area_sqdm,
        note=command.note.strip() or None,
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )


def give_back(work: Work, command: GiveBack) -> None:
    """A project gives a parcel back. UserError ``use-gone``, ``reason-missing``."""
    row = _standing(work, command.use)
    if not command.reason.strip():
        raise UserError(
            "reason-missing",
            _("Say why."),
            safe=_("Nothing was changed."),
            todo=_("Write a reason."),
        )
    work.name("land.release", name=row.project, parcel=row.parcel)
    work.void(parcel_use, command.reason.strip(), command.use)


def _area(record: ParcelRecord, lines: Sequence[UseLine], asked: int | None) -> int | None:
    """The area that is taken: what is asked for, else all that is free."""
    free = free_of(record, lines)
    unknown = free is None and not lines
    if unknown or (free is not None and free > 0 and (asked is None or asked <= free)):
        return asked if asked is not None else free
    taken = _(", ").join(line.project for line in lines) or "—"
    raise UserError(
        "parcel-taken",
        _("“{parcel}” is not free any more: {projects}.").format(
            parcel=record["name"], projects=taken
        ),
        safe=_("Nothing was changed."),
        todo=_("Look at the list again and choose another place."),
    )


def _standing(work: Work, use_id: str) -> Row[tuple[object, ...]]:
    query = (
        select(parcel_use, parcel.c.name.label("parcel"), project.c.name.label("project"))
        .join(parcel, parcel.c.id == parcel_use.c.parcel_id)
        .join(project, project.c.id == parcel_use.c.project_id)
        .where(parcel_use.c.id == use_id, parcel_use.c.voided_at.is_(None))
    )
    row = work.first(query)
    if row is None:
        raise UserError(
            "use-gone",
            _("This project does not have the parcel any more."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the page; the history shows who changed it."),
        )
    return row
