"""Writing many rows at the speed of the driver.

SQLAlchemy compiles the statement once; the rows go to the driver's ``executemany`` as tuples.
Values must already be what the database stores (text, integer, boolean, None).
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

CHUNK = 500
"""How many ids go into one IN list: SQLite allows 999 parameters on old builds."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that all have the same keys (those of the first row)."""
    if not rows:
        return
    compiled = _insert(connection, table, tuple(rows[0]))
    order = tuple(map(str, compiled.positiontup or ()))
    if order:
        values = itemgetter(*order) if len(order) > 1 else lambda row: (row[order[0]],)
        parameters: list[object] = list(map(values, rows))
    else:
        parameters = [dict(row) for row in rows]
    connection.exec_driver_sql(str(compiled), parameters)


def insert_tuples(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Insert rows given as values in the order of ``names``."""
    if not rows:
        return
    compiled = _insert(connection, table, tuple(names))
    order = tuple(compiled.positiontup or ())
    if order == tuple(names):
        connection.exec_driver_sql(str(compiled), rows)
    else:
        insert_rows(connection, table, [dict(zip(names, row, strict=True)) for row in rows])


def _insert(connection: Connection, table: Table, names: tuple[str, ...]) -> Any:
    statement = insert(table).values({name: bindparam(name) for name in names})
    return statement.compile(dialect=connection.dialect)


def update_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Update by ``id`` rows that all have the same keys."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    statement = (
        update(table)
        .where(table.c.id == bindparam("key_"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    parameters = [
        {"key_": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows
    ]
    connection.execute(statement, parameters)


def delete_rows(connection: Connection, table: Table, ids: Sequence[str]) -> None:
    """Delete by id."""
    for part in chunks(ids):
        connection.execute(delete(table).where(table.c.id.in_(part)))


def chunks(items: Sequence[str], size: int = CHUNK) -> Iterable[Sequence[str]]:
    """The items in lists short enough for one statement."""
    return (items[start : start + size] for start in range(0, len(items), size))
