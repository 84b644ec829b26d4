"""The one door of writing: every changed record becomes a row of the change log.

A ``Recorder`` lives as long as one transaction. It writes the records, keeps their images before
and after, and at the end appends one ChangeSet whose hash covers the previous one. It decides
nothing: which change is allowed is the use case's business. Bulk calls take the same way.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property, partial
from itertools import chain, islice
from operator import call
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import func, select

from invest_crm.db import private
from invest_crm.db.ahead import Ahead
from invest_crm.db.bulk import (
    AT_ONCE,
    Behind,
    batched,
    chunks,
    delete_rows,
    insert_columns,
    insert_rows,
    insert_tuples,
    update_rows,
)
from invest_crm.db.log import GENESIS, Block, Image, Row, chain_hash, dump, insert_created
from invest_crm.db.schema.log import change, change_block, change_set
from invest_crm.domain.ids import new_id, new_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from invest_crm.db.bulk import Do

MANY = AT_ONCE
"""From so many records created in one call on, their images stand in blocks of so many."""
_CHANGE = ("set_seq", "position", "table_name", "record_id", "operation", "before", "after")
_BLOCK = ("set_seq", "position", "table_name", "images")


class Header(Struct, frozen=True):
    """Who did what and why: the head of a ChangeSet. ``params`` names it without personal data."""

    actor: str
    recorded_at: str
    action: str
    params: Mapping[str, object]
    reason: str | None = None
    idempotency_key: str | None = None
    undoes: str | None = None


class Written(Struct, frozen=True):
    """What one transaction wrote: the ChangeSet's id and the touched ids by table."""

    change_set_id: str | None
    touched: Mapping[str, frozenset[str]]
    records: int


