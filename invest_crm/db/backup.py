"""Backups that have been opened and checked.

A copy of a live WAL database is not a backup; only the engine's backup API is. A backup is
written under a temporary name, reopened and checked; its manifest is written beside its place,
and it is renamed. Whatever is killed on the way leaves a name that ends in ``.part``.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm import __version__
from invest_crm.db.backup_files import carry, lacking, pool_beside, store_beside
from invest_crm.db.manifest import SUFFIX, Manifest, read_manifest, write_manifest
from invest_crm.db.proof import Proof, prove, sha256
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import datetime

_LEFT_BEHIND = timedelta(hours=1)
"""A temporary file this old belongs to a process that was killed."""


def backup(source: Path, folder: Path, reason: str = "manual") -> Manifest:
    """Copy a database into ``folder``, verify the copy, and write its manifest beside it.

    ``reason`` as in ``Manifest``. UserError ``backup-failed`` (disk, folder), ``database-damaged``
    (nothing sound can be copied): nothing is then left under the name of a backup.
    """
    made = clock.now()
    name = f"{source.stem}-{made:%Y%m%d-%H%M%S-%f}{SUFFIX}"
    scratch = folder / (name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        copy_database(source, scratch)
        proof = _prove_copy(scratch)
        files = carry(store_beside(source), pool_beside(scratch), proof.files)
        manifest = manifest_of(name, made, reason, proof, files)
        sync(scratch)
        # A manifest without its backup is nothing; the other way round nobody would know.
        write_manifest(folder / name, manifest)
        scratch.replace(folder / name)
    except (OSError, sqlite3.Error) as error:
        raise _backup_failed() from error
    finally:
        discard(scratch)
    return manifest


def verify_backup(path: Path) -> Manifest:
    """Look a backup through again and write down what was found.

    A file that differs from its manifest, or whose log does not fit, is marked, never deleted.
    OSError where the manifest cannot be written is left out: the answer counts, not the note.
    """
    stored = read_manifest(path)
    now = clock.now()
    try:
        proof = prove(path)
    except UserError:
        if stored is None:
            raise
        found = replace(stored, fault="damaged", checked_at=now.isoformat())
    else:
        files = carry(pool_beside(path), pool_beside(path), proof.files)
        found = manifest_of(path.name, made_at(path), "manual", proof, files)
        if stored is not None:
            found = replace(stored, fault=_fault(path, stored, found))
        found = replace(found, checked_at=now.isoformat())
    with suppress(OSError):
        write_manifest(path, found)
    return found


def copy_backup(path: Path, folder: Path) -> Path:
    """Copy a finished backup with its manifest to another place; returns where it lies there.

    It is written under a temporary name, compared with the original and renamed. UserError
    ``backup-failed`` if the place cannot be written or the copy differs.
    """
    target, manifest = folder / path.name, read_manifest(path)
    scratch = folder / (path.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        shutil.copyfile(path, scratch)
        sync(scratch)
        if sha256(scratch) != sha256(path):
            raise _backup_failed()
        if manifest is not None:
            carry(pool_beside(path), pool_beside(target), manifest.files)
        if manifest is not None:
            write_manifest(target, manifest)
        scratch.replace(target)
    except OSError as error:
        raise _backup_failed() from error
    finally:
        discard(scratch)
    return target


def made_at(path: Path) -> datetime:
    """When a file was last written, for a backup that has no manifest."""
    return clock.from_stamp(path.stat().st_mtime)


def copy_database(source: Path, scratch: Path) -> None:
    """A whole copy of a database that may be in use, closed and without a write-ahead log."""
    discard(scratch)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(scratch)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def sync(path: Path) -> None:
    """Make sure the disk has a file."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def discard(scratch: Path) -> None:
    """Remove a temporary database and what the engine laid beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{scratch}{end}").unlink()


def manifest_of(
    name: str, made: datetime, reason: str, proof: Proof, files: dict[str, int]
) -> Manifest:
    """What a file that was looked through holds."""
    return Manifest(
        file=name,
        made_at=made.isoformat(),
        schema=proof.schema,
        records=proof.records,
        log_seq=proof.log_seq,
        log_head=proof.log_head,
        sha256=proof.sha256,
        bytes=proof.bytes,
        reason=reason,
        program=__version__,
        database=proof.database,
        fault="log-chain" if proof.chain else "",
        checked_at=made.isoformat(),
        files=files,
        lost=len(proof.files) - len(files),
    )


def _fault(path: Path, stored: Manifest, found: Manifest) -> str:
    if stored.sha256 != found.sha256:
        return "altered"
    return found.fault or ("files" if lacking(pool_beside(path), stored.files) else "")


def _prove_copy(scratch: Path) -> Proof:
    """The copy is as good as what was copied."""
    try:
        return prove(scratch)
    except UserError as error:
        raise UserError(
            "database-damaged",
            _("The database file is damaged: no backup was made of it."),
            safe=_("The file and the earlier backups are unchanged."),
            todo=_("Do not write to it. Restore the newest verified backup."),
        ) from error


def _sweep(folder: Path) -> None:
    """What killed processes left behind."""
    for leftover in folder.glob(f"*{SUFFIX}*.part*"):
        with suppress(OSError):
            if clock.now() - clock.from_stamp(leftover.stat().st_mtime) > _LEFT_BEHIND:
                leftover.unlink()


def _backup_failed() -> UserError:
    return UserError(
        "backup-failed",
        _("The backup could not be written."),
        safe=_("The database and the earlier backups are unchanged."),
        todo=_("Check the folder and the free space, then try again."),
    )
