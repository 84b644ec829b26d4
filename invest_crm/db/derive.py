"""Keeping the derived tables in step with the records, inside the same transaction.

Nothing here is logged: ``project_state``, ``search_text`` and ``approval_state`` can be rebuilt
from the records at any time (``rebuild``), and a test holds the two ways equal.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from invest_crm.db import search
from invest_crm.db.bulk import chunks, insert_rows
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    side_state,
)
from invest_crm.db.words import with_initials
from invest_crm.domain.clock import day_of
from invest_crm.domain.funds import MonthRow, Statement, cumulative
from invest_crm.domain.stages import (
    COUNTED_AGREEMENTS,
    AgreementType,
    MilestoneKind,
    SideState,
    Stage,
    stage_of,
    with_implied,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Column, Connection, Row, Select, Table


_BATCH = 2_000
_APPROVALS = frozenset({"approval", "approval_item", "calendar_day", "milestone"})
"""What ``approval_states`` follows (steps and papers belong to an approval); loaded only then."""
_PROJECT = tuple(
    project.c[name]
    for name in ("id", "entry_stage", "name", "investor", "project_code", "stat_code")
)
FIRM_WORDS = ("name", "short_name", "former_names", "credit_code", "region", "tags")
_FIRM = tuple(firm.c[name] for name in ("id", *FIRM_WORDS))
"""What derived rows are made of: reading whole records would take most of the time."""
_FACTS: Mapping[Table, tuple[Column[Any], ...]] = {
    table: tuple(table.c[name] for name in ("project_id", *names))
    for table, names in (
        (agreement, ("type", "contract_day")),
        (milestone, ("kind", "effective_day", "grade")),
        (side_state, ("state", "effective_on", "recorded_at")),
        (funds_statement, ("subject", "scope", "as_of", "amount", "recorded_at")),
        (monthly_report, ("month", "funds_month", "funds_year", "funds_total")),
        (month_correction, ("month", "funds", "recorded_at")),
    )
}


def follow(
    connection: Connection, affected: Mapping[str, Iterable[str]], today: str | None = None
) -> None:
    """Bring derived rows up to date for the records a transaction touched.

    ``today`` (ISO): side states that begin later are not in force yet.
    """
    projects = list(affected.get("project", ()))
    firms = list(affected.get("firm", ()))
    if projects:
        _follow_projects(connection, projects, today)
    if firms:
        _index_firms(connection, firms)
    if not _APPROVALS.isdisjoint(affected):
        from invest_crm.db import approval_states

        approval_states.follow(connection, affected, today)


def rebuild(connection: Connection, today: str | None = None) -> None:
    """Compute every derived row anew."""
    connection.execute(delete(project_state))
    search.clear(connection)
    _follow_projects(connection, list(connection.scalars(select(project.c.id))), today)
    _index_firms(connection, list(connection.scalars(select(firm.c.id))))
    from invest_crm.db import approval_states

    approval_states.rebuild(connection, today)


def _follow_projects(connection: Connection, ids: Sequence[str], today: str | None) -> None:
    for part in chunks(ids, _BATCH):
        rows = _rows(connection, select(*_PROJECT), project.c.id, part)
        facts = {
            table.name: _by_project(_rows(connection, _live(table), table.c.project_id, part))
            for table in _FACTS
        }
        for piece in chunks(part):
            connection.execute(delete(project_state).where(project_state.c.project_id.in_(piece)))
        states = [
            state_of(row, {name: found.get(row.id, []) for name, found in facts.items()}, today)
            for row in rows
        ]
        insert_rows(connection, project_state, states)
        gone = list(set(part) - {row.id for row in rows})
        search.remove_entries(connection, gone)
        search.write_entries(connection, "project", [(row.id, _project_words(row)) for row in rows])


def _index_firms(connection: Connection, ids: Sequence[str]) -> None:
    for part in chunks(ids, _BATCH):
        rows = _rows(connection, select(*_FIRM), firm.c.id, part)
        gone = list(set(part) - {row.id for row in rows})
        search.remove_entries(connection, gone)
        search.write_entries(
            connection, "firm", [(row.id, with_initials(tuple(row[1:]))) for row in rows]
        )


def _project_words(row: Row[Any]) -> tuple[str | None, ...]:
    return with_initials((row.name, row.investor, row.project_code, row.stat_code))


def _live(table: Table) -> Select[Any]:
    return select(*_FACTS[table]).where(table.c.voided_at.is_(None))


def _rows(
    connection: Connection, query: Select[Any], key: Column[Any], ids: Sequence[str]
) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for part in chunks(ids):
        rows.extend(connection.execute(query.where(key.in_(part))).all())
    return rows


def _by_project(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.project_id].append(row)
    return grouped


def state_of(
    row: Row[Any], facts: Mapping[str, Sequence[Row[Any]]], today: str | None = None
) -> dict[str, object]:
    """The derived row of a project from its live facts by table name."""
    signed = [
        fact.contract_day
        for fact in facts["agreement"]
        if AgreementType(fact.type) in COUNTED_AGREEMENTS
    ]
    days = _milestone_days(facts["milestone"])
    reached = with_implied(days)
    stage = stage_of(Stage(row.entry_stage), signed=bool(signed), reached=reached)
    grades = [fact.grade for fact in facts["milestone"] if fact.kind == MilestoneKind.STARTED.value]
    if MilestoneKind.IN_STATS in reached:
        grades.append(4)
    elif MilestoneKind.STARTED in reached:
        grades.append(1)
    known = [day for day in [*signed, *days.values()] if day]
    return {
        "project_id": row.id,
        "stage": stage.value,
        "stage_rank": stage.rank,
        "side_state": _side(facts["side_state"], today),
        "signed_day": min((day for day in signed if day), default=None),
        **{
            f"{kind.value.lower()}_day": days.get(kind)
            for kind in MilestoneKind
            if f"{kind.value.lower()}_day" in project_state.c
        },
        "start_grade": max(grades, default=0),
        "funds_in_place": _funds(
            facts["funds_statement"], facts["monthly_report"], facts["month_correction"]
        ),
        "last_fact_day": max(known, default=None),
    }


def _milestone_days(rows: Iterable[Row[Any]]) -> dict[MilestoneKind, str | None]:
    days: dict[MilestoneKind, str | None] = {}
    for row in rows:
        kind = MilestoneKind(row.kind)
        day = row.effective_day
        before = days.get(kind)
        days[kind] = min(filter(None, (before, day)), default=None)
    return days


def _side(rows: Iterable[Row[Any]], today: str | None) -> str | None:
    begun = [row for row in rows if today is None or row.effective_on <= today]
    latest = max(begun, key=lambda row: (row.effective_on, row.recorded_at), default=None)
    return None if latest is None or latest.state == SideState.ACTIVE.value else latest.state


def _funds(
    statements: Iterable[Row[Any]], months: Iterable[Row[Any]], corrections: Iterable[Row[Any]]
) -> int | None:
    """Money in place since the start, stated or summed up from the months (``domain.funds``)."""
    stated = [
        Statement(date.fromisoformat(row.as_of), row.amount, row.scope)
        for row in sorted(statements, key=lambda row: row.recorded_at)
        if row.subject == "funds"
    ]
    rows = [MonthRow(row.month, row.funds_month, row.funds_year, row.funds_total) for row in months]
    rows += [
        MonthRow(row.month, row.funds, None, None, day_of(datetime.fromisoformat(row.recorded_at)))
        for row in corrections
        if row.funds
    ]
    return cumulative(stated, rows, date.max)
