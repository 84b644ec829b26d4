"""The project list: which projects, in which order, asked in SQL; one page of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.stages import SideState, Stage, Step
from invest_crm.services.search import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from invest_crm.services.work import View

_BATCH = 900
_SORTS: dict[str, Any] = {
    "name": project.c.name,
    "investor": project.c.investor,
    "chain": chain.c.position,
    "stage": project_state.c.stage_rank,
    "total_investment": project.c.total_investment,
    "fixed_investment": project.c.fixed_investment,
    "external_funds": project.c.external_funds,
    "year_plan": project.c.year_plan,
    "funds_in_place": project_state.c.funds_in_place,
    "signed_on": project_state.c.signed_day,
    "registered_on": project_state.c.registered_day,
    "filed_on": project_state.c.filed_day,
    "land_on": project_state.c.land_day,
    "started_on": project_state.c.started_day,
    "in_stats_on": project_state.c.in_stats_day,
    "completed_on": project_state.c.completed_day,
    "in_production_on": project_state.c.in_production_day,
    "in_size_on": project_state.c.in_size_day,
    "leader": project.c.leader,
    "lead_unit": project.c.lead_unit,
    "township": project.c.township,
    "park": project.c.park,
    "side_state": project_state.c.side_state,
    "project_code": project.c.project_code,
    "stat_code": project.c.stat_code,
    "progress_text": project.c.progress_text,
    "problem_text": project.c.problem_text,
}
_ENDED = (SideState.TERMINATED.value, SideState.LOST.value, SideState.MERGED.value)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list asks for: text, filters by name, order as (key, descending).

    Filters: ``step`` (a code of the five-step display), ``signed`` (signed or later), ``chain``,
    ``node`` (with all below it), ``unit``, ``leader``, ``ids`` (exactly these), ``open`` (not
    ended), ``trash``.
    """

    text: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One card of the stage board."""

    id: str
    name: str
    stage: Stage
    side_state: str | None
    chain: str
    total: int | None
    unit: str
    since: str | None
    gaps: int


def project_ids(view: View, query: ListQuery) -> list[str]:
    """The ids that answer a query, in order (signed latest first where nothing else is asked)."""
    statement = (
        select(project.c.id)
        .join(project_state, project_state.c.project_id == project.c.id)
        .outerjoin(chain, chain.c.id == project.c.chain_id)
    )
    wanted = query.filters.get("ids")
    statement = _narrowed(view, statement, query)
    found = view.values(_ordered(statement, query))
    if wanted is None:
        return found
    inside = frozenset(wanted)
    return [item for item in found if item in inside]


def project_sums(view: View, ids: Sequence[str]) -> tuple[int, int]:
    """How many of the projects and their total investment in 分."""
    total = 0
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        query = select(func.sum(project.c.total_investment)).where(project.c.id.in_(part))
        total += view.values(query)[0] or 0
    return len(ids), total


def raw_amounts(view: View, ids: Sequence[str], key: str) -> list[int | None]:
    """One money column of some projects in 分, in their order (for sums of a selection)."""
    column = _SORTS[key]
    found: dict[str, int | None] = {}
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        query = (
            select(project.c.id, column.label("amount"))
            .join(project_state, project_state.c.project_id == project.c.id)
            .where(project.c.id.in_(part))
        )
        found.update({row.id: row.amount for row in view.rows(query)})
    return [found.get(item) for item in ids]


def board_entries(view: View, query: ListQuery) -> list[BoardEntry]:
    """The cards of the stage board, in the order of the list."""
    ids = project_ids(view, query)
    order = {item: place for place, item in enumerate(ids)}
    statement = (
        select(project, project_state, chain.c.name.label("chain_name"))
        .join(project_state, project_state.c.project_id == project.c.id)
        .outerjoin(chain, chain.c.id == project.c.chain_id)
        .where(project.c.archived_at.is_(None))
    )
    rows = [row for row in view.rows(statement) if row.id in order]
    return sorted(
        (
            BoardEntry(
                row.id,
                row.name,
                Stage(row.stage),
                row.side_state,
                row.chain_name or "",
                row.total_investment,
                row.lead_unit or "",
                row.last_fact_day,
                sum(not value for value in (row.leader, row.lead_unit, row.task_force)),
            )
            for row in rows
        ),
        key=lambda entry: order[entry.id],
    )


def _narrowed(view: View, statement: Select[Any], query: ListQuery) -> Select[Any]:
    filters = query.filters
    archived = project.c.archived_at
    trash = bool(filters.get("trash"))
    statement = statement.where(archived.is_not(None) if trash else archived.is_(None))
    if query.text.strip():
        ids = narrow(view, "project", query.text)
        if ids is not None:
            statement = statement.where(project.c.id.in_(ids))
    for name, condition in _conditions(view, filters).items():
        if filters.get(name):
            statement = statement.where(condition)
    return statement


def _conditions(view: View, filters: Mapping[str, Any]) -> dict[str, ColumnElement[bool]]:
    rank = project_state.c.stage_rank
    conditions: dict[str, ColumnElement[bool]] = {
        "signed": rank >= Stage.SIGNED.rank,
        "open": or_(
            project_state.c.side_state.is_(None), project_state.c.side_state.not_in(_ENDED)
        ),
        "chain": project.c.chain_id == filters.get("chain"),
        "unit": project.c.lead_unit == filters.get("unit"),
        "leader": project.c.leader == filters.get("leader"),
    }
    if filters.get("step"):
        ranks = [stage.rank for stage in Stage if stage.step is Step(filters["step"])]
        conditions["step"] = rank.in_(ranks)
    if filters.get("node"):
        conditions["node"] = project.c.node_id.in_(nodes_below(view, str(filters["node"])))
    return conditions


def nodes_below(view: View, node_id: str) -> list[str]:
    """A node of a chain with everything under it."""
    links = [tuple(row) for row in view.rows(select(chain_node.c.id, chain_node.c.parent_id))]
    found, waiting = [], [node_id]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(item for item, parent in links if parent == found[-1])
    return found


def _ordered(statement: Select[Any], query: ListQuery) -> Select[Any]:
    order: list[Any] = []
    for key, descending in query.sort or (("signed_on", True),):
        column = _SORTS[key]
        order += [column.is_(None), column.desc() if descending else column.asc()]
    return statement.order_by(*order, project.c.id)
