"""A backup before what is risky: without it nothing happens, unless a person says so.

What was said holds for one database while the program runs: another place for such backups, or
that one refused action may go on without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.errors import UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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

    elsewhere: dict[Path, Path] = {}  # noqa: RUF012 - one per process on purpose
    excused: set[tuple[Path, str]] = set()  # noqa: RUF012 - likewise
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
        make(_Said.elsewhere.get(database))
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
    _Said.elsewhere[refused.database] = folder


def elsewhere(database: Path) -> Path | None:
    """The other folder said for a database; None for none."""
    return _Said.elsewhere.get(database)


def waive(tell: Callable[[UserError], object] | None) -> None:
    """Refuse nothing in this process: ``tell`` what failed and go on (None: refuse again)."""
    _Said.waived = tell
