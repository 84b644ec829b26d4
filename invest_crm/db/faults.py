"""What the database engine's failures mean to a user: one table, one place.

Only failures of the environment become a ``UserError`` (full disk, locked, damaged, server gone);
everything else stays a bug and keeps its traceback.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from invest_crm.errors import UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOTHING_LOST = N_("What was saved before is safe; this change was not saved.")

# sqlite error name (or its prefix) → (code, what happened, what to do)
_SQLITE = {
    "SQLITE_FULL": (
        "disk-full",
        N_("The disk is full."),
        N_("Free some space on this disk, then try again."),
    ),
    "SQLITE_IOERR": (
        "disk-error",
        N_("The disk refused to read or write (full, over quota, unplugged or failing)."),
        N_("Check the free space and the disk, then try again."),
    ),
    "SQLITE_BUSY": (
        "database-busy",
        N_("Another program is holding the database."),
        N_("Close other copies of this program or backup tools, then try again."),
    ),
    "SQLITE_LOCKED": (
        "database-busy",
        N_("Another program is holding the database."),
        N_("Close other copies of this program or backup tools, then try again."),
    ),
    "SQLITE_READONLY": (
        "database-read-only",
        N_("The database file cannot be written (read-only, moved or deleted)."),
        N_("Check the file's place and permissions, then open it again."),
    ),
    "SQLITE_CANTOPEN": (
        "database-cannot-open",
        N_("The database file cannot be opened."),
        N_("Check that the folder exists and can be written."),
    ),
    "SQLITE_PERM": (
        "database-cannot-open",
        N_("The database file cannot be opened."),
        N_("Check that the folder exists and can be written."),
    ),
    "SQLITE_CORRUPT": (
        "database-damaged",
        N_("The database file is damaged."),
        N_("Do not write to it. Restore the newest verified backup."),
    ),
    "SQLITE_NOTADB": (
        "not-a-database",
        N_("This file is not a database of this program (or it is damaged or encrypted)."),
        N_("Choose another file or restore a backup."),
    ),
    "SQLITE_NOMEM": (
        "out-of-memory",
        N_("There is not enough memory for this."),
        N_("Close other programs and try again."),
    ),
}

# first two characters of SQLSTATE, or the whole of it → the same
_SERVER = {
    "53100": ("disk-full", N_("The server's disk is full."), N_("Tell the administrator.")),
    "53": (
        "server-overloaded",
        N_("The database server has no room for another connection."),
        N_("Wait a minute and try again."),
    ),
    "08": (
        "server-gone",
        N_("The connection to the database server was lost."),
        N_("Check the network; then look whether the change is there before repeating it."),
    ),
    "57": (
        "server-gone",
        N_("The database server was stopped or interrupted this."),
        N_("Try again in a moment."),
    ),
    "28": (
        "server-refused",
        N_("The database server did not accept the user or the password."),
        N_("Check both, or ask the administrator."),
    ),
    "3D": (
        "server-no-database",
        N_("The server has no database of that name."),
        N_("Check the address."),
    ),
    "42501": (
        "server-not-allowed",
        N_("This user may not do that on the server."),
        N_("Ask the administrator for the right."),
    ),
    "25006": (
        "database-read-only",
        N_("The database cannot be written now."),
        N_("Ask the administrator."),
    ),
    "40": (
        "database-busy",
        N_("Someone else changed the same records at the same moment."),
        N_("Try again."),
    ),
    "55": ("database-busy", N_("Someone else is holding these records."), N_("Try again.")),
}


@contextmanager
def translating_faults(path: Path | None) -> Iterator[None]:
    """Turn the environment's failures inside the block into ``UserError``."""
    try:
        yield
    except DBAPIError as error:
        known = _explain(error, path)
        if known is None:
            raise
        raise known from error


def file_gone() -> UserError:
    """The file under an open database was moved, deleted or exchanged: nothing more is written."""
    return _user_error(_SQLITE["SQLITE_READONLY"])


def _explain(error: DBAPIError, path: Path | None) -> UserError | None:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _explain_sqlite(original, path)
    state = getattr(original, "sqlstate", None) or ("08" if error.connection_invalidated else None)
    if state is None and type(original).__name__ == "OperationalError":
        state = _state_of(str(original))
    if state is None:
        return None
    row = _SERVER.get(state) or _SERVER.get(state[:2])
    return None if row is None else _user_error(row)


def _state_of(message: str) -> str:
    """SQLSTATE of a refused connection: the driver gives only the server's English sentence."""
    if "does not exist" in message:
        return "28" if "role" in message else "3D"
    return "28" if "authentication failed" in message or "password" in message else "08"


def _explain_sqlite(error: sqlite3.Error, path: Path | None) -> UserError | None:
    name = getattr(error, "sqlite_errorname", None)
    if name is None:
        return None
    row = next((row for prefix, row in _SQLITE.items() if name.startswith(prefix)), None)
    if row is None:
        return None
    known = _user_error(row)
    if row[0] in {"disk-full", "disk-error"} and path is not None and path.parent.exists():
        free = shutil.disk_usage(path.parent).free // (1024 * 1024)
        known.todo += " " + _("Free space now: {mb} MB.").format(mb=free)
    return known


def _user_error(row: tuple[str, str, str]) -> UserError:
    code, what, todo = row
    return UserError(code, _(what), safe=_(_NOTHING_LOST), todo=_(todo))
