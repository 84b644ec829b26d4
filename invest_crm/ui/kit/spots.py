"""What all painted parts share: spots under the mouse and for the keyboard.

A part lays out its spots and paints itself; here is how a spot answers: the hand over it, its
tooltip, a click or a key that opens it, arrows from one to the next, the ring of the focus. Must
not know what a spot means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from invest_crm.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

# Keys come as plain numbers: those of other layouts are not in Qt's list.
ENTER: Final[frozenset[int]] = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ENTER_OR_SPACE: Final = ENTER | {Qt.Key.Key_Space}

_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_STEPS: Final[dict[int, tuple[Qt.Orientation, int]]] = {
    Qt.Key.Key_Left: (_ACROSS, -1),
    Qt.Key.Key_Right: (_ACROSS, 1),
    Qt.Key.Key_Up: (_DOWN, -1),
    Qt.Key.Key_Down: (_DOWN, 1),
}


class Spot(Struct, frozen=True):
    """A place that answers: ``id`` is what a click asks for (none: no link), ``tip`` its words.

    Its right and lower edge are no part of it, so that neighbours share no point.
    """

    box: QRectF
    id: str = ""
    tip: str = ""

    def holds(self, point: QPointF) -> bool:
        """Whether a point of the part, in logical pixels, lies in it."""
        box = self.box
        across = box.left() <= point.x() < box.right()
        return across and box.top() <= point.y() < box.bottom()


class PaintedPart(QWidget):
    """One widget of many spots; emits ``clicked(id)`` for a spot that has an id.

    ``along`` says which arrows go from spot to spot, ``opens`` which keys open one; all other
    keys are left to whoever stands around the part.
    """

    clicked = Signal(str)

    def __init__(
        self,
        name: str = "",
        *,
        along: Qt.Orientation = _ACROSS | _DOWN,
        opens: frozenset[int] = ENTER_OR_SPACE,
    ) -> None:
        super().__init__()
        self._along, self._opens = along, opens
        self._focus, self._hover = 0, -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def spots(self) -> list[tuple[QRectF, str]]:
        """Where the parts are and what they ask for (for tests and guides)."""
        return [(spot.box, spot.id) for spot in self._lay_out()]

    # ---- what a part says of itself ------------------------------------------------------------

    def _lay_out(self) -> Sequence[Spot]:
        """The spots at the present size, in the order of the arrows."""
        return ()

    def _paint(self, painter: QPainter) -> None:
        """Draw everything but the ring of the focus."""

    def _ring(self, box: QRectF) -> QRectF:
        """Where the ring of the focus stands around the box of a spot."""
        return box.adjusted(-2, -2, 2, 2)

    def _tip(self, place: int, point: QPointF) -> str:  # noqa: ARG002 - for parts with columns
        """The tooltip at a point of the spot at a place."""
        return self._lay_out()[place].tip

    def _description(self) -> str:
        """What a screen reader says of the part."""
        return "；".join(spot.tip for spot in self._lay_out())

    # ---- how all parts answer ------------------------------------------------------------------

    def _changed(self) -> None:
        """The part shows something else: begin at its first spot again."""
        self._focus, self._hover = 0, -1
        self.setAccessibleDescription(self._description())
        self.updateGeometry()
        self.update()

    def _go_to(self, place: int) -> None:
        self._focus = place
        self.setAccessibleDescription(self._description())
        self.update()

    def _at(self, point: QPointF) -> int:
        places = enumerate(self._lay_out())
        return next((place for place, spot in places if spot.holds(point)), -1)

    def _asks_for(self, place: int) -> str:
        return self._lay_out()[place].id if place >= 0 else ""

    def _open(self, place: int) -> None:
        asked = self._asks_for(place)
        if asked:
            self.clicked.emit(asked)

    def _point_at(self, place: int) -> None:
        if place != self._hover:
            self._hover = place
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the hand over a link."""
        place = self._at(event.position())
        link = bool(self._asks_for(place))
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        self._point_at(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the mouse left."""
        super().leaveEvent(event)
        self._point_at(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: open what was clicked."""
        self._open(self._at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows go from spot to spot, Enter opens one."""
        last = len(self._lay_out()) - 1
        place = min(self._focus, last)
        way, step = _STEPS.get(event.key(), (None, 0))
        if place >= 0 and event.key() in self._opens:
            self._open(place)
        elif way is not None and way in self._along:
            self._go_to(max(min(place + step, last), 0))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: the words of the spot under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            point = QPointF(event.pos())
            place = self._at(point)
            tip = self._tip(place, point) if place >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        painter = QPainter(self)
        self._paint(painter)
        spots = self._lay_out()
        if spots and self.hasFocus():
            ring = self._ring(spots[min(self._focus, len(spots) - 1)].box)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().color("accent"), theme.FOCUS))
            whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring.intersected(whole), 4, 4)
