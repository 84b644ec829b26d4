"""A full export taken back into an empty database: every table, file and hash as it was.

Everything is looked at first (shape, checksums, versions); then one transaction fills the tables
and the store, and only commits if references, the log's chain and its head, and every file are as
the export says. An export of an older version is filled into a scratch database of that version,
brought up to date there, and taken over from it.
"""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import Boolean, Integer, LargeBinary, MetaData, Table, Text, select

from invest_crm.db import files, refill, upgrade
from invest_crm.db.engine import open_engine
from invest_crm.db.schema import record_tables
from invest_crm.db.schema.log import change_set
from invest_crm.errors import UserError
from invest_crm.exchange.archive_reader import Archive, opened_archive, refuse
from invest_crm.services.archive_parts import part_name, raw_tables
from invest_crm.services.attachments import MOST_BYTES, named_files
from invest_crm.services.undo import FOUNDATIONS
from invest_crm.services.work import Changes, Silent, View
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from invest_crm.db.files import FileStore, Staged
    from invest_crm.services.work import App, Progress

_FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})(?:\.[a-z0-9]+)?")
_VERIFYING = 0.4
"""How much of the time goes into reading everything once before anything is written."""


class Imported(Struct, frozen=True):
    """What an export brings: records by table, files, when (ISO) and by whom it was made."""

    records: dict[str, int]
    files: int
    made_at: str
    made_by: str


def require_empty(view: View) -> None:
    """UserError ``database-not-empty`` if anything was ever done in this database."""
    done = view.first(select(change_set.c.seq).where(change_set.c.action.not_in(FOUNDATIONS)))
    if done is not None:
        raise UserError(
            "database-not-empty",
            _("A full export can only be taken into an empty database; this one has been used."),
            safe=_("Nothing was imported."),
            todo=_("Make a new database under Settings, Data and safety, and import it there."),
        )


def is_archive(path: Path) -> bool:
    """Whether a file is offered as a full export: ledgers are never zips by name."""
    return path.suffix.lower() == ".zip"


def look_into(app: App, path: Path, progress: Progress | None = None) -> Imported:
    """What a full export would bring; everything is checked as for taking it in.

    UserError as of ``import_archive``.
    """
    watch = progress or Silent()
    app.read(require_empty)
    with _checked(path, watch, 1) as (archive, _schema):
        records = {
            table.name: archive.items[part_name(table)].records
            for table in raw_tables()
            if part_name(table) in archive.items
        }
        number = sum(name.startswith("files/") for name in archive.items)
        return _summary(archive, records, number)


def import_archive(app: App, path: Path, progress: Progress | None = None) -> Imported:
    """Take a full export into this database, which must be empty; one transaction.

    UserError ``database-not-empty`` and those of ``opened_archive`` and ``Archive.verify``.
    """
    watch = progress or Silent()
    app.read(require_empty)
    with (
        _checked(path, watch, _VERIFYING) as (archive, schema),
        _source(archive, schema) as rows_of,
    ):
        found = _take(app, archive, rows_of, _Share(watch, _VERIFYING, 1))
    topics = frozenset(table.info["topic"] for table in record_tables())
    for listener in list(app.listeners):
        listener(Changes(None, sum(found.records.values()), {}, topics))
    return found


@contextmanager
def _checked(path: Path, watch: Progress, share: float) -> Iterator[tuple[Archive, str]]:
    """An export that is whole, unharmed and not of a later version; and its schema."""
    with opened_archive(path) as archive:
        schema = str(archive.fact("schema", str))
        if schema > upgrade.HEAD or not re.fullmatch(r"\d{4}", schema):
            raise refuse("archive-newer")
        archive.verify(_Share(watch, 0, share))
        yield archive, schema


def _summary(archive: Archive, records: dict[str, int], number: int) -> Imported:
    return Imported(
        {name: count for name, count in records.items() if count},
        number,
        str(archive.manifest.get("made_at", "")),
        str(archive.manifest.get("made_by", "")),
    )


def _take(
    app: App, archive: Archive, rows_of: Callable[[Table], Iterator[dict[str, Any]]], watch: _Share
) -> Imported:
    store = files.store_of(app.database)
    kept: list[Staged] = []
    counts: dict[str, int] = {}

    def counted(table: Table) -> Iterator[dict[str, Any]]:
        watch.report(len(counts) / (len(raw_tables()) + 1), table.name)
        counts[table.name] = 0
        for row in rows_of(table):
            counts[table.name] += 1
            if not counts[table.name] % 1000:
                watch.stop_if_asked()
            yield row

    try:
        with app.database.writing() as connection:
            require_empty(View(connection, app))
            try:
                refill.refill(connection, raw_tables(), counted, app.today.isoformat())
            except refill.UnfitError as error:
                raise refuse("archive-altered") from error
            number = _take_files(connection, archive, store, kept)
            _compare(View(connection, app), archive, store)
    except BaseException:
        _take_back(app, store, kept)
        raise
    return _summary(archive, counts, number)


