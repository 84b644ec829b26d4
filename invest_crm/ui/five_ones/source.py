"""Answers the grid of who is in charge: rows, orders and sums, off the main thread."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.domain.money import FEN_PER_YI
from invest_crm.ui.five_ones.columns import responsible_cells, responsible_columns
from invest_crm.ui.five_ones.words import LOADS, load_number
from invest_crm.ui.records.source import ListingSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.five_ones.load import Load
    from invest_crm.services.listing import Listing
    from invest_crm.services.work import View
    from invest_crm.ui.kit.grid.source import Cell, Column, GridQuery


class FiveOnesSource(ListingSource):
    """A ``GridSource`` over people, units and task forces; the loads are counted when asked for."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return responsible_columns()

    def listing(self) -> Listing:
        """How they are listed."""
        from invest_crm.services.five_ones.grid import RESPONSIBLE

        return RESPONSIBLE

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The ids that answer a query; by load, where that is the order."""
        counted = [item for item in query.sort if item.key in LOADS]
        if not counted:
            return super().ids(query)
        found = super().ids(replace(query, sort=()))
        held = self._context.app.read(_loads, found)
        first = counted[0]
        return sorted(
            found, key=lambda one: load_number(held[one], first.key), reverse=first.descending
        )

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some records."""
        return self._context.app.read(_rows, ids)

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """The loads; other columns are not added up."""
        if key not in LOADS:
            return [None] * len(ids)
        held = self._context.app.read(_loads, ids)
        numbers = [load_number(held[one], key) if one in held else None for one in ids]
        if key != "investment":
            return [None if number is None else Decimal(number) for number in numbers]
        return [None if number is None else Decimal(number) / FEN_PER_YI for number in numbers]


def _loads(view: View, ids: Sequence[str]) -> dict[str, Load]:
    from invest_crm.services.five_ones.load import loads
    from invest_crm.services.five_ones.records import load

    return loads(view, load(view, ids).values())


def _rows(view: View, ids: Sequence[str]) -> dict[str, Sequence[Cell | str]]:
    from invest_crm.services.five_ones.load import loads
    from invest_crm.services.five_ones.records import load

    found = load(view, ids)
    held = loads(view, found.values())
    return {key: responsible_cells(one, held[key], view.today) for key, one in found.items()}
