"""The firm list: which firms, in which order, asked in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.services.firm_filters import COLUMNS, filter_fields
from invest_crm.services.listing import Listing, numbers
from invest_crm.services.projects.grid import nodes_below

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement

    from invest_crm.services.work import View


def raw_capital(view: View, ids: Sequence[str]) -> list[int | None]:
    """Registered capital of some firms in 分, in their order."""
    return numbers(view, FIRMS, ids, "registered_capital")


def _narrowed(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The SQL of ``chain``, ``role`` (on any node), ``node`` (with all below it) and
    ``no_contact``, where they are set.
    """
    found: list[ColumnElement[bool]] = []
    if filters.get("chain"):
        found.append(firm.c.chain_id == filters["chain"])
    placed = select(firm_node.c.firm_id)
    if filters.get("role"):
        placed = placed.where(firm_node.c.role == filters["role"])
    if filters.get("node"):
        placed = placed.where(firm_node.c.node_id.in_(nodes_below(view, str(filters["node"]))))
    if filters.get("role") or filters.get("node"):
        found.append(firm.c.id.in_(placed))
    if filters.get("no_contact"):
        found.append(~exists().where(contact.c.firm_id == firm.c.id))
    return found


FIRMS = Listing(
    kind="firm",
    table=firm,
    source=firm.outerjoin(chain, chain.c.id == firm.c.chain_id),
    columns=COLUMNS,
    fields=filter_fields,
    narrowed=_narrowed,
    filters=frozenset({"chain", "role", "node", "no_contact"}),
    sorts={"chain": chain.c.position},
)
"""How firms are listed."""
