"""Paints the cells of a grid: text or a chip, the selection, the line under each row.

One painter for all kinds. The view hands it the cells of a row at a time, because asking ``data``
role by role costs more than the painting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import chip_height, chip_width, ink_of, paint_chip
from invest_crm.ui.kit.grid.model import WAITING, GridModel
from invest_crm.ui.kit.text import NOTHING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from invest_crm.ui.kit.grid.source import Cell, Column

PAD: Final = 8
"""Beside the text of a cell, at text scale 1."""
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ELIDE: Final = Qt.TextElideMode.ElideRight
_MOST_KEPT: Final = 20_000
_CHIP_GAP: Final = 4


class GridDelegate(QStyledItemDelegate):
    """Knows the current row of its view to tint it whole."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._short: dict[tuple[str, int], str] = {}
        self.current_row = -1
        self.current_column = -1
        theme.current().changed.connect(self._take_theme)
        self._take_theme()

    def paint_cell(
        self,
        painter: QPainter,
        rect: QRect,
        column: Column,
        cell: Cell | str,
        place: tuple[int, int],
        *,
        chosen: bool,
    ) -> None:
        """One cell into ``rect``; the painter's font is the interface font already.

        ``place`` is its row and column; ``chosen`` tints it as one of several selected cells.
        """
        x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        on_current = place[0] == self.current_row
        if chosen:
            painter.fillRect(rect, self._mid)
        elif on_current:
            painter.fillRect(rect, self._soft)
        else:
            painter.fillRect(x, y + height - 1, width, 1, self._line)
        inner = QRect(x + self._pad, y, width - 2 * self._pad, height - 1)
        text, tone = (cell, "") if isinstance(cell, str) else (cell.text, cell.tone)
        chips = () if isinstance(cell, str) else cell.chips
        if chips and column.kind == "chip":
            self._paint_chips(painter, inner, chips)
        elif tone and column.kind == "chip" and text:
            self._paint_chip(painter, inner, text, tone)
        else:
            if chips:
                self._paint_marks(painter, inner, text, chips)
            painter.setPen(self._pen(text, tone, column.kind))
            shown = self._fit(text or NOTHING, inner.width())
            painter.drawText(inner, _RIGHT if column.right else _LEFT, shown)
        if on_current and place[1] == self.current_column and self._view.hasFocus():
            painter.setPen(QPen(self._accent, theme.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Qt: the width a cell needs (used only to fit a column to the rows in sight)."""
        model = self._view.model()
        if not isinstance(model, GridModel):
            return QSize(0, 0)
        text = model.text(index.row(), index.column())
        chip = model.columns()[index.column()].kind == "chip"
        width = chip_width(text) if chip else self._metrics.horizontalAdvance(text)
        return QSize(width + 2 * self._pad + 2, self._metrics.height())

    def is_cut(self, text: str, width: int) -> bool:
        """Whether a text does not fit into a cell of ``width``."""
        return self._metrics.horizontalAdvance(text) > width - 2 * self._pad

    def _paint_chip(self, painter: QPainter, inner: QRect, text: str, tone: str) -> None:
        high = chip_height()
        wide = min(chip_width(text), inner.width())
        top = inner.y() + (inner.height() - high) // 2
        paint_chip(painter, QRect(inner.x(), top, wide, high), text, tone)

    def _paint_chips(
        self, painter: QPainter, inner: QRect, chips: tuple[tuple[str, str], ...]
    ) -> None:
        """As many chips as fit side by side; the rest as a number."""
        room = QRect(inner)
        for place, (word, tone) in enumerate(chips):
            left = len(chips) - place - 1
            more = f"+{left}"
            kept = self._metrics.horizontalAdvance(more) + _CHIP_GAP if left else 0
            if place and chip_width(word) + kept > room.width():
                painter.setPen(self._hint)
                painter.drawText(room, _LEFT, f"+{left + 1}")
                return
            wide = min(chip_width(word), room.width() - kept)
            self._paint_chip(painter, QRect(room.x(), room.y(), wide, room.height()), word, tone)
            room.setLeft(room.left() + wide + _CHIP_GAP)

    def _paint_marks(
        self, painter: QPainter, inner: QRect, text: str, chips: tuple[tuple[str, str], ...]
    ) -> None:
        """Chips right behind a text, which is left the room before them (``inner``)."""
        needed = sum(chip_width(word) + _CHIP_GAP for word, _tone in chips)
        room = max(inner.width() - needed, 0)
        x = inner.x() + min(self._metrics.horizontalAdvance(text), room) + _CHIP_GAP
        inner.setWidth(room)
        for word, tone in chips:
            box = QRect(x, inner.y(), chip_width(word), inner.height())
            self._paint_chip(painter, box, word, tone)
            x += box.width() + _CHIP_GAP

    def _pen(self, text: str, tone: str, kind: str) -> QColor:
        if tone:
            return ink_of(tone)
        if not text or text == WAITING:
            return self._hint
        return self._accent if kind == "link" else self._ink

    def _fit(self, text: str, width: int) -> str:
        key = (text, width)
        found = self._short.get(key)
        if found is None:
            if len(self._short) > _MOST_KEPT:
                self._short.clear()
            line = text.replace("\n", " ") if "\n" in text else text
            found = self._metrics.elidedText(line, _ELIDE, width)
            self._short[key] = found
        return found

    def _take_theme(self) -> None:
        look = theme.current()
        self._pad = look.px(PAD)
        self._font = look.font()
        self._metrics = QFontMetrics(self._font)
        self._short.clear()
        self._ink, self._hint = look.color("ink"), look.color("ink_3")
        self._line, self._accent = look.color("line_soft"), look.color("accent")
        self._soft, self._mid = look.color("accent_soft"), look.color("accent_mid")
