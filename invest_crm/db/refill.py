"""Filling an empty database with the tables of another one, exactly as they were.

The one place besides the recorder that writes records and the log: everything at once, in the
transaction of the caller, into a database whose log holds nothing yet but its own making. The
guards of the log are lifted for that moment only, by statements that roll back with the rest.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, text
from sqlalchemy.exc import DataError, IntegrityError

from invest_crm.db import derive, integrity, search
from invest_crm.db.bulk import insert_rows
from invest_crm.db.schema import whole
from invest_crm.db.schema.approvals import approval_state
from invest_crm.db.schema.derived import project_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Table

_AT_ONCE = 1000


class UnfitError(Exception):
    """The rows do not make a sound database."""


def refill(
    connection: Connection,
    tables: Iterable[Table],
    rows_of: Callable[[Table], Iterable[dict[str, Any]]],
    today: str,
) -> None:
    """Put the rows of these tables (parents first) in the place of what is there.

    ``today``: ISO, for the derived rows. UnfitError if references or the log's chain do not hold.
    """
    wanted = list(tables)
    try:
        with _unguarded(connection):
            search.clear(connection)
            connection.execute(delete(project_state))
            connection.execute(delete(approval_state))
            for table in reversed(wanted):
                connection.execute(delete(table))
            _settle(connection)
        for table in wanted:
            fill(connection, table, rows_of(table))
        _settle(connection)
    except (IntegrityError, DataError) as error:
        raise UnfitError from error
    derive.rebuild(connection, today)
    if not integrity.verify_chain(connection).ok:
        raise UnfitError


def fill(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all have the same keys, block by block."""
    block: list[dict[str, Any]] = []
    for row in rows:
        block.append(row)
        if len(block) >= _AT_ONCE:
            insert_rows(connection, table, block)
            block = []
    insert_rows(connection, table, block)


def _settle(connection: Connection) -> None:
    """Check the references now rather than at the commit. UnfitError if one leads nowhere."""
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise UnfitError
    else:
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Without the triggers that keep the log from being shortened."""
    guarded = [table.name for table in whole().sorted_tables if not table.info.get("record")]
    if connection.dialect.name != "sqlite":
        for name in guarded:
            connection.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
        yield
        for name in guarded:
            connection.execute(text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))
        return
    query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    found = connection.exec_driver_sql(query).all()
    lifted = [row for row in found if row.tbl_name in guarded]
    for row in lifted:
        connection.exec_driver_sql(f'DROP TRIGGER "{row.name}"')
    yield
    for row in lifted:
        connection.exec_driver_sql(row.sql)
