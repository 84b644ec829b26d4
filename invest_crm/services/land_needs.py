"""What projects ask for: their land or plant, and what has to be there."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.land import land_need
from invest_crm.db.schema.projects import project
from invest_crm.domain.land_match import Need
from invest_crm.domain.parcel_fields import ParcelKind
from invest_crm.domain.stages import SideState, Stage
from invest_crm.services.projects.edit import stored_project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.services.work import View, Work

_KINDS = {
    "GRANT": ParcelKind.LAND,
    "ALLOCATION": ParcelKind.LAND,
    "LEASED_PLANT": ParcelKind.PLANT,
}
"""Site modes that look for a place in the ledger; the others use land of their own or farmland."""
_ENDED = (SideState.TERMINATED.value, SideState.LOST.value, SideState.MERGED.value)
KEYS = ("area", "use", "utilities", "height", "load", "crane", "parks", "wanted_on")
_JSON = frozenset({"utilities", "parks"})


class NeedLine(Struct, frozen=True):
    """A project with its need; ``None`` where its site mode looks for no place.

    ``signed``: the day of signing as ISO text.
    """

    id: str
    name: str
    stage: Stage
    need: Need | None
    park: str
    signed: str | None


class EditNeed(Struct, frozen=True):
    """Changed values of a need, by ``KEYS``, as ``Need`` has them."""

    project_id: str
    values: Mapping[str, Any]


def needs(view: View, ids: Sequence[str] | None = None) -> list[NeedLine]:
    """Projects with what they ask for, or those of ids: by stage, then as they were entered.

    Without ids: projects before production that look for a place.
    """
    query = (
        select(project, project_state.c.stage, project_state.c.stage_rank,
               project_state.c.signed_day, project_state.c.side_state)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(project.c.archived_at.is_(None))
        .order_by(project_state.c.stage_rank.desc(), project.c.id)
    )  # fmt: skip
    if ids is not None:
        query = query.where(project.c.id.in_(ids))
    else:
        query = query.where(
            project.c.site_mode.in_(_KINDS),
            project_state.c.stage_rank < Stage.STARTED.rank,
            project_state.c.side_state.is_(None) | project_state.c.side_state.not_in(_ENDED),
        )
    own = {row.project_id: row for row in view.rows(select(land_need))}
    return [_line(row, own.get(row.id)) for row in view.rows(query)]


def save_need(work: Work, command: EditNeed) -> None:
    """Change what a project asks for. UserError ``project-gone``."""
    name = stored_project(work, command.project_id)["name"]
    work.name("land.need", name=name)
    row = {_column(key): _stored(key, value) for key, value in command.values.items()}
    known = work.first(select(land_need.c.id).where(land_need.c.project_id == command.project_id))
    if known is None:
        work.insert(land_need, project_id=command.project_id, **row)
    else:
        work.update(land_need, known.id, **row)


def _line(row: Row[Any], own: Row[Any] | None) -> NeedLine:
    kind = _KINDS.get(row.site_mode or "")
    need = None if kind is None else _need(kind, row, own)
    signed = row.signed_day
    return NeedLine(row.id, row.name, Stage(row.stage), need, row.park or "", signed)


def _need(kind: ParcelKind, row: Row[Any], own: Row[Any] | None) -> Need:
    """What was entered; land falls back on the project's own area, the park on its park."""
    area = row.land_sqdm if kind is ParcelKind.LAND else None
    parks = (row.park,) if row.park else ()
    if own is None:
        return Need(kind, area, parks=parks)
    stored = json.loads(own.parks) if own.parks else None
    return Need(
        kind=kind,
        area=own.area_sqdm if own.area_sqdm is not None else area,
        use=own.use or "",
        utilities=tuple(json.loads(own.utilities or "[]")),
        height=own.height,
        load=own.load,
        crane=own.crane,
        parks=tuple(stored) if stored is not None else parks,
        wanted_on=date.fromisoformat(own.wanted_on) if own.wanted_on else None,
    )


def _column(key: str) -> str:
    return "area_sqdm" if key == "area" else key


def _stored(key: str, value: Any) -> object:
    if key in _JSON:
        return None if value is None else json.dumps(list(value), ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    return value or None
