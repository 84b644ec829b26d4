"""Draws the items of a wall with Qt: boxes, words, arrows, marks. It knows roles of colour only."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from invest_crm.maps.scene import BOLD, Box, Label, Link, arrow_points, star_points
from invest_crm.ui import fonts
from invest_crm.ui.chain_map.painting import link_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtGui import QFont, QPainter

    from invest_crm.maps.scene import Item


class ItemPainter:
    """One painter and one theme; remembers what it holds, so that pens change rarely."""

    def __init__(self, painter: QPainter, colours: Mapping[str, str]) -> None:
        self._painter = painter
        self._colours = {role: QColor(value) for role, value in colours.items()}
        self._font: tuple[float, int] | None = None
        self._ink = ""

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        return self._colours[role]

    def draw(self, items: Iterable[Item]) -> None:
        """Draw in order."""
        for item in items:
            if isinstance(item, Box):
                self._box(item)
            elif isinstance(item, Label):
                self._label(item)
            elif isinstance(item, Link):
                self._link(item)
            else:
                self._polygon(star_points(item), item.role)

    def _box(self, item: Box) -> None:
        area = QRectF(item.x, item.y, item.w, item.h)
        painter = self._painter
        if item.fill and not item.line and not item.radius:
            painter.fillRect(area, self._colours[item.fill])
            return
        self._ink = ""
        painter.setBrush(self._colours[item.fill] if item.fill else Qt.BrushStyle.NoBrush)
        if item.line:
            painter.setPen(QPen(self._colours[item.line], item.line_width))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, item.radius, item.radius)

    def _label(self, item: Label) -> None:
        key = (item.size, item.weight)
        if self._font != key:
            self._font = key
            self._painter.setFont(_font(*key))
        if self._ink != item.role:
            self._ink = item.role
            self._painter.setPen(self._colours[item.role])
        self._painter.drawText(QPointF(item.left, item.y), item.text)

    def _link(self, item: Link) -> None:
        self._ink = ""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._colours[item.role], item.width))
        self._painter.drawPath(link_path(item.points))
        self._polygon(arrow_points(item), item.role)

    def _polygon(self, corners: Iterable[tuple[float, float]], role: str) -> None:
        self._ink = ""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._colours[role])
        self._painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


@lru_cache(maxsize=64)
def _font(size: float, weight: int) -> QFont:
    return fonts.interface_font(round(size), 600 if weight >= BOLD else 400)
