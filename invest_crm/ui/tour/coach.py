"""The mark of the tour: a ring around a part, a card of words beside it with a pointer.

Nothing is covered up or held back: the window is worked with as ever while it stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

_WIDE, _POINTER, _RING, _EDGE = 330, 9, 3, 8
_HEAD: Final = 96
"""Of a large part only so much is pointed at, from its top."""
_OWN: Final = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Shift})
_ON: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right})


class Ring(QWidget):
    """A line around the part that is spoken of; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, box: QRect) -> None:
        """Stand around a rectangle of the window."""
        out = theme.px(_RING)
        self.setGeometry(box.adjusted(-out, -out, out, out) & self._over.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().color("accent"), 2))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.RADIUS_CARD, theme.RADIUS_CARD)


class CoachMark(QWidget):
    """``on``, ``back`` and ``skipped`` by buttons or keys; ``typed(event)``: a key that is meant
    for the window.
    """

    on = Signal()
    back = Signal()
    skipped = Signal()
    typed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self._box = QRect()
        self._side = "below"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Tour of the window"))
        self._title = label("", "strong", wrap=True)
        self._text = label("", "", wrap=True)
        self._count = label("", "hint")
        self.skip = QPushButton(_("Skip"))
        theme.set_role(self.skip, "link")
        self.next = QPushButton(_("Next"))
        theme.set_role(self.next, "primary")
        self.skip.clicked.connect(lambda _on=False: self.skipped.emit())
        self.next.clicked.connect(lambda _on=False: self.on.emit())
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP_SMALL)
        foot.addWidget(self._count, 1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP_TINY)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(theme.GAP_TINY)
        column.addLayout(foot)
        self.hide()

    def say(self, title: str, text: str, place: int, of: int) -> None:
        """Say something; step ``place`` of ``of``, counted from 1."""
        self._title.setText(title)
        self._text.setText(text)
        keys = _("Enter next · Esc skip")
        self._count.setText(f"{place} / {of}   {keys}")
        self.next.setText(_("Done") if place == of else _("Next"))
        self.setAccessibleDescription(f"{title} {text}")

    def words(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._text.text()}"

    def point_at(self, box: QRect) -> None:
        """Stand beside a rectangle of the window, on the side with most use of the room."""
        window = self._over.rect()
        self._box = QRect(box.x(), box.y(), box.width(), min(box.height(), theme.px(_HEAD)))
        self._pad(theme.px(_POINTER))
        size = self._size(window)
        self._side = _side(self._box, size, window)
        self.setGeometry(QRect(_corner(self._side, self._box, size, window), size))
        self.show()
        self.raise_()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: its own keys; whatever else is typed goes where it would have gone."""
        key = Qt.Key(event.key())
        if key in _ON:
            self.on.emit()
        elif key == Qt.Key.Key_Left:
            self.back.emit()
        elif key == Qt.Key.Key_Escape:
            self.skipped.emit()
        elif key in _OWN:
            super().keyPressEvent(event)
        else:
            self.typed.emit(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: a raised card with its pointer."""
        look, tip = theme.current(), theme.px(_POINTER)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QPainterPath()
        body = QRectF(self.rect()).adjusted(tip, tip, -tip, -tip)
        card.addRoundedRect(body, theme.RADIUS_CARD, theme.RADIUS_CARD)
        pointer = QPainterPath()
        pointer.addPolygon(self._pointer(body, tip))
        painter.setPen(QPen(look.color("accent"), 1.5))
        painter.setBrush(look.color("raised"))
        painter.drawPath(card.united(pointer))

    def _pad(self, tip: int) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(tip + theme.MARGIN, tip + theme.GAP, tip + theme.MARGIN,
                                      tip + theme.GAP)  # fmt: skip

    def _size(self, window: QRect) -> QSize:
        wide = min(theme.px(_WIDE), window.width() - 2 * _EDGE)
        layout = self.layout()
        high = layout.totalHeightForWidth(wide) if layout is not None else 0
        return QSize(wide, high)

    def _pointer(self, body: QRectF, tip: int) -> QPolygonF:
        """A triangle on the side of the part, as near its middle as the card reaches."""
        target = QPointF(self._box.center() - self.pos())
        round_off = theme.RADIUS_CARD + tip
        x = min(max(target.x(), body.left() + round_off), body.right() - round_off)
        y = min(max(target.y(), body.top() + round_off), body.bottom() - round_off)
        points = {
            "below": [(x - tip, body.top()), (x, body.top() - tip), (x + tip, body.top())],
            "above": [(x - tip, body.bottom()), (x, body.bottom() + tip), (x + tip, body.bottom())],
            "right": [(body.left(), y - tip), (body.left() - tip, y), (body.left(), y + tip)],
            "left": [(body.right(), y - tip), (body.right() + tip, y), (body.right(), y + tip)],
        }[self._side]
        return QPolygonF([QPointF(*point) for point in [*points, points[0]]])


def _side(box: QRect, size: QSize, window: QRect) -> str:
    """Where the card fits; a tall part is spoken of from beside it."""
    room = {
        "below": window.bottom() - box.bottom() - size.height(),
        "right": window.right() - box.right() - size.width(),
        "left": box.left() - size.width(),
        "above": box.top() - size.height(),
    }
    wide = box.width() < window.width() // 4 and box.left() < _EDGE
    order = ("right", "below", "left", "above") if wide else ("below", "above", "right", "left")
    fits = [side for side in order if room[side] >= 0]
    return fits[0] if fits else max(order, key=room.__getitem__)


def _corner(side: str, box: QRect, size: QSize, window: QRect) -> QPoint:
    """The place of the card on a side, inside the window."""
    middle = box.center() - QPoint(size.width() // 2, size.height() // 2)
    x = {"right": box.right(), "left": box.left() - size.width()}.get(side, middle.x())
    y = {"below": box.bottom(), "above": box.top() - size.height()}.get(side, middle.y())
    x = max(min(x, window.right() - size.width() - _EDGE), _EDGE)
    y = max(min(y, window.bottom() - size.height() - _EDGE), _EDGE)
    return QPoint(x, y)
