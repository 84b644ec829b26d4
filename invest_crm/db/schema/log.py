"""The change log: one row per user action, one row per changed record, hash-chained.

``change_block`` holds the images of many records created together (``db.log`` reads them);
``position`` is that of the first of their rows in ``change``.

Personal values never stand in it: the log (and the record) hold ``<id>.<salted hash>``, a
reference into ``private_value``, whose text can be erased without breaking the chain.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from invest_crm.db.schema.base import metadata

# SQLite numbers rows only in a column of type INTEGER.
_sequence = BigInteger().with_variant(Integer, "sqlite")

change_set = Table(
    "change_set",
    metadata,
    Column("seq", _sequence, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("actor", Text, nullable=False, index=True),
    Column("recorded_at", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("reason", Text),
    Column("idempotency_key", Text, unique=True),
    Column("undoes", Text, index=True),
    Column("records", Integer, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column(
        "set_seq", _sequence, ForeignKey("change_set.seq"), primary_key=True, autoincrement=False
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("table_name", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("ix_change_record", "record_id", "table_name"),
)

change_block = Table(
    "change_block",
    metadata,
    Column(
        "set_seq", _sequence, ForeignKey("change_set.seq"), primary_key=True, autoincrement=False
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("table_name", Text, nullable=False),
    Column("images", LargeBinary, nullable=False),
)

private_value = Table(
    "private_value",
    metadata,
    Column("id", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("value", Text),
    Column("erased_by", Text),
)
