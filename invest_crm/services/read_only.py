"""A database that is only looked at: a private copy in which nothing can be written.

Of a backup, in a window of its own; of a database that cannot be written or is in trouble, in its
place. The copy lies in a folder of its own (``own_folder``) and goes when it is closed.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.db import rescue, upgrade
from invest_crm.db.backup_files import pool_beside, store_beside
from invest_crm.db.engine import Database, database_url, only_read, open_engine
from invest_crm.db.restore import prove_backup
from invest_crm.errors import UserError
from invest_crm.services.own_folder import OwnFolder, sweep_folders
from invest_crm.services.work import App, login_name
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_folders: dict[Path, OwnFolder] = {}
"""The folders of the copies that are open, by the database in them."""


def open_backup(backup: Path, actor: str | None = None) -> App:
    """A copy of a backup, brought to the newest schema and opened for reading only.

    UserError: the backup is damaged, altered, of a newer program, or the disk is full.
    """
    prove_backup(backup)
    return _opened(backup, pool_beside(backup), actor, _only_shown)


def open_read_only(where: str, actor: str | None = None) -> App:
    """A private copy of a database, in which nothing can be written; a server itself.

    UserError ``nothing-to-copy``, ``disk-full``.
    """
    url = database_url(where)
    if url.get_backend_name() != "sqlite" or not url.database:
        return _app(open_engine(where), actor, only_read)
    source = Path(url.database)
    return _opened(source, store_beside(source), actor, only_read)


def close_read_only(app: App) -> None:
    """Close what one of these opened and remove its copy."""
    app.database.close()
    folder = _folders.pop(app.database.path, None) if app.database.path is not None else None
    if folder is not None:
        folder.give_back()


def _opened(source: Path, store: Path, actor: str | None, refusal: Callable[[], UserError]) -> App:
    """A copy with the attachments that belong to it, an older one brought up: it is ours."""
    sweep_folders()
    folder = OwnFolder()
    try:
        copy = rescue.private_copy(source, folder.path)
        with suppress(OSError):  # without the right to link, attachments are not shown
            store_beside(copy).symlink_to(store.resolve(), target_is_directory=True)
        database = open_engine(copy)
        try:
            upgrade.prepare(database, create=False)
        finally:
            database.close()
    except BaseException:
        folder.give_back()
        raise
    made = _app(database, actor, refusal)
    if made.database.path is not None:
        _folders[made.database.path] = folder
    return made


def _app(database: Database, actor: str | None, refusal: Callable[[], UserError]) -> App:
    return App(Database(database.url, database.engine, refusal=refusal), actor or login_name())


def _only_shown() -> UserError:
    return UserError(
        "preview-read-only",
        _("This window only shows a backup: nothing can be changed in it."),
        safe=_("Nothing was changed."),
        todo=_("Work in the other window, or restore the backup there."),
    )
