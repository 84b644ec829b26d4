"""Writing many rows at the speed of the driver.

The rows go to the driver as tuples, on SQLite many in one statement. Values must already be what
the database stores (text, integer, boolean, bytes, None).
"""

from __future__ import annotations

import queue
import sys
import threading
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy import bindparam, delete, update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Dialect, Table

T = TypeVar("T")
Do: TypeAlias = "Callable[[Callable[[], object]], object]"
"""Runs a job: at once (``operator.call``), or behind (``Behind.do``)."""
CHUNK = 500
"""How many ids go into one IN list: SQLite allows 999 parameters on old builds."""
VALUES = 30_000
"""How many values go into one statement on SQLite, which allows 32,766."""
AT_ONCE = 1000
"""How many rows a bulk write makes and hands over at a time."""
_WAITING = 64
_TURN = 0.0002
"""Seconds after which a thread that waits for Python gets it, while a bulk write runs: every
statement asks for it again at its end, and Python's own 5 ms make them wait as long as they run."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that all have the same keys (those of the first row)."""
    if rows:
        names = tuple(rows[0])
        insert_tuples(connection, table, names, list(map(values_in_order(names), rows)))


def insert_tuples(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows given as values in the order of ``names``."""
    if rows:
        insert_columns(connection, table, dict(zip(names, zip(*rows, strict=True), strict=True)))


def insert_columns(
    connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]
) -> None:
    """Insert rows given as values by column, all of one length (at least one).

    Columns in which nothing stands are left out: for an absent value Python's own driver needs
    twenty times as long as for a text.
    """
    count = len(next(iter(columns.values())))
    filled = {
        name: values
        for name, values in columns.items()
        if values.count(None) < count or table.c[name].server_default is not None
    }
    names = tuple(filled)
    if connection.dialect.name != "sqlite":
        rows = list(zip(*filled.values(), strict=True))
        connection.exec_driver_sql(_insert(connection.dialect, table, names), rows)
        return
    together = VALUES // len(names)
    for start in range(0, count, together):
        part = [values[start : start + together] for values in filled.values()]
        statement = _insert(connection.dialect, table, names, len(part[0]))
        values = chain.from_iterable(zip(*part, strict=True))
        connection.exec_driver_sql(statement, tuple(values))


@lru_cache(maxsize=256)
def _insert(dialect: Dialect, table: Table, names: tuple[str, ...], count: int = 1) -> str:
    """The statement for ``count`` rows: SQLite runs it without coming back to Python for each.

    OR FAIL spares SQLite a journal of half a statement; a failure ends the transaction anyway.
    """
    sqlite = dialect.name == "sqlite"
    quote = dialect.identifier_preparer.quote
    marks = f"({', '.join(['?' if sqlite else '%s'] * len(names))})"
    return (
        f"INSERT {'OR FAIL ' if sqlite else ''}INTO {quote(table.name)}"  # noqa: S608 - only names
        f" ({', '.join(map(quote, names))}) VALUES {', '.join([marks] * count)}"
    )


def values_in_order(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """A function that takes the values of a row in the order of ``names``."""
    if len(names) == 1:
        return lambda row: (row[names[0]],)
    return itemgetter(*names)


def batched(items: Iterable[T]) -> Iterator[list[T]]:
    """The items as they come, so many at a time as a bulk write hands over."""
    waiting = iter(items)
    while part := list(islice(waiting, AT_ONCE)):
        yield part


class Behind:
    """Runs jobs on a second thread, one after the other, while the caller makes the next.

    SQLite lets go of Python while it inserts, so that two processors share a bulk write. Whoever
    uses the connection of the jobs has them settled first. The first failure is raised where the
    next job is handed over or settled; what waits then is not run, nor is it after ``close``.
    """

    def __init__(self) -> None:
        self._jobs: queue.Queue[Callable[[], object] | None] = queue.Queue(_WAITING)
        self._failure: BaseException | None = None
        self._thread: threading.Thread | None = None
        self._turn = sys.getswitchinterval()

    def do(self, job: Callable[[], object]) -> None:
        """Hand over a job; waits while several are waiting. Raises what an earlier one raised."""
        self._raise()
        if self._thread is None:
            sys.setswitchinterval(_TURN)
            self._thread = threading.Thread(target=self._run, name="insert", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def settle(self) -> None:
        """Wait for all jobs. Raises what one of them raised."""
        if self._thread is not None and self._thread is not threading.current_thread():
            self._jobs.join()
        self._raise()

    def close(self) -> None:
        """End the thread; what it has not begun is not done."""
        if self._thread is None:
            return
        self._failure = self._failure or RuntimeError("closed")
        self._jobs.put(None)
        self._thread.join()
        self._thread = None
        sys.setswitchinterval(self._turn)

    def _raise(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._failure is None:
                try:
                    job()
                except BaseException as failure:  # noqa: BLE001 - raised in the caller's thread
                    self._failure = failure
            self._jobs.task_done()


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
