"""Figures of revenue as rows of the county's ledger; reading the rows gives the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.firms import firm
from invest_crm.domain.statistics.periods import Span
from invest_crm.domain.statistics.revenue import Origin
from invest_crm.exchange.writing import ledger_cells
from invest_crm.services.statistics.revenue import entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invest_crm.exchange.writing.cells import Value
    from invest_crm.services.work import View

ORIGINS: Mapping[str, str] = {
    Origin.FIRM: "企业上报",
    Origin.PROFIT: "利润表",
    Origin.VAT: "增值税申报表",
}
"""What the ledger calls the sources; ``exchange.revenue_cells`` reads them."""


def revenue_rows(view: View) -> Iterator[tuple[Value, ...]]:
    """The cells of ``lists.REVENUE``, firm by firm."""
    query = select(firm.c.id, firm.c.name, firm.c.credit_code).where(firm.c.archived_at.is_(None))
    entries = entries_of(view)
    for row in view.rows(query.order_by(firm.c.name, firm.c.id)):
        for entry in entries.get(row.id, ()):
            yield (
                row.name,
                row.credit_code,
                Span(entry.first, entry.last).zh,
                ledger_cells.money(entry.amount, "万元"),
                ORIGINS[entry.origin],
                entry.reason or None,
            )
