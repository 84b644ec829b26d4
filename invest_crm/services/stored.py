"""What the records of every list have in common: fields by key, an edit, the way to the trash."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table

    from invest_crm.services.work import Work


class StoredRecord(Struct, frozen=True):
    """One record as it is stored. ``values``: every field by key, typed."""

    id: str
    version: int
    archived_at: str | None
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        """The value of one field."""
        return self.values[key]


class EditRecord(Struct, frozen=True):
    """Changed values of a record (id None: a new one), and what the user saw before."""

    id: str | None
    values: Mapping[str, Any]
    seen: Mapping[str, Any] = field(default_factory=dict)


def put_away(work: Work, table: Table, action: str, ids: Sequence[str]) -> int:
    """Move records to the trash, with all that belongs to them; returns how many."""
    work.name(action, count=len(ids))
    return work.update_many(table, {item: {"archived_at": work.now} for item in ids})


def bring_back(work: Work, table: Table, action: str, ids: Sequence[str]) -> int:
    """Take records out of the trash; returns how many."""
    work.name(action, count=len(ids))
    return work.update_many(table, {item: {"archived_at": None} for item in ids})
