"""The two kinds of error: what a user can act on, and bugs.

A ``UserError`` says what happened, what is safe and what to do, in the user's language; the table
``REMEDIES`` says which of that the program can do itself, as a button. Anything else that reaches
a door is a bug and is shown as one. Nothing swallows either.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Remedy(Enum):
    """What the program can do about a failure when the person asks it to."""

    RETRY = "retry"
    RECONNECT = "reconnect"
    PASSWORD = "password"  # noqa: S105 - the name of a button
    REOPEN = "reopen"
    RELOAD = "reload"
    SAVE_COPY = "save-copy"
    CLEAN_BACKUPS = "clean-backups"
    READ_ONLY = "read-only"
    CHOOSE_ANOTHER = "choose-another"
    BACKUPS = "backups"
    OPEN_FOLDER = "open-folder"
    BUNDLE = "bundle"
    BACKUP_ELSEWHERE = "backup-elsewhere"
    WITHOUT_BACKUP = "without-backup"
    CANCEL = "cancel"


_AGAIN: Final = (Remedy.RETRY,)

REMEDIES: Final[Mapping[str, tuple[Remedy, ...]]] = {
    # the file of the database
    "disk-full": (Remedy.RETRY, Remedy.CLEAN_BACKUPS, Remedy.OPEN_FOLDER),
    "disk-error": (Remedy.RETRY, Remedy.SAVE_COPY, Remedy.OPEN_FOLDER, Remedy.BUNDLE),
    "database-busy": (Remedy.RETRY, Remedy.READ_ONLY),
    "database-read-only": (Remedy.RETRY, Remedy.READ_ONLY, Remedy.SAVE_COPY, Remedy.OPEN_FOLDER),
    "database-moved": (Remedy.SAVE_COPY, Remedy.RETRY, Remedy.CHOOSE_ANOTHER, Remedy.OPEN_FOLDER),
    "database-exchanged": (Remedy.SAVE_COPY, Remedy.RELOAD, Remedy.READ_ONLY, Remedy.BACKUPS,
                           Remedy.OPEN_FOLDER),
    "database-cannot-open": (Remedy.RETRY, Remedy.READ_ONLY, Remedy.CHOOSE_ANOTHER,
                             Remedy.OPEN_FOLDER),
    "database-damaged": (Remedy.BACKUPS, Remedy.READ_ONLY, Remedy.CHOOSE_ANOTHER,
                         Remedy.OPEN_FOLDER, Remedy.BUNDLE),
    "not-a-database": (Remedy.CHOOSE_ANOTHER, Remedy.BACKUPS, Remedy.OPEN_FOLDER),
    "database-newer": (Remedy.CHOOSE_ANOTHER, Remedy.BACKUPS, Remedy.OPEN_FOLDER),
    "database-missing": (Remedy.CHOOSE_ANOTHER, Remedy.BACKUPS),
    "database-kind": (Remedy.CHOOSE_ANOTHER,),
    "opened-read-only": (Remedy.REOPEN, Remedy.SAVE_COPY),
    "copy-failed": (Remedy.SAVE_COPY,),
    "nothing-to-copy": (Remedy.CHOOSE_ANOTHER, Remedy.BACKUPS),
    "out-of-memory": (Remedy.RETRY, Remedy.BUNDLE),
    "interrupted": _AGAIN,
    # the server of the database
    "server-gone": (Remedy.RECONNECT, Remedy.CHOOSE_ANOTHER),
    "server-overloaded": (Remedy.RETRY,),
    "server-disk-full": (Remedy.RETRY,),
    "server-damaged": (Remedy.BUNDLE,),
    "server-refused": (Remedy.PASSWORD, Remedy.CHOOSE_ANOTHER),
    "server-no-database": (Remedy.RETRY, Remedy.CHOOSE_ANOTHER),
    "server-not-allowed": (Remedy.RETRY, Remedy.CHOOSE_ANOTHER),
    "driver-missing": (Remedy.CHOOSE_ANOTHER, Remedy.BUNDLE),
    # files that are written or read
    "backup-failed": (Remedy.RETRY, Remedy.CLEAN_BACKUPS, Remedy.OPEN_FOLDER),
    "no-backup-before": (Remedy.BACKUP_ELSEWHERE, Remedy.WITHOUT_BACKUP, Remedy.RETRY,
                         Remedy.CLEAN_BACKUPS, Remedy.CANCEL),
    "no-backup-before-upgrade": (Remedy.BACKUP_ELSEWHERE, Remedy.WITHOUT_BACKUP, Remedy.RETRY,
                                 Remedy.CLEAN_BACKUPS, Remedy.CHOOSE_ANOTHER),
    "restore-failed": (Remedy.RETRY, Remedy.CLEAN_BACKUPS, Remedy.OPEN_FOLDER),
    "backup-unusable": (Remedy.BACKUPS,),
    "file-held": _AGAIN,
    "target-busy": _AGAIN,
    "write-failed": _AGAIN,
    "cancelled": _AGAIN,
}  # fmt: skip
"""code → buttons, the most useful first. A code that is not here can only be mended by hand (a name
that is missing); its text says how, and it can be copied like all others."""

UNCERTAIN: Final = frozenset({"server-gone"})
"""Failures after which nobody knows whether a write took place: it is looked for, not repeated."""


WRITE: Final = "write"
"""The ``again_slot`` of everything that writes."""


class UserError(Exception):
    """A refusal or failure the user can understand and act on.

    ``what`` happened, what is ``safe`` (often "nothing was changed"), what ``todo`` next: whole
    translated sentences without personal data. ``code`` is a stable, untranslated identifier
    (kebab-case) for tests, logs and ``--json``. ``again``: how whoever caught it can try once more;
    of failures with an equal ``again_slot`` only the newest is tried.
    """

    def __init__(self, code: str, what: str, *, safe: str = "", todo: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.what = what
        self.safe = safe
        self.todo = todo
        self.again: Callable[[], object] | None = None
        self.again_slot: object = None

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What the program can do about it, the most useful first."""
        return REMEDIES.get(self.code, ())

    @property
    def is_fault(self) -> bool:
        """Whether it comes from disk, file or server and not from what was typed."""
        return bool(self.remedies)

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.safe, self.todo) if part)
