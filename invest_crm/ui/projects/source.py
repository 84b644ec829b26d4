"""Answers the project grid: rows and sums asked of the services, off the main thread."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.money import FEN_PER_YI, show_yi
from invest_crm.ui.projects.columns import project_cells, project_columns
from invest_crm.ui.records.source import ListingSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.listing import Listing
    from invest_crm.ui.kit.grid.source import Cell, Column


class ProjectSource(ListingSource):
    """A ``GridSource`` over projects."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return project_columns()

    def listing(self) -> Listing:
        """How projects are listed."""
        from invest_crm.services.projects.grid import PROJECTS

        return PROJECTS

    def amount(self, key: str, fen: int) -> str:  # noqa: ARG002 - all in 亿元
        """An amount in 亿元."""
        return show_yi(fen)

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some projects."""
        from invest_crm.services.projects.holding import holding
        from invest_crm.services.projects.listing import chain_names
        from invest_crm.services.projects.records import load

        app = self._context.app
        names = app.read(chain_names)
        year = app.read(lambda view: view.today.year)
        found = app.read(load, list(ids))
        held = app.read(holding, list(ids))
        return {
            key: project_cells(record, names, year, held.get(key)) for key, record in found.items()
        }

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """The amounts of a column in 亿元 (area: not summed)."""
        from invest_crm.services.projects.grid import raw_amounts

        if key == "land_mu":
            return [None] * len(ids)
        if key == "held_days":
            return self._held_days(ids)
        amounts = self._context.app.read(raw_amounts, ids, key)
        return [None if item is None else Decimal(item) / FEN_PER_YI for item in amounts]

    def _held_days(self, ids: Sequence[str]) -> list[int | None]:
        from invest_crm.services.projects.holding import holding

        held = self._context.app.read(holding, list(ids))
        return [held[one].days if one in held else None for one in ids]
