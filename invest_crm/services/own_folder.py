"""Folders for copies of data: this person's alone, locked while in use, swept when left behind.

A program that is killed leaves its folder with a lock nobody holds; the next start removes it.
Folders of other people, of programs that run, and of anything else are never touched.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from invest_crm.domain import clock
from invest_crm.paths import user_data_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PREFIX = "invest-crm-copy-"
_LOCK = "in-use.lock"
_HALF_MADE = timedelta(days=1)
"""A folder without a lock file is being made; after so long it never will be."""


class OwnFolder:
    """One folder; ``give_back`` removes it with what is in it. Also a context."""

    def __init__(self) -> None:
        self._lock: IO[bytes] | None = None
        while self._lock is None:  # a sweep may have come between; then there is a new one
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_roomiest()))
            self._lock = _locked(self.path / _LOCK)
            if self._lock is not None and not (self.path / _LOCK).exists():
                self._lock.close()
                self._lock = None

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_rest: object) -> None:
        self.give_back()

    def give_back(self) -> None:
        """Remove it; what somebody still holds goes with the next sweep."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        _remove(self.path)


def sweep_folders() -> int:
    """Remove what killed programs of this person left behind; returns how many folders."""
    return sum(_swept(folder) for folder in _left())


def _left() -> Iterator[Path]:
    for root in _roots():
        for folder in root.glob(f"{_PREFIX}*"):
            with suppress(OSError):
                if _is_ours(folder.lstat()):
                    yield folder


def _is_ours(found: os.stat_result) -> bool:
    """A folder, no link to one, and on systems that can tell of this person."""
    mine = sys.platform == "win32" or found.st_uid == os.getuid()
    return mine and stat.S_ISDIR(found.st_mode)


def _swept(folder: Path) -> bool:
    lock = folder / _LOCK
    if not lock.exists():
        with suppress(OSError):
            if clock.now() - clock.from_stamp(folder.stat().st_mtime) > _HALF_MADE:
                _remove(folder)
        return not folder.exists()
    held = _locked(lock)
    if held is None:
        return False
    held.close()
    _remove(folder)
    return not folder.exists()


def _locked(path: Path) -> IO[bytes] | None:
    """The file, open and locked until it is closed or the program ends; None if somebody has it."""
    handle: IO[bytes] | None = None
    try:
        handle = path.open("a+b")
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if handle is not None:
            handle.close()
        return None
    return handle


def _roots() -> tuple[Path, ...]:
    """The person's own folder and the system's for what does not last."""
    return user_data_dir(), Path(tempfile.gettempdir())


def _roomiest() -> Path:
    """Where most room is: a full disk is one reason to look at a copy."""
    own, passing = _roots()
    with suppress(OSError):
        own.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(own).free >= shutil.disk_usage(passing).free:
            return own
    return passing


def _remove(folder: Path) -> None:
    """Remove a folder; links in it are removed, not followed."""
    shutil.rmtree(folder, onerror=_writable_first)


def _writable_first(again: Callable[[str], object], path: str, _error: object) -> None:
    """Some systems remove no write-protected file."""
    with suppress(OSError):
        Path(path).chmod(0o600)
        again(path)
