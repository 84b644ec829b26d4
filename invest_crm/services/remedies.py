"""What the program does about its own failures when somebody presses the button.

A copy of what is open, old backups away, another password; a look without writing is in
``read_only``. Nothing here writes to the database that is in trouble.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.db import rescue
from invest_crm.db.engine import database_url
from invest_crm.errors import UserError
from invest_crm.services.backups import backup_folder, list_backups, remove_backup
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.backups import BackupLine
    from invest_crm.services.work import App

KEPT = 3
"""So many of the newest verified backups are never offered for removal."""
_MANY = 10_000


class OldBackups(Struct, frozen=True):
    """Backups that may go: their files and how many bytes they take."""

    files: tuple[Path, ...]
    size: int


def save_copy(app: App, target: Path) -> Path:
    """Everything the open database holds, as a new file. UserError ``copy-failed``."""
    own = app.database.path
    if own is not None and own.exists() and target.exists() and own.samefile(target):
        raise UserError(
            "copy-onto-itself",
            _("That is the file that is open."),
            safe=_("Nothing was changed."),
            todo=_("Choose another name."),
        )
    rescue.copy_open(app.database, target)
    return target


def old_backups(folder: Path | None = None) -> OldBackups:
    """All verified backups but the newest ones; the newest of each database always stays."""
    every = list_backups(folder or backup_folder(), limit=_MANY)
    # Only what was opened and found whole is counted on; anything else is left to the person.
    lines = [line for line in every if line.mark == "verified"]
    newest: dict[str, int] = {}
    old: list[BackupLine] = []
    for line in lines:
        kind = line.path.name[: -len("-YYYYmmdd-HHMMSS-ffffff.backup.db")]
        newest[kind] = newest.get(kind, 0) + 1
        if newest[kind] > KEPT:
            old.append(line)
    return OldBackups(tuple(line.path for line in old), sum(line.size for line in old))


def remove_backups(old: OldBackups) -> int:
    """Remove them with their manifests; returns how many bytes that freed."""
    freed = 0
    for path in old.files:
        size = path.stat().st_size if path.exists() else 0
        remove_backup(path)
        freed += size
    return freed


def with_password(where: str, user: str, password: str) -> str:
    """The address of a server with another user and password (an empty user stays)."""
    url = database_url(where)
    return url.set(username=user or url.username, password=password).render_as_string(
        hide_password=False
    )


def user_of(where: str) -> str:
    """The user in the address of a server."""
    return database_url(where).username or ""
