"""A small table for a card: few rows, no scrolling, one click opens a row.

Column widths share the room by weight; numbers are right-aligned; a cell with a tone is a chip.
For more than some dozens of rows use the grid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import chip_height, chip_width, ink_of, paint_chip
from invest_crm.ui.kit.spots import ENTER, PaintedPart, Spot
from invest_crm.ui.kit.text import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 14


class MiniColumn(Struct, frozen=True):
    """A column: ``weight`` shares spare room, ``least`` is its smallest width.

    Where the least widths do not fit, the columns of the highest ``rank`` go first; rank 0 stays.
    """

    title: str
    weight: float = 1.0
    right: bool = False
    least: int = 40
    rank: int = 0


class MiniCell(Struct, frozen=True):
    """Text; with a ``tone`` and ``chip`` it is drawn as a chip, else as coloured text."""

    text: str
    tone: str = ""
    chip: bool = True


class MiniRow(Struct, frozen=True):
    """One row; ``id`` is what a click asks for."""

    id: str
    cells: tuple[MiniCell | str, ...]


class TableMini(PaintedPart):
    """Emits ``row_clicked(id)`` on click or Enter; shows at least ``least`` rows if it has them.

    ``empty`` stands under the head of a table without rows.
    """

    row_clicked = Signal(str)

    def __init__(
        self,
        columns: Sequence[MiniColumn],
        rows: Sequence[MiniRow] = (),
        *,
        name: str = "",
        least: int = 1,
        empty: str = "",
    ) -> None:
        super().__init__(name, along=Qt.Orientation.Vertical, opens=ENTER)
        self.clicked.connect(self.row_clicked)
        self._least, self._empty = least, empty
        self._columns = tuple(columns)
        self._rows: tuple[MiniRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[MiniRow]) -> None:
        """Show other rows."""
        self._rows = tuple(rows)
        self._changed()

    def sizeHint(self) -> QSize:
        """Qt: head and all rows."""
        return QSize(600, self._row_height() * (len(self._rows) + 1))

    def minimumSizeHint(self) -> QSize:
        """Qt: head and the least rows; more are shown as far as they fit."""
        rows = min(len(self._rows), self._least) or bool(self._empty)
        return QSize(theme.px(200), self._row_height() * (rows + 1))

    def rows_that_fit(self) -> int:
        """How many rows the present height can show whole."""
        return max(self.height() // self._row_height() - 1, 0)

    def _paint(self, painter: QPainter) -> None:
        look = theme.current()
        height = self._row_height()
        boxes = self._boxes()
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        for column, (x, width) in zip(self._columns, boxes, strict=True):
            if not width:
                continue
            title = painter.fontMetrics().elidedText(
                column.title, Qt.TextElideMode.ElideRight, width
            )
            painter.drawText(QRect(x, 0, width, height), _side(column), title)
        painter.fillRect(QRect(0, height - 1, self.width(), 1), look.color("line"))
        if not self._rows:
            painter.setPen(look.color("ink_3"))
            painter.setFont(look.font())
            room = QRect(0, height, self.width(), height)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._empty)
        for place in range(min(len(self._rows), self.rows_that_fit())):
            top = (place + 1) * height
            if place == self._hover:
                painter.fillRect(QRect(0, top, self.width(), height - 1), look.color("hover"))
            painter.fillRect(QRect(0, top + height - 1, self.width(), 1), look.color("line_soft"))
            self._paint_row(painter, self._rows[place], top, boxes)

    def _ring(self, box: QRectF) -> QRectF:
        return box.adjusted(1, 1, -1, -2)

    def _paint_row(
        self, painter: QPainter, row: MiniRow, top: int, boxes: list[tuple[int, int]]
    ) -> None:
        look = theme.current()
        height = self._row_height()
        for column, cell, (x, width) in zip(self._columns, row.cells, boxes, strict=True):
            if not width:
                continue
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
        """Left edge and width of each column; no width for one that found no room."""
        least = self._least_widths()
        gap = theme.px(_GAP)
        whole = self.width() - gap * (len(least) - 1)
        if sum(least.values()) > whole:  # all give way alike; their texts end in an ellipsis
            least = {c: int(width * whole / sum(least.values())) for c, width in least.items()}
        room = whole - sum(least.values())
        weights = sum(self._columns[place].weight for place in least) or 1
        boxes: list[tuple[int, int]] = []
        x = 0
        for place, column in enumerate(self._columns):
            wide = 0
            if place in least:
                wide = least[place] + max(int(room * column.weight / weights), 0)
            boxes.append((x, wide))
            x += wide + gap * bool(wide)
        return boxes

    def _least_widths(self) -> dict[int, int]:
        """The places of the columns shown and their least widths."""
        look = theme.current()
        metrics = QFontMetrics(look.font(theme.NOTE))
        gap = look.px(_GAP)
        least = {
            place: max(metrics.horizontalAdvance(column.title) + 2, look.px(column.least))
            for place, column in enumerate(self._columns)
        }
        while sum(least.values()) + gap * (len(least) - 1) > self.width():
            last = max(least, key=lambda place: self._columns[place].rank)
            if not self._columns[last].rank:
                break
            del least[last]
        return least

    def _lay_out(self) -> list[Spot]:
        height = self._row_height()
        return [
            Spot(QRectF(0, (place + 1) * height, self.width(), height), row.id)
            for place, row in enumerate(self._rows[: self.rows_that_fit()])
        ]

    def _open(self, place: int) -> None:
        """The keys go on from the row that was opened."""
        if place >= 0:
            self._go_to(place)
        super()._open(place)

    def _tip(self, place: int, point: QPointF) -> str:
        """The whole text of a shortened cell."""
        metrics = QFontMetrics(theme.current().font())
        for cell, (x, width) in zip(self._rows[place].cells, self._boxes(), strict=True):
            text = cell.text if isinstance(cell, MiniCell) else cell
            if x <= point.x() < x + width and metrics.horizontalAdvance(text) > width:
                return text
        return ""

    def _description(self) -> str:
        """The row the keys are on."""
        if not self._rows:
            return ""
        cells = self._rows[self._focus].cells
        words = [cell.text if isinstance(cell, MiniCell) else cell for cell in cells]
        pairs = zip(self._columns, words, strict=True)
        return "，".join(f"{column.title} {word}" for column, word in pairs)


def _side(column: MiniColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
