"""What the program does about its own failures when somebody presses the button.

A copy of what is open, a look without writing, old backups away, another password. Nothing here
writes to the database that is in trouble.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.db import rescue, upgrade
from invest_crm.db.engine import Database, database_url, only_read, open_engine
from invest_crm.errors import UserError
from invest_crm.services.backups import backup_folder, list_backups, remove_backup
from invest_crm.services.work import App, login_name
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.backups import BackupLine

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


def open_read_only(where: str, actor: str | None) -> App:
    """A private copy of a database, in which nothing can be written.

    The folder of the copy is removed by ``close_read_only``. UserError ``nothing-to-copy``.
    """
    url = database_url(where)
    if url.get_backend_name() != "sqlite" or not url.database:
        database = open_engine(where)
        return _only_read(database, actor)
    folder = Path(tempfile.mkdtemp(prefix="invest-crm-"))
    try:
        copy = open_engine(rescue.private_copy(Path(url.database), folder))
        upgrade.prepare(copy, create=False)  # an older one: the copy is ours to bring up
    except BaseException:
        _remove(folder)
        raise
    return _only_read(copy, actor)


def _only_read(database: Database, actor: str | None) -> App:
    return App(Database(database.url, database.engine, refusal=only_read), actor or login_name())


def close_read_only(app: App) -> None:
    """Close a database opened by ``open_read_only`` and remove its copy."""
    app.database.close()
    if app.database.path is not None:
        _remove(app.database.path.parent)


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


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
