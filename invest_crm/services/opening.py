"""Opening a database for a door: which one, prepared or refused, and who works in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.db import upgrade
from invest_crm.db.backup import backup
from invest_crm.db.engine import database_url, open_engine
from invest_crm.services.backups import backup_folder
from invest_crm.services.precaution import ahead_of
from invest_crm.services.work import App, login_name
from invest_crm.settings import recent

if TYPE_CHECKING:
    from pathlib import Path


def remember_database(where: str) -> None:
    """Keep in mind which database was opened, for the next start (no password is kept)."""
    url = database_url(where)
    recent.remember(str(url.database) if url.get_backend_name() == "sqlite" else str(url))


def open_app(where: str, *, actor: str | None = None, create: bool = False) -> App:
    """Open a database at its newest schema. ``create``: make it if it does not exist.

    A file of an older schema is backed up before it is upgraded.

    UserError: ``no-backup-before-upgrade``, missing, not ours, newer than this program, damaged,
    unreachable.
    """
    database = open_engine(where)
    try:
        if upgrade.is_older(database) and database.path is not None:
            _back_up(database.path)
        upgrade.prepare(database, create=create)
    except BaseException:
        database.close()
        raise
    return App(database, actor or login_name())


def _back_up(path: Path) -> None:
    ahead_of(
        "no-backup-before-upgrade",
        path,
        upgrade.HEAD,
        lambda folder: backup(path, folder or backup_folder(), "upgrade"),
    )


def schema_version() -> str:
    """The newest schema this program knows."""
    return upgrade.HEAD
