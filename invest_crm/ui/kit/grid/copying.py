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
    from invest_crm.ui.kit.grid.source import Cell, GridSource, GroupRow

    Rows = Mapping[str, Sequence[Cell | str]]


class Copying(QObject):
    """Belongs to a grid; fetches the rows that are not here.

    A cell that can be typed is copied as it is typed (an amount to the last digit, a date in
    full), any other as it is shown. Rows of groups are left out unless they are asked for, or
    nothing else is selected.
    """

    def __init__(self, grid: DataGrid, source: GridSource) -> None:
        super().__init__(grid)
        self._grid, self._source = grid, source

    def copy(self, *, header: bool, groups: bool) -> None:
        """Put the selection on the clipboard."""
        view, source = self._grid.view, self._source
        block = block_of(view.selectionModel().selection())
        places = [place for place in view.shown_columns() if place in block.columns]
        ids = self._grid.selected_ids()
        if not block.ranges or not places:
            return
        records = self._grid.model.records(block.rows())
        rows = block.rows() if groups or not records else records

        def shown(found: Rows) -> None:
            cells = self._grid.editing.cells
            keys = [self._grid.model.columns()[place].key for place in places]
            if cells is None:
                self._put(rows, block, places, found, {}, header=header)
            else:
                cells.texts(
                    ids,
                    keys,
                    lambda texts: self._put(rows, block, places, found, texts, header=header),
                )

        run_query(self, lambda: source.rows(ids) if ids else {}, shown, key="copy")

    def _put(
        self,
        rows: Sequence[int],
        block: Block,
        places: list[int],
        found: Rows,
        exact: Texts,
        *,
        header: bool,
    ) -> None:
        model = self._grid.model
        columns = [model.columns()[place] for place in places]
        texts = []
        for row in rows:
            group, record = model.group_at(row), model.id_at(row)
            cells = found.get(record) if group is None else _named(group)
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


def _named(group: GroupRow) -> Sequence[str]:
    """The cells of a group: its name in the first column, then its figures."""
    return (group.node.label, *group.texts[1:])


def _shown(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text
