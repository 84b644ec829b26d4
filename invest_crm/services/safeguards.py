"""What a door sets up around an open database: a backup before what is risky, the head outside.

The head of the log is remembered in the person's own folder after every save. When a database is
opened again and is behind it, saves are missing that no check of the file itself can notice.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db import aside
from invest_crm.db.integrity import Finding
from invest_crm.db.schema.log import change_set
from invest_crm.domain.clock import at_bureau
from invest_crm.errors import UserError
from invest_crm.services.backups import list_backups, make_backup
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.work import App, View, Work

RISKY = 200
"""An action that touches more records than this is preceded by a backup."""
_CHECK = "log-head"

Gap = Literal["", "behind", "rewritten", "replaced"]


class Comparison(Struct, frozen=True):
    """The log against what was remembered: how it differs, and by how many saves it is behind.

    ``since``: when the last remembered save was made (UTC). ``rescue``: the newest verified backup
    that has more of the saves than the file, with how many of the missing ones it holds.
    """

    gap: Gap = ""
    missing: int = 0
    since: str = ""
    rescue: str = ""
    rescued: int = 0


def stand_guard(app: App, on_failure: Callable[[UserError], object]) -> None:
    """Back up before risky actions and remember the head after every save.

    That such a backup fails stops no work (the action can be undone as a whole): ``on_failure``
    tells it, from the thread of the writer.
    """
    if app.database.path is None:
        return

    def before(work: Work) -> None:
        if _touched(work) <= RISKY or not _worth_keeping(app):
            return
        reason = "import" if work.action.startswith("ledger.") else "bulk"
        try:
            make_backup(app, reason=reason)
        except UserError as error:
            on_failure(error)

    app.before_commit = before
    app.listeners.append(lambda _changes: remember_head(app))


def remember_head(app: App) -> None:
    """Note the last entry of the log outside of the database."""
    path = app.database.path
    head = app.read(_head) if path is not None else None
    if path is not None and head is not None:
        aside.keep_head(path, head)


def compare_head(view: View) -> Comparison:
    """Whether the log still holds everything that was saved from here."""
    path = view.app.database.path
    known = aside.recall_head(path) if path is not None else None
    if known is None:
        return Comparison()
    found = _head(view)
    if found is None or found.database != known.database:
        gap: Gap = "replaced"
        missing = known.seq
    elif found.seq < known.seq:
        gap, missing = "behind", known.seq - found.seq
    else:
        there = view.values(select(change_set.c.hash).where(change_set.c.seq == known.seq))
        return Comparison() if there == [known.hash] else Comparison("rewritten", since=known.at)
    have = found.seq if gap == "behind" and found is not None else 0
    return Comparison(gap, missing, known.at, *_rescue(known, have))


def head_finding(view: View) -> list[Finding]:
    """The same as one of the integrity checks; none where nothing is remembered."""
    path = view.app.database.path
    if path is None or aside.recall_head(path) is None:
        return []
    found = compare_head(view)
    return [Finding(_CHECK, not found.gap, words_of(found))]


def words_of(found: Comparison) -> str:
    """What is missing and what to do; empty if nothing is."""
    if not found.gap:
        return ""
    when = _when(found.since)
    if found.gap == "rewritten":
        return _(
            "The change log differs from what was saved here up to {when}: it was altered or "
            "comes from another copy. Compare it with the newest verified backup."
        ).format(when=when)
    if found.gap == "behind":
        what = _("The last {n} saves are missing from this database (last saved here {when}).")
    else:
        what = _("This is another database than the one saved here until {when}, with {n} saves.")
    return f"{what.format(n=found.missing, when=when)} {_what_to_do(found)}"


def _what_to_do(found: Comparison) -> str:
    if found.rescue:
        return _("The backup {file} holds {n} of them: restore it under Backups.").format(
            file=found.rescue, n=found.rescued
        )
    return _(
        "If the file was copied or moved, close the program and put the whole file, with the one "
        "that ends in “-wal”, back in its place; no backup holds the missing saves."
    )


def _rescue(known: aside.Head, have: int) -> tuple[str, int]:
    for line in list_backups(database=known.database):
        if line.mark == "verified" and line.seq > have:
            return line.path.name, min(line.seq, known.seq) - have
    return "", 0


def _head(view: View) -> aside.Head | None:
    columns = (change_set.c.seq, change_set.c.hash, change_set.c.recorded_at)
    last = view.first(select(*columns).order_by(change_set.c.seq.desc()).limit(1))
    origin = view.values(select(change_set.c.id).where(change_set.c.seq == 1))
    if last is None or not origin:
        return None
    return aside.Head(origin[0], last.seq, last.hash, last.recorded_at)


def _touched(work: Work) -> int:
    return sum(map(len, work.recorder.touched.values()))


def _worth_keeping(app: App) -> bool:
    """Something was entered since the reference data, and no backup of this very state exists."""
    head = app.read(_head)
    if head is None or head.seq <= 1:
        return False
    lines = list_backups(database=head.database)
    return not any(line.seq == head.seq and line.mark == "verified" for line in lines)


def _when(moment: str) -> str:
    return at_bureau(datetime.fromisoformat(moment)).strftime("%Y-%m-%d %H:%M")
