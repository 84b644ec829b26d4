"""Answers the grid of approvals: rows asked of the services, off the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.approvals.columns import SUMMED, approval_cells, approval_columns
from invest_crm.ui.records.source import ListingSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.listing import Listing
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import Cell, Column, GridQuery


class ApprovalSource(ListingSource):
    """A ``GridSource`` over approvals. ``counts``: how many each switch leaves."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counts: Mapping[str, int] = {}
        self._lines: dict[str, ApprovalLine] = {}

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return approval_columns()

    def listing(self) -> Listing:
        """How approvals are listed today."""
        from invest_crm.services.approvals.grid import approvals_today

        return self._context.app.read(approvals_today)

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The ids that answer a query; states of another edition of the catalogue are renewed."""
        from invest_crm.services.approvals.grid import are_current, counts, keep_current

        app = self._context.app
        if not self._context.why_not_write() and not app.read(are_current):
            app.write(keep_current, None)
        self.counts = app.read(counts)
        return super().ids(query)

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some approvals."""
        from invest_crm.services.approvals.grid import list_rows

        found = self._context.app.read(list_rows, ids)
        self._lines.update({key: row.line for key, row in found.items()})
        return {key: approval_cells(row) for key, row in found.items()}

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """Days held and papers missing; other columns are not added up."""
        from invest_crm.services.listing import numbers

        if key not in SUMMED:
            return [None] * len(ids)
        return self._context.app.read(numbers, self.listing(), ids, key)

    def line(self, approval_id: str) -> ApprovalLine | None:
        """An approval whose row was shown, as it stood then; None for one that was not."""
        return self._lines.get(approval_id)
