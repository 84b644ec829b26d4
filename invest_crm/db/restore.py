"""Putting a backup in the place of a database without destroying anything.

The backup is copied into a new file beside the database and looked through there. The present
file gets a second, dated name before the new one takes its first name in one step: whatever is
killed in between, a whole database lies under the name of the database.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from invest_crm.db.alone import held_alone
from invest_crm.db.backup import copy_database, discard, made_at, manifest_of, sync
from invest_crm.db.backup_files import carry, pool_beside, store_beside
from invest_crm.db.manifest import KEPT, Manifest, read_manifest
from invest_crm.db.proof import Proof, prove, unusable
from invest_crm.db.upgrade import HEAD
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.words import _


class Restored(NamedTuple):
    """What stands in the place now, and where the former database lies (None: there was none)."""

    manifest: Manifest
    kept: Path | None


def restore(backup_file: Path, target: Path) -> Restored:
    """Put a verified backup in the place of ``target``; the present file is kept, dated.

    UserError: ``backup-unusable`` (damaged, altered, foreign), ``database-newer``,
    ``database-busy`` (somebody has the database open), ``restore-failed`` (disk). The present
    database is then as it was. Attachments come back as far as the backup has them; ``lost`` of
    the manifest returned counts those that do not.
    """
    proof = prove_backup(backup_file)
    scratch = target.with_name(target.name + ".restoring")
    try:
        copy_database(backup_file, scratch)
        copied = prove(scratch)
        if (copied.records, copied.log_head) != (proof.records, proof.log_head):
            raise _restore_failed()
        sync(scratch)
        # Before the exchange: a file that nobody names yet harms nothing.
        files = carry(pool_beside(backup_file), store_beside(target), proof.files)
        stored = read_manifest(backup_file)
        now = manifest_of(backup_file.name, made_at(backup_file), "manual", proof, files)
        manifest = replace(stored or now, files=files, lost=now.lost)
        return Restored(manifest, _take_place(scratch, target))
    except (OSError, sqlite3.Error) as error:
        raise _restore_failed() from error
    finally:
        discard(scratch)


def prove_backup(backup_file: Path) -> Proof:
    """Look through a backup that is to be used. UserError as for ``restore``."""
    proof = prove(backup_file)
    stored = read_manifest(backup_file)
    if stored is not None and stored.sha256 != proof.sha256:
        raise unusable()
    if proof.schema > int(HEAD):
        raise UserError(
            "database-newer",
            _("This database was written by a newer version of the program."),
            safe=_("It has not been opened for writing and is unchanged."),
            todo=_("Install the newer version of the program."),
        )
    return proof


def _take_place(scratch: Path, target: Path) -> Path | None:
    if not target.exists():
        scratch.replace(target)
        return None
    now = clock.now()
    kept = target.with_name(f"{target.stem}{KEPT}{now:%Y%m%d-%H%M%S-%f}.db")
    try:
        with held_alone(target) as held:
            held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            held.execute("PRAGMA journal_mode=DELETE")
            _second_name(target, kept)
            scratch.replace(target)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # damaged, which is why somebody restores: kept as it is
        _second_name(target, kept)
        _set_log_aside(target, kept)
        scratch.replace(target)
    return kept


def _second_name(target: Path, kept: Path) -> None:
    """The same file under another name; a copy where the disk knows no second names."""
    try:
        os.link(target, kept)
    except OSError:
        scratch = kept.with_name(kept.name + ".part")
        shutil.copyfile(target, scratch)
        sync(scratch)
        scratch.replace(kept)


def _set_log_aside(target: Path, kept: Path) -> None:
    """The write-ahead log of a damaged file goes with it: it must not be played into another."""
    for end in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            Path(f"{target}{end}").rename(Path(f"{kept}{end}"))


def _restore_failed() -> UserError:
    return UserError(
        "restore-failed",
        _("The backup could not be copied into place."),
        safe=_("The present database is unchanged."),
        todo=_("Check the folder and the free space, then try again."),
    )
