"""What the window asks of the services about backups, in the background."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.services.backups import Drill, Mark, Standing
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.restoring import Prospect
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context


class Foreseen(Struct, frozen=True):
    """What a restore would change, in words: a headline, a line per kind, the lost actions."""

    prospect: Prospect
    headline: str
    kinds: tuple[str, ...]
    lost: tuple[HistoryLine, ...]


def standing(app: App) -> Standing:
    """How the database is backed up at present."""
    from invest_crm.services.backups import standing

    return standing(app)


def standing_of(context: Context) -> Standing:
    """The same; of a database that cannot be opened as far as its backups tell."""
    from invest_crm.services.backups import standing, standing_unopened

    try:
        return standing(context.app)
    except UserError:
        return standing_unopened(context.where)


def use_usual(app: App) -> None:
    """Backups before what is risky go to the usual place again."""
    from invest_crm.services.precaution import back_to_usual

    if app.database.path is not None:
        back_to_usual(app.database.path)


def tend(app: App) -> Standing:
    """The automatic backup and the second copy, where they are due."""
    from invest_crm.services.backups import tend

    return tend(app)


def drill(app: App) -> Drill:
    """Prove the newest backup by restoring it beside everything else."""
    from invest_crm.services.drill import drill

    return drill(app)


def drill_if_due(app: App) -> Drill | None:
    """The monthly drill; None where none is due."""
    from invest_crm.services.backups import standing
    from invest_crm.services.drill import drill, is_due

    return drill(app) if is_due(standing(app)) else None


def back_up(app: App) -> str:
    """A backup by hand, with its second copy; returns its name."""
    from invest_crm.services.backups import copy_to_second, make_backup

    _manifest, path = make_backup(app)
    copy_to_second(app, only_if_due=True)
    return path.name


def verify(paths: Sequence[Path]) -> list[tuple[Path, Mark, str]]:
    """Look backups through again."""
    from invest_crm.services.backups import verify_lines

    return verify_lines(paths)


def foresee(path: Path, target: str) -> Foreseen:
    """What restoring a backup would change."""
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.restoring import headline, kind_words, prospect

    found = prospect(path, target)
    return Foreseen(
        found,
        headline(found),
        tuple(kind_words(line) for line in found.kinds),
        tuple(HistoryLine(line.at, line.actor, line.what) for line in found.lost),
    )


def restore(context: Context, path: Path) -> Path | None:
    """Put a backup in the place of the database; where the former one lies."""
    from invest_crm.services.restoring import restore_backup

    with suppress(UserError):  # a database that cannot be opened is what one restores
        context.app.database.close()
    return restore_backup(path, context.where)[1]


def confirm(app: App) -> str:
    """What was restored is right; the name of the backup made of it."""
    from invest_crm.services.restoring import confirm

    return confirm(app)[1].name


def copy_to(path: Path, folder: Path) -> Path:
    """A copy of a backup in a folder."""
    from invest_crm.services.backups import copy_out

    return copy_out(path, folder)


def copy_second(app: App) -> Path | None:
    """The newest backup to the second place, now."""
    from invest_crm.services.backups import copy_to_second

    return copy_to_second(app)
