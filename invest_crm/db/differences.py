"""What a backup lacks and has more than the present database, read from the two logs.

Both logs are hash chains: entries with the same number and hash are the same, and so is all that
came before them. Whatever follows the last common entry was done on one side only. Plain SQL, so
that a backup of any schema can be compared.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from invest_crm.db.proof import read_only, unusable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST = 500
"""So many entries are listed one by one; all are counted."""


class Step(Struct, frozen=True):
    """One entry of a log: who, when (UTC), which action with which parameters, how many records."""

    seq: int
    actor: str
    recorded_at: str
    action: str
    params: Mapping[str, Any]
    records: int


class Side(Struct, frozen=True):
    """What one side has alone: how many entries, the newest of them, records by table and kind.

    ``touched``: (table, ``I`` added, ``U`` changed or ``D`` removed) with the number of records.
    """

    count: int = 0
    steps: tuple[Step, ...] = ()
    touched: Mapping[tuple[str, str], int] = field(default_factory=dict)


class Differences(Struct, frozen=True):
    """``lost`` is only in the present database, ``gained`` only in the backup.

    ``common``: the number of the last entry both have, 0 if they are not of one database.
    ``readable``: whether the present database could be read at all.
    ``present``, ``backup``: records by table in each.
    """

    common: int
    lost: Side
    gained: Side
    present: Mapping[str, int]
    backup: Mapping[str, int]
    readable: bool = True


def compare(present: Path, backup: Path, tables: tuple[str, ...]) -> Differences:
    """Compare two files; ``tables`` are counted. UserError if the backup cannot be read."""
    try:
        with closing(read_only(backup)) as other:
            held = _counts(other, tables)
            if not present.exists():
                return Differences(0, Side(), Side(), {}, held, readable=False)
            try:
                with closing(read_only(present)) as mine:
                    common = _common(mine, other)
                    lost, here = _side(mine, common), _counts(mine, tables)
            except sqlite3.DatabaseError:
                return Differences(0, Side(), Side(), {}, held, readable=False)
            return Differences(common, lost, _side(other, common), here, held)
    except sqlite3.DatabaseError as error:
        raise unusable() from error


def _common(one: sqlite3.Connection, other: sqlite3.Connection) -> int:
    low, high = 0, min(_last(one), _last(other))
    while low < high:
        middle = (low + high + 1) // 2
        if _hash(one, middle) == _hash(other, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _last(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT coalesce(max(seq), 0) FROM change_set").fetchone()[0])


def _hash(database: sqlite3.Connection, seq: int) -> str | None:
    row = database.execute("SELECT hash FROM change_set WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else str(row[0])


def _side(database: sqlite3.Connection, common: int) -> Side:
    since = {"common": common}
    count = database.execute(
        "SELECT count(*) FROM change_set WHERE seq > :common", since
    ).fetchone()[0]
    steps = database.execute(
        "SELECT seq, actor, recorded_at, action, params, records FROM change_set"
        " WHERE seq > :common ORDER BY seq DESC LIMIT :most",
        {**since, "most": MOST},
    )
    touched = database.execute(
        "SELECT table_name, operation, record_id FROM change WHERE set_seq > :common", since
    )
    return Side(
        count,
        tuple(
            Step(seq, actor, at, action, json.loads(params), records)
            for seq, actor, at, action, params, records in steps
        ),
        _touched(touched),
    )


def _touched(rows: sqlite3.Cursor) -> dict[tuple[str, str], int]:
    """A record that was added and then changed counts as added; added and removed, not at all."""
    kinds: dict[tuple[str, str], set[str]] = {}
    for table, operation, record in rows:
        kinds.setdefault((table, record), set()).add(operation)
    found: Counter[tuple[str, str]] = Counter()
    for (table, _record), operations in kinds.items():
        if {"I", "D"} <= operations:
            continue
        found[table, next(one for one in "DIU" if one in operations)] += 1
    return dict(found)


def _counts(database: sqlite3.Connection, tables: tuple[str, ...]) -> dict[str, int]:
    there = {
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    return {
        table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
        for table in tables
        if table in there
    }
