"""The map on screen: pan, zoom, find, walk with the arrow keys, open, drop a firm.

Draws a ``Picture`` in the theme's colours; nodes are known by the scene's regions only. It must
not know services, and decides nothing: it says what was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHelpEvent,
    QNativeGestureEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from invest_crm.maps.scene import Link
from invest_crm.maps.style import DARK, LIGHT, colours
from invest_crm.ui import theme
from invest_crm.ui.chain_map.camera import Camera
from invest_crm.ui.chain_map.finding import DOWN, LEFT, RIGHT, UP, neighbour
from invest_crm.ui.chain_map.painting import Look, link_path
from invest_crm.ui.chain_map.tiles import Tiles
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragMoveEvent,
        QDropEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from invest_crm.maps.scene import Region
    from invest_crm.ui.chain_map.fitting import Picture

FIRM_MIME: Final = "application/x-invest-crm-firm"
"""A dragged firm: its id as UTF-8."""

STEP: Final = 1.2
_STEPS: Final = {
    Qt.Key.Key_Left: LEFT,
    Qt.Key.Key_Right: RIGHT,
    Qt.Key.Key_Up: UP,
    Qt.Key.Key_Down: DOWN,
}
_PUSH: Final = 64
_CLICK: Final = 4


class MapView(QWidget):
    """Shows one chain. ``opened(node)``: Enter or a click; an empty id: a click beside all.

    ``key_asked(name, node)``: rename (F2) or delete (Delete); ``firm_dropped(firm, leaf)``;
    ``linked(segment, segment)``: Ctrl+drag from card to card while ``editable``.
    """

    opened = Signal(str)
    left = Signal()
    zoomed = Signal(float)
    key_asked = Signal(str, str)
    firm_dropped = Signal(str, str)
    linked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Chain map"))
        self.editable = False
        self._picture: Picture | None = None
        self._tiles = Tiles()
        self._camera = Camera()
        self._bright: frozenset[str] | None = None
        self._notes: Mapping[str, str] = {}
        self._segment_of: dict[str, str] = {}
        self._regions: dict[str, Region] = {}
        self._leaves: list[Region] = []
        self._hover = self._focus = self._selected = ""
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragged = self._space = False
        self._line: tuple[str, QPointF] | None = None

    # ---- what is shown -----------------------------------------------------------------------

    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def set_picture(self, picture: Picture, *, home: bool, notes: Mapping[str, str]) -> None:
        """Show a layout; ``home``: at its own zoom from its beginning, else where one was.

        ``notes`` are further lines for the tooltips, by node.
        """
        self._picture, self._notes = picture, notes
        scene = picture.scene
        self._regions = {region.target: region for region in scene.groups}
        self._leaves = [region for region in scene.groups if region.kind == "leaf"]
        self._segment_of = {
            leaf.id: segment.id for segment in picture.graph.segments() for leaf in segment.leaves
        }
        if self._focus not in self._regions:
            self._focus = ""
        zoom = picture.zoom if home else self._camera.zoom
        old = self._camera
        self._camera = Camera(scene.width, scene.height, 1, 1, zoom, old.x, old.y)
        if home:
            self._camera = Camera(scene.width, scene.height, zoom=zoom)
        self._camera = self._camera.sized(self.width(), self.height())
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
        at_whole = abs(self._camera.zoom - whole) < 0.005
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

    # ---- Qt: keys ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows walk (with Shift they push), Enter opens, + - 0 zoom, F2 and Delete ask."""
        key = Qt.Key(event.key())
        step = _STEPS.get(key)
        if step is not None and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.pan(-step[0] * _PUSH, -step[1] * _PUSH)
            else:
                self._walk(step)
        elif not self._command(key, event):
            super().keyPressEvent(event)

    def _command(self, key: Qt.Key, event: QKeyEvent) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._focus:
                self.opened.emit(self._focus)
        elif event.text() in ("+", "="):
            self.zoom_by(STEP)
        elif event.text() in ("-", "_"):
            self.zoom_by(1 / STEP)
        elif event.text() == "0":
            self.fit()
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Delete) and self._focus:
            self.key_asked.emit("rename" if key == Qt.Key.Key_F2 else "delete", self._focus)
        else:
            return False
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Qt: the space bar was let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.unsetCursor()
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: by keyboard, begin at the first leaf."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._walk(None)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the ring goes."""
        super().focusOutEvent(event)
        self._space = False
        self.update()

    def _walk(self, step: tuple[int, int] | None) -> None:
        bright = self._bright
        leaves = [one for one in self._leaves if bright is None or one.target in bright]
        if not leaves:
            return
        current = self._regions.get(self._focus)
        if current is None or step is None:
            self.set_focus_node(current.target if current is not None else leaves[0].target)
            return
        found = neighbour(leaves, current, step)
        if found is not None:
            self.set_focus_node(found.target)

    # ---- Qt: mouse ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: begin a click or a drag."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            super().mousePressEvent(event)
            return
        self._pressed = self._last = event.position()
        self._dragged = False
        segment = self._segment_at(event.position())
        if self.editable and segment and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._line = (segment, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: drag, or say what is below the pointer."""
        here = event.position()
        if self._pressed is None:
            region = self._region_at(here)
            hover = region.target if region is not None and region.kind != "tier" else ""
            if hover != self._hover:
                self._hover = hover
                hand = Qt.CursorShape.PointingHandCursor
                self.setCursor(hand if hover and not self._space else Qt.CursorShape.ArrowCursor)
                self.update()
            return
        if (here - self._pressed).manhattanLength() > _CLICK:
            self._dragged = True
        if self._line is not None:
            self._line = (self._line[0], here)
            self.update()
        elif self._dragged:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(here.x() - self._last.x(), here.y() - self._last.y())
            self._last = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click opens, the end of a line links."""
        if self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        line, self._line, self._pressed = self._line, None, None
        self.unsetCursor()
        if line is not None:
            target = self._segment_at(event.position())
            if target and target != line[0]:
                self.linked.emit(line[0], target)
            self.update()
        elif not self._dragged and event.button() == Qt.MouseButton.LeftButton and not self._space:
            region = self._region_at(event.position())
            node = region.target if region is not None and region.kind != "tier" else ""
            self._focus = node
            self.opened.emit(node)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: nothing is below the pointer."""
        super().leaveEvent(event)
        self._hover = ""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the wheel moves, with Ctrl it zooms where the pointer is."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP ** (turn.y() / 120), event.position())
        else:
            push = event.pixelDelta()
            if push.isNull():
                push = turn * 0.5
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                push = QPoint(push.y(), push.x())
            self.pan(push.x(), push.y())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Qt: pinch on a touchpad, tooltips."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            region = self._region_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._tip(region) if region else "", self)
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: a firm is dragged in."""
        if event.mimeData().hasFormat(FIRM_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: only leaves take a firm."""
        region = self._region_at(event.position())
        self._hover = region.target if region is not None and region.kind == "leaf" else ""
        event.setAccepted(bool(self._hover))
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: a firm is put on a leaf."""
        region = self._region_at(event.position())
        if region is not None and region.kind == "leaf":
            firm = bytes(event.mimeData().data(FIRM_MIME).data()).decode()
            event.acceptProposedAction()
            self.firm_dropped.emit(firm, region.target)

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
            painter.drawLine(self._pressed or self._line[1], self._line[1])
        if self.hasFocus() and not self._focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, theme.FOCUS))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_links(self, painter: QPainter, accent: QColor) -> None:
        """The links of the card one points at or has chosen."""
        picture = self._picture
        nodes = {self._segment_of.get(node, node) for node in (self._hover, self._selected) if node}
        if picture is None or not nodes:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2.0))
        for item in picture.scene.items:
            if isinstance(item, Link) and (item.source in nodes or item.target in nodes):
                painter.drawPath(link_path(item.points))

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


def _around(region: Region) -> QRectF:
    return QRectF(region.x, region.y, region.w, region.h).adjusted(0, 0.5, 0, -0.5)
