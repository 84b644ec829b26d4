"""Importing a ledger: read, plan, show, apply. The same for the window and the command line.

Reading happens in a child process outside any transaction; planning and applying happen in one
writing transaction, so that the plan that is applied was made from what is stored at that moment.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.imports import import_batch, import_profile
from invest_crm.domain.sources import ledger_source
from invest_crm.errors import UserError
from invest_crm.exchange.bulk import without_cycle_search
from invest_crm.exchange.mapping import Profile
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.understand import Options, understand
from invest_crm.services.ledger import approvals, firms, others, parcels, projects, revenue
from invest_crm.services.ledger.decisions import NOTHING_DECIDED, Decisions
from invest_crm.services.ledger.placing import NODE
from invest_crm.services.ledger.plan import Plan, PlannedRow
from invest_crm.services.work import Silent
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from invest_crm.exchange.fields import Kind
    from invest_crm.exchange.reading import LedgerReading
    from invest_crm.services.work import App, Outcome, Progress, View, Work

_PLANNERS: dict[str, Callable[[View, LedgerReading, Decisions], list[PlannedRow]]] = {
    "projects": projects.plan_projects,
    "firms": firms.plan_firms,
    "monthly": others.plan_monthly,
    "requests": others.plan_requests,
    "contacts": others.plan_contacts,
    "parcels": parcels.plan_parcels,
    "approvals": approvals.plan_approvals,
    "revenue": revenue.plan_revenue,
}
_APPLIERS: dict[str, Callable[[Work, LedgerReading, Sequence[PlannedRow], str], None]] = {
    "projects": projects.apply_projects,
    "firms": firms.apply_firms,
    "monthly": others.apply_monthly,
    "requests": others.apply_requests,
    "contacts": others.apply_contacts,
    "parcels": parcels.apply_parcels,
    "approvals": approvals.apply_approvals,
    "revenue": revenue.apply_revenue,
}


class ImportLedger(Struct, frozen=True):
    """What to read and how. ``as_of`` is used where the ledger names no cut-off."""

    path: Path
    sheet: str | None = None
    kind: str | None = None
    as_of: date | None = None
    profile: str | None = None


class ApplyLedger(Struct, frozen=True):
    """A ledger already read, to be written as decided."""

    reading: LedgerReading
    decisions: Decisions = NOTHING_DECIDED


def read_ledger(app: App, command: ImportLedger, progress: Progress | None = None) -> LedgerReading:
    """Read and understand a file; nothing is written. UserError if it cannot be."""
    with without_cycle_search():
        return _read(app, command, progress or Silent())


def _read(app: App, command: ImportLedger, watch: Progress) -> LedgerReading:
    options, remembered = app.read(_options, command)
    book = read_workbook(command.path, watch)
    reading = understand(book, options, watch)
    known = remembered.get(reading.fingerprint)
    if known is None or command.profile or known.kind != reading.kind:
        return reading
    return understand(book, replace(options, profile=known), watch)


def plan_ledger(view: View, reading: LedgerReading, decisions: Decisions = NOTHING_DECIDED) -> Plan:
    """Compare a ledger with what is stored; nothing is written. UserError ``cancelled``."""
    return Plan(reading, _PLANNERS[reading.kind](view, reading, decisions), decisions)


def import_ledger(work: Work, command: ApplyLedger) -> Plan:
    """Apply a ledger: the rows that ``Plan.writes``, without the values that are kept."""
    reading = command.reading
    if reading.kind == "firms":
        work.expect(firm, (row.fields for row in reading.rows if not row.rejected))
    plan = plan_ledger(work, reading, command.decisions)
    rows = [row for row in plan.rows if plan.writes(row)]
    work.name("ledger.import", file=reading.file, rows=len(rows), **_told(reading))
    for row in rows if plan.decisions.rows else ():
        kept = plan.decision(row).kept
        row.placed = NODE not in kept
        _keep(row, kept, whole=reading.kind == "monthly")
    counts = _tally(plan)
    if rows:
        _APPLIERS[reading.kind](work, reading, rows, ledger_source(reading.sha256))
        _remember(work, reading, counts)
    return plan


def apply_ledger(
    app: App, reading: LedgerReading, *, accept_suspicious: bool = False
) -> Outcome[Plan]:
    """The command line's door: one transaction, one ChangeSet."""
    with without_cycle_search():
        decisions = Decisions(suspicious=accept_suspicious)
        return app.write(import_ledger, ApplyLedger(reading, decisions))


