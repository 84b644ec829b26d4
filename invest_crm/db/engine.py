"""Opening a database: one place that knows how SQLite and PostgreSQL must be set up.

Measured rules: WAL with ``synchronous=FULL`` (NORMAL loses acknowledged commits in a power cut);
writers begin IMMEDIATE (a deferred BEGIN fails with "database is locked"); readers are refused
every write by the engine itself; parameters never appear in exception texts (phone numbers).
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from invest_crm.db.faults import file_gone, patiently, translating_faults
from invest_crm.db.watch import FileWatch, put_apart
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.pool import ConnectionPoolEntry

APPLICATION_ID = 0x49435231  # "ICR1": marks a SQLite file as one of ours
_WRITER_LOCK = 0x1C5D0001  # PostgreSQL advisory lock: one appender to the log at a time
_MODE = "invest_crm_mode"
_FILE = "invest_crm_file"
_DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"})

_PRAGMAS = (
    "PRAGMA page_size=8192",  # of a new file
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON",
)
_PAGES_KIB = {True: 2048, False: 65536}
"""What a connection keeps of the file, reading or not. 64 MiB hold the indexes of a bulk import;
its records go to the write-ahead log while it runs, and the commit has less to write. Reading is
as quick from the system's own memory, and several readers would keep the same pages."""


class Database:
    """One open database. Hands out read and write connections and nothing else.

    ``refusal``: what a write is told, of a database that is only read.
    """

    def __init__(
        self, url: URL, engine: Engine, *, refusal: Callable[[], UserError] | None = None
    ) -> None:
        self.url = url
        self.engine = engine
        self.refusal = refusal
        self.watch = None if self.path is None else FileWatch(self.path)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an embedded file (one trust zone, one writer)."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an embedded database, None for a server."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot that cannot write: the engine refuses, not a convention."""
        with self._transaction("read") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction holding the writer's lock; commits at the end, rolls back on any error."""
        if self.refusal is not None:
            raise self.refusal()
        self.look()
        with self._transaction("write") as connection:
            yield connection
            if self.watch is not None:
                self.watch.saved(connection)
        with suppress(UserError):  # what was written is written; the next is refused
            self.look()

    def look(self) -> None:
        """Whether the file still holds what was opened. UserError ``database-exchanged``."""
        if self.watch is not None:
            self.watch.look()

    @contextmanager
    def _transaction(self, mode: str) -> Iterator[Connection]:
        with (
            translating_faults(self.path, writing=mode == "write"),
            patiently(self.engine.connect, self.path) as raw,
        ):
            connection = raw.execution_options(**{_MODE: mode})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give back every connection; the last one folds the write-ahead log into the file."""
        foreign = self.watch is not None and self.watch.exchanged
        if not foreign or self.path is None or put_apart(self.path):
            self.engine.dispose()


def database_url(where: str | Path) -> URL:
    """A path (SQLite) or a SQLAlchemy URL as given on the command line."""
    target = str(where)
    if "://" in target:
        with suppress(ArgumentError, ValueError):
            url = make_url(target)
            if url.drivername in _DRIVERS:
                return url
        raise _unknown_kind()
    return URL.create("sqlite", database=str(Path(target).expanduser().resolve()))


def only_read() -> UserError:
    """A write to a database that was opened for reading because it could not be written."""
    return UserError(
        "opened-read-only",
        _("The database was opened only for reading."),
        safe=_("Nothing was changed; what you typed is still in its place."),
        todo=_("Open it for writing again, or save a copy and work in that."),
    )


def _unknown_kind() -> UserError:
    return UserError(
        "database-kind",
        _("This is not the address of a database this program can use."),
        safe=_("Nothing was changed."),
        todo=_("Give a file, or an address that begins with postgresql+psycopg://."),
    )


def _no_driver() -> UserError:
    return UserError(
        "driver-missing",
        _("The part that speaks to PostgreSQL is not installed here."),
        safe=_("Nothing was changed."),
        todo=_("Install it with: pip install psycopg[binary]"),
    )


def open_engine(where: str | Path | URL) -> Database:
    """Connect without looking at the contents; ``db.upgrade`` prepares and checks a database."""
    url = where if isinstance(where, URL) else database_url(where)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True)
        _OneFile(engine)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        connect_args = {"connect_timeout": 5, "options": "-c timezone=UTC"}
        try:
            engine = create_engine(
                url, hide_parameters=True, pool_pre_ping=True, connect_args=connect_args
            )
        except ModuleNotFoundError as error:
            raise _no_driver() from error
        event.listen(engine, "begin", _begin_server)
    return Database(url, engine)


class _OneFile:
    """Further connections go to the file of the first: SQLite would make a missing one anew."""

    def __init__(self, engine: Engine) -> None:
        self._known: tuple[int, int] | None = None
        event.listen(engine, "do_connect", self._look)
        event.listen(engine, "connect", self._learn)
        event.listen(engine, "engine_disposed", self._forget)

    def _look(self, _dialect: Any, _record: Any, arguments: list[Any], _named: Any) -> None:
        if self._known is not None and _identity(arguments[0]) != self._known:
            raise file_gone()

    def _learn(self, dbapi: Any, _record: Any) -> None:
        self._known = _identity(dbapi.execute("PRAGMA database_list").fetchone()[2])

    def _forget(self, _engine: Engine) -> None:
        self._known = None


def _prepare_sqlite(dbapi: Any, record: ConnectionPoolEntry) -> None:
    dbapi.isolation_level = None
    for pragma in _PRAGMAS:
        dbapi.execute(pragma)
    path = dbapi.execute("PRAGMA database_list").fetchone()[2]
    record.info[_FILE] = (path, _identity(path))


def _identity(path: str) -> tuple[int, int] | None:
    """Which file a path names at present; None for no file."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_MODE, "write")
    path, identity = connection.connection.info[_FILE]
    if mode != "read" and _identity(path) != identity:
        raise file_gone()
    reads = mode == "read"
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_PAGES_KIB[reads]}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_server(connection: Connection) -> None:
    if connection.get_execution_options().get(_MODE, "write") == "read":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
