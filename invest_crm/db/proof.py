"""Looking a backup through: its pages, its references, its log, its counts, its hash.

Everything is asked in plain SQL of the file itself, whatever schema it has, and nothing in it is
changed: it is opened read-only.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from invest_crm.db.backup_files import named_files
from invest_crm.db.engine import APPLICATION_ID
from invest_crm.db.log import GENESIS, chain_hash, covered
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from invest_crm.db.log import Placed

_HEAD = (
    "seq", "id", "actor", "recorded_at", "action", "params", "reason", "idempotency_key",
    "undoes", "records", "prev_hash", "hash",
)  # fmt: skip
_ENTRIES = (
    "SELECT set_seq, position, table_name, record_id, operation, before, after"
    " FROM change ORDER BY set_seq, position"
)
_BLOCKS = (
    "SELECT position, table_name, images FROM change_block WHERE set_seq = ? ORDER BY position"
)
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table'"
    " AND name NOT LIKE 'search_fts%' AND name NOT LIKE 'sqlite_%'"
)
_CHUNK = 1024 * 1024


class Proof(Struct, frozen=True):
    """What was found in a file: counts by table, the head of its log, its hash (SHA-256).

    ``chain``: the number of the first entry of the log that does not fit, 0 if all do. ``files``:
    the attachments it names, hash to size.
    """

    schema: int
    records: dict[str, int]
    log_seq: int
    log_head: str
    database: str
    chain: int
    sha256: str
    bytes: int
    files: dict[str, int]


def prove(path: Path) -> Proof:
    """Look a file through. UserError ``backup-unusable`` if it is damaged or none of ours."""
    try:
        if is_live_copy(path):
            raise unusable()
        with closing(read_only(path)) as database:
            _require_sound(database)
            schema = int(database.execute("PRAGMA user_version").fetchone()[0])
            seq, head, origin, chain = _log(database)
            files = named_files(database)
            records = {
                table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
                for (table,) in database.execute(_TABLES).fetchall()
            }
    except (sqlite3.DatabaseError, OSError) as error:
        raise unusable() from error
    size = path.stat().st_size
    return Proof(schema, records, seq, head, origin, chain, sha256(path), size, files)


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def is_live_copy(path: Path) -> bool:
    """A file copied from an open database still asks for its write-ahead log; ours do not."""
    with path.open("rb") as handle:
        return handle.read(20)[18:20] == b"\x02\x02"


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def unusable() -> UserError:
    """The file is no backup to build on."""
    return UserError(
        "backup-unusable",
        _("This backup is damaged, altered or not one of this program."),
        safe=_("The present database is unchanged."),
        todo=_("Choose another backup."),
    )


def _require_sound(database: sqlite3.Connection) -> None:
    ours = database.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not ours or database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise unusable()
    if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise unusable()


def _log(database: sqlite3.Connection) -> tuple[int, str, str, int]:
    """Head number and hash, the id of the first entry, and the first entry that does not fit."""
    previous, seq, origin, broken = GENESIS, 0, "", 0
    heads = database.execute(f"SELECT {', '.join(_HEAD)} FROM change_set ORDER BY seq")  # noqa: S608
    groups = groupby(database.execute(_ENTRIES), key=itemgetter(0))
    packed = _has_blocks(database)
    for place, row in enumerate(heads, start=1):
        head = dict(zip(_HEAD, row, strict=True))
        seq, origin = head["seq"], origin or head["id"]
        blocks = database.execute(_BLOCKS, (seq,)) if packed else ()
        if not broken and not _fits(head, place, previous, next(groups, None), blocks):
            broken = seq
        previous = head["hash"]
    if not broken and next(groups, None) is not None:
        broken = seq + 1
    return seq, previous if seq else "", origin, broken


def _fits(
    head: dict[str, object],
    place: int,
    previous: str,
    group: tuple[int, Iterator[tuple[Any, ...]]] | None,
    blocks: Iterable[tuple[int, str, bytes]],
) -> bool:
    if group is None or group[0] != head["seq"] or head["seq"] != place:
        return False
    rows = (row[1:] for row in group[1])
    fits = chain_hash(head, covered(cast("Iterable[Placed]", rows), blocks)) == head["hash"]
    return fits and head["prev_hash"] == previous


def _has_blocks(database: sqlite3.Connection) -> bool:
    """Whether the schema of the file knows blocks of creations."""
    query = "SELECT count(*) FROM sqlite_master WHERE name = 'change_block'"
    return bool(database.execute(query).fetchone()[0])
