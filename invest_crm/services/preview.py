"""Looking into a backup: a private copy, opened so that nothing can be written.

The copy lies in the person's own folder and goes with the window; copies that a killed program
left are removed a day later.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from invest_crm.db import upgrade
from invest_crm.db.backup import copy_database
from invest_crm.db.backup_files import pool_beside, store_beside
from invest_crm.db.engine import Database, open_engine
from invest_crm.db.restore import prove_backup
from invest_crm.domain import clock
from invest_crm.domain.ids import new_id
from invest_crm.errors import UserError
from invest_crm.paths import user_data_dir
from invest_crm.services.work import App, login_name
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

_FORGOTTEN = timedelta(days=1)


def open_preview(backup: Path, actor: str | None = None) -> App:
    """A copy of a backup, brought to the newest schema and opened for reading only.

    UserError: the backup is damaged, altered, of a newer program, or the disk is full.
    """
    prove_backup(backup)
    _sweep()
    folder = _folder() / new_id()
    folder.mkdir(mode=0o700, parents=True)
    copy = folder / backup.name.replace(".backup.db", ".db")
    try:
        copy_database(backup, copy)
        with suppress(OSError):  # without the right to link, attachments are not shown
            store_beside(copy).symlink_to(pool_beside(backup), target_is_directory=True)
        database = open_engine(copy)
        try:
            upgrade.prepare(database, create=False)
        finally:
            database.close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return App(Database(database.url, database.engine, refusal=_only_shown), actor or login_name())


def close_preview(app: App) -> None:
    """Close a preview and remove its copy."""
    app.database.close()
    if app.database.path is not None:
        shutil.rmtree(app.database.path.parent, ignore_errors=True)


def _only_shown() -> UserError:
    return UserError(
        "preview-read-only",
        _("This window only shows a backup: nothing can be changed in it."),
        safe=_("Nothing was changed."),
        todo=_("Work in the other window, or restore the backup there."),
    )


def _sweep() -> None:
    for folder in _folder().glob("*"):
        with suppress(OSError):
            if clock.now() - clock.from_stamp(folder.stat().st_mtime) > _FORGOTTEN:
                shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    return user_data_dir() / "preview"
