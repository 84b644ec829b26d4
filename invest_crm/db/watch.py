"""Notices that another database was copied into the open file: same file, foreign contents.

SQLite cannot: it goes on with the pages it has in memory and with the write-ahead log, and would
write both over what was copied. So the file is looked at whenever its stamp (time and size) is not
the one it was left with: which database it is, and how far its change log goes, are read past the
write-ahead log and past every lock. The change log only grows; a file in which it is another one,
shorter, or without what was saved from here, came from elsewhere.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections import deque
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.log import change_set
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_LOOKS: Final = 8
_PAUSE_S: Final = 0.15
"""What another program moves from the log into the file just now is waited for."""
_FRESH: Final = ".taking-over"
_REMEMBERED: Final = 4096
_ORIGIN = select(change_set.c.id).where(change_set.c.seq == 1)
_HEAD = select(change_set.c.seq, change_set.c.hash).order_by(change_set.c.seq.desc()).limit(1)
_FIRST = "SELECT id FROM change_set WHERE seq = 1"
_LAST = "SELECT seq, hash FROM change_set ORDER BY seq DESC LIMIT 1"
_AT = "SELECT hash FROM change_set WHERE seq = ?"

Stamp = tuple[int, int]


class _Seen(Struct, frozen=True):
    """The log in the file itself: the id of its first entry, number and hash of its last."""

    database: str
    seq: int
    hash: str


class FileWatch:
    """What is known of the file of an open database; for any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._seen: _Seen | None = None
        self._saved: deque[tuple[int, str]] = deque(maxlen=_REMEMBERED)
        self.exchanged = False

    def saved(self, connection: Connection) -> None:
        """Remember what is about to be committed from here; a whole log that was taken in, too."""
        origin = connection.scalar(_ORIGIN)
        if self._seen is not None and origin != self._seen.database:
            self._seen, self._stamp = None, None
            self._saved.clear()
        head = connection.execute(_HEAD).first()
        if head is not None and (not self._saved or self._saved[-1][0] != head.seq):
            self._saved.append((head.seq, head.hash))

    def look(self) -> None:
        """Whether it is still the file that was opened. UserError ``database-exchanged``."""
        with self._lock:
            if not self.exchanged:
                self._look()
            if self.exchanged:
                raise exchanged()

    def _look(self) -> None:
        for again in range(_LOOKS):
            stamp = self._stamp_now()
            if stamp is None or stamp == self._stamp:
                return  # a file that is gone is told by whoever opens it
            if self._follows() and stamp == self._stamp_now():
                self._stamp = stamp
                return
            if again + 1 < _LOOKS:
                time.sleep(_PAUSE_S)
        self.exchanged = True

    def _stamp_now(self) -> Stamp | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def _follows(self) -> bool:
        """Whether what stands in the file goes on from what stood there, which is then known."""
        try:
            with closing(_plainly(self._path)) as file:
                found = _read(file)
                if self._seen is not None and not self._is_known(file, found):
                    return False
        except sqlite3.Error:
            return False
        self._seen = found
        return True

    def _is_known(self, file: sqlite3.Connection, found: _Seen | None) -> bool:
        known = self._seen
        if known is None or found is None or found.database != known.database:
            return False
        own = [one for one in self._saved if one[0] <= found.seq][-1:]
        rows = [
            (digest, file.execute(_AT, (seq,)).fetchone())
            for seq, digest in ((known.seq, known.hash), *own)
        ]
        return all(row is not None and row[0] == digest for digest, row in rows)

    def knows(self, copy: Path) -> bool:
        """Whether a copy holds the database that was opened, and what was saved from here."""
        try:
            with closing(_plainly(copy)) as file:
                return self._is_known(file, _read(file))
        except sqlite3.Error:
            return False


def _plainly(path: Path) -> sqlite3.Connection:
    """The file by itself, past its write-ahead log and every lock."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _read(file: sqlite3.Connection) -> _Seen | None:
    """The ends of the log; None while nothing of it has come into the file."""
    known = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'change_set'").fetchone()
    first = file.execute(_FIRST).fetchone() if known else None
    return None if first is None else _Seen(first[0], *file.execute(_LAST).fetchone())


def put_apart(path: Path) -> bool:
    """Part the name of a file from the connections that hold it, before these are closed.

    The last one to be closed copies its write-ahead log into the file it holds: that becomes one
    without a name, while a copy of what lies there now takes the name. False where the system does
    not let an open file go; then nothing may be closed.
    """
    fresh = path.with_name(path.name + _FRESH)
    try:
        shutil.copy2(path, fresh)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        return False
    for end in ("-wal", "-shm"):
        with suppress(OSError):  # whoever opens the file next would take it for the file's own
            path.with_name(path.name + end).unlink()
    return True


def exchanged() -> UserError:
    """Another database lies in the open file: nothing more is written."""
    return UserError(
        "database-exchanged",
        _("Another database was copied into the open file; what you see is the one before."),
        safe=_("Nothing is written any more; what you typed is still in its place."),
        todo=_(
            "Save what is open here as a new file if it is to be kept, or open what lies there now."
            " Backups of the database before are under Backups."
        ),
    )
