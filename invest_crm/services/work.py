"""The application as its doors see it: open, read, write.

``app.read(query, …)`` runs a function of a ``View`` in a snapshot that cannot write.
``app.write(use_case, command)`` runs one user action in one transaction and leaves one ChangeSet;
services never commit, an exception means rollback. What a write changed comes back in its
``Outcome`` and goes to the listeners, so that every open page can follow.
"""

from __future__ import annotations

import getpass
from contextlib import closing
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, Self, TypeVar

from msgspec import Struct, field
from sqlalchemy import event, func, select

from invest_crm.db import derive, private
from invest_crm.db.recorder import Header, Recorder, Written
from invest_crm.db.schema.base import metadata
from invest_crm.db.schema.log import change_set
from invest_crm.domain.clock import day_of, now
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row, Select, Table

    from invest_crm.db.engine import Database

T = TypeVar("T")
C = TypeVar("C")
P = ParamSpec("P")

_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
_TICK = timedelta(microseconds=1)


class Progress(Protocol):
    """What a long job is given: it reports, and asks whether it should stop."""

    def report(self, fraction: float, text: str) -> None:
        """Say how far the job is (0 to 1) and what it is doing."""

    def cancelled(self) -> bool:
        """Whether the user asked to stop; the job then raises ``Cancelled`` and leaves nothing."""
        ...


class Silent:
    """A ``Progress`` nobody watches."""

    def report(self, fraction: float, text: str) -> None:
        """Ignore it."""

    def cancelled(self) -> bool:
        """Never."""
        return False


class Cancelled(Exception):  # noqa: N818 - a request, not an error
    """The user stopped a job; nothing it did remains."""


class Changes(Struct, frozen=True):
    """What a write changed: touched ids by table, and the topics pages listen to."""

    change_set_id: str | None
    records: int
    touched: Mapping[str, frozenset[str]]
    topics: frozenset[str]


class Outcome(Struct, Generic[T], frozen=True):
    """What a use case returned, and what it changed. ``repeated``: this key was done before."""

    value: T | None
    changes: Changes
    repeated: bool = False


class View:
    """Reading: a snapshot of one moment.

    ``progress``: who watches what is done with it; see ``watched``.
    """

    def __init__(self, connection: Connection, app: App) -> None:
        self._connection = connection
        self.app = app
        self.progress: Progress = Silent()

    @property
    def connection(self) -> Connection:
        """The connection of the snapshot."""
        return self._connection

    def watched(self, progress: Progress | None) -> Self:
        """The same, watched by somebody who may want it stopped: it looks at every statement."""
        seen = copy(self)
        if progress is not None:
            seen.progress = progress
            event.listen(self.connection, "before_cursor_execute", lambda *_told: seen.look())
        return seen

    def look(self) -> None:
        """To be called at least every tenth of a second. UserError ``cancelled`` to stop."""
        if self.progress.cancelled():
            raise UserError("cancelled", _("Stopped as you asked."), safe=_("Nothing was written."))

    def looking(self, items: Iterable[T]) -> Iterator[T]:
        """The items, looking at each."""
        for item in items:
            self.look()
            yield item

    @property
    def today(self) -> date:
        """The day at the bureau."""
        return self.app.today

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """All rows of a select."""
        return self.connection.execute(query).all()

    def first(self, query: Select[Any]) -> Row[Any] | None:
        """The first row of a select, or None."""
        return self.connection.execute(query).first()

    def values(self, query: Select[Any]) -> list[Any]:
        """The first column of a select."""
        return list(self.connection.scalars(query).all())

    def count(self, query: Select[Any]) -> int:
        """How many rows a select has."""
        return self.connection.scalar(select(func.count()).select_from(query.subquery())) or 0

    def reveal(self, tokens: Iterable[str | None]) -> dict[str, str]:
        """The personal values behind tokens (erased ones are absent). Callers mask them."""
        return private.reveal(self.connection, tokens)


