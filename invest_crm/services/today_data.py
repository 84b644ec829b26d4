"""Data to look at: imports with doubtful rows, wrong credit codes, projects with gaps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import or_, select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.imports import import_batch
from invest_crm.db.schema.log import change, change_set
from invest_crm.db.schema.projects import project
from invest_crm.domain.credit_code import check_credit_code
from invest_crm.domain.stages import Stage
from invest_crm.services.silence import office_day

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from invest_crm.services.work import View

RECENT_DAYS = 30
GAPS = ("chain", "node", "leader", "lead_unit")
"""Fields a project should not be without; leader and unit from signing on (五个一)."""


class DataTask(Struct, frozen=True):
    """A heap of records with one fault, and where to look at them.

    ``kind``: suspicious, rejected (rows of one import, named by ``name``), code, money, or a field
    of ``GAPS``. ``page``/``ids``: what a click opens; ``count``: how many rows or records.
    """

    kind: str
    page: str
    count: int
    ids: tuple[str, ...] = ()
    name: str = ""
    day: date | None = None


def data_tasks(view: View, quiet: Collection[str]) -> tuple[DataTask, ...]:
    """The heaps that are not empty; ``quiet``: projects that ended or are paused."""
    return (*_imports(view), *_codes(view), *_gaps(view, frozenset(quiet)))


def _imports(view: View) -> list[DataTask]:
    """Imports of the last 30 days, still in force, with suspicious or rejected rows."""
    since = (view.today - timedelta(days=RECENT_DAYS)).isoformat()
    query = (
        select(import_batch, change_set.c.recorded_at)
        .join(change, change.c.record_id == import_batch.c.id)
        .join(change_set, change_set.c.seq == change.c.set_seq)
        .where(
            change.c.operation == "I",
            change_set.c.recorded_at >= since,
            or_(import_batch.c.suspicious_rows > 0, import_batch.c.rejected_rows > 0),
        )
        .order_by(change_set.c.seq.desc())
    )
    tasks = []
    for row in view.rows(query):
        day = office_day(row.recorded_at)
        for kind, count in (("rejected", row.rejected_rows), ("suspicious", row.suspicious_rows)):
            if count:
                tasks.append(DataTask(kind, "ledger", count, name=row.file_name, day=day))
    return tasks


def _codes(view: View) -> list[DataTask]:
    """Firms whose credit code fails a check (GB 32100-2015)."""
    query = select(firm.c.id, firm.c.credit_code).where(
        firm.c.credit_code.is_not(None), firm.c.archived_at.is_(None)
    )
    wrong = tuple(
        row.id
        for row in view.rows(query.order_by(firm.c.id))
        if not check_credit_code(row.credit_code).valid
    )
    return [DataTask("code", "firms", len(wrong), wrong)] if wrong else []


def _gaps(view: View, quiet: frozenset[str]) -> list[DataTask]:
    """Projects without chain or node, and signed ones without leader or unit."""
    columns = (project.c.chain_id, project.c.node_id, project.c.leader, project.c.lead_unit)
    query = (
        select(project.c.id, *columns, project_state.c.stage_rank)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(project.c.archived_at.is_(None))
        .order_by(project.c.id)
    )
    found: dict[str, list[str]] = {key: [] for key in GAPS}
    for row in view.rows(query):
        if row.id in quiet:
            continue
        signed = row.stage_rank >= Stage.SIGNED.rank
        wanting = {
            "chain": not row.chain_id,
            "node": bool(row.chain_id) and not row.node_id,
            "leader": signed and not row.leader,
            "lead_unit": signed and not row.lead_unit,
        }
        for key, missing in wanting.items():
            if missing:
                found[key].append(row.id)
    return [DataTask(key, "projects", len(ids), tuple(ids)) for key, ids in found.items() if ids]
