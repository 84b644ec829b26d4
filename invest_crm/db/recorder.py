"""The one door of writing: every changed record becomes a row of the change log.

A ``Recorder`` lives as long as one transaction. It writes the records, keeps their images before
and after, and at the end appends one ChangeSet whose hash covers the previous one. It decides
nothing: which change is allowed is the use case's business. Bulk calls take the same way.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from invest_crm.db.bulk import chunks, delete_rows, insert_rows, insert_tuples, update_rows
from invest_crm.db.private import conceal, reveal
from invest_crm.db.schema.log import change, change_set
from invest_crm.domain.ids import new_id, new_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

Image = dict[str, Any]
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Header:
    """Who did what and why: the head of a ChangeSet. ``params`` names it without personal data."""

    actor: str
    recorded_at: str
    action: str
    params: Mapping[str, object]
    reason: str | None = None
    idempotency_key: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What one transaction wrote: the ChangeSet's id and the touched ids by table."""

    change_set_id: str | None
    touched: Mapping[str, frozenset[str]]
    records: int


class Recorder:
    """Writes records inside one transaction and keeps their images for the log."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._log: list[tuple[str, str, str, str | None, str | None]] = []
        self.touched: dict[str, set[str]] = defaultdict(set)
        self.affected: dict[str, set[str]] = defaultdict(set)
        """Touched records and the records that own them: what derived tables must follow."""

    def insert(self, table: Table, values: Mapping[str, object]) -> str:
        """Write one new record; returns its id."""
        return self.insert_many(table, [values])[0]

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, object]]) -> list[str]:
        """Write new records (missing columns take their defaults); returns their ids."""
        defaults = _defaults(table)
        full = [{**defaults, **row} for row in rows]
        nameless = [row for row in full if not row["id"]]
        for row, key in zip(nameless, new_ids(len(nameless)), strict=True):
            row["id"] = key
        self._conceal(table, full)
        insert_rows(self._connection, table, full)
        self._touch(table, full)
        name = str(table.name)
        self._log += [(name, row["id"], "I", None, dump(_image(row))) for row in full]
        return [row["id"] for row in full]

    def update(self, table: Table, record_id: str, changes: Mapping[str, object]) -> bool:
        """Change one record; True if any field really changed. KeyError if it does not exist."""
        return bool(self.update_many(table, {record_id: changes}))

    def update_many(
        self,
        table: Table,
        changes: Mapping[str, Mapping[str, object]],
        *,
        concealed: bool = False,
    ) -> int:
        """Change many records, each its own fields; returns how many really changed.

        ``concealed``: personal values are given as their tokens (undo writes former images).
        """
        before = self.images(table, changes)
        groups: dict[tuple[str, ...], list[Image]] = defaultdict(list)
        changed = 0
        for record_id, fields in changes.items():
            old = before[record_id]
            new = {name: value for name, value in fields.items() if old[name] != value}
            if not concealed:
                self._keep_same(table, old, new)
                self._conceal(table, [new])
            if not new:
                continue
            changed += 1
            row = {**new, "id": record_id, "row_version": old["row_version"] + 1}
            groups[tuple(sorted(row))].append(row)
            self._note(table, old, "U", {name: old[name] for name in new}, new)
        for rows in groups.values():
            update_rows(self._connection, table, rows)
        return changed

    def delete(self, table: Table, ids: Sequence[str]) -> None:
        """Remove records; their whole images stay in the log."""
        for old in self.images(table, ids).values():
            self._note(table, old, "D", _image(old), None)
        delete_rows(self._connection, table, ids)

    def reinstate(self, table: Table, image: Mapping[str, object]) -> None:
        """Write a deleted record again as it was (private tokens included)."""
        row: Image = {**_defaults(table), **image}
        insert_rows(self._connection, table, [row])
        self._note(table, row, "I", None, _image(row))

    def images(self, table: Table, ids: Iterable[str]) -> dict[str, Image]:
        """The present rows by id. KeyError names a record that is not there."""
        wanted = list(ids)
        found: dict[str, Image] = {}
        for part in chunks(wanted):
            query = select(table).where(table.c.id.in_(part))
            found.update(
                {row["id"]: dict(row) for row in self._connection.execute(query).mappings()}
            )
        missing = [record_id for record_id in wanted if record_id not in found]
        if missing:
            raise KeyError(f"{table.name} {missing[0]}")
        return found

    def finish(self, header: Header) -> Written:
        """Append the ChangeSet (none if nothing changed)."""
        touched = {name: frozenset(ids) for name, ids in self.touched.items()}
        if not self._log:
            return Written(None, touched, 0)
        set_id = new_id()
        seq, previous = self._head()
        row = {
            "seq": seq + 1,
            "id": set_id,
            "actor": header.actor,
            "recorded_at": header.recorded_at,
            "action": header.action,
            "params": dump(header.params),
            "reason": header.reason,
            "idempotency_key": header.idempotency_key,
            "undoes": header.undoes,
            "records": len(self._log),
            "prev_hash": previous,
        }
        row["hash"] = chain_hash(row, self._log)
        insert_rows(self._connection, change_set, [row])
        names = ("set_seq", "position", "table_name", "record_id", "operation", "before", "after")
        rows = [(seq + 1, position, *entry) for position, entry in enumerate(self._log)]
        insert_tuples(self._connection, change, names, rows)
        return Written(set_id, touched, len(self._log))

    def _head(self) -> tuple[int, str]:
        last = select(func.max(change_set.c.seq)).scalar_subquery()
        row = self._connection.execute(
            select(change_set.c.seq, change_set.c.hash).where(change_set.c.seq == last)
        ).first()
        return (row.seq, row.hash) if row else (0, GENESIS)

    def _note(
        self, table: Table, row: Image, operation: str, before: Image | None, after: Image | None
    ) -> None:
        self._touch(table, [row])
        self._log.append(
            (
                str(table.name),
                row["id"],
                operation,
                None if before is None else dump(before),
                None if after is None else dump(after),
            )
        )

    def _touch(self, table: Table, rows: Sequence[Image]) -> None:
        ids = [row["id"] for row in rows]
        self.touched[table.name].update(ids)
        self.affected[table.name].update(ids)
        for column, owner in owners_of(table):
            self.affected[owner].update({row[column] for row in rows} - {None})

    def _keep_same(self, table: Table, old: Image, new: Image) -> None:
        """A personal value written again as it is is no change."""
        for name in table.info["private"] & new.keys():
            token = old[name]
            if token is not None and reveal(self._connection, [token]).get(token) == new[name]:
                del new[name]

    def _conceal(self, table: Table, rows: Sequence[Image]) -> None:
        for name in table.info["private"]:
            plain = [row for row in rows if row.get(name) is not None]
            if plain:
                tokens = conceal(self._connection, [row[name] for row in plain])
                for row, token in zip(plain, tokens, strict=True):
                    row[name] = token


_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def dump(value: Mapping[str, object]) -> str:
    """The canonical JSON text of an image."""
    return _encode(value)


def chain_hash(
    head: Mapping[str, object], entries: Iterable[tuple[str, str, str, str | None, str | None]]
) -> str:
    """SHA-256 over the head (with the previous hash) and every entry, each part with its length."""
    names = (
        "prev_hash",
        "seq",
        "id",
        "actor",
        "recorded_at",
        "action",
        "params",
        "reason",
        "undoes",
        "idempotency_key",
        "records",
    )
    values = (head[name] for name in names)
    digest = hashlib.sha256(_framed(None if value is None else str(value) for value in values))
    for entry in entries:
        digest.update(_framed(entry))
    return digest.hexdigest()


def _framed(values: Iterable[str | None]) -> bytes:
    """Each value with its length in bytes before it, so that no two lists look alike."""
    parts = []
    for value in values:
        if value is None:
            parts.append(b"-;")
        else:
            data = value.encode("utf-8", "surrogatepass")
            parts.append(b"%d:%b" % (len(data), data))
    return b"".join(parts)


@cache
def owners_of(table: Table) -> tuple[tuple[str, str], ...]:
    """The columns of a table that name its owner, each with the owner's table."""
    return tuple(
        (column.name, next(iter(column.foreign_keys)).column.table.name)
        for column in table.columns
        if column.info.get("owner")
    )


def _image(row: Mapping[str, Any]) -> Image:
    return {
        name: value for name, value in row.items() if name != "row_version" and value is not None
    }


@cache
def _defaults(table: Table) -> Image:
    """Plain texts as keys: SQLAlchemy's own kind makes every look-up and statement slower."""
    return {
        str(column.name): column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
        for column in table.columns
    }
