"""The table model: a list of ids and a cache of pages of 128 rows, least recently used out.

``data`` runs seven times for every cell that is painted, so it compares roles with plain ints.
Rows that are not there yet show an ellipsis and are fetched in the background, all wanted pages
in one request. In a list with groups a row is a record or a group (``rows``); pages are of records.
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
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from invest_crm.ui.kit.grid.source import Cell, Column, GridSource, GroupRow

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
        self._groups: Sequence[GroupRow] = ()
        self._rows: Sequence[int] = range(0)
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

    def ids(self) -> Sequence[str]:
        """The ids, in order."""
        return self._ids

    def id_at(self, row: int) -> str:
        """The id of a row; empty for a group."""
        place = self._rows[row]
        return self._ids[place] if place >= 0 else ""

    def is_record(self, row: int) -> bool:
        """Whether there is a record in a row."""
        return 0 <= row < len(self._rows) and self._rows[row] >= 0

    def records(self, rows: Iterable[int]) -> list[int]:
        """Those of some rows that are records."""
        return [row for row in rows if self._rows[row] >= 0]

    def group_at(self, row: int) -> GroupRow | None:
        """The group of a row, None for a record."""
        place = self._rows[row] if 0 <= row < len(self._rows) else 0
        return self._groups[-1 - place] if place < 0 else None

    def groups(self) -> Sequence[GroupRow]:
        """All groups from the top, shown or not."""
        return self._groups

    def rows(self) -> Sequence[int]:
        """What each row is: the place of a record among all, or -1 - the place of a group."""
        return self._rows

    def row_of(self, record: str) -> int:
        """The row of an id, -1 if it is not there or its group is closed."""
        try:
            return self._rows.index(self._ids.index(record))
        except ValueError:
            return -1

    def set_ids(
        self,
        ids: Sequence[str],
        rows: Mapping[str, Cells],
        groups: Sequence[GroupRow] = (),
        shown: Sequence[int] | None = None,
    ) -> bool:
        """Show other records, with whatever rows came along; True if the order is another.

        With the same ids in the same order only the cells change, so a selection survives.
        ``groups`` with the rows that are ``shown`` of them and of the records.
        """
        self._generation += 1
        self._wanted.clear()
        self._asked.clear()
        ids = list(ids)
        wanted = list(shown) if groups and shown is not None else range(len(ids))
        if ids == self._ids and wanted == self._rows:
            self._groups = groups
            self._pages.clear()
            self._take(rows)
            self._all_changed()
            return False
        self.beginResetModel()
        self._ids, self._groups, self._rows = ids, groups, wanted
        self._pages.clear()
        self._take(rows)
        self.endResetModel()
        return True

    def show_rows(self, shown: Sequence[int]) -> None:
        """Open and close groups: other rows of the same records."""
        self.beginResetModel()
        self._rows = list(shown)
        self.endResetModel()

    def open_below(self, row: int, below: Sequence[int]) -> None:
        """Put rows below the row of a group."""
        if below:
            self.beginInsertRows(QModelIndex(), row + 1, row + len(below))
            self._rows = [*self._rows[: row + 1], *below, *self._rows[row + 1 :]]
            self.endInsertRows()

    def close_below(self, row: int, count: int) -> None:
        """Take rows below the row of a group away."""
        if count:
            self.beginRemoveRows(QModelIndex(), row + 1, row + count)
            self._rows = [*self._rows[: row + 1], *self._rows[row + 1 + count :]]
            self.endRemoveRows()

    def cells(self, row: int) -> Cells | None:
        """The cells of a row if they are here; asks for them otherwise."""
        place = self._rows[row]
        if place < 0:
            return self._groups[-1 - place].texts
        number = place // PAGE
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
        place %= PAGE
        return page[place] if place < len(page) else None

    def text(self, row: int, column: int) -> str:
        """The text of a cell as shown."""
        cells = self.cells(row)
        if cells is None:
            return WAITING
        cell = cells[column]
        text = cell if isinstance(cell, str) else cell.text
        return text or ("" if self._rows[row] < 0 else NOTHING)

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt: how many records."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

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
            return self.id_at(index.row())
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
        typed = self.typed is not None and self.typed(self._columns[index.column()].key)
        return _EDITABLE if typed and self.is_record(index.row()) else _USUAL

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
            if not self._groups:
                self.dataChanged.emit(self.index(top, 0), self.index(top + len(ids) - 1, last))
        if self._groups:
            self._all_changed()
        self.rows_arrived.emit()

    def _all_changed(self) -> None:
        if self._rows:
            corner = self.index(len(self._rows) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)
