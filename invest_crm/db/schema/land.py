"""地块、厂房 Parcel: land and plants a project can be put on.

The columns follow ``domain.parcel_fields``: a date and a utility take several columns each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.db.schema.base import (
    fen,
    flag,
    json_text,
    partial_date,
    record_table,
    square_decimetres,
    text,
    whole,
)
from invest_crm.domain.parcel_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column

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
