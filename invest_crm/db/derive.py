"""Keeping the derived tables in step with the records, inside the same transaction.

Nothing here is logged: ``project_state`` and ``search_text`` can be rebuilt from the records at
any time (``rebuild``), and a test holds the two ways equal.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from invest_crm.db import search
from invest_crm.db.bulk import chunks, insert_rows
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    side_state,
)
from invest_crm.domain.pinyin import initials_variants
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

    from sqlalchemy import Connection, Row, Table

_BATCH = 20_000


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


def rebuild(connection: Connection, today: str | None = None) -> None:
    """Compute every derived row anew."""
    connection.execute(delete(project_state))
    search.clear(connection)
    _follow_projects(connection, list(connection.scalars(select(project.c.id))), today)
    _index_firms(connection, list(connection.scalars(select(firm.c.id))))


def _follow_projects(connection: Connection, ids: Sequence[str], today: str | None) -> None:
    for part in chunks(ids, _BATCH):
        rows = _rows(connection, project, "id", part)
        facts = {
            table.name: _by_project(_rows(connection, table, "project_id", part, live=True))
            for table in (agreement, milestone, side_state, funds_statement)
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
        rows = _rows(connection, firm, "id", part)
        gone = list(set(part) - {row.id for row in rows})
        search.remove_entries(connection, gone)
        search.write_entries(connection, "firm", [(row.id, _firm_words(row)) for row in rows])


def _project_words(row: Row[Any]) -> list[str | None]:
    return [row.name, row.investor, row.project_code, row.stat_code, *initials_variants(row.name)]


def _firm_words(row: Row[Any]) -> list[str | None]:
    return [
        row.name,
        row.short_name,
        row.former_names,
        row.credit_code,
        row.region,
        row.tags,
        *initials_variants(row.name),
    ]


def _rows(
    connection: Connection, table: Table, key: str, ids: Sequence[str], *, live: bool = False
) -> list[Row[Any]]:
    query = select(table)
    if live:
        query = query.where(table.c.voided_at.is_(None))
    rows: list[Row[Any]] = []
    for part in chunks(ids):
        rows.extend(connection.execute(query.where(table.c[key].in_(part))).all())
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
        "funds_in_place": _funds(facts["funds_statement"]),
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


def _funds(rows: Iterable[Row[Any]]) -> int | None:
    since_start = [row for row in rows if row.subject == "funds" and row.scope == "since_start"]
    latest = max(since_start, key=lambda row: row.as_of, default=None)
    return None if latest is None else latest.amount
