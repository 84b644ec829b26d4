"""The sum of what is selected in a grid, told a moment after the selection came to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from invest_crm.ui.kit.grid.selection import block_of, column_to_sum, words_of
from invest_crm.ui.operations import run_query

if TYPE_CHECKING:
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.grid.source import GridSource

_SUM_MS: Final = 90


class Summing(QObject):
    """Belongs to a grid, which says the words (``selection_said``).

    Rows of groups count only where nothing else is selected: then all their records do.
    """

    def __init__(self, grid: DataGrid, source: GridSource) -> None:
        super().__init__(grid)
        self._grid, self._source = grid, source
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_SUM_MS)
        self._clock.timeout.connect(self._sum_up)
        grid.view.selection_moved.connect(self._clock.start)

    def begin(self) -> None:
        """The rows are others."""
        self._clock.start()

    def _sum_up(self) -> None:
        view, model = self._grid.view, self._grid.model
        block = block_of(view.selectionModel().selection())
        shown = set(view.shown_columns())
        place = column_to_sum(block, model.columns(), view.currentIndex().column(), shown)
        count, wanted = self._records(place if place in block.columns else None)
        if not count or place < 0:
            self._grid.selection_said.emit(words_of(count, None, ()) if count else "")
            return
        column, source = model.columns()[place], self._source

        def sum_up() -> str:
            return words_of(count, column, source.raw(wanted, column.key))

        run_query(self, sum_up, self._grid.selection_said.emit, key="sum")

    def _records(self, column: int | None) -> tuple[int, list[str]]:
        """How many records are selected, and those with a selected cell in a column if given."""
        model = self._grid.model
        block = block_of(self._grid.view.selectionModel().selection())
        if not model.groups():
            ids = model.ids()
            return block.row_count(), [ids[row] for row in block.rows(column)]
        records = model.records(block.rows())
        if records:
            chosen = model.records(block.rows(column))
            return len(records), [model.id_at(row) for row in chosen]
        below = self._grid.groups.records_below(block.rows())
        return len(below), below
