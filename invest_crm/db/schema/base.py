"""How every table is declared: naming convention, record columns, dated-fact columns.

A *record table* is one whose rows are written through the recorder and therefore stand in the
change log. Its ``info`` says which topic its changes refresh and which columns are personal
(kept in ``private_value``, outside the log). Column types are text, integer and boolean only, so
that SQLite and PostgreSQL hold the same values and bulk statements need no conversion.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, *, required: bool = False, index: bool = False) -> Column[str]:
    """A text column; ``None`` where unknown, never an empty string."""
    return Column(name, Text, nullable=not required, index=index)


def json_text(name: str) -> Column[str]:
    """A JSON document kept as text (lists and small maps), read by the service that owns it."""
    return Column(name, Text, nullable=True, info={"json": True})


def fen(name: str) -> Column[int]:
    """Money in 分 (hundredths of a yuan)."""
    return Column(name, BigInteger, nullable=True)


def square_decimetres(name: str) -> Column[int]:
    """An area in square decimetres (1/100 ㎡), see ``domain.area``."""
    return Column(name, BigInteger, nullable=True)


def whole(name: str, *, default: int | None = None) -> Column[int]:
    """An integer column."""
    return Column(name, Integer, nullable=default is None, default=default)


def flag(name: str) -> Column[bool]:
    """A yes/no column, no by default."""
    return Column(name, Boolean, nullable=False, default=False)


def owner(name: str, target: str, *, required: bool = True) -> Column[str]:
    """The record this one belongs to and shares its fate with (undo keeps them together)."""
    key = _key(target)
    return Column(name, Text, key, nullable=not required, index=True, info={"owner": True})


def refers(name: str, target: str) -> Column[str]:
    """A reference to another record that lives on its own."""
    return Column(name, Text, _key(target), nullable=True, index=True)


def _key(target: str) -> ForeignKey:
    # Checked at commit, so that an action may write and remove records in any order.
    return ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")


def partial_date(prefix: str) -> list[Column[Any]]:
    """The columns of one ``PartialDate``: as understood, as written, and its latest possible day.

    ``<prefix>_day`` is ISO text computed at the write door; as-of questions compare it.
    """
    return [
        text(f"{prefix}_value"),
        text(f"{prefix}_precision"),
        text(f"{prefix}_qualifier"),
        text(f"{prefix}_raw"),
        text(f"{prefix}_not_after"),
        text(f"{prefix}_day"),
    ]


def fact_columns() -> list[Column[Any]]:
    """Where a dated fact came from, when it was recorded, and when and why it was voided."""
    return [
        text("source"),
        text("cut_off"),
        text("recorded_at", required=True),
        text("recorded_by", required=True),
        text("voided_at"),
        text("void_reason"),
    ]


def record_table(
    name: str, *columns: Column[Any] | Index, topic: str, private: tuple[str, ...] = ()
) -> Table:
    """Declare a table whose rows stand in the change log."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        *columns,
        Column("row_version", Integer, nullable=False, default=1),
        info={"record": True, "topic": topic, "private": frozenset(private)},
    )
