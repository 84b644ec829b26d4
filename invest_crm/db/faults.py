"""What the database engine's failures mean to a user: one table, one place.

Failures of the environment become a ``UserError`` (full disk, locked, damaged, server gone). What
only a mistake in the program can cause stays a bug and is named as one in ``SQLITE_BUGS`` and
``SERVER_BUGS``: a name or class that stands in neither table fails a test.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from sqlalchemy.exc import DBAPIError

from invest_crm.db.holders import holders
from invest_crm.errors import UNCERTAIN, UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")

_NOT_SAVED = N_("What was saved before is safe; this change was not saved.")
_ONLY_READ = N_("What was saved before is safe; nothing was changed.")
_UNKNOWN = N_("What was saved before is safe; whether this change was saved is not known yet.")


class _Entry(NamedTuple):
    """What a failure means: the stable code, what happened, what to do."""

    code: str
    what: str
    todo: str


_FULL = _Entry(
    "disk-full",
    N_("The disk is full."),
    N_("Free some space on this disk, then try again."),
)
_DISK = _Entry(
    "disk-error",
    N_("The disk refused to read or write (full, over quota, unplugged or failing)."),
    N_("Check the free space and the disk, then try again."),
)
_BUSY = _Entry(
    "database-busy",
    N_("Another program is holding the database."),
    N_("Close other copies of this program or backup tools, then try again."),
)
_READONLY = _Entry(
    "database-read-only",
    N_("The database file is write-protected."),
    N_("Check the permissions of the file and its folder, then try again."),
)
_MOVED = _Entry(
    "database-moved",
    N_("The database file was moved, deleted or replaced while it was open."),
    N_("Save what is open here as a new file, or put the file back and try again."),
)
_CANTOPEN = _Entry(
    "database-cannot-open",
    N_("The database file cannot be opened."),
    N_("Check that the folder exists and can be written."),
)
_DAMAGED = _Entry(
    "database-damaged",
    N_("The database file is damaged."),
    N_("Do not write to it. Restore the newest verified backup."),
)
_NOT_OURS = _Entry(
    "not-a-database",
    N_("This file is not a database of this program (or it is damaged or encrypted)."),
    N_("Choose another file or restore a backup."),
)
_MEMORY = _Entry(
    "out-of-memory",
    N_("There is not enough memory for this."),
    N_("Close other programs and try again."),
)
_INTERRUPTED = _Entry("interrupted", N_("This was interrupted."), N_("Try again."))

SQLITE_FAULTS: Final[Mapping[str, _Entry]] = {
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _DISK,
    "SQLITE_IOERR_CORRUPTFS": _DAMAGED,
    "SQLITE_IOERR_DATA": _DAMAGED,
    "SQLITE_IOERR_LOCK": _BUSY,
    "SQLITE_IOERR_RDLOCK": _BUSY,
    "SQLITE_IOERR_NOMEM": _MEMORY,
    "SQLITE_IOERR_VNODE": _MOVED,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_PROTOCOL": _BUSY,
    "SQLITE_READONLY": _READONLY,
    "SQLITE_READONLY_DBMOVED": _MOVED,
    "SQLITE_CANTOPEN": _CANTOPEN,
    "SQLITE_PERM": _CANTOPEN,
    "SQLITE_AUTH": _CANTOPEN,
    "SQLITE_NOLFS": _DISK,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_EMPTY": _NOT_OURS,
    "SQLITE_FORMAT": _NOT_OURS,
    "SQLITE_NOTADB": _NOT_OURS,
    "SQLITE_NOMEM": _MEMORY,
    "SQLITE_INTERRUPT": _INTERRUPTED,
    "SQLITE_ABORT": _INTERRUPTED,
}
"""SQLite's name, or the beginning of it (the longest that fits counts) → its meaning."""

SQLITE_BUGS: Final = frozenset(
    "SQLITE_" + name
    for name in ("CONSTRAINT", "ERROR", "INTERNAL", "MISMATCH", "MISUSE", "NOTFOUND", "RANGE",
                 "SCHEMA", "TOOBIG")
)  # fmt: skip
"""What only a mistake in the program can cause."""

_SERVER_BUSY = _Entry(
    "database-busy", N_("Someone else is holding these records."), N_("Try again.")
)
_SERVER_GONE = _Entry(
    "server-gone",
    N_("The connection to the database server was lost."),
    N_("Check the network; then look whether the change is there before repeating it."),
)
_SERVER_ROOM = _Entry(
    "server-overloaded",
    N_("The database server has no room for another connection."),
    N_("Wait a minute and try again."),
)
_SERVER_DISK = _Entry(
    "server-disk-full", N_("The server's disk is full."), N_("Tell the administrator.")
)
_SERVER_DAMAGED = _Entry(
    "server-damaged",
    N_("The database server reports damaged files or a failure of its own."),
    N_("Tell the administrator; the diagnostic bundle helps."),
)
_SERVER_REFUSED = _Entry(
    "server-refused",
    N_("The database server did not accept the user or the password."),
    N_("Check both, or ask the administrator."),
)
_SERVER_NONE = _Entry(
    "server-no-database", N_("The server has no database of that name."), N_("Check the address.")
)
_SERVER_RIGHTS = _Entry(
    "server-not-allowed",
    N_("This user may not do that on the server."),
    N_("Ask the administrator for the right."),
)
_SERVER_READS = _Entry(
    "database-read-only", N_("The database cannot be written now."), N_("Ask the administrator.")
)
_SERVER_STOPPED = _Entry(
    "server-gone",
    N_("The database server was stopped or interrupted this."),
    N_("Try again in a moment."),
)

