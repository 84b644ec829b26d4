"""Preparing a database: is it ours, is it the right schema, and bringing it there safely.

An older program never writes a newer database. A SQLite file is upgraded on a verified copy that
then takes its place, so that a failure or a kill leaves the old file as it was. Alembic is slow to
import and is loaded only when there is something to do.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from invest_crm.db.alone import held_alone
from invest_crm.db.engine import APPLICATION_ID, Database, open_engine
from invest_crm.db.proof import read_only
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0020"
"""The newest revision; a test holds it equal to the newest file in ``migrations/versions``."""


def prepare(database: Database, *, create: bool) -> str:
    """Make sure the database has the newest schema; returns the revision.

    ``create``: an absent file or an empty server database is made one; otherwise it is refused, as
    are a file of another program, an empty file (it may be what a full disk left) and a database
    of a newer program (``UserError``).
    """
    path = database.path
    if path is not None:
        _check_file(path, create=create)
        if not path.exists():
            _create_whole(path)
    with database.reading() as connection:
        current = _revision(connection)
    if current is None and not create:
        raise _missing()
    if current == HEAD:
        return current
    if current is not None and current > HEAD:
        raise UserError(
            "database-newer",
            _("This database was written by a newer version of the program."),
            safe=_("It has not been opened for writing and is unchanged."),
            todo=_("Install the newer version of the program."),
        )
    if current is not None and path is not None:
        _upgrade_copy(database, path)
    else:
        upgrade_to(database, HEAD)
    return HEAD


def is_older(database: Database) -> bool:
    """Whether an embedded database is one of ours and must be upgraded before it is used."""
    if database.path is None or not database.path.exists():
        return False
    try:
        with closing(read_only(database.path)) as probe:
            ours = probe.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            schema = probe.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError:
        return False
    return bool(ours and schema < int(HEAD))


def upgrade_to(database: Database, revision: str) -> None:
    """Run the revisions up to ``revision`` in one transaction."""
    from alembic import command

    with _schema_transaction(database) as connection:
        command.upgrade(_config(connection), revision)
        _mark(connection, revision)


def downgrade_to(database: Database, revision: str) -> None:
    """Run the revisions down to ``revision`` (``base`` for an empty database)."""
    from alembic import command

    with _schema_transaction(database) as connection:
        command.downgrade(_config(connection), revision)
        _mark(connection, "0000" if revision == "base" else revision)


class _schema_transaction:  # noqa: N801 - used as a context manager, reads as a verb
    """A writing transaction with foreign keys off (batch changes empty child tables otherwise)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Connection:
        self._raw = self._database.engine.connect()
        if self._database.is_sqlite:
            self._raw.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        self._transaction = self._raw.begin()
        return self._raw

    def __exit__(self, kind: object, *_rest: object) -> None:
        try:
            if kind is None:
                self._check_keys()
                self._transaction.commit()
            else:
                self._transaction.rollback()
        finally:
            if self._database.is_sqlite:
                self._raw.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
            self._raw.close()

    def _check_keys(self) -> None:
        if self._database.is_sqlite:
            broken = self._raw.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise RuntimeError(f"migration left a broken reference in {broken[0]}")


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)


def _mark(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={int(revision)}")


def _check_file(path: Path, *, create: bool) -> None:
    if not path.exists():
        if not create:
            raise _missing()
        path.parent.mkdir(parents=True, exist_ok=True)
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as probe:
            application = probe.execute("PRAGMA application_id").fetchone()[0]
            probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname != "SQLITE_NOTADB":
            return  # ours or not, it is damaged, held or protected: opening it says so
        raise _foreign() from error
    if application != APPLICATION_ID:
        raise _foreign()


def _create_whole(path: Path) -> None:
    """Make a database beside its place and move it there when it is whole."""
    scratch = path.with_name(path.name + ".creating")
    for leftover in (scratch, *(Path(f"{scratch}{end}") for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    fresh = open_engine(scratch)
    try:
        upgrade_to(fresh, HEAD)
    finally:
        fresh.close()
    scratch.replace(path)


def _upgrade_copy(database: Database, path: Path) -> None:
    """Upgrade a copy made by the backup API, check it, and let it take the file's place.

    Nobody else may have the file open meanwhile: what they wrote would be lost with it.
    """
    database.close()
    scratch = path.with_name(path.name + ".upgrading")
    scratch.unlink(missing_ok=True)
    with held_alone(path) as held:
        with closing(sqlite3.connect(scratch)) as target:
            held.backup(target)
        copy = open_engine(scratch)
        upgrade_to(copy, HEAD)
        copy.close()
        _check_copy(scratch)
        held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        scratch.replace(path)


def _check_copy(scratch: Path) -> None:
    with closing(sqlite3.connect(scratch)) as checked:
        checked.execute("PRAGMA journal_mode=DELETE")
        if checked.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise RuntimeError("the upgraded copy is damaged")
    with scratch.open("rb") as handle:
        os.fsync(handle.fileno())


def _missing() -> UserError:
    return UserError(
        "database-missing",
        _("There is no database here yet."),
        safe=_("Nothing was created."),
        todo=_("Create one with “init”, or choose another file."),
    )


def _foreign() -> UserError:
    return UserError(
        "not-a-database",
        _("This file is not a database of this program."),
        safe=_("The file is unchanged."),
        todo=_("Choose another file, or give a new name to create a database."),
    )
