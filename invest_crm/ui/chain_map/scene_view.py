"""What people do with the map: pan, zoom, walk with the arrow keys, open, drop a firm.

It must not know services, and decides nothing: it says what was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QNativeGestureEvent
from PySide6.QtWidgets import QToolTip

from invest_crm.ui.chain_map.canvas import MapCanvas
from invest_crm.ui.chain_map.finding import DOWN, LEFT, RIGHT, UP, neighbour

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragMoveEvent,
        QDropEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QWheelEvent,
    )

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


class MapView(MapCanvas):
    """The map to work with. ``opened(node)``: Enter or a click; an empty id: a click beside all.

    ``left``: Esc; ``key_asked(name, node)``: rename (F2) or delete (Delete);
    ``firm_dropped(firm, leaf)``; ``linked(segment, segment)``: Ctrl+drag from card to card while
    ``editable``.
    """

    opened = Signal(str)
    left = Signal()
    key_asked = Signal(str, str)
    firm_dropped = Signal(str, str)
    linked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.editable = False
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragged = self._space = False
        self._linking = ""

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
            self._linking = segment

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
        if self._linking:
            self._line = (self._pressed, here)
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
        source, self._linking = self._linking, ""
        self._line = self._pressed = None
        self.unsetCursor()
        if source:
            target = self._segment_at(event.position())
            if target and target != source:
                self.linked.emit(source, target)
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
