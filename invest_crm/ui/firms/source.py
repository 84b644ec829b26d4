"""Answers the firm grid: rows and sums asked of the services, off the main thread."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.money import FEN_PER_WAN
from invest_crm.ui.firms.columns import firm_cells, firm_columns
from invest_crm.ui.records.source import ListingSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.listing import Listing
    from invest_crm.services.work import View
    from invest_crm.ui.kit.grid.source import Cell, Column


class FirmSource(ListingSource):
    """A ``GridSource`` over firms."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return firm_columns()

    def listing(self) -> Listing:
        """How firms are listed."""
        from invest_crm.services.firm_grid import FIRMS

        return FIRMS

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some firms."""
        return self._context.app.read(_rows, ids)

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """Registered capital in 万元; no other column is a number."""
        from invest_crm.services.firm_grid import raw_capital

        if key != "registered_capital":
            return [None] * len(ids)
        found = self._context.app.read(raw_capital, ids)
        return [None if item is None else Decimal(item) / FEN_PER_WAN for item in found]


def _rows(view: View, ids: Sequence[str]) -> dict[str, Sequence[Cell | str]]:
    from invest_crm.services.firm_panel import firm_places
    from invest_crm.services.firms import load
    from invest_crm.services.projects.listing import chain_names
    from invest_crm.services.sources import source_words

    names = {**chain_names(view), **source_words(view)}
    places = firm_places(view, ids, names)
    return {
        key: firm_cells(record, names, places.get(key, ()))
        for key, record in load(view, list(ids)).items()
    }