SERVER_FAULTS: Final[Mapping[str, _Entry]] = {
    "08": _SERVER_GONE,
    "0P": _SERVER_RIGHTS,
    "25006": _SERVER_READS,
    "25P03": _SERVER_GONE,
    "25P04": _INTERRUPTED,
    "28": _SERVER_REFUSED,
    "3D": _SERVER_NONE,
    "40": _Entry(
        "database-busy",
        N_("Someone else changed the same records at the same moment."),
        N_("Try again."),
    ),
    "42501": _SERVER_RIGHTS,
    "53": _SERVER_ROOM,
    "53100": _SERVER_DISK,
    "53200": _MEMORY,
    "55": _SERVER_BUSY,
    "57": _SERVER_STOPPED,
    "57014": _INTERRUPTED,
    "57P04": _SERVER_NONE,
    "58": _SERVER_DAMAGED,
    "72": _INTERRUPTED,
    "F0": _SERVER_DAMAGED,
    "XX": _SERVER_DAMAGED,
}
"""SQLSTATE, or its class (the first two characters) → its meaning."""

SERVER_BUGS: Final = frozenset({
    *("02", "03", "09", "0A", "0B", "0F", "0L", "0Z", "10", "20", "21", "22", "23", "24", "25"),
    *("26", "27", "2B", "2D", "2F", "34", "38", "39", "3B", "3F", "42", "44", "54", "HV", "P0"),
})  # fmt: skip
"""Classes of SQLSTATE that only a mistake in the program can cause."""

_SHARED: Final = ("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR_ACCESS")
_PATIENCE_S: Final = 2.0


@contextmanager
def translating_faults(path: Path | None, *, writing: bool = True) -> Iterator[None]:
    """Turn the environment's failures inside the block into ``UserError``."""
    try:
        yield
    except DBAPIError as error:
        known = _explain(error, path, writing=writing)
        if known is None:
            raise
        raise known from error


def patiently(connect: Callable[[], T], path: Path | None) -> T:
    """Open a file that a scanner or a backup tool may be holding: again and again for two seconds.

    Waits only while the file is there: what is gone does not come back by waiting.
    """
    until, pause = time.monotonic() + _PATIENCE_S, 0.05
    while True:
        try:
            return connect()
        except DBAPIError as error:
            name = getattr(error.orig, "sqlite_errorname", None) or ""
            there = path is not None and path.exists()
            if not (there and name.startswith(_SHARED)) or time.monotonic() + pause > until:
                raise
        time.sleep(pause)
        pause *= 2


def file_gone() -> UserError:
    """The file under an open database was moved, deleted or exchanged: nothing more is written."""
    return _user_error(_MOVED, writing=True)


def meaning_of(name: str) -> _Entry | None:
    """What a name of SQLite's errors means; None for a bug."""
    fitting = [key for key in SQLITE_FAULTS if name == key or name.startswith(key + "_")]
    return SQLITE_FAULTS[max(fitting, key=len)] if fitting else None


def meaning_of_state(state: str) -> _Entry | None:
    """What a SQLSTATE means; None for a bug."""
    return SERVER_FAULTS.get(state) or SERVER_FAULTS.get(state[:2])


def _explain(error: DBAPIError, path: Path | None, *, writing: bool) -> UserError | None:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _explain_sqlite(original, path, writing=writing)
    state = getattr(original, "sqlstate", None) or ("08" if error.connection_invalidated else None)
    if state is None and type(original).__name__ == "OperationalError":
        state = _state_of(str(original))
    found = None if state is None else meaning_of_state(state)
    return None if found is None else _user_error(found, writing=writing)


_NOT_THERE: Final = ("does not exist", "不存在")
_NOT_LET_IN: Final = (
    *("authentication failed", "password", "not permitted to log in", "no pg_hba.conf entry"),
    *("认证", "口令", "密码", "登录"),
)


def _state_of(message: str) -> str:
    """SQLSTATE of a refused connection: the driver gives a sentence in the server's language."""
    if any(words in message for words in _NOT_THERE):
        return "28" if "role" in message or "角色" in message else "3D"
    return "28" if any(words in message for words in _NOT_LET_IN) else "08"


def _explain_sqlite(error: sqlite3.Error, path: Path | None, *, writing: bool) -> UserError | None:
    found = meaning_of(getattr(error, "sqlite_errorname", None) or "")
    if found is None:
        return None
    known = _user_error(found, writing=writing)
    if found in (_FULL, _DISK) and path is not None and path.parent.exists():
        free = shutil.disk_usage(path.parent).free // (1024 * 1024)
        known.todo += " " + _("Free space now: {mb} MB.").format(mb=free)
    if found is _BUSY and path is not None:
        known.todo += " " + _who_holds(path)
    return known


def _who_holds(path: Path) -> str:
    """The programs that hold the file, or those that usually do."""
    found = holders(path)
    if found:
        return _("It is held by: {names}.").format(names=_(", ").join(found))
    return _("Often it is a sync folder (OneDrive, Nutstore, Baidu), a virus scanner or a backup.")


def _user_error(entry: _Entry, *, writing: bool) -> UserError:
    uncertain = writing and entry.code in UNCERTAIN
    safe = _UNKNOWN if uncertain else _NOT_SAVED if writing else _ONLY_READ
    return UserError(entry.code, _(entry.what), safe=_(safe), todo=_(entry.todo))
