"""Writing a previewed ledger with progress and a way to stop, and what was imported lately."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import and_, select

from invest_crm.db.schema.imports import import_batch, import_profile
from invest_crm.db.schema.log import change, change_set
from invest_crm.errors import UserError
from invest_crm.exchange.bulk import without_cycle_search
from invest_crm.exchange.writing.files import replacing
from invest_crm.services.ledger.imports import ApplyLedger, import_ledger
from invest_crm.services.ledger.preview import columns_of
from invest_crm.services.work import Work
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Row, Select, Table

    from invest_crm.services.ledger.plan import Plan, PlannedRow
    from invest_crm.services.ledger.preview import Preview
    from invest_crm.services.work import App, Outcome, Progress, View

_NOT_WRITTEN = {
    "rejected": N_("Rejected"),
    "suspicious": N_("Suspicious, not written"),
    "left": N_("Left out by the user"),
}
_AT_ONCE = 2000
_STEPS = 30
"""About how many looks at the database an import of projects takes; only for the bar."""


class ImportLine(Struct, frozen=True):
    """One earlier import. ``undone``: it was reversed and nothing of it counts any more."""

    change_set_id: str
    when: str
    actor: str
    file: str
    kind: str
    counts: Mapping[str, int]
    undone: bool


def apply_preview(app: App, shown: Preview, *, progress: Progress) -> Outcome[Plan]:
    """Write a previewed ledger as decided row by row, in one transaction.

    A corrected mapping is remembered for the next file with the same headings. UserError
    ``cancelled`` if the person stopped it; nothing remains then.
    """

    def import_previewed(work: Work, command: ApplyLedger) -> Plan:
        watched = _Watched(work, progress)
        plan = import_ledger(watched, command)
        if watched.recorder.affected and shown.how.columns is not None:
            _remember(watched, shown)
        work.name(watched.action, **watched.params)
        watched.look()
        return plan

    with without_cycle_search():
        return app.write(import_previewed, ApplyLedger(shown.reading, shown.plan.decisions))


def save_rejects(plan: Plan, path: Path) -> int:
    """Write the rows that were not imported in the ledger's own layout, with the reason.

    Returns how many there were; nothing is written for none. UserError if the disk refuses.
    """
    from invest_crm.exchange.rejects import rejects_workbook

    rows = [
        (row.reading, result, "\n".join(_reasons(row)))
        for row in plan.rows
        if (result := _result(plan, row))
    ]
    if rows:
        content = rejects_workbook(plan.reading, rows)
        with replacing(path) as handle:
            handle.write(content)
    return len(rows)


def _result(plan: Plan, row: PlannedRow) -> str:
    """Why a row was not written; "" for one that was, or had nothing to write."""
    fate = plan.fate(row)
    return _(_NOT_WRITTEN[fate]) if fate in _NOT_WRITTEN else ""


def _reasons(row: PlannedRow) -> list[str]:
    return [
        f"{problem.column}：{problem.message}" if problem.column else problem.message
        for problem in (*row.reading.problems, *row.problems)
    ]


def recent_imports(view: View, limit: int = 8) -> list[ImportLine]:
    """The latest imports, newest first."""
    query = (
        select(change_set, change.c.record_id, change.c.after, import_batch.c.id.label("batch"))
        .join(
            change,
            and_(
                change.c.set_seq == change_set.c.seq,
                change.c.table_name == import_batch.name,
                change.c.operation == "I",
            ),
        )
        .outerjoin(import_batch, import_batch.c.id == change.c.record_id)
        .where(change_set.c.action == "ledger.import")
        .order_by(change_set.c.seq.desc())
        .limit(limit)
    )
    return [_line(row) for row in view.rows(query)]


def _line(row: Row[Any]) -> ImportLine:
    image = json.loads(row.after)
    counts = {
        action: int(image.get(f"{action}_rows") or 0)
        for action in ("new", "changed", "same", "suspicious", "rejected")
    }
    return ImportLine(
        row.id,
        row.recorded_at,
        row.actor,
        image["file_name"],
        image["kind"],
        counts,
        undone=row.batch is None,
    )


def _remember(work: Work, shown: Preview) -> None:
    fingerprint = shown.reading.fingerprint
    known = work.first(
        select(import_profile.c.id).where(import_profile.c.fingerprint == fingerprint)
    )
    if known is not None:
        mapping = json.dumps(columns_of(shown), ensure_ascii=False)
        work.update(import_profile, known.id, kind=shown.reading.kind, mapping=mapping)


class _Watched(Work):
    """The same work, looking at every step whether the person wants it stopped."""

    def __init__(self, work: Work, progress: Progress) -> None:
        super().__init__(work.connection, work.app, work.actor, work.now)
        self.recorder = work.recorder
        self._progress = progress
        self._step = 0

    def look(self) -> None:
        """Report, and stop if asked to."""
        if self._progress.cancelled():
            raise UserError(
                "cancelled",
                _("The import was cancelled."),
                safe=_("Nothing was imported."),
            )
        self._step += 1
        self._progress.report(self._step / (self._step + _STEPS), "")

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """All rows of a select."""
        self.look()
        return super().rows(query)

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, object]]) -> list[str]:
        """Write new records, looking from time to time."""
        return super().insert_many(table, self._looking(rows))

    def _looking(self, rows: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
        for place, row in enumerate(rows):
            if place % _AT_ONCE == 0:
                self.look()
            yield row

    def update_many(self, table: Table, changes: Mapping[str, Mapping[str, object]]) -> int:
        """Change many records, some at a time."""
        done, pairs = 0, list(changes.items())
        for start in range(0, len(pairs), _AT_ONCE):
            self.look()
            done += super().update_many(table, dict(pairs[start : start + _AT_ONCE]))
        return done
