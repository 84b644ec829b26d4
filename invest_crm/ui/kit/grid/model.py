"""The table model: a list of ids and a cache of pages of 128 rows, least recently used out.

``data`` runs seven times for every cell that is painted, so it compares roles with plain ints.
Rows that are not there yet show an ellipsis and are fetched in the background, all wanted pages
in one request.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from invest_crm.ui.kit.text import NOTHING
from invest_crm.ui.operations import run_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.ui.kit.grid.source import Cell, Column, GridSource

    Index = QModelIndex | QPersistentModelIndex
    Cells = Sequence[Cell | str]

PAGE: Final = 128
_KEPT: Final = 96
WAITING: Final = "…"
ID_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_TEXTS: Final = frozenset((_DISPLAY, _SPOKEN))
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_USUAL: Final = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_EDITABLE: Final = _USUAL | Qt.ItemFlag.ItemIsEditable


class GridModel(QAbstractTableModel):
    """``set_ids`` gives it the records; ``typed(key)`` says whether a column is typed in cells."""

    rows_arrived = Signal()

    def __init__(self, source: GridSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._columns = source.columns()
        self._ids: list[str] = []
        self._pages: OrderedDict[int, list[Cells | None]] = OrderedDict()
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._generation = 0
        self.typed: Callable[[str], bool] | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._fetch)

    def columns(self) -> tuple[Column, ...]:
        """The columns, in model order."""
        return self._columns

    def source(self) -> GridSource:
        """Who answers it."""
        return self._source

    def ids(self) -> Sequence[str]:
        """The ids, in order."""
        return self._ids

    def id_at(self, row: int) -> str:
        """The id of a row."""
        return self._ids[row]

    def row_of(self, record: str) -> int:
        """The row of an id, -1 if it is not there."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def set_ids(self, ids: Sequence[str], rows: Mapping[str, Cells]) -> bool:
        """Show other records, with whatever rows came along; True if the order is another.

        With the same ids in the same order only the cells change, so a selection survives.
        """
        self._generation += 1
        self._wanted.clear()
        self._asked.clear()
        ids = list(ids)
        if ids == self._ids:
            self._pages.clear()
            self._take(rows)
            self._all_changed()
            return False
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._take(rows)
        self.endResetModel()
        return True

    def cells(self, row: int) -> Cells | None:
        """The cells of a row if they are here; asks for them otherwise."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._wanted.add(number)
                if not self._clock.isActive():
                    self._clock.start(0)
            return None
        if len(self._pages) > _KEPT // 2:
            self._pages.move_to_end(number)
        place = row % PAGE
        return page[place] if place < len(page) else None

    def text(self, row: int, column: int) -> str:
        """The text of a cell as shown."""
        cells = self.cells(row)
        if cells is None:
            return WAITING
        cell = cells[column]
        return (cell if isinstance(cell, str) else cell.text) or NOTHING

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt: how many records."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt: how many columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Qt: what a cell is in a role."""
        if role in _TEXTS:
            return self.text(index.row(), index.column()) if index.isValid() else None
        if not index.isValid():
            return None
        if role == _ALIGN:
            return _RIGHT if self._columns[index.column()].right else _LEFT
        if role == _TIP:
            return self._tip(index.row(), index.column())
        if role == ID_ROLE:
            return self._ids[index.row()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Qt: headings, and row numbers for screen readers."""
        if role != _DISPLAY:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self._columns[section].heading if section < len(self._columns) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: selectable; editable where the column is typed in cells."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.typed is not None and self.typed(self._columns[index.column()].key):
            return _EDITABLE
        return _USUAL

    def _tip(self, row: int, column: int) -> str | None:
        cells = self.cells(row)
        if cells is None:
            return None
        cell = cells[column]
        return None if isinstance(cell, str) else cell.tip or None

    def _take(self, rows: Mapping[str, Cells]) -> None:
        """Keep every whole page whose rows are among ``rows``."""
        for top in range(0, len(self._ids), PAGE):
            if self._ids[top] in rows:
                ids = self._ids[top : top + PAGE]
                self._put(top // PAGE, [rows.get(record) for record in ids])

    def _put(self, number: int, page: list[Cells | None]) -> None:
        self._pages[number] = page
        self._pages.move_to_end(number)
        while len(self._pages) > _KEPT:
            gone, _rows = self._pages.popitem(last=False)
            self._asked.discard(gone)

    def _fetch(self) -> None:
        numbers, self._wanted = sorted(self._wanted)[-8:], set()
        pages = {n: self._ids[n * PAGE : (n + 1) * PAGE] for n in numbers}
        ids = [record for page in pages.values() for record in page]
        source, generation = self._source, self._generation
        run_query(
            self,
            lambda: source.rows(ids),
            lambda rows: self._arrived(generation, pages, rows),
        )

    def _arrived(
        self, generation: int, pages: Mapping[int, Sequence[str]], rows: Mapping[str, Cells]
    ) -> None:
        if generation != self._generation:
            return
        last = len(self._columns) - 1
        for number, ids in pages.items():
            self._put(number, [rows.get(record) for record in ids])
            top = number * PAGE
            self.dataChanged.emit(self.index(top, 0), self.index(top + len(ids) - 1, last))
        self.rows_arrived.emit()

    def _all_changed(self) -> None:
        if self._ids:
            corner = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)
