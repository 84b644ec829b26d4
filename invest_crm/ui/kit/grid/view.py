"""The table view of a grid: frozen first columns without a second view, Excel's keys.

Frozen columns are painted over the scrolled ones, and the places of cells (``indexAt``,
``visualRect``) are told accordingly, so selection and screen readers need nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from invest_crm.ui import theme
from invest_crm.ui.kit.grid.delegate import GridDelegate
from invest_crm.ui.kit.grid.fill_handle import FillHandle
from invest_crm.ui.kit.grid.group_paint import GroupPainter
from invest_crm.ui.kit.grid.header import GridHeader
from invest_crm.ui.kit.grid.model import WAITING
from invest_crm.ui.kit.grid.selection import Block, block_of
from invest_crm.ui.kit.grid.view_keys import ViewKeys
from invest_crm.ui.kit.grid.viewport import give_viewport
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPersistentModelIndex

    from invest_crm.domain.colour_rules import ColourRule
    from invest_crm.ui.kit.grid.model import GridModel

_BAR = 4
"""The bar at the start of a row that a colour rule marks (px)."""


class GridView(QTableView):
    """Signals what its keys ask for; the grid around it does it."""

    open_asked = Signal(int)
    whole_asked = Signal(int)
    copy_asked = Signal(bool)
    filter_asked = Signal()
    values_asked = Signal()
    only_asked = Signal()
    leave_filter_asked = Signal()
    hide_asked = Signal(int)
    edit_asked = Signal(object)
    paste_asked = Signal(bool)
    clear_asked = Signal()
    fill_asked = Signal(str)
    drag_filled = Signal(int)
    turn_asked = Signal(int)
    lead_asked = Signal(int)
    up_asked = Signal(int)
    row_changed = Signal(int)
    selection_moved = Signal()
    resized = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = model
        self._several = self._compact = False
        self.typist: Callable[[QInputMethodEvent], bool] | None = None
        self.figure_tip: Callable[[str], str] | None = None
        self.mark_of: Callable[[str], ColourRule | None] = lambda _record: None
        give_viewport(self, QPalette.ColorRole.Base)
        self.setVerticalHeader(QHeaderView(Qt.Orientation.Vertical))
        self._painter = GridDelegate(self)
        self.group_painter = GroupPainter(self)
        self._keys = ViewKeys(self, model)
        self._header = GridHeader(model.columns(), self)
        self.setHorizontalHeader(self._header)
        self.setModel(model)
        model.modelReset.connect(self._forget_current)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(16)
        self.doubleClicked.connect(self._double_clicked)
        self.handle = FillHandle(self)
        self.handle.dragged.connect(self.drag_filled)
        self._header.sectionResized.connect(lambda *_args: self.viewport().update())
        self.set_compact(compact=False)
        theme.current().changed.connect(self._take_theme)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt: a Chinese word is begun on a cell."""
        if self.typist is None or not self.typist(event):
            super().inputMethodEvent(event)

    def header(self) -> GridHeader:
        """The headings."""
        return self._header

    def set_compact(self, *, compact: bool) -> None:
        """Rows of 27 px instead of 31."""
        self._compact = compact
        look = theme.current()
        height = look.px(theme.ROW_COMPACT if compact else theme.ROW)
        self.verticalHeader().setDefaultSectionSize(height)
        self._header.take_height()

    def _take_theme(self) -> None:
        self.set_compact(compact=self._compact)

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current and only selected one; Qt's own way heeds keys still held."""
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def visible_rows(self) -> range:
        """The rows in sight."""
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self._cells.rowCount() - 1) + 1)

    def fit_column(self, logical: int) -> None:
        """As wide as its heading and the rows in sight need."""
        metrics = self._header.fontMetrics()
        heading = self._cells.columns()[logical].heading
        width = metrics.horizontalAdvance(heading) + theme.px(30)
        option = QStyleOptionViewItem()
        for row in self.visible_rows():
            hint = self._painter.sizeHint(option, self._cells.index(row, logical))
            width = max(width, hint.width())
        self.setColumnWidth(logical, min(width, theme.current().px(420)))

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Qt: the cell at a place; frozen columns lie over the others."""
        place = self._header.frozen_at(point.x()) if self._header.offset() else -1
        if place >= 0:
            row = self.rowAt(point.y())
            return self._cells.index(row, place) if row >= 0 else QModelIndex()
        return super().indexAt(point)

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Qt: the place of a cell; a frozen one does not scroll sideways."""
        rect = super().visualRect(index)
        if self._header.offset() and index.column() in self._header.frozen():
            rect.translate(self._header.offset(), 0)
        return rect

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Qt: bring a cell into sight, not under the frozen columns."""
        frozen = self._header.frozen()
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if index.column() in frozen:
            bar.setValue(before)
        elif frozen:
            hidden = self._header.frozen_width() - self.visualRect(index).x()
            if hidden > 0:
                bar.setValue(bar.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt: sideways scrolling moves pixels; the frozen part must be drawn again."""
        super().scrollContentsBy(dx, dy)
        width = self._header.frozen_width()
        if dx and width:
            self.viewport().update(0, 0, width + abs(dx), self.viewport().height())
            self._header.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: tell, so that spare room can be shared."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the cells in the rectangle, then the frozen ones over them.

        Qt's own painting asks the model five questions a cell through Python; this asks one.
        """
        area = event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        rows = range(first, (last if last >= 0 else self._cells.rowCount() - 1) + 1)
        places = [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in self.shown_columns()
        ]
        places = [
            (column, x, width)
            for column, x, width in places
            if x <= area.right() and x + width > area.left()
        ]
        painter = QPainter(self.viewport())
        self._paint_cells(painter, rows, places)
        self._paint_frozen(painter, area, rows)
        self.handle.paint(painter)

    def _paint_frozen(self, painter: QPainter, area: QRect, rows: range) -> None:
        edge = self._header.frozen_width()
        if not self._header.offset() or area.x() >= edge:
            return
        painter.fillRect(0, area.y(), edge, area.height(), theme.current().color("card"))
        x = 0
        frozen = []
        for column in self._header.frozen():
            frozen.append((column, x, self.columnWidth(column)))
            x += self.columnWidth(column)
        self._paint_cells(painter, rows, frozen)
        painter.fillRect(edge - 1, area.y(), 1, area.height(), theme.current().color("line"))

    def _paint_cells(
        self, painter: QPainter, rows: range, places: list[tuple[int, int, int]]
    ) -> None:
        block = block_of(self.selectionModel().selection()) if self._several else Block(())
        paint, model, columns = self._painter.paint_cell, self._cells, self._cells.columns()
        painter.setFont(theme.current().font())
        high, first = self.verticalHeader().defaultSectionSize(), self.shown_columns()[0]
        top = self.rowViewportPosition(rows.start)
        for row in rows:
            group = model.group_at(row)
            if group is not None:
                line = QRect(0, top, self.viewport().width(), high)
                on = block if self._several else Block(())
                self.group_painter.paint(painter, line, group, places, (row, on))
                top += high
                continue
            cells = model.cells(row)
            for column, x, width in places:
                rect = QRect(x, top, width, high)
                cell = WAITING if cells is None else cells[column]
                chosen = self._several and block.holds(row, column)
                paint(painter, rect, columns[column], cell, (row, column), chosen=chosen)
                rule = self.mark_of(model.id_at(row)) if column == first else None
                if rule is not None:
                    bar = QRect(x, top, theme.px(_BAR), high - 1)
                    painter.fillRect(bar, theme.current().color(rule.tone))
            top += high

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Excel's keys; anything else as the view likes."""
        if not self._keys.take(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a press on the name of a group opens or closes it."""
        super().mousePressEvent(event)
        row = self._label_at(event)
        if row >= 0 and not event.modifiers():
            self.turn_asked.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: the name of a group again, or a number of it, which leads to its records."""
        row = self.rowAt(event.position().toPoint().y())
        if self._cells.group_at(row) is None:
            super().mouseDoubleClickEvent(event)
        elif self._label_at(event) >= 0:
            self.turn_asked.emit(row)
        else:
            self.lead_asked.emit(row)

    def _label_at(self, event: QMouseEvent) -> int:
        """The row of the group whose name is under the mouse, -1 for none."""
        at = event.position().toPoint()
        row = self.rowAt(at.y())
        group = self._cells.group_at(row)
        left = event.button() == Qt.MouseButton.LeftButton
        named = left and group is not None and at.x() < self.group_painter.label_end(group)
        return row if named else -1

    def keyboardSearch(self, search: str) -> None:
        """Qt would walk 100,000 rows for a letter; the filter box does that better."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt: the whole text of a cut cell as its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = self._tip(index) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: tint the new row instead of the old."""
        super().currentChanged(current, previous)
        self._painter.current_row = current.row()
        self._painter.current_column = current.column()
        for index in (previous, current):
            if index.isValid():
                y = self.rowViewportPosition(index.row())
                self.viewport().update(0, y, self.viewport().width(), self.rowHeight(index.row()))
        if current.row() != previous.row():
            self.row_changed.emit(current.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt: repaint, and let the grid sum it up."""
        super().selectionChanged(selected, deselected)
        ranges = self.selectionModel().selection()
        first = ranges.at(0) if ranges.count() else None
        several = ranges.count() > 1 or (first is not None and first.width() * first.height() > 1)
        if several != self._several:
            self._several = several
            self.viewport().update()
        self.selection_moved.emit()

    def _forget_current(self) -> None:
        """Other rows: none of them is current until one is chosen."""
        self._painter.current_row = self._painter.current_column = -1

    def _double_clicked(self, index: QModelIndex) -> None:
        """Type in a cell that can be typed; open the record of another."""
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit_asked.emit(None)
        else:
            self.open_asked.emit(index.row())

    def shown_columns(self) -> list[int]:
        """The model columns in the order shown, without hidden ones."""
        order = (self._header.logicalIndex(i) for i in range(self._header.count()))
        return [place for place in order if not self._header.isSectionHidden(place)]

    def _tip(self, index: QModelIndex) -> str:
        told = index.data(int(Qt.ItemDataRole.ToolTipRole))
        if told:
            return str(told)
        rule = self.mark_of(self._cells.id_at(index.row()))
        if rule is not None and index.column() == self.shown_columns()[0]:
            return f"{self._cells.text(index.row(), index.column())}\n{rule.name}"
        text = self._cells.text(index.row(), index.column())
        if text and self._cells.group_at(index.row()) is not None and self.figure_tip is not None:
            figure = self.figure_tip(self._cells.columns()[index.column()].key)
            return _("{figure}: {value}").format(figure=figure, value=text) if figure else text
        cut = self._painter.is_cut(text, self.columnWidth(index.column()))
        return text if cut or "\n" in text else ""