class Recorder:
    """Writes records inside one transaction and keeps their images for the log."""

    def __init__(self, connection: Connection) -> None:
        self._unsettled = connection
        self._behind = Behind()
        self._log: list[tuple[int, Row | Block]] = []
        self._records = 0
        self.touched: dict[str, set[str]] = defaultdict(set)
        self.affected: dict[str, set[str]] = defaultdict(set)
        """Touched records and the records that own them: what derived tables must follow."""
        self._ahead = Ahead(connection)

    @property
    def _connection(self) -> Connection:
        """The connection, when nothing is written behind any more."""
        self.settle()
        return self._unsettled

    def settle(self) -> None:
        """Wait for what is written behind: nobody else may use the connection before."""
        self._behind.settle()

    def close(self) -> None:
        """Leave no thread and no process, whatever happened."""
        self._behind.close()
        self._ahead.close()

    def indexed(self, table: str) -> frozenset[str]:
        """The new records of a table whose derived rows are made already."""
        return frozenset(self._ahead.done) if table == "firm" else frozenset()

    def insert(self, table: Table, values: Mapping[str, object]) -> str:
        """Write one new record; returns its id."""
        return self.insert_many(table, [values])[0]

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, object]]) -> list[str]:
        """Write new records (missing columns take their defaults); returns their ids.

        Rows that are made while they are asked for must not use the database: many of them are
        written while the next are made, and afterwards until ``settle``.
        """
        waiting = iter(rows)
        first = list(islice(waiting, MANY))
        if len(first) == MANY:
            return self._insert_blocks(table, chain([first], batched(waiting)))
        full = _whole(table, first)
        self._conceal(table, full)
        insert_rows(self._connection, table, full)
        for row in full:
            self._note(table, row, "I", None, _image(row))
        return [row["id"] for row in full]

    def expect(self, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
        """Say early which records will probably be created, so that their derived rows begin."""
        self._ahead.expect(table, rows)

    def _insert_blocks(
        self, table: Table, batches: Iterable[Sequence[Mapping[str, object]]]
    ) -> list[str]:
        ids: list[str] = []
        seq, do = self._next[0], self._behind.do
        for batch in batches:
            columns = _columns(table, batch)
            for name in table.info["private"]:
                columns[name] = self._tokens(columns[name], do)
            do(partial(insert_columns, self._unsettled, table, columns))
            block = Block(str(table.name), columns)
            block.fold()
            at = self._append(block, len(batch))
            if self._early:
                do(partial(insert_created, self._unsettled, seq, at, block))
            self._touch(table, columns)
            self._ahead.take(table, columns, do)
            ids += columns["id"]
        return ids

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
        if before:
            self._ahead.forget(table)
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
        self._ahead.forget(table)
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
        seq, previous = self._next
        row = {
            "seq": seq,
            "id": new_id(),
            "actor": header.actor,
            "recorded_at": header.recorded_at,
            "action": header.action,
            "params": dump(header.params),
            "reason": header.reason,
            "idempotency_key": header.idempotency_key,
            "undoes": header.undoes,
            "records": self._records,
            "prev_hash": previous,
        }
        self._ahead.finish(self._behind.do)
        self.settle()
        items = (part.seal if isinstance(part, Block) else part for _at, part in self._log)
        row["hash"] = chain_hash(row, items)
        insert_rows(self._connection, change_set, [row])
        self._write_log(seq)
        return Written(str(row["id"]), touched, self._records)

    @cached_property
    def _next(self) -> tuple[int, str]:
        """The number of this ChangeSet and the hash of the one before it."""
        last = select(func.max(change_set.c.seq)).scalar_subquery()
        query = select(change_set.c.seq, change_set.c.hash).where(change_set.c.seq == last)
        seq, previous = self._connection.execute(query).first() or (0, GENESIS)
        return seq + 1, previous

    @cached_property
    def _early(self) -> bool:
        """Whether rows of the log may stand before the head they refer to (SQLite, if told)."""
        connection = self._connection
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        return connection.dialect.name == "sqlite"

    def _write_log(self, seq: int) -> None:
        """Write what ``_insert_blocks`` has not written yet."""
        rows = [(seq, at, *part) for at, part in self._log if not isinstance(part, Block)]
        blocks = [(at, part) for at, part in self._log if isinstance(part, Block)]
        insert_tuples(self._connection, change, _CHANGE, rows)
        for at, block in blocks if not self._early else ():
            insert_created(self._connection, seq, at, block)
        images = [(seq, at, block.table, block.images) for at, block in blocks]
        insert_tuples(self._connection, change_block, _BLOCK, images)

    def _append(self, part: Row | Block, records: int = 1) -> int:
        """Take a part of the log up; returns the position of its first record."""
        position = self._records
        self._log.append((position, part))
        self._records += records
        return position

    def _note(
        self, table: Table, row: Image, operation: str, before: Image | None, after: Image | None
    ) -> None:
        names = ("id", *(column for column, _owner in owners_of(table)))
        self._touch(table, {name: (row[name],) for name in names})
        self._append(
            (
                str(table.name),
                row["id"],
                operation,
                None if before is None else dump(before),
                None if after is None else dump(after),
            )
        )

    def _touch(self, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
        self.touched[table.name].update(columns["id"])
        self.affected[table.name].update(columns["id"])
        for column, owner in owners_of(table):
            self.affected[owner].update(set(columns[column]) - {None})

    def _keep_same(self, table: Table, old: Image, new: Image) -> None:
        """A personal value written again as it is is no change."""
        for name in table.info["private"] & new.keys():
            token = old[name]
            if (
                token is not None
                and private.reveal(self._connection, [token]).get(token) == new[name]
            ):
                del new[name]

    def _conceal(self, table: Table, rows: Sequence[Image]) -> None:
        """Put tokens in the place of personal values."""
        for name in table.info["private"]:
            plain = [row for row in rows if row.get(name) is not None]
            self.settle()
            tokens = self._tokens([row[name] for row in plain], call)
            for row, token in zip(plain, tokens, strict=True):
                row[name] = token

    def _tokens(self, values: Sequence[Any], do: Do) -> list[Any]:
        """Tokens for personal values (none for an absent one); ``do`` has the values kept."""
        plain = [value for value in values if value is not None]
        if not plain:
            return list(values)
        kept, tokens = private.sealed(plain)
        do(partial(private.store, self._unsettled, kept))
        made = iter(tokens)
        return [value if value is None else next(made) for value in values]


@cache
def owners_of(table: Table) -> tuple[tuple[str, str], ...]:
    """The columns of a table that name its owner, each with the owner's table."""
    return tuple(
        (column.name, next(iter(column.foreign_keys)).target_fullname.partition(".")[0])
        for column in table.columns
        if column.info.get("owner")
    )


def _image(row: Mapping[str, Any]) -> Image:
    return {
        name: value for name, value in row.items() if name != "row_version" and value is not None
    }


def _whole(table: Table, rows: Iterable[Mapping[str, object]]) -> list[Image]:
    """The rows with every column of the table and an id. KeyError for a column it has not."""
    defaults = _defaults(table)
    full = [{**defaults, **row} for row in rows]
    unknown = set().union(*full) - defaults.keys()
    if unknown:
        raise KeyError(f"{table.name} {min(unknown)}")
    nameless = [row for row in full if not row["id"]]
    for row, key in zip(nameless, new_ids(len(nameless)), strict=True):
        row["id"] = key
    return full


def _columns(table: Table, rows: Sequence[Mapping[str, object]]) -> dict[str, list[Any]]:
    """The rows by column, every column of the table and ids. KeyError for one it has not."""
    defaults = _defaults(table)
    given = set().union(*rows)
    if unknown := given - defaults.keys():
        raise KeyError(f"{table.name} {min(unknown)}")
    columns: dict[str, list[Any]] = {
        name: [row.get(name, value) for row in rows] if name in given else [value] * len(rows)
        for name, value in defaults.items()
    }
    made = iter(new_ids(columns["id"].count(None)))
    columns["id"] = [key or next(made) for key in columns["id"]]
    return columns


@cache
def _defaults(table: Table) -> Image:
    """Plain texts as keys: SQLAlchemy's own kind makes every look-up and statement slower."""
    return {
        str(column.name): column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
        for column in table.columns
    }
