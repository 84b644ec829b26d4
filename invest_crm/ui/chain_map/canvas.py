"""The map as a picture: tiles in the theme's colours, what is marked, where it is looked at from.

Draws a ``Picture``; nodes are known by the scene's regions only. What people do with it is said
by ``scene_view``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from invest_crm.maps.scene import Link, arrow_points
from invest_crm.maps.style import DARK, LIGHT, colours
from invest_crm.ui import theme
from invest_crm.ui.chain_map.camera import Camera
from invest_crm.ui.chain_map.painting import Look, link_path
from invest_crm.ui.chain_map.tiles import Tiles
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from invest_crm.maps.scene import Region
    from invest_crm.ui.chain_map.fitting import Picture

_SAME = 0.005
_BAR, _LEAST_BAR = 6.0, 32.0


def _around(region: Region) -> QRectF:
    return QRectF(region.x, region.y, region.w, region.h).adjusted(0, 0.5, 0, -0.5)


class MapCanvas(QWidget):
    """Shows one chain; ``zoomed(zoom)`` after every change of zoom."""

    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Chain map"))
        self._picture: Picture | None = None
        self._tiles = Tiles()
        self._camera = Camera()
        self._bright: frozenset[str] | None = None
        self._notes: Mapping[str, str] = {}
        self._segment_of: dict[str, str] = {}
        self._regions: dict[str, Region] = {}
        self._leaves: list[Region] = []
        self._hover = self._focus = self._selected = ""
        self._line: tuple[QPointF, QPointF] | None = None

    # ---- what is shown -----------------------------------------------------------------------

    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def set_picture(self, picture: Picture, *, home: bool, notes: Mapping[str, str]) -> None:
        """Show a layout; ``home``: from its beginning at its own zoom, else where one was.

        ``notes`` are further lines for the tooltips, by node.
        """
        old, self._picture, self._notes = self._picture, picture, notes
        scene = picture.scene
        self._regions = {region.target: region for region in scene.groups}
        self._leaves = [region for region in scene.groups if region.kind == "leaf"]
        self._segment_of = {
            leaf.id: segment.id for segment in picture.graph.segments() for leaf in segment.leaves
        }
        if self._focus not in self._regions:
            self._focus = ""
        if home or old is None or abs(self._camera.zoom - old.zoom) < _SAME:
            zoom = picture.zoom
        else:
            zoom = self._camera.zoom
        x, y = (0, 0) if home else (self._camera.x, self._camera.y)
        placed = Camera(scene.width, scene.height, zoom=zoom, x=x, y=y)
        self._camera = placed.sized(self.width(), self.height())
        self.setAccessibleName(picture.graph.facts.title)
        self.zoomed.emit(self._camera.zoom)
        self.update()

    def camera(self) -> Camera:
        """Where the map is looked at from."""
        return self._camera

    def set_bright(self, nodes: frozenset[str] | None) -> None:
        """Dim everything but these nodes; None dims nothing."""
        if nodes != self._bright:
            self._bright = nodes
            self.update()

    def bright(self) -> frozenset[str] | None:
        """The nodes that are not dimmed, None for all."""
        return self._bright

    def select(self, node: str) -> None:
        """Mark a node (empty: none) and its links."""
        self._selected = node
        self.update()

    def selected(self) -> str:
        """The node marked."""
        return self._selected

    def focus_node(self) -> str:
        """The node the keyboard is on."""
        return self._focus

    def set_focus_node(self, node: str) -> None:
        """Put the keyboard on a node and show it."""
        region = self._regions.get(node)
        if region is None:
            return
        self._focus = node
        self.show_node(node)
        self.setAccessibleDescription(self._tip(region))
        changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(changed)
        self.update()

    def show_node(self, node: str) -> None:
        """Move just so far that a node is seen."""
        region = self._regions.get(node)
        if region is not None:
            self._look_from(self._camera.showing(region.x, region.y, region.w, region.h))

    def point_of(self, node: str) -> QPoint:
        """The middle of a node in the viewport; raises KeyError for an unknown node."""
        region = self._regions[node]
        x, y = self._camera.to_view(region.x + region.w / 2, region.y + region.h / 2)
        return QPoint(round(x), round(y))

    # ---- moving ------------------------------------------------------------------------------

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point of the viewport, its middle by default."""
        at = at or QPointF(self.width() / 2, self.height() / 2)
        self._look_from(self._camera.zoomed(self._camera.zoom * factor, at.x(), at.y()))

    def fit(self) -> None:
        """The whole map; if it is seen whole already, the zoom it was made for."""
        if self._picture is None:
            return
        whole = min(self._camera.whole(), self._picture.zoom)
        at_whole = abs(self._camera.zoom - whole) < _SAME
        zoom = self._picture.zoom if at_whole else whole
        self._look_from(self._camera.zoomed(zoom, 0, 0))

    def pan(self, dx: float, dy: float) -> None:
        """Push the picture by some pixels."""
        self._look_from(self._camera.moved(dx, dy))

    def _look_from(self, camera: Camera) -> None:
        if camera == self._camera:
            return
        zoom_changed = camera.zoom != self._camera.zoom
        self._camera = camera
        if zoom_changed:
            self.zoomed.emit(camera.zoom)
        self.update()

    # ---- Qt: painting ------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Qt: as much as there is."""
        return QSize(900, 600)

    def minimumSizeHint(self) -> QSize:
        """Qt: may be small."""
        return QSize(240, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the upper left corner stays."""
        super().resizeEvent(event)
        self._camera = self._camera.sized(self.width(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the tiles, then what is marked."""
        table = colours(DARK if theme.current().dark else LIGHT)
        painter = QPainter(self)
        camera, picture = self._camera, self._picture
        painter.fillRect(event.rect(), QColor(table["paper"]))
        if picture is None:
            return
        look = Look(table, camera.zoom, self._bright)
        self._tiles.set(picture.painting, look, self.devicePixelRatioF())
        self._tiles.draw(painter, event.rect(), QPoint(camera.x, camera.y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_marks(painter)
        self._paint_place(painter)

    def _paint_marks(self, painter: QPainter) -> None:
        accent = theme.current().color("accent")
        painter.save()
        painter.translate(-self._camera.x, -self._camera.y)
        painter.scale(self._camera.zoom, self._camera.zoom)
        self._paint_links(painter, accent)
        for node, strength in ((self._hover, 18), (self._selected, 34)):
            region = self._regions.get(node)
            if region is not None:
                tint = QColor(accent)
                tint.setAlpha(strength)
                painter.setPen(QPen(accent, 1.2) if node == self._selected else Qt.PenStyle.NoPen)
                painter.setBrush(tint)
                painter.drawRoundedRect(_around(region), 5, 5)
        region = self._regions.get(self._focus)
        if region is not None and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, theme.FOCUS / max(self._camera.zoom, 0.3)))
            painter.drawRoundedRect(_around(region), 5, 5)
        painter.restore()
        if self._line is not None:
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            painter.drawLine(*self._line)
        if self.hasFocus() and not self._leaves:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, theme.FOCUS))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_place(self, painter: QPainter) -> None:
        """Where one is, at the edges, while there is more than is seen."""
        camera = self._camera
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("link"))
        high, wide = camera.height * camera.zoom, camera.width * camera.zoom
        if high > camera.high + 1:
            length = max(camera.high * camera.high / high, _LEAST_BAR)
            top = camera.y / (high - camera.high) * (camera.high - length)
            painter.drawRoundedRect(QRectF(camera.wide - _BAR - 2, top, _BAR, length), 3, 3)
        if wide > camera.wide + 1:
            length = max(camera.wide * camera.wide / wide, _LEAST_BAR)
            left = camera.x / (wide - camera.wide) * (camera.wide - length)
            painter.drawRoundedRect(QRectF(left, camera.high - _BAR - 2, length, _BAR), 3, 3)

    def _paint_links(self, painter: QPainter, accent: QColor) -> None:
        """The links of the card one points at or has chosen."""
        picture = self._picture
        nodes = {self._segment_of.get(node, node) for node in (self._hover, self._selected) if node}
        if picture is None or not nodes:
            return
        painter.setPen(QPen(accent, 2.0))
        for item in picture.scene.items:
            if isinstance(item, Link) and (item.source in nodes or item.target in nodes):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(link_path(item.points))
                head = arrow_points(item)
                if head:
                    painter.setBrush(accent)
                    painter.drawPolygon(QPolygonF([QPointF(*point) for point in head]))

    # ---- where -------------------------------------------------------------------------------

    def _region_at(self, point: QPointF) -> Region | None:
        if self._picture is None:
            return None
        return self._picture.scene.hit(*self._camera.to_scene(point.x(), point.y()))

    def _segment_at(self, point: QPointF) -> str:
        region = self._region_at(point)
        if region is None or region.kind == "tier":
            return ""
        return self._segment_of.get(region.target, region.target)

    def _tip(self, region: Region) -> str:
        return "\n".join(part for part in (region.tip, self._notes.get(region.target, "")) if part)
