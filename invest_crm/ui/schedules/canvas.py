"""The wall as a picture: rows, an axis and a table that stay, everything in the theme's colours.

Only what is seen is laid out and drawn; the items of a row are kept until the wall or the zoom
changes. What people do with it is said by ``view``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from invest_crm.maps.measure import cut, label
from invest_crm.maps.scene import BOLD
from invest_crm.maps.style import DARK, LIGHT, colours
from invest_crm.maps.wall import GROUP
from invest_crm.maps.wall_axis import axis_items, field_items
from invest_crm.maps.wall_layout import bar_items, link_items, table_items, touches
from invest_crm.maps.wall_words import column_words
from invest_crm.ui import theme
from invest_crm.ui.schedules.frame import WallFrame
from invest_crm.ui.schedules.painter import ItemPainter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from invest_crm.maps.scene import Item


class WallCanvas(WallFrame):
    """Draws a wall."""

    def __init__(self) -> None:
        self._bars: dict[int, list[Item]] = {}
        self._table: dict[int, list[Item]] = {}
        super().__init__()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the field, the table over it, the axis over both."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hand = ItemPainter(painter, colours(DARK if theme.current().dark else LIGHT))
        painter.fillRect(self.viewport().rect(), hand.colour("card"))
        if self._wall is None:
            return
        field = self._field()
        rows = self._seen_rows()
        self._paint_field(painter, hand, field, rows)
        self._paint_table(painter, hand, field, rows)
        self._paint_axis(painter, hand, field)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().color("accent"), theme.FOCUS))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _seen_rows(self) -> range:
        wall, top = self._wall, self.verticalScrollBar().value()
        count = len(wall.rows) if wall is not None else 0
        first = int(top // self._geometry.row)
        last = int((top + self._field().height()) // self._geometry.row) + 1
        return range(first, min(last, count))

    def _paint_field(self, painter: QPainter, hand: ItemPainter, field: QRect, rows: range) -> None:
        wall, geometry = self._wall, self._geometry
        if wall is None:
            return
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        first, last = geometry.scale.at(left), geometry.scale.at(left + field.width())
        painter.save()
        painter.setClipRect(field)
        painter.translate(field.left() - left, field.top() - top)
        self._paint_grounds(painter, hand, rows, left, field.width())
        span = (float(top), float(top + field.height()))
        hand.draw(field_items(wall, geometry, first, last, span))
        self._paint_lines(painter, hand, rows, left, field.width())
        if rows:
            for link in wall.links:
                if touches(link, rows[0], rows[-1]):
                    hand.draw(link_items(wall, link, geometry))
        for place in rows:
            hand.draw(self._bar_items(place))
        self.paint_over(painter)
        painter.restore()

    def paint_over(self, painter: QPainter) -> None:
        """What lies over the bars, in places of the field; subclasses say what."""

    def _paint_table(self, painter: QPainter, hand: ItemPainter, field: QRect, rows: range) -> None:
        top = self.verticalScrollBar().value()
        painter.save()
        painter.setClipRect(QRect(0, field.top(), field.left(), field.height()))
        painter.fillRect(QRect(0, field.top(), field.left(), field.height()), hand.colour("card"))
        painter.translate(0, field.top() - top)
        self._paint_grounds(painter, hand, rows, 0, field.left())
        self._paint_lines(painter, hand, rows, 0, field.left())
        for place in rows:
            hand.draw(self._table_items(place))
        painter.restore()
        edge = QRect(field.left() - 1, 0, 1, self.viewport().height())
        painter.fillRect(edge, hand.colour("line"))

    def _paint_grounds(
        self, painter: QPainter, hand: ItemPainter, rows: range, left: int, wide: int
    ) -> None:
        wall, high = self._wall, self._geometry.row
        if wall is None:
            return
        look = theme.current()
        for place in rows:
            kind = wall.rows[place].kind
            area = QRectF(left, place * high, wide, high)
            if place == self._row:
                painter.fillRect(area, look.color("accent_soft"))
            elif kind == GROUP:
                painter.fillRect(area, hand.colour("band"))

    def _paint_lines(
        self, painter: QPainter, hand: ItemPainter, rows: range, left: int, wide: int
    ) -> None:
        high = self._geometry.row
        for place in rows:
            line = QRectF(left, (place + 1) * high - 1, wide, 1)
            painter.fillRect(line, hand.colour("line_soft"))

    def _paint_axis(self, painter: QPainter, hand: ItemPainter, field: QRect) -> None:
        wall, geometry = self._wall, self._geometry
        if wall is None:
            return
        high, left = self._axis_height(), self.horizontalScrollBar().value()
        painter.fillRect(QRect(0, 0, self.viewport().width(), high), hand.colour("band"))
        painter.save()
        painter.setClipRect(QRect(field.left(), 0, field.width(), high))
        painter.translate(field.left() - left, 0)
        scale = geometry.scale
        first, last = scale.at(left), scale.at(left + field.width())
        days = (first, last + timedelta(days=1))
        hand.draw(axis_items(wall, geometry, days, high, left))
        painter.restore()
        hand.draw(self._head_items(high))
        painter.fillRect(QRect(0, high - 1, self.viewport().width(), 1), hand.colour("line"))
        painter.fillRect(QRect(field.left() - 1, 0, 1, high), hand.colour("line"))

    def _head_items(self, high: int) -> list[Item]:
        size = self._geometry.small
        items: list[Item] = []
        for name, x, wide in self._geometry.columns.places():
            words = cut(column_words()[name], size, wide - 12, BOLD)
            items.append(label(x + 8, high / 2 + size * 0.36, words, size, "ink2", weight=BOLD))
        return items

    def _bar_items(self, place: int) -> list[Item]:
        found = self._bars.get(place)
        if found is None and self._wall is not None:
            y = place * self._geometry.row
            found = self._bars[place] = bar_items(self._wall.rows[place], y, self._geometry)
        return found or []

    def _table_items(self, place: int) -> list[Item]:
        found = self._table.get(place)
        if found is None and self._wall is not None:
            y = place * self._geometry.row
            found = self._table[place] = table_items(self._wall.rows[place], y, self._geometry)
        return found or []

    def _forget(self) -> None:
        self._bars.clear()
        self._table.clear()
