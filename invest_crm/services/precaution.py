"""A backup before what is risky: without it nothing happens, unless a person says so.

Another place chosen for such backups of a database is kept until somebody goes back to the usual
one. That one refused action may go on without is said for this action alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.db import aside
from invest_crm.errors import UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_DONE = {
    "no-backup-before": N_("Nothing was carried out, because no backup could be made first."),
    "no-backup-before-upgrade": N_(
        "The database was not upgraded, because no backup could be made first."
    ),
}
"""What such a refusal says, by its code."""


class NoBackup(UserError):  # noqa: N818 - a refusal, with ways to go on
    """The backup before something risky failed, so that was not done.

    ``database``: the file. ``key`` names this very action on this very state.
    """

    def __init__(self, code: str, database: Path, key: str, reason: UserError) -> None:
        super().__init__(
            code,
            f"{_(_NOT_DONE[code])} {reason.what}",
            safe=_("Nothing was changed."),
            todo=_(
                "Choose another place for the backup or make room. You can also go on without one; "
                "what is damaged then cannot be brought back from a backup."
            ),
        )
        self.database = database
        self.key = key


class _Said:
    """What people said in this process, by the file of the database."""

    excused: set[tuple[Path, str]] = set()  # noqa: RUF012 - one per process on purpose
    waived: Callable[[UserError], object] | None = None


def ahead_of(code: str, database: Path, key: str, make: Callable[[Path | None], object]) -> None:
    """Call ``make`` with the folder said for it (None: the usual one), unless it is excused.

    ``code``: one of the two refusals. Raises NoBackup if the disk refuses; any other failure (a
    damaged database) is not one to go on after and is raised as it is.
    """
    if (database, key) in _Said.excused:
        _Said.excused.discard((database, key))
        return
    try:
        make(elsewhere(database))
    except UserError as error:
        if error.code != "backup-failed":
            raise
        if _Said.waived is None:
            raise NoBackup(code, database, key, error) from error
        _Said.waived(error)


def go_on_without(refused: NoBackup) -> None:
    """What was refused may happen without a backup, once."""
    _Said.excused.add((refused.database, refused.key))


def put_elsewhere(refused: NoBackup, folder: Path) -> None:
    """Such backups of this database are made in another folder from now on."""
    aside.keep(refused.database, "precaution", str(folder))


def back_to_usual(database: Path) -> None:
    """Such backups of a database are made in the usual folder again."""
    aside.forget(database, "precaution")


def elsewhere(database: Path) -> Path | None:
    """The other folder chosen for a database; None for none."""
    chosen = aside.recall(database, "precaution")
    return Path(chosen) if chosen and isinstance(chosen, str) else None


def waive(tell: Callable[[UserError], object] | None) -> None:
    """Refuse nothing in this process: ``tell`` what failed and go on (None: refuse again)."""
    _Said.waived = tell
