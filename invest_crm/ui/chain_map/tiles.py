"""The map's picture kept in square tiles, so that panning only copies what is already drawn."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

if TYPE_CHECKING:
    from invest_crm.ui.chain_map.painting import Look, Painting

SIDE = 256
_KEPT = 220


class Tiles:
    """Tiles of one picture at one look; another look forgets them."""

    def __init__(self) -> None:
        self._painting: Painting | None = None
        self._look: Look | None = None
        self._ratio = 1.0
        self._kept: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()

    def set(self, painting: Painting | None, look: Look, ratio: float) -> None:
        """What is drawn, how, and the screen's pixel density."""
        if (painting, look, ratio) != (self._painting, self._look, self._ratio):
            self._kept.clear()
        self._painting, self._look, self._ratio = painting, look, ratio

    def draw(self, painter: QPainter, exposed: QRect, offset: QPoint) -> None:
        """Draw the part ``exposed`` of the viewport; ``offset`` is the viewport's place."""
        area = exposed.translated(offset)
        for column in range(area.left() // SIDE, area.right() // SIDE + 1):
            for row in range(area.top() // SIDE, area.bottom() // SIDE + 1):
                place = QPoint(column * SIDE, row * SIDE) - offset
                painter.drawPixmap(place, self._tile(column, row))

    def _tile(self, column: int, row: int) -> QPixmap:
        key = (column, row)
        found = self._kept.get(key)
        if found is None:
            found = self._draw_tile(column, row)
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found

    def _draw_tile(self, column: int, row: int) -> QPixmap:
        pixels = max(round(SIDE * self._ratio), 1)
        tile = QPixmap(pixels, pixels)
        tile.setDevicePixelRatio(pixels / SIDE)
        look, painting = self._look, self._painting
        if look is None or painting is None:
            return tile
        tile.fill(QColor(look.colours["paper"]))
        painter = QPainter(tile)
        painter.translate(-column * SIDE, -row * SIDE)
        painter.scale(look.zoom, look.zoom)
        side = SIDE / look.zoom
        painting.draw(painter, QRectF(column * side, row * side, side, side), look)
        painter.end()
        return tile
