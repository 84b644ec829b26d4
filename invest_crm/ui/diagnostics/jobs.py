"""What remedies and the bundle ask of the services; imported when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from invest_crm.errors import UserError
    from invest_crm.services.diagnostics import Bundle
    from invest_crm.services.remedies import OldBackups
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context


def save_copy(app: App, target: Path) -> Path:
    """Everything that is open, as a new file."""
    from invest_crm.services.remedies import save_copy

    return save_copy(app, target)


def try_open(where: Path) -> str:
    """Open a database and close it again, so that a wrong file is refused before the switch."""
    from invest_crm.services.opening import open_app

    open_app(str(where)).database.close()
    return str(where)


def answers(app: App) -> bool:
    """Whether the database answers at present."""
    from invest_crm.services.search import is_empty

    app.read(is_empty)
    return True


def old_backups() -> OldBackups:
    """What could be removed."""
    from invest_crm.services.remedies import old_backups

    return old_backups()


def remove_backups(old: OldBackups) -> int:
    """Remove it; returns the bytes that freed."""
    from invest_crm.services.remedies import remove_backups

    return remove_backups(old)


def go_on_without(refused: UserError) -> None:
    """What was refused for want of a backup may go on without one."""
    from invest_crm.services import precaution

    if isinstance(refused, precaution.NoBackup):
        precaution.go_on_without(refused)


def put_elsewhere(refused: UserError, folder: Path) -> None:
    """Backups before what is risky are made in another folder."""
    from invest_crm.services import precaution

    if isinstance(refused, precaution.NoBackup):
        precaution.put_elsewhere(refused, folder)


def user_of(where: str) -> str:
    """The user in the address of a server."""
    from invest_crm.services.remedies import user_of

    return user_of(where)


def with_password(where: str, user: str, password: str) -> str:
    """The address of a server with another user and password."""
    from invest_crm.services.remedies import with_password

    return with_password(where, user, password)


def collect(context: Context, window: Mapping[str, object]) -> Bundle:
    """Everything the bundle holds, whether the database is open or not."""
    from invest_crm.services.diagnostics import collect

    return collect(context.where, lambda: context.app, window)


def write(bundle: Bundle, target: Path) -> Path:
    """The bundle as one zip."""
    from invest_crm.services.diagnostics import write_bundle

    return write_bundle(bundle, target)


def bundle_name() -> str:
    """A file name for a bundle made now."""
    from invest_crm.services.diagnostics import bundle_name

    return bundle_name()