def _take_files(
    connection: Connection, archive: Archive, store: FileStore, kept: list[Staged]
) -> int:
    number = 0
    for name, item in archive.items.items():
        if not name.startswith("files/"):
            continue
        found = _FILE.fullmatch(name)
        if found is None or found[2] != item.sha256:
            raise refuse("archive-altered")
        with archive.opened(name) as source, store.stage(source, MOST_BYTES) as staged:  # type: ignore[arg-type]
            if staged.sha256 != item.sha256:
                raise refuse("archive-altered")
            store.keep(connection, staged)
            if staged.new:
                kept.append(staged)
        number += 1
    return number


def _compare(view: View, archive: Archive, store: FileStore) -> None:
    """The log ends where the export says, and every file is there that was there."""
    last = view.first(
        select(change_set.c.seq, change_set.c.hash).order_by(change_set.c.seq.desc()).limit(1)
    )
    head = (last.seq, last.hash) if last else (0, "")
    if head != (archive.fact("log_seq", int), archive.fact("log_head", str)):
        raise refuse("archive-altered")
    named = named_files(view)
    lost = named - store.present(view.connection, named)
    if lost - set(archive.manifest.get("files_lost") or ()):
        raise refuse("archive-incomplete")


def _take_back(app: App, store: FileStore, kept: list[Staged]) -> None:
    if not kept:
        return
    with app.database.writing() as connection:
        named = named_files(View(connection, app))
        for staged in kept:
            if staged.sha256 not in named:
                store.remove(connection, staged.sha256)


# ---- rows ------------------------------------------------------------------------------------


@contextmanager
def _source(archive: Archive, schema: str) -> Iterator[Callable[[Table], Iterator[dict[str, Any]]]]:
    """Where the rows of a table come from: the archive, or its content brought up to date."""
    if schema == upgrade.HEAD:
        yield lambda table: _rows(archive, table)
        return
    with tempfile.TemporaryDirectory(prefix="invest-crm-") as folder:
        database = open_engine(Path(folder) / "older.db")
        try:
            upgrade.upgrade_to(database, schema)
            with database.writing() as connection:
                _fill_older(connection, archive)
            upgrade.upgrade_to(database, upgrade.HEAD)
            with database.reading() as connection:
                yield lambda table: (
                    dict(row) for row in connection.execute(select(table)).mappings()
                )
        finally:
            database.close()


def _fill_older(connection: Connection, archive: Archive) -> None:
    """Every table of the archive, as the schema of its time declares it."""
    then = MetaData()
    then.reflect(connection)
    parts = {
        name.rsplit("/", 1)[-1].removesuffix(".jsonl"): name
        for name in archive.items
        if name.startswith(("records/", "log/", "private/"))
    }
    wanted = {table.name for table in raw_tables()} & then.tables.keys()
    if parts.keys() - then.tables.keys() or wanted - parts.keys():
        raise refuse("archive-incomplete")
    for table in then.sorted_tables:
        if table.name in parts:
            refill.fill(connection, table, _rows(archive, table, parts[table.name]))


def _rows(archive: Archive, table: Table, name: str = "") -> Iterator[dict[str, Any]]:
    names = set(table.c.keys())
    binary = [column.name for column in table.c if isinstance(column.type, LargeBinary)]
    columns = list(table.c)
    for row in archive.rows(name or part_name(table)):
        if row.keys() != names:
            raise refuse("archive-altered")
        for place in binary:
            row[place] = _bytes(row[place])
        if not all(_fits(row[column.name], column) for column in columns):
            raise refuse("archive-altered")
        yield row


def _bytes(value: object) -> bytes | None:
    try:
        return None if value is None else base64.b64decode(str(value), validate=True)
    except binascii.Error as error:
        raise refuse("archive-altered") from error


def _fits(value: object, column: Any) -> bool:
    """Whether a value read back can stand in a column."""
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, Boolean):
        return isinstance(value, bool)
    if isinstance(column.type, Integer):
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    if isinstance(column.type, LargeBinary):
        return isinstance(value, bytes)
    return isinstance(column.type, Text) and isinstance(value, str)


class _Share:
    """A stretch of somebody's progress."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def report(self, fraction: float, text: str) -> None:
        """Pass it on, within the stretch."""
        self._whole.report(self._start + (self._end - self._start) * fraction, text)

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._whole.cancelled()

    def stop_if_asked(self) -> None:
        """UserError ``cancelled`` if so."""
        if self.cancelled():
            raise refuse("cancelled")
