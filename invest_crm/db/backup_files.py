"""The files of a database (attachments) in its backups.

They lie beside a database in ``<database>.files/sha256/ab/cdef…``, named by their content, and in
the same form in the folder ``files`` beside the backups, once for all of them: a backup copies
only what is new there, and its manifest names what it needs. Nothing is ever overwritten by other
content, because the name is the content.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from invest_crm.db.manifest import KEPT
from invest_crm.domain import clock

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
_SETTLED = timedelta(days=1)
"""Younger files may belong to a backup that is being written."""


def store_beside(database: Path) -> Path:
    """The folder of a database's own files."""
    return database.with_name(database.name + ".files")


def pool_beside(backup: Path) -> Path:
    """The folder of the files of all backups in a place; a replaced database left its own."""
    if KEPT in backup.name:
        first = backup.name.partition(KEPT)[0]
        return store_beside(backup.with_name(f"{first}.db"))
    return backup.parent / "files"


def named_files(database: sqlite3.Connection) -> dict[str, int]:
    """The files that a database names: hash to size in bytes; none before it had attachments."""
    known = database.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'attachment'"
    ).fetchone()
    if known is None:
        return {}
    rows = database.execute("SELECT DISTINCT sha256, size FROM attachment").fetchall()
    return {name: size for name, size in rows if _HASH.fullmatch(name)}


def carry(source: Path, target: Path, files: Mapping[str, int]) -> dict[str, int]:
    """Copy the files that ``target`` lacks; returns those that are there afterwards.

    Each is hashed on the way and gets its name only if it is what its name says. OSError as of
    the disk.
    """
    there = {}
    for name, size in files.items():
        place = _place(target, name)
        if _is_whole(place, size) or _copied(_place(source, name), place, name):
            there[name] = size
    return there


def lacking(folder: Path, files: Iterable[str]) -> list[str]:
    """Those that are missing from a folder or are not what their name says; reads all of them."""
    return [name for name in files if _hash_of(_place(folder, name)) != name]


def sweep_pool(folder: Path, needed: frozenset[str]) -> None:
    """Remove what no backup in the folder needs any more, and is not quite new."""
    for path in folder.glob("sha256/*/*"):
        name = path.parent.name + path.name
        with suppress(OSError):
            age = clock.now() - clock.from_stamp(path.stat().st_mtime)
            if name not in needed and age > _SETTLED:
                path.unlink()


def _place(folder: Path, name: str) -> Path:
    return folder / "sha256" / name[:2] / name[2:]


def _is_whole(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _copied(source: Path, target: Path, name: str) -> bool:
    """Whether the source was there and is what its name says."""
    if not source.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f"{target.name}.{os.getpid()}.part")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as old, scratch.open("wb") as new:
            while data := old.read(_CHUNK):
                digest.update(data)
                new.write(data)
            new.flush()
            os.fsync(new.fileno())
        if digest.hexdigest() != name:
            return False
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    return True


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""
