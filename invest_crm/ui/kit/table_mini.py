"""A small table for a card: few rows, no scrolling, one click opens a row.

Column widths share the room by weight; numbers are right-aligned; a cell with a tone is a chip.
For more than some dozens of rows use the grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import chip_height, chip_width, ink_of, paint_chip
from invest_crm.ui.kit.text import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 14


@dataclass(frozen=True, slots=True)
class MiniColumn:
    """A column: ``weight`` shares spare room, ``least`` is its smallest width."""

    title: str
    weight: float = 1.0
    right: bool = False
    least: int = 40


@dataclass(frozen=True, slots=True)
class MiniCell:
    """Text; with a ``tone`` and ``chip`` it is drawn as a chip, else as coloured text."""

    text: str
    tone: str = ""
    chip: bool = True


@dataclass(frozen=True, slots=True)
class MiniRow:
    """One row; ``id`` is what a click asks for."""

    id: str
    cells: tuple[MiniCell | str, ...]


class TableMini(QWidget):
    """Emits ``row_clicked(id)`` on click or Enter."""

    row_clicked = Signal(str)

    def __init__(
        self, columns: Sequence[MiniColumn], rows: Sequence[MiniRow] = (), *, name: str = ""
    ) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows: tuple[MiniRow, ...] = ()
        self._current, self._hover = 0, -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[MiniRow]) -> None:
        """Show other rows."""
        self._rows = tuple(rows)
        self._current, self._hover = 0, -1
        self._describe()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: head and all rows."""
        return QSize(600, self._row_height() * (len(self._rows) + 1))

    def minimumSizeHint(self) -> QSize:
        """Qt: head and one row; more are shown as far as they fit."""
        return QSize(200, self._row_height() * (min(len(self._rows), 1) + 1))

    def rows_that_fit(self) -> int:
        """How many rows the present height can show whole."""
        return max(self.height() // self._row_height() - 1, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: mark the row under the mouse."""
        place = self._at(event.position())
        if place != self._hover:
            self._hover = place
            hand = Qt.CursorShape.PointingHandCursor
            self.setCursor(hand if place >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the mouse left."""
        super().leaveEvent(event)
        self._hover = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: open a row."""
        place = self._at(event.position())
        if place >= 0:
            self._current = place
            self.row_clicked.emit(self._rows[place].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: up and down move, Enter opens."""
        key = event.key()
        last = min(len(self._rows), self.rows_that_fit()) - 1
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._current = min(max(self._current + step, 0), max(last, 0))
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self.row_clicked.emit(self._rows[self._current].id)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: the whole text of a shortened cell."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        height = self._row_height()
        boxes = self._boxes()
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        for column, (x, width) in zip(self._columns, boxes, strict=True):
            title = painter.fontMetrics().elidedText(
                column.title, Qt.TextElideMode.ElideRight, width
            )
            painter.drawText(QRect(x, 0, width, height), _side(column), title)
        painter.fillRect(QRect(0, height - 1, self.width(), 1), look.color("line"))
        for place in range(min(len(self._rows), self.rows_that_fit())):
            top = (place + 1) * height
            if place == self._hover:
                painter.fillRect(QRect(0, top, self.width(), height - 1), look.color("hover"))
            painter.fillRect(QRect(0, top + height - 1, self.width(), 1), look.color("line_soft"))
            self._paint_row(painter, self._rows[place], top, boxes)
        if self.hasFocus() and self._rows:
            painter.setPen(QPen(look.color("accent"), theme.FOCUS))
            top = (self._current + 1) * height
            painter.drawRoundedRect(QRectF(1, top + 1, self.width() - 2, height - 3), 4, 4)

    def _paint_row(
        self, painter: QPainter, row: MiniRow, top: int, boxes: list[tuple[int, int]]
    ) -> None:
        look = theme.current()
        height = self._row_height()
        for column, cell, (x, width) in zip(self._columns, row.cells, boxes, strict=True):
            content = cell if isinstance(cell, MiniCell) else MiniCell(cell)
            box = QRect(x, top, width, height - 1)
            if content.tone and content.chip:
                tall = chip_height()
                wide = min(chip_width(content.text), width)
                where = QRect(x, top + (height - 1 - tall) // 2, wide, tall)
                paint_chip(painter, where, content.text, content.tone)
                continue
            painter.setFont(look.font())
            painter.setPen(ink_of(content.tone) if content.tone else look.color("ink"))
            text = painter.fontMetrics().elidedText(
                content.text or NOTHING, Qt.TextElideMode.ElideRight, width
            )
            painter.drawText(box, _side(column), text)

    def _row_height(self) -> int:
        return theme.current().px(theme.ROW)

    def _boxes(self) -> list[tuple[int, int]]:
        """Left edge and width of each column."""
        look = theme.current()
        metrics = QFontMetrics(look.font(theme.NOTE))
        least = [
            max(metrics.horizontalAdvance(c.title) + 2, look.px(c.least)) for c in self._columns
        ]
        whole = self.width() - _GAP * (len(least) - 1)
        if sum(least) > whole:  # all give way alike; their texts end in an ellipsis
            least = [int(width * whole / sum(least)) for width in least]
        room = whole - sum(least)
        weights = sum(c.weight for c in self._columns) or 1
        boxes: list[tuple[int, int]] = []
        x = 0
        for column, width in zip(self._columns, least, strict=True):
            wide = width + max(int(room * column.weight / weights), 0)
            boxes.append((x, wide))
            x += wide + _GAP
        return boxes

    def _at(self, point: QPointF) -> int:
        place = int(point.y()) // self._row_height() - 1
        shown = min(len(self._rows), self.rows_that_fit())
        return place if 0 <= place < shown else -1

    def _tip(self, point: QPointF) -> str:
        place = self._at(point)
        if place < 0:
            return ""
        metrics = QFontMetrics(theme.current().font())
        for cell, (x, width) in zip(self._rows[place].cells, self._boxes(), strict=True):
            text = cell.text if isinstance(cell, MiniCell) else cell
            if x <= point.x() < x + width and metrics.horizontalAdvance(text) > width:
                return text
        return ""

    def _describe(self) -> None:
        if self._rows:
            cells = self._rows[self._current].cells
            words = [cell.text if isinstance(cell, MiniCell) else cell for cell in cells]
            pairs = zip(self._columns, words, strict=True)
            self.setAccessibleDescription("，".join(f"{c.title} {w}" for c, w in pairs))


def _side(column: MiniColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
