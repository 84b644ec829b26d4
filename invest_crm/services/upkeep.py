"""Looking after a database: checks, backups, restore, the audit chain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.db import integrity
from invest_crm.db.engine import database_url
from invest_crm.errors import UserError
from invest_crm.paths import user_data_dir
from invest_crm.services.attachments import facts
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.db.backup import Manifest
    from invest_crm.db.integrity import Finding
    from invest_crm.services.work import App, View

CHECKS = {
    "pages": N_("Pages of the file"),
    "references": N_("References between records"),
    "connection": N_("Connection to the server"),
    "log-chain": N_("Chain of the change log"),
    "project-state": N_("Stages of projects"),
    "search-index": N_("Search index"),
    "files": N_("Contents of attachments"),
}


def check(view: View) -> list[Finding]:
    """Every integrity check."""
    return [*integrity.full(view.connection), _files(view)]


def _files(view: View) -> Finding:
    """Whether the content of every attachment is there; how many are and should be."""
    found = facts(view)
    detail = f"{found.rows - len(found.lost)}/{found.rows}"
    return integrity.Finding("files", not found.lost, detail)


def quick_check(view: View) -> list[Finding]:
    """The checks made at every start."""
    return integrity.quick(view.connection)


def require_sound(view: View) -> None:
    """The same, for a door that opens: UserError ``database-damaged`` if one fails."""
    integrity.require_sound(view.connection)


def verify(view: View) -> Finding:
    """Whether the change log's chain is unbroken."""
    return integrity.verify_chain(view.connection)


def make_backup(app: App, folder: Path | None) -> tuple[Manifest, Path]:
    """A verified backup in ``folder`` (or the user's backup folder); returns where it lies."""
    from invest_crm.db.backup import backup

    path = app.database.path
    if path is None:
        raise UserError(
            "backup-server",
            _("A database on a server is backed up by its administrator."),
            safe=_("Nothing was changed."),
            todo=_("Use “export all” to keep a copy of your own."),
        )
    where = folder or user_data_dir() / "backups"
    manifest = backup(path, where)
    return manifest, where / manifest.file


def restore_backup(file: Path, target: str) -> tuple[Manifest, Path | None]:
    """Put a backup in the place of a database; the former file is kept beside it."""
    from invest_crm.db.backup import restore

    url = database_url(target)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise UserError(
            "restore-server",
            _("A database on a server is restored by its administrator."),
            safe=_("Nothing was changed."),
        )
    if not file.exists():
        raise UserError(
            "file-missing",
            _("There is no such file: {name}").format(name=file.name),
            safe=_("Nothing was changed."),
        )
    return restore(file, Path(url.database))