def _told(reading: LedgerReading) -> dict[str, object]:
    """What the log keeps of cells a person corrected; of people only that they were."""
    personal = {column.path for column in reading.mapping.columns if column.key in _PERSONAL}
    cells = [
        {"row": cell.row, "column": cell.path}
        | ({} if cell.path in personal else {"was": cell.was, "text": cell.text})
        for cell in reading.corrected
    ]
    return {"corrected": cells} if cells else {}


def _keep(row: PlannedRow, kept: frozenset[str], *, whole: bool) -> None:
    """Let stored values stay; ``whole``: the row's values replace the stored record."""
    for change in row.changes if row.target and kept else ():
        if change.field not in kept:
            continue
        if whole:
            row.values[change.field] = change.before
        else:
            row.values.pop(change.field, None)


def _options(view: View, command: ImportLedger) -> tuple[Options, dict[str, Profile]]:
    """The options of a reading, and the remembered mappings by header fingerprint."""
    rows = view.rows(select(import_profile))
    profiles = {row.fingerprint: _profile(row.kind, json.loads(row.mapping)) for row in rows}
    named = {row.name: profiles[row.fingerprint] for row in rows}
    chains = {row.name: row.id for row in view.rows(select(chain.c.id, chain.c.name))}
    options = Options(
        sheet=command.sheet,
        kind=cast("Kind | None", command.kind),
        as_of=command.as_of,
        profile=_named(named, command.profile),
        chains=chains,
    )
    return options, profiles


def _named(profiles: Mapping[str, Profile], name: str | None) -> Profile | None:
    if name is None or name in profiles:
        return profiles.get(name or "")
    raise UserError(
        "profile-unknown",
        _("There is no remembered mapping “{name}”.").format(name=name),
        safe=_("Nothing was imported."),
        todo=_("Leave it out to let the columns be recognised."),
    )


def _profile(kind: Kind, columns: Mapping[str, Sequence[Any]]) -> Profile:
    return Profile(kind, {path: (item[0], item[1], item[2]) for path, item in columns.items()})


def _tally(plan: Plan) -> Counter[str]:
    """Rows by what becomes of them; suspicious are those about which nobody said anything."""
    counts: Counter[str] = Counter()
    for row in plan.rows:
        suspicious = row.action == "suspicious"
        if not row.writable or (suspicious and plan.decision(row).write is None):
            counts[row.action] += 1
        elif plan.writes(row):
            counts["changed" if row.target else "new"] += 1
    return counts


def _remember(work: Work, reading: LedgerReading, counts: Counter[str]) -> None:
    work.insert(
        import_batch,
        file_name=reading.file,
        sha256=reading.sha256,
        sheet=reading.sheet.name,
        kind=reading.kind,
        as_of=reading.as_of.isoformat(),
        unit=reading.unit,
        fingerprint=reading.fingerprint,
        **{f"{action}_rows": counts[action] for action in _ACTIONS},
    )
    known = select(import_profile.c.id).where(import_profile.c.fingerprint == reading.fingerprint)
    if work.first(known) is None:
        work.insert(
            import_profile,
            name=reading.fingerprint[:8],
            fingerprint=reading.fingerprint,
            kind=reading.kind,
            mapping=json.dumps(_mapping(reading), ensure_ascii=False),
        )


_PERSONAL = frozenset({"contacts", "phone", "legal_person", "revenue"})
_ACTIONS = ("new", "changed", "same", "suspicious", "rejected")


def _mapping(reading: LedgerReading) -> dict[str, Any]:
    return {
        column.path: (column.key, column.role, column.unit)
        for column in reading.mapping.columns
        if column.key is not None
    }


def report_json(plan: Plan, change_set: str | None) -> dict[str, object]:
    """The document of ``import --json``."""
    from invest_crm.exchange.reading import to_json_fields

    reading = plan.reading
    return {
        "file": reading.file,
        "sheet": reading.sheet.name,
        "kind": reading.kind,
        "title": reading.title,
        "caption": reading.caption,
        "as_of": reading.as_of.isoformat(),
        "unit": reading.unit,
        "header_rows": list(reading.header_rows),
        "data_rows": len(reading.rows),
        "mapping": reading.mapped,
        **{action: plan.counts[action] for action in _ACTIONS},
        "skipped": reading.skipped,
        "totals": [total.to_json() for total in reading.totals],
        "notices": [{"code": note.code, "message": note.message} for note in reading.notices],
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "code": problem.code,
                "message": problem.message,
            }
            for problem in plan.problems()
        ],
        "rows": [
            {
                "row": row.reading.row,
                "action": row.action,
                "id": row.target,
                "fields": to_json_fields(row.reading),
            }
            for row in plan.rows
        ],
        "change_set": change_set,
    }
