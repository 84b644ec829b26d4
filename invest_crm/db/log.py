"""The form of the change log: entries, blocks of creations, and what the hash covers.

A changed record is one row of ``change``. Of many records created in one call the images stand
together in ``change_block``, column by column and compressed; their rows in ``change`` say only
what was created (``after`` is null), so that a record's history is found in the same way. Nobody
but this module knows the difference. Reasons: decision 0007.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec
from sqlalchemy import select

from invest_crm.db.schema.log import change, change_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select

Image = dict[str, Any]
Row = tuple[str, str, str, str | None, str | None]
"""Table, record, operation, before, after."""
Placed = tuple[int, str, str, str, str | None, str | None]
"""A row with its position before it."""
Item = Row | bytes
"""What the hash covers: a row, or the seal of a block, which no row can imitate."""
GENESIS = "0" * 64
_LEVEL = 1  # of zlib: higher ones take three times as long for a tenth less


class Logged(NamedTuple):
    """One changed record of a ChangeSet, with its images (empty where there is none)."""

    set_seq: int
    position: int
    table_name: str
    record_id: str
    operation: str
    before: Image
    after: Image


class Block:
    """The images of records of one table created together, in the order they were created.

    ``columns`` are the values by column, ``id`` among them, all of one length. A column in which
    every value is absent is left out of the images, and so is the count of a record's versions.
    """

    def __init__(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        self.table = table
        self.columns = columns
        self.images = b""
        self.seal = b""

    def fold(self) -> None:
        """Make the images and their seal; to be called once, on any thread."""
        told = {
            name: values
            for name, values in self.columns.items()
            if name != "row_version" and values.count(None) < len(values)
        }
        text = _block_text(told)
        self.images = zlib.compress(text, _LEVEL)
        self.seal = _seal(self.table, text)


def insert_created(connection: Connection, seq: int, position: int, block: Block) -> None:
    """Write the rows of ``change`` that say what a block created.

    Only the ids tell these rows apart, so the database makes them from one list of ids.
    """
    sqlite = connection.dialect.name == "sqlite"
    ids = block.columns["id"]
    values = (seq, position, block.table, json.dumps(ids) if sqlite else list(ids))
    connection.exec_driver_sql(_CREATED_SQLITE if sqlite else _CREATED_SERVER, values)


_CREATED = "INSERT INTO change (set_seq, position, table_name, record_id, operation) SELECT "
_CREATED_SQLITE = f"{_CREATED} ?, ? + key, ?, value, 'I' FROM json_each(?)"
_CREATED_SERVER = (
    f"{_CREATED} %s, %s + place - 1, %s, record_id, 'I'"
    " FROM unnest(%s::text[]) WITH ORDINALITY AS created (record_id, place)"
)


def _block_text(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """The JSON text of a block; what the digest covers is this text, whoever wrote it."""
    try:
        return msgspec.json.encode(columns, order="sorted")
    except UnicodeEncodeError:  # half a character, out of a damaged file
        return dump(columns).encode("utf-8", "surrogatepass")


def images_text(stored: bytes) -> str:
    """The JSON text of a stored block, which its digest covers: values by column."""
    return zlib.decompress(stored).decode("utf-8", "surrogatepass")


def images_of(stored: bytes) -> list[Image]:
    """The images of a stored block; a value that was absent is absent."""
    columns = json.loads(zlib.decompress(stored))
    names = list(columns)
    return [
        {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for values in zip(*columns.values(), strict=True)
    ]


def entries(connection: Connection, seq: int) -> list[Logged]:
    """Every entry of a ChangeSet in the order in which it was written."""
    created = {
        position + place: image
        for position, _table, stored in _blocks(connection, seq)
        for place, image in enumerate(images_of(stored))
    }
    return [
        Logged(
            seq,
            row.position,
            row.table_name,
            row.record_id,
            row.operation,
            _loaded(row.before),
            created.get(row.position) or _loaded(row.after),
        )
        for row in connection.execute(_changes(seq))
    ]


def image_after(connection: Connection, seq: int, position: int, after: str | None) -> Image:
    """What a row of ``change`` left of its record: its own ``after``, or the image in its block."""
    if after is not None:
        return _loaded(after)
    query = select(change_block.c.position, change_block.c.images).where(
        change_block.c.set_seq == seq, change_block.c.position <= position
    )
    block = connection.execute(query.order_by(change_block.c.position.desc()).limit(1)).first()
    return {} if block is None else images_of(block.images)[position - block.position]


def items(connection: Connection, seq: int) -> Iterator[Item]:
    """What the hash of a ChangeSet covers, as it is stored."""
    rows = (tuple(row) for row in connection.execute(_changes(seq)))
    yield from covered(cast("Iterable[Placed]", rows), _blocks(connection, seq))


def covered(rows: Iterable[Placed], stored: Iterable[tuple[int, str, bytes]]) -> Iterator[Item]:
    """What a hash covers of rows in order and blocks (first position, table, images).

    A block stands for its rows only if they name exactly the records whose images it holds;
    otherwise what does not fit is given by itself, and the hash with it is another.
    """
    claimed: dict[int, Row] = {}
    blocks: dict[int, bytes] = {}
    for position, table, images in stored:
        blocks[position], ids = _opened(table, images)
        claimed.update(
            (position + place, (table, record_id, "I", None, None))
            for place, record_id in enumerate(ids)
        )
    for position, *rest in rows:
        item = cast("Row", tuple(rest))
        if claimed.pop(position, None) != item:
            yield item
        elif position in blocks:
            yield blocks.pop(position)
    yield from claimed.values()
    yield from blocks.values()


def _changes(seq: int) -> Select[Any]:
    names = ("position", "table_name", "record_id", "operation", "before", "after")
    query = select(*(change.c[name] for name in names))
    return query.where(change.c.set_seq == seq).order_by(change.c.position)


def _blocks(connection: Connection, seq: int) -> Iterator[tuple[int, str, bytes]]:
    query = select(change_block.c.position, change_block.c.table_name, change_block.c.images)
    for row in connection.execute(query.where(change_block.c.set_seq == seq)):
        yield row.position, row.table_name, row.images


def _opened(table: str, stored: bytes) -> tuple[bytes, list[str]]:
    """The seal of a stored block and the ids of its records; of a damaged one neither."""
    try:
        text = zlib.decompress(stored)
        return _seal(table, text), json.loads(text)["id"]
    except (zlib.error, ValueError, LookupError, TypeError):
        return b"", []


def _seal(table: str, text: bytes) -> bytes:
    """A mark that no part of a row begins with, and the digest of table and images."""
    return b"#" + hashlib.sha256(_framed([table]) + text).hexdigest().encode()


def _loaded(text: str | None) -> Image:
    return {} if text is None else cast("Image", json.loads(text))


_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def dump(value: Mapping[str, object]) -> str:
    """The canonical JSON text of an image."""
    return _encode(value)


def chain_hash(head: Mapping[str, object], covered: Iterable[Item]) -> str:
    """SHA-256 over the head (with the previous hash) and every item, each part with its length."""
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
    for item in covered:
        digest.update(item if isinstance(item, bytes) else _framed(item))
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
