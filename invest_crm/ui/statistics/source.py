"""Answers the two grids of the statistics: rows asked of the services, off the main thread."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from invest_crm.domain.money import show_amount
from invest_crm.ui.records.source import ListingSource
from invest_crm.ui.statistics.columns import (
    SUMMED,
    firm_cells,
    firm_columns,
    project_cells,
    project_columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from invest_crm.domain.grouping import Grouping
    from invest_crm.services.listing import Listing
    from invest_crm.services.statistics.acts import Line
    from invest_crm.services.statistics.firms import FirmLine
    from invest_crm.services.statistics.projects import ProjectLine
    from invest_crm.services.work import View
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import Cell, Column, GridQuery, GroupedRows


class StatSource(ListingSource):
    """The lines are computed with every question for ids or groups; what the grid asks about that
    answer (values, marks, sums, rows) is told of the same lines. ``counts``: how many each switch
    leaves.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counts: Mapping[str, int] = {}
        self._lines: Mapping[str, Line] = {}
        self._listing: Listing | None = None

    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""

    @abstractmethod
    def read(self, view: View) -> tuple[Listing, Sequence[Line], Mapping[str, int]]:
        """How the lines of today are listed, the lines, how many each switch leaves."""

    @abstractmethod
    def cells(self, line: Line) -> tuple[Cell | str, ...]:
        """A line in the order of the columns."""

    def listing(self) -> Listing:
        """How the lines of the last answer are listed."""
        return self._listing if self._listing is not None else self._computed()

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The ids that answer a query."""
        self._computed()
        return super().ids(query)

    def grouped(
        self, query: GridQuery, grouping: Grouping, columns: Sequence[Column]
    ) -> GroupedRows:
        """The list in groups."""
        self._computed()
        return super().grouped(query, grouping, columns)

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some lines; those gone are left out."""
        lines = self._lines
        return {one: self.cells(lines[one]) for one in ids if one in lines}

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """Days, papers missing and planned totals; other columns are not added up."""
        from invest_crm.services.listing import numbers

        listing = self.listing()
        if key not in SUMMED or key not in listing.columns:
            return [None] * len(ids)
        return self._context.app.read(numbers, listing, ids, key)

    def line(self, record: str) -> Line | None:
        """A line of the last answer."""
        return self._lines.get(record)

    def amount(self, key: str, fen: int) -> str:  # noqa: ARG002 - one unit for all
        """An amount with its unit, as in the cells."""
        return show_amount(fen)

    def _computed(self) -> Listing:
        listing, lines, self.counts = self._context.app.read(self.read)
        self._listing, self._lines = listing, {line.id: line for line in lines}
        return listing


class ProjectSource(StatSource):
    """A ``GridSource`` over the projects on their way into the statistics."""

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return project_columns()

    def read(self, view: View) -> tuple[Listing, Sequence[ProjectLine], Mapping[str, int]]:
        """Those to be entered first, the longest wait first."""
        from invest_crm.services.statistics.grid import project_listing
        from invest_crm.services.statistics.lists import PROJECT_TESTS, counted
        from invest_crm.services.statistics.projects import project_lines

        lines = project_lines(view)
        return project_listing(view, lines), lines, counted(lines, PROJECT_TESTS)

    def cells(self, line: ProjectLine) -> tuple[Cell | str, ...]:  # type: ignore[override]  # its own lines
        """A project."""
        return project_cells(line)


class FirmSource(StatSource):
    """A ``GridSource`` over the firms on their way into the statistics."""

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return firm_columns()

    def read(self, view: View) -> tuple[Listing, Sequence[FirmLine], Mapping[str, int]]:
        """Those that should be in first, the longest wait first."""
        from invest_crm.services.statistics.firms import firm_lines
        from invest_crm.services.statistics.grid import firm_listing
        from invest_crm.services.statistics.lists import FIRM_TESTS, counted

        lines = firm_lines(view)
        return firm_listing(view, lines), lines, counted(lines, FIRM_TESTS)

    def cells(self, line: FirmLine) -> tuple[Cell | str, ...]:  # type: ignore[override]  # its own lines
        """A firm."""
        return firm_cells(line)
