"""The project list: which projects, in which order, asked in SQL; one page of rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import func, or_, select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.project_fields import DATES, DEADLINES
from invest_crm.domain.stages import SideState, Stage, Step
from invest_crm.services.listing import Listing, list_ids, numbers
from invest_crm.services.projects.confirming import pending
from invest_crm.services.projects.filters import COLUMNS, filter_fields
from invest_crm.services.projects.missing import missing_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement

    from invest_crm.services.listing import ListQuery
    from invest_crm.services.work import View

_BATCH = 900
_ENDED = (SideState.TERMINATED.value, SideState.LOST.value, SideState.MERGED.value)
_QUIET = frozenset({*_ENDED, SideState.PAUSED.value})


class BoardEntry(Struct, frozen=True):
    """One card of the stage board.

    ``gaps``: of the five ones. ``missing``: required things that the next stage waits for, none
    for a project that is paused or ended. ``unconfirmed``: steps a second person has not seen.
    """

    id: str
    name: str
    stage: Stage
    side_state: str | None
    chain: str
    total: int | None
    unit: str
    since: str | None
    gaps: int
    missing: int = 0
    unconfirmed: tuple[Stage, ...] = ()


def project_ids(view: View, query: ListQuery) -> list[str]:
    """The ids that answer a query, in order (signed latest first where nothing else is asked)."""
    return list_ids(view, PROJECTS, query)


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
    return numbers(view, PROJECTS, ids, key)


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
    missing, waiting = missing_counts(view), pending(view)
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
                0 if row.side_state in _QUIET else missing.get(row.id, 0),
                waiting.get(row.id, ()),
            )
            for row in rows
        ),
        key=lambda entry: order[entry.id],
    )


def nodes_below(view: View, node_id: str) -> list[str]:
    """A node of a chain with everything under it."""
    links = [tuple(row) for row in view.rows(select(chain_node.c.id, chain_node.c.parent_id))]
    found, waiting = [], [node_id]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(item for item, parent in links if parent == found[-1])
    return found


def _narrowed(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The SQL of ``step`` (of the five-step display), ``signed`` (or later), ``chain``, ``node``
    (with all below it), ``unit``, ``leader`` and ``open`` (not ended), where they are set.
    """
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
    return [condition for name, condition in conditions.items() if filters.get(name)]


def _silent(view: View) -> list[str]:
    from invest_crm.services.today import silent_projects

    return silent_projects(view)


PROJECTS = Listing(
    kind="project",
    table=project,
    source=project.join(project_state, project_state.c.project_id == project.c.id).outerjoin(
        chain, chain.c.id == project.c.chain_id
    ),
    columns=COLUMNS,
    fields=filter_fields,
    narrowed=_narrowed,
    filters=frozenset({"step", "signed", "chain", "node", "unit", "leader", "open", "silent"}),
    chosen={"silent": _silent},
    days=frozenset((*DATES, *DEADLINES)),
    sorts={"chain": chain.c.position, "stage": project_state.c.stage_rank},
    usual=(("signed_on", True),),
    rates={"funds_in_place": "external_funds"},
)
"""How projects are listed."""
