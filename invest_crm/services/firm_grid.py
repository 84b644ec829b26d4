"""The firm list: which firms, in which order, asked in SQL; one page of rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.firms import firm, firm_node
from invest_crm.services.projects.grid import nodes_below
from invest_crm.services.search import narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

    from invest_crm.services.projects.grid import ListQuery
    from invest_crm.services.work import View

_BATCH = 900
_SORTS: dict[str, Any] = {
    "name": firm.c.name,
    "credit_code": firm.c.credit_code,
    "region": firm.c.region,
    "business": firm.c.business,
    "registered_capital": firm.c.registered_capital,
    "chain": chain.c.position,
    "legal_person": firm.c.legal_person,
    "tags": firm.c.tags,
    "source": firm.c.source,
}


def firm_ids(view: View, query: ListQuery) -> list[str]:
    """The ids that answer a query, in order (latest entered first where nothing else is asked).

    Filters: ``chain``, ``role`` (on any node), ``node`` (with all below it), ``ids``, ``trash``.
    """
    filters = query.filters
    if query.text.strip() and not query.sort and not any(filters.values()):
        return _matching(view, query.text)
    statement = _start(query)
    trash = bool(filters.get("trash"))
    archived = firm.c.archived_at
    statement = statement.where(archived.is_not(None) if trash else archived.is_(None))
    if query.text.strip():
        ids = narrow(view, "firm", query.text)
        if ids is not None:
            statement = statement.where(firm.c.id.in_(ids))
    if filters.get("chain"):
        statement = statement.where(firm.c.chain_id == filters["chain"])
    placed = select(firm_node.c.firm_id)
    if filters.get("role"):
        placed = placed.where(firm_node.c.role == filters["role"])
    if filters.get("node"):
        placed = placed.where(firm_node.c.node_id.in_(nodes_below(view, str(filters["node"]))))
    if filters.get("role") or filters.get("node"):
        statement = statement.where(firm.c.id.in_(placed))
    found = view.values(statement.order_by(*_order(query), firm.c.id.desc()))
    if filters.get("ids") is None:
        return found
    inside = frozenset(filters["ids"])
    return [item for item in found if item in inside]


def _start(query: ListQuery) -> Select[Any]:
    """All firms; joined with their chains only where the order needs them."""
    statement = select(firm.c.id)
    if any(key == "chain" for key, _descending in query.sort):
        statement = statement.outerjoin(chain, chain.c.id == firm.c.chain_id)
    return statement


def _order(query: ListQuery) -> list[Any]:
    order: list[Any] = []
    for key, descending in query.sort:
        column = _SORTS[key]
        order += [column.is_(None), column.desc() if descending else column.asc()]
    return order


def _matching(view: View, text: str) -> list[str]:
    """The usual case while somebody types: the index alone answers, no firm is looked up."""
    ids = narrow(view, "firm", text)
    found = [] if ids is None else view.values(ids)
    # "after nothing" is "not null" in words for which the index is used.
    gone = frozenset(view.values(select(firm.c.id).where(firm.c.archived_at > "")))
    return sorted((item for item in found if item not in gone), reverse=True)


def raw_capital(view: View, ids: Sequence[str]) -> list[int | None]:
    """Registered capital of some firms in 分, in their order."""
    found: dict[str, int | None] = {}
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        query = select(firm.c.id, firm.c.registered_capital).where(firm.c.id.in_(part))
        found.update({row.id: row.registered_capital for row in view.rows(query)})
    return [found.get(item) for item in ids]
