"""Getting the contents of a database out when its file is in trouble, without touching that file.

``copy_open``: what an open database holds goes to a new file, even when its own was moved or
deleted meanwhile. ``private_copy``: a copy in a folder only this person can read, to look at.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from invest_crm.db.engine import APPLICATION_ID, open_engine
from invest_crm.db.integrity import full
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.db.engine import Database

_SUFFIX = ".copying"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def copy_open(database: Database, target: Path) -> None:
    """Write everything an open SQLite database holds into a new file, and check that file.

    UserError ``copy-failed`` (nothing is left behind), or what reading the database refuses.
    """
    scratch = target.with_name(target.name + _SUFFIX)
    try:
        with database.engine.connect() as raw, closing(sqlite3.connect(scratch)) as copy:
            live = raw.connection.driver_connection
            if not isinstance(live, sqlite3.Connection):
                raise _copy_failed()
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise _copy_failed()
        if database.watch is not None and database.watch.exchanged:
            if not database.watch.knows(scratch):
                raise _copy_failed()
            _require_one_database(scratch)
        _sync(scratch)
        scratch.replace(target)
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise _copy_failed() from error
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def _require_one_database(copy: Path) -> None:
    """Pages of two databases may be mixed in it: then its log does not hold together."""
    database = open_engine(copy)
    try:
        with database.reading() as connection:
            findings = full(connection)
    finally:
        database.close()
    if not all(finding.ok for finding in findings):
        raise _copy_failed()


def private_copy(source: Path, folder: Path) -> Path:
    """Copy a database with what its write-ahead log still holds into ``folder``.

    The engine copies it if it can; where it may not (write-protected, held) the files are copied.
    UserError ``nothing-to-copy`` if there is no file of this program or it cannot be read at all,
    ``disk-full``.
    """
    target = folder / source.name.replace(".backup.db", ".db")
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.execute("PRAGMA busy_timeout=500")
            live.backup(copy)
    except sqlite3.Error:
        _copy_files(source, target)
    if not _is_ours(target):
        raise _nothing_to_copy()
    return target


def _copy_files(source: Path, target: Path) -> None:
    try:
        target.unlink(missing_ok=True)
        shutil.copyfile(source, target)
        log = source.with_name(source.name + "-wal")
        if log.exists():
            shutil.copyfile(log, target.with_name(target.name + "-wal"))
    except OSError as error:
        if error.errno in _FULL:
            raise _disk_full() from error
        raise _nothing_to_copy() from error


def _is_ours(path: Path) -> bool:
    """By its first page, which is there when much else is damaged."""
    with path.open("rb") as handle:
        return handle.read(72)[68:72] == APPLICATION_ID.to_bytes(4, "big")


def _sync(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def _copy_failed() -> UserError:
    return UserError(
        "copy-failed",
        _("The copy could not be written."),
        safe=_("Nothing was changed, and nothing half written remains."),
        todo=_("Choose another place, on another disk if possible."),
    )


def _disk_full() -> UserError:
    return UserError(
        "disk-full",
        _("The disk is full."),
        safe=_("The file is unchanged."),
        todo=_("Free some space on this disk, then try again."),
    )


def _nothing_to_copy() -> UserError:
    return UserError(
        "nothing-to-copy",
        _("There is no readable database of this program in this file."),
        safe=_("The file is unchanged."),
        todo=_("Choose another file or restore a backup."),
    )
