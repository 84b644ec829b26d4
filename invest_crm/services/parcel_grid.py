"""The list of parcels and plants: which ones, in which order, asked in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_

from invest_crm.db.schema.land import parcel
from invest_crm.db.search import parts_of
from invest_crm.domain.conditions import Field
from invest_crm.domain.parcel_fields import CHOICES, FIELDS, ParcelKind, ParcelStatus
from invest_crm.domain.utilities import UtilityState
from invest_crm.services.land_alarms import land_alarms
from invest_crm.services.listing import Listing
from invest_crm.services.parcels import load_all, standing_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from invest_crm.domain.conditions import Kind
    from invest_crm.domain.parcel_fields import Field as Declared
    from invest_crm.services.work import View

_c = parcel.c
_ENDS = {"date": "_day", "utility": "_state"}
_KINDS: Mapping[str, Kind] = {"area": "area", "money": "money", "date": "date", "utility": "choice"}
_IDLE = frozenset({ParcelStatus.IDLE, ParcelStatus.INEFFICIENT})
_SEARCHED = (
    *(_c.number, _c.name, _c.township, _c.park, _c.place, _c.use, _c.holder, _c.intent, _c.unit),
    *(_c.contract_no, _c.approval_no, _c.progress_text),
)


def _column(field: Declared) -> ColumnElement[Any]:
    return _c[f"{field.column}{_ENDS.get(field.kind, '')}"]


COLUMNS: Mapping[str, ColumnElement[Any]] = {
    field.key: _column(field) for field in FIELDS if field.kind not in ("measure", "flag")
}
"""What can be asked for, by field key; of a utility its state."""


def filter_fields(_view: View) -> dict[str, Field]:
    """The fields by key."""
    return {field.key: _asked(field) for field in FIELDS if field.key in COLUMNS}


def _asked(field: Declared) -> Field:
    if field.key in CHOICES:
        choices = tuple((one.value, one.label) for one in CHOICES[field.key])
        return Field(field.key, field.label, "choice", choices)
    if field.kind == "utility":
        states = tuple((one.value, one.label) for one in UtilityState)
        return Field(field.key, field.label, "choice", states)
    return Field(field.key, field.label, _KINDS.get(field.kind, "text"))


def _narrowed(_view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [_c.kind == filters["kind"]] if filters.get("kind") else []


def _alarmed(view: View) -> list[str]:
    return [one.id for one in land_alarms(view, view.today)]


def _idle(view: View) -> list[str]:
    """Land that is idle or inefficient by the ledger or by its dates."""
    stands = ((record, standing_of(record, view.today).status) for record in load_all(view))
    return [
        record.id
        for record, status in stands
        if record["kind"] == ParcelKind.LAND and (record["status"] in _IDLE or status in _IDLE)
    ]


def _finds(_view: View, text: str) -> ColumnElement[bool]:
    """Every part of a text stands somewhere in the record."""
    return and_(
        *(
            or_(*(func.lower(column).contains(part, autoescape=True) for column in _SEARCHED))
            for part in parts_of(text)
        )
    )


PARCELS = Listing(
    kind="parcel",
    table=parcel,
    source=parcel,
    columns=COLUMNS,
    fields=filter_fields,
    narrowed=_narrowed,
    filters=frozenset({"kind", "alarm", "idle"}),
    chosen={"alarm": _alarmed, "idle": _idle},
    days=frozenset(field.key for field in FIELDS if field.kind == "date"),
    sorts={field.key: _c[field.column] for field in FIELDS if field.kind in ("measure", "flag")},
    usual=(("kind", False), ("number", False)),
    finds=_finds,
)
"""How parcels and plants are listed: land first, by number."""