class Work(View):
    """Writing: everything a use case changes goes through here, and so into the log."""

    def __init__(self, connection: Connection, app: App, actor: str, now: str) -> None:
        super().__init__(connection, app)
        self.recorder = Recorder(connection)
        self.actor = actor
        self.now = now
        self.action = ""
        self.params: dict[str, object] = {}
        self.undoes: str | None = None

    @property
    def connection(self) -> Connection:
        """The connection of the transaction, when nothing is written behind any more."""
        self.recorder.settle()
        return self._connection

    def name(self, action: str, /, **params: object) -> None:
        """Name the action for undo texts and the history (a key of ``services.actions``)."""
        self.action = action
        self.params = params

    def insert(self, table: Table, /, **values: object) -> str:
        """Write a new record; returns its id."""
        return self.recorder.insert(table, values)

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, object]]) -> list[str]:
        """Write new records; returns their ids. Rows made meanwhile must not use the database."""
        return self.recorder.insert_many(table, rows)

    def expect(self, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
        """Say early which records will probably be created: what follows from them is begun."""
        self.recorder.expect(table, rows)

    def update(self, table: Table, record_id: str, /, **changes: object) -> bool:
        """Change one record; True if anything really changed."""
        return self.recorder.update(table, record_id, changes)

    def update_many(self, table: Table, changes: Mapping[str, Mapping[str, object]]) -> int:
        """Change many records; returns how many really changed."""
        return self.recorder.update_many(table, changes)

    def delete(self, table: Table, *ids: str) -> None:
        """Remove records (their images stay in the log)."""
        self.recorder.delete(table, ids)

    def fact(self, *, source: str, cut_off: str | None = None) -> dict[str, object]:
        """The columns that say where a dated fact comes from and when it was recorded."""
        return {
            "source": source,
            "cut_off": cut_off,
            "recorded_at": self.now,
            "recorded_by": self.actor,
        }

    def void(self, table: Table, reason: str, *ids: str) -> None:
        """Void dated facts: they stay, but no longer count from now on."""
        change = {"voided_at": self.now, "void_reason": reason}
        self.recorder.update_many(table, dict.fromkeys(ids, change))


class App(Struct):
    """One open database and the person working in it."""

    database: Database
    actor: str
    clock: Callable[[], datetime] = now
    listeners: list[Callable[[Changes], None]] = field(default_factory=list)
    before_commit: Callable[[Work], None] | None = None
    """Sees an action that is about to be committed; others still see the state before it."""

    @property
    def today(self) -> date:
        """The day at the bureau, for whoever has no ``View``."""
        return day_of(self.clock())

    def read(
        self, query: Callable[Concatenate[View, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query in a read-only snapshot."""
        with self.database.reading() as connection:
            return query(View(connection, self), *args, **kwargs)

    def write(
        self,
        use_case: Callable[[Work, C], T],
        command: C,
        *,
        reason: str | None = None,
        key: str | None = None,
    ) -> Outcome[T]:
        """Run one user action as one transaction and one ChangeSet.

        ``key`` makes it happen at most once: a repeated key changes nothing and says so.
        """
        with self.database.writing() as connection:
            if key is not None and _done_before(connection, key):
                return Outcome(None, Changes(None, 0, {}, frozenset()), repeated=True)
            work = Work(connection, self, self.actor, self._moment(connection))
            with closing(work.recorder):
                value = use_case(work, command)
                if self.before_commit is not None:
                    self.before_commit(work)
                written = self._finish(work, use_case.__name__, reason, key)
        changes = Changes(
            written.change_set_id, written.records, written.touched, _topics(written.touched)
        )
        if written.records:
            for listener in list(self.listeners):
                listener(changes)
        return Outcome(value, changes)

    def _finish(self, work: Work, name: str, reason: str | None, key: str | None) -> Written:
        recorder, connection = work.recorder, work.connection
        header = Header(
            actor=work.actor,
            recorded_at=work.now,
            action=work.action or name,
            params=work.params,
            reason=reason,
            idempotency_key=key,
            undoes=work.undoes,
        )
        written = recorder.finish(header)
        left = {table: ids - recorder.indexed(table) for table, ids in recorder.affected.items()}
        derive.follow(connection, left, work.today.isoformat())
        return written

    def _moment(self, connection: Connection) -> str:
        """Now in UTC, but always after the last entry: a clock set back must not reorder facts."""
        now = self.clock().astimezone(UTC)
        last = connection.scalar(
            select(change_set.c.recorded_at).order_by(change_set.c.seq.desc()).limit(1)
        )
        if last is not None:
            now = max(now, datetime.strptime(last, _MOMENT).replace(tzinfo=UTC) + _TICK)
        return now.strftime(_MOMENT)


def login_name() -> str:
    """The operating system's name for the person at the keyboard."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "user"


def _done_before(connection: Connection, key: str) -> bool:
    query = select(change_set.c.seq).where(change_set.c.idempotency_key == key)
    return connection.execute(query).first() is not None


def _topics(touched: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(metadata.tables[name].info["topic"] for name in touched)
