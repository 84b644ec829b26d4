"""Answers the grid of land and plants: rows and sums asked of the services, off the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.land.columns import SUMMED, parcel_cells, parcel_columns, summed
from invest_crm.ui.records.source import ListingSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from invest_crm.services.listing import Listing
    from invest_crm.services.work import View
    from invest_crm.ui.kit.grid.source import Cell, Column


class LandSource(ListingSource):
    """A ``GridSource`` over parcels and plants."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return parcel_columns()

    def listing(self) -> Listing:
        """How parcels are listed."""
        from invest_crm.services.parcel_grid import PARCELS

        return PARCELS

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some parcels."""
        return self._context.app.read(_rows, ids)

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """Areas in 亩, floor areas in ㎡; other columns are not added up."""
        if key not in SUMMED:
            return [None] * len(ids)
        return self._context.app.read(_numbers, ids, key)


def _rows(view: View, ids: Sequence[str]) -> dict[str, Sequence[Cell | str]]:
    from invest_crm.services.parcels import load

    today = view.today
    return {key: parcel_cells(record, today) for key, record in load(view, ids).items()}


def _numbers(view: View, ids: Sequence[str], key: str) -> list[Decimal | None]:
    from invest_crm.services.parcels import load

    found = load(view, ids)
    return [summed(key, found[one][key]) if one in found else None for one in ids]
