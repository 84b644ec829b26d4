"""Putting the selection of a grid on the clipboard, exact enough to be pasted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from invest_crm.ui.kit.grid.clipboard import to_html, to_tsv
from invest_crm.ui.kit.grid.selection import Block, block_of
from invest_crm.ui.operations import run_query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.ui.kit.grid.cells import Texts
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.grid.source import Cell, GridSource

    Rows = Mapping[str, Sequence[Cell | str]]


class Copying(QObject):
    """Belongs to a grid; fetches the rows that are not here.

    A cell that can be typed is copied as it is typed (an amount to the last digit, a date in
    full), any other as it is shown.
    """

    def __init__(self, grid: DataGrid, source: GridSource) -> None:
        super().__init__(grid)
        self._grid, self._source = grid, source

    def copy(self, *, header: bool) -> None:
        """Put the selection on the clipboard."""
        view, source = self._grid.view, self._source
        block = block_of(view.selectionModel().selection())
        places = [place for place in view.shown_columns() if place in block.columns]
        ids = self._grid.selected_ids()
        if not ids or not places:
            return

        def shown(rows: Rows) -> None:
            cells = self._grid.editing.cells
            keys = [self._grid.model.columns()[place].key for place in places]
            if cells is None:
                self._put(block, places, rows, {}, header=header)
            else:
                cells.texts(
                    ids, keys, lambda texts: self._put(block, places, rows, texts, header=header)
                )

        run_query(self, lambda: source.rows(ids), shown, key="copy")

    def _put(
        self, block: Block, places: list[int], rows: Rows, exact: Texts, *, header: bool
    ) -> None:
        model = self._grid.model
        columns = [model.columns()[place] for place in places]
        texts = []
        for row in block.rows():
            record = model.id_at(row)
            cells = rows.get(record)
            if cells is None:
                continue
            typed = exact.get(record, {})
            texts.append(
                [
                    typed.get(model.columns()[place].key, _shown(cells[place]))
                    if block.holds(row, place)
                    else ""
                    for place in places
                ]
            )
        mime = QMimeData()
        mime.setText(to_tsv(columns, texts, header=header))
        mime.setHtml(to_html(columns, texts, header=header))
        QGuiApplication.clipboard().setMimeData(mime)


def _shown(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text
