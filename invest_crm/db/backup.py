"""Backups that have been opened and checked, and restoring without destroying anything.

A copy of a live WAL database is not a backup; only the engine's backup API is. A backup is
written under a temporary name, reopened, checked, and renamed together with its manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from invest_crm.db.alone import in_use
from invest_crm.db.engine import APPLICATION_ID
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a verified backup holds: counts by table, the log's head, the file's own hash."""

    file: str
    made_at: str
    schema: int
    records: dict[str, int]
    log_seq: int
    log_head: str
    sha256: str
    bytes: int


def backup(source: Path, folder: Path) -> Manifest:
    """Copy a database into ``folder``, verify the copy, and write its manifest beside it."""
    made = clock.now()
    name = f"{source.stem}-{made:%Y%m%d-%H%M%S-%f}.backup.db"
    scratch = folder / (name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(scratch)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        manifest = _inspect(scratch, name, made.isoformat())
        _sync(scratch)
        scratch.replace(folder / name)
    except (OSError, sqlite3.Error, UserError) as error:
        with suppress(OSError):
            scratch.unlink()
        raise _backup_failed() from error
    target = folder / (name + ".json")
    target.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def restore(backup_file: Path, target: Path) -> tuple[Manifest, Path | None]:
    """Put a verified backup in the place of ``target``; the present file is kept, dated.

    Returns the manifest of what was restored and where the former database lies.
    """
    manifest = _inspect(backup_file, backup_file.name, clock.now().isoformat())
    _compare(backup_file, manifest)
    scratch = target.with_name(target.name + ".restoring")
    try:
        scratch.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(backup_file)) as source,
            closing(sqlite3.connect(scratch)) as copy,
        ):
            source.backup(copy)
        _sync(scratch)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            scratch.unlink()
        raise _restore_failed() from error
    kept = _set_aside(target)
    scratch.replace(target)
    return manifest, kept


def _is_live_copy(path: Path) -> bool:
    """A file copied from an open database still asks for its write-ahead log; ours do not."""
    with path.open("rb") as handle:
        return handle.read(20)[18:20] == b"\x02\x02"


def _inspect(path: Path, name: str, made_at: str) -> Manifest:
    if _is_live_copy(path):
        raise _not_a_backup()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise _not_a_backup()
            if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise _not_a_backup()
            if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise _not_a_backup()
            schema = database.execute("PRAGMA user_version").fetchone()[0]
            head = database.execute(
                "SELECT seq, hash FROM change_set ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            records = {
                table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
                for (table,) in database.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                    " AND name NOT LIKE 'search_fts%' AND name NOT LIKE 'sqlite_%'"
                ).fetchall()
            }
    except sqlite3.DatabaseError as error:
        raise _not_a_backup() from error
    seq, digest = head or (0, "")
    return Manifest(name, made_at, schema, records, seq, digest, _digest(path), path.stat().st_size)


def _compare(path: Path, found: Manifest) -> None:
    """A backup whose manifest lies beside it must still be that file."""
    beside = path.with_name(path.name + ".json")
    if beside.exists():
        stored = json.loads(beside.read_text(encoding="utf-8"))
        if stored.get("sha256") != found.sha256:
            raise _not_a_backup()


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    with closing(sqlite3.connect(target)) as database:
        try:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise in_use() from error
        except sqlite3.DatabaseError:
            pass  # damaged, which is why somebody restores: it is kept as it is
    now = clock.now()
    kept = target.with_name(f"{target.stem}-before-restore-{now:%Y%m%d-%H%M%S-%f}.db")
    target.rename(kept)
    return kept


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def _not_a_backup() -> UserError:
    return UserError(
        "backup-unusable",
        _("This backup is damaged, altered or not one of this program."),
        safe=_("The present database is unchanged."),
        todo=_("Choose another backup."),
    )


def _restore_failed() -> UserError:
    return UserError(
        "restore-failed",
        _("The backup could not be copied into place."),
        safe=_("The present database is unchanged."),
        todo=_("Check the folder and the free space, then try again."),
    )


def _backup_failed() -> UserError:
    return UserError(
        "backup-failed",
        _("The backup could not be written."),
        safe=_("The database and the earlier backups are unchanged."),
        todo=_("Check the folder and the free space, then try again."),
    )
