"""Answers the project grid: ids, rows and sums asked of the services, off the main thread."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.money import FEN_PER_YI
from invest_crm.ui.projects.columns import project_cells, project_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.projects.grid import ListQuery
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import Cell, Column, GridQuery


class ProjectSource:
    """A ``GridSource`` over projects."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return project_columns()

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The ids that answer a query."""
        from invest_crm.services.projects.grid import project_ids

        return self._context.app.read(project_ids, list_query(query))

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some projects."""
        from invest_crm.services.projects.listing import chain_names
        from invest_crm.services.projects.records import load

        app = self._context.app
        names = app.read(chain_names)
        year = app.read(lambda view: view.today.year)
        found = app.read(load, list(ids))
        return {key: project_cells(record, names, year) for key, record in found.items()}

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """The amounts of a column in 亿元 (area: not summed)."""
        from invest_crm.services.projects.grid import raw_amounts

        if key == "land_mu":
            return [None] * len(ids)
        amounts = self._context.app.read(raw_amounts, ids, key)
        return [None if item is None else Decimal(item) / FEN_PER_YI for item in amounts]


def list_query(query: GridQuery) -> ListQuery:
    """The services' form of a grid's question."""
    from invest_crm.services.projects.grid import ListQuery

    return ListQuery(
        text=query.text,
        filters=dict(query.filters),
        sort=tuple((item.key, item.descending) for item in query.sort),
    )
