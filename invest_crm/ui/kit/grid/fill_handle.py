"""The small square at the corner of a selection: dragged down, it fills the cells it passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from invest_crm.ui import theme
from invest_crm.ui.kit.grid.selection import block_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

_SIDE, _REACH = 7, 3


class FillHandle(QObject):
    """Belongs to a view; ``dragged(last row)`` when the mouse let go below the selection."""

    dragged = Signal(int)

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.on = False
        self._target = -1
        self._dragging = False
        view.viewport().installEventFilter(self)

    def paint(self, painter: QPainter) -> None:
        """The square, and while it is dragged the frame of what will be filled."""
        area = self._area()
        if area is None:
            return
        ink = theme.current().color("accent")
        painter.fillRect(self._square(area), ink)
        if self._dragging and self._target >= 0:
            bottom = self._view.rowViewportPosition(self._target) + self._view.rowHeight(
                self._target
            )
            frame = QRect(area.topLeft(), QPoint(area.right(), bottom - 1))
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(0, 0, -1, 0))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt: the mouse over the cells."""
        if not self.on or not isinstance(event, QMouseEvent):
            return False
        at, kind = event.position().toPoint(), event.type()
        if kind == QEvent.Type.MouseButtonPress and self._holds(at):
            self._dragging = event.button() == Qt.MouseButton.LeftButton
            return self._dragging
        if kind == QEvent.Type.MouseMove:
            return self._move(at)
        if kind == QEvent.Type.MouseButtonRelease and self._dragging:
            self._let_go()
            return True
        return False

    def _move(self, at: QPoint) -> bool:
        viewport = self._view.viewport()
        if not self._dragging:
            over = self._holds(at)
            viewport.setCursor(Qt.CursorShape.CrossCursor if over else Qt.CursorShape.ArrowCursor)
            return False
        row = self._view.rowAt(at.y())
        if row < 0:
            row = self._view.model().rowCount() - 1 if at.y() > 0 else -1
        if at.y() > viewport.height():
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + 1)
        self._target = row if row > self._last() else -1
        viewport.update()
        return True

    def _let_go(self) -> None:
        target, self._target, self._dragging = self._target, -1, False
        self._view.viewport().update()
        if target >= 0:
            self.dragged.emit(target)

    def _holds(self, at: QPoint) -> bool:
        area = self._area()
        reach = theme.px(_REACH)
        return area is not None and self._square(area).adjusted(
            -reach, -reach, reach, reach
        ).contains(at)

    def _area(self) -> QRect | None:
        """The selection on the screen; None where there is not one block of cells."""
        selection = self._view.selectionModel().selection()
        if not self.on or selection.count() != 1:
            return None
        part = selection.at(0)
        first = self._view.visualRect(part.topLeft())
        return first.united(self._view.visualRect(part.bottomRight()))

    def _last(self) -> int:
        return block_of(self._view.selectionModel().selection()).rows()[-1]

    def _square(self, area: QRect) -> QRect:
        side = theme.px(_SIDE)
        return QRect(area.right() - side + 1, area.bottom() - side + 1, side, side)
