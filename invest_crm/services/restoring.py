"""Restoring: first what would change, in words, then the exchange, then a pause until it is seen.

After a restore no automatic backup is made until the person has said that this is what was wanted:
a wrong restore must not begin to push good backups out.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.db import aside
from invest_crm.db.differences import compare
from invest_crm.db.engine import database_url
from invest_crm.db.restore import prove_backup, restore
from invest_crm.domain import clock
from invest_crm.domain.clock import at_bureau
from invest_crm.errors import UserError
from invest_crm.services.actions import describe
from invest_crm.services.backups import file_of, make_backup
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.db.differences import Side, Step
    from invest_crm.db.manifest import Manifest
    from invest_crm.services.work import App

KINDS = {
    "project": N_("Projects"),
    "firm": N_("Firms"),
    "service_request": N_("Requests"),
    "contact": N_("Contacts"),
    "interaction": N_("Visits and calls"),
    "task": N_("Tasks"),
    "monthly_report": N_("Monthly rows"),
    "month_correction": N_("Corrections of months"),
    "month_close": N_("Closed months"),
    "money_figure": N_("Figures of papers and statistics"),
    "progress_entry": N_("Entries of visible progress"),
    "utility_need": N_("Needs of utilities"),
    "utility_case": N_("Applications for utilities"),
    "utility_capacity": N_("Capacities of parks"),
    "commitment": N_("Promises of both sides"),
    "review": N_("Joint reviews"),
    "review_opinion": N_("Opinions of departments"),
    "responsible": N_("People and units in charge"),
    "hand_over": N_("Hand-overs"),
    "approval": N_("Approvals"),
    "approval_step": N_("Steps of approvals"),
    "stat_step": N_("Steps of applications to the statistics"),
    "firm_revenue": N_("Revenue reported"),
    "": N_("Other records"),
}
"""The kinds of records that are counted, by table; the rest is taken together."""
_OPERATIONS = {"I": "added", "U": "changed", "D": "removed"}


class LogLine(Struct, frozen=True):
    """One action: its number in the log, when (bureau time), who, what, how many records."""

    seq: int
    at: str
    actor: str
    what: str
    records: int


class KindLine(Struct, frozen=True):
    """One kind of record: how many now and in the backup, and what the lost actions did to it."""

    kind: str
    present: int
    backup: int
    added: int = 0
    changed: int = 0
    removed: int = 0


class Prospect(Struct, frozen=True):
    """What restoring a backup would change.

    ``lost``, ``gained``: actions that are only in the present database, only in the backup (all of
    them in ``lost_count``, the newest in ``lost``). ``related``: both are of one database.
    ``readable``: the present database can be read.
    """

    path: Path
    lost_count: int
    lost: tuple[LogLine, ...]
    gained_count: int
    gained: tuple[LogLine, ...]
    kinds: tuple[KindLine, ...]
    related: bool
    readable: bool


def prospect(file: Path, target: str) -> Prospect:
    """What restoring ``file`` over the database ``target`` would change; nothing is touched.

    UserError: no such file, damaged, of a newer program, or a database on a server.
    """
    present = path_of(target)
    _require(file)
    prove_backup(file)
    found = compare(present, file, tuple(kind for kind in KINDS if kind))
    return Prospect(
        file,
        found.lost.count,
        tuple(_line(step) for step in found.lost.steps),
        found.gained.count,
        tuple(_line(step) for step in found.gained.steps),
        _kinds(found.lost, found.present, found.backup),
        related=found.common > 0 or not found.readable,
        readable=found.readable,
    )


def restore_backup(file: Path, target: str) -> tuple[Manifest, Path | None]:
    """Put a backup in the place of a database; the former file is kept beside it.

    Automatic backups pause until ``confirm``. UserError: as ``db.restore.restore``.
    """
    path = path_of(target)
    _require(file)
    manifest, kept = restore(file, path)
    moment = clock.now().isoformat()
    head = aside.Head(manifest.database, manifest.log_seq, manifest.log_head, moment)
    aside.keep_head(path, head)
    aside.keep(path, "paused", {"at": moment, "kept": str(kept) if kept else ""})
    return manifest, kept


def confirm(app: App) -> tuple[Manifest, Path]:
    """What was restored is what was wanted: back it up, and go on with automatic backups."""
    made = make_backup(app, reason="confirmed")
    aside.forget(file_of(app), "paused")
    return made


def headline(found: Prospect) -> str:
    """The one sentence that matters about a restore."""
    if not found.readable:
        return _("The present database cannot be read, so nothing can be compared.")
    if not found.related:
        return _("This is the backup of another database: all present records would be replaced.")
    if found.lost_count and found.gained_count:
        return _("{lost} changes will be lost, {gained} other changes come back.").format(
            lost=found.lost_count, gained=found.gained_count
        )
    if found.gained_count:
        return ngettext(
            "Nothing is lost; {n} change comes back.",
            "Nothing is lost; {n} changes come back.",
            found.gained_count,
        ).format(n=found.gained_count)
    if found.lost_count:
        return ngettext(
            "{n} change will be lost.", "{n} changes will be lost.", found.lost_count
        ).format(n=found.lost_count)
    return _("The backup holds exactly the present state.")


def kind_words(line: KindLine) -> str:
    """A kind of record in words: how many now and in the backup, what would be lost of it."""
    parts = [
        words.format(n=count)
        for count, words in (
            (line.added, _("{n} added since")),
            (line.changed, _("{n} changed since")),
            (line.removed, _("{n} removed since")),
        )
        if count
    ]
    kind, tail = _(KINDS[line.kind]), _(", ").join(parts)
    if not line.kind:
        return _("{kind}: {what}").format(kind=kind, what=tail)
    numbers = _("{kind}: {present} now, {backup} in the backup").format(
        kind=kind, present=line.present, backup=line.backup
    )
    return f"{numbers} ({tail})" if tail else numbers


def path_of(target: str) -> Path:
    """The file a target names. UserError ``restore-server`` for a server."""
    url = database_url(target)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise UserError(
            "restore-server",
            _("A database on a server is restored by its administrator."),
            safe=_("Nothing was changed."),
        )
    return Path(url.database)


def _require(file: Path) -> None:
    if not file.exists():
        raise UserError(
            "file-missing",
            _("There is no such file: {name}").format(name=file.name),
            safe=_("Nothing was changed."),
        )


def _line(step: Step) -> LogLine:
    at = at_bureau(datetime.fromisoformat(step.recorded_at)).strftime("%Y-%m-%d %H:%M")
    return LogLine(step.seq, at, step.actor, describe(step.action, step.params), step.records)


def _kinds(
    lost: Side, present: Mapping[str, int], backup: Mapping[str, int]
) -> tuple[KindLine, ...]:
    """The kinds that differ in number or were touched."""
    touched: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for (table, operation), count in lost.touched.items():
        touched[table if table in KINDS else ""][_OPERATIONS[operation]] += count
    lines = [
        KindLine(kind, present.get(kind, 0), backup.get(kind, 0), **counts)
        for kind, counts in touched.items()
    ]
    return tuple(
        line for line in lines if line.present != line.backup or any(touched[line.kind].values())
    )
