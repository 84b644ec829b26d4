"""地块、厂房 Parcel: land and plants a project can be put on, and which project takes which.

The columns of a parcel follow ``domain.parcel_fields``: a date and a utility take several columns
each. Who takes a parcel and how far a project is on its way to its land are dated facts; what it
asks for is one row that is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column

from invest_crm.db.schema.base import (
    fact_columns,
    fen,
    flag,
    json_text,
    owner,
    partial_date,
    record_table,
    square_decimetres,
    text,
    whole,
)
from invest_crm.domain.parcel_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.domain.parcel_fields import Field

UTILITY_PARTS = ("state", "capacity", "ready_on")
"""The columns of a utility, behind its key."""
_REQUIRED = frozenset({"kind", "name"})


def _columns(field: Field) -> Iterator[Column[Any]]:
    if field.kind == "date":
        yield from partial_date(field.column)
    elif field.kind == "utility":
        yield from (text(f"{field.column}_{part}") for part in UTILITY_PARTS)
    elif field.kind == "area":
        yield square_decimetres(field.column)
    elif field.kind == "money":
        yield fen(field.column)
    elif field.kind == "measure":
        yield whole(field.column)
    elif field.kind == "flag":
        yield flag(field.column)
    else:
        yield text(field.column, required=field.key in _REQUIRED)


parcel = record_table(
    "parcel",
    *(column for field in FIELDS for column in _columns(field)),
    text("number_key", index=True),
    text("name_key", required=True, index=True),
    json_text("extra"),
    text("archived_at"),
    topic="parcels",
)

parcel_use = record_table(
    "parcel_use",
    owner("parcel_id", "parcel"),
    owner("project_id", "project"),
    text("state", required=True),
    text("effective_on", required=True),
    square_decimetres("area_sqdm"),
    text("note"),
    *fact_columns(),
    topic="parcels",
)

land_step = record_table(
    "land_step",
    owner("project_id", "project"),
    text("step", required=True),
    *partial_date("reached"),
    text("person"),
    text("note"),
    *fact_columns(),
    topic="projects",
)

land_need = record_table(
    "land_need",
    owner("project_id", "project"),
    square_decimetres("area_sqdm"),
    text("use"),
    text("utilities"),
    whole("height"),
    whole("load"),
    whole("crane"),
    text("parks"),
    text("wanted_on"),
    topic="projects",
)

land_indicator = record_table(
    "land_indicator",
    owner("project_id", "project"),
    text("indicator", required=True),
    text("side", required=True),
    Column("value", BigInteger, nullable=True),
    text("effective_on", required=True),
    text("note"),
    *fact_columns(),
    topic="projects",
)
