"""The whole path of a record as one vertical line of steps.

Each step has a mark by its state (done, doing, waiting, late, todo), a label, words at the right
and a quiet line below. A step with an id is a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from invest_crm.ui import theme
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

StepState = Literal["done", "doing", "waiting", "late", "todo"]

_DOT = 18
_LEFT = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path; ``right`` a date or a wait, ``sub`` a quiet line, ``id`` for a click."""

    label: str
    state: StepState = "todo"
    right: str = ""
    sub: str = ""
    id: str = ""


class PathView(QWidget):
    """Paints the steps; emits ``clicked(id)``."""

    clicked = Signal(str)

    def __init__(self, steps: Sequence[Step] = (), *, name: str = "") -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._current, self._hover = 0, -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or _("Whole path"))
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show another path."""
        self._steps = tuple(steps)
        self._current, self._hover = 0, -1
        words = [f"{s.label} {_state_words(s.state)} {s.right}".strip() for s in self._steps]
        self.setAccessibleDescription("；".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: all steps."""
        return QSize(300, self._step_height() * len(self._steps) + 4)

    def minimumSizeHint(self) -> QSize:
        """Qt: all steps, narrower."""
        return QSize(220, self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the hand over a linked step."""
        self._hover = self._at(event.position())
        link = self._hover >= 0 and bool(self._steps[self._hover].id)
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the mouse left."""
        super().leaveEvent(event)
        self._hover = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: open a step."""
        place = self._at(event.position())
        if place >= 0 and self._steps[place].id:
            self.clicked.emit(self._steps[place].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: up and down move, Enter opens."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._current = min(max(self._current + step, 0), max(len(self._steps) - 1, 0))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._steps:
            if self._steps[self._current].id:
                self.clicked.emit(self._steps[self._current].id)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: the whole of a shortened line."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            step = self._steps[place] if place >= 0 else None
            words = "\n".join(t for t in (step.label, step.right, step.sub) if t) if step else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._step_height()
        if len(self._steps) > 1:
            first, last = _DOT, (len(self._steps) - 1) * height + 4
            painter.fillRect(QRectF(_DOT / 2 - 1, first, 2, last - first), look.color("line"))
        for place, step in enumerate(self._steps):
            top = place * height
            self._paint_mark(painter, QRectF(0, top + 2, _DOT, _DOT), step.state)
            self._paint_words(painter, step, QRect(_LEFT, top, self.width() - _LEFT, height))
            if place == self._hover and step.id:
                under = QFontMetrics(look.font()).horizontalAdvance(step.label)
                painter.fillRect(QRectF(_LEFT, top + 21, under, 1), look.color("accent"))
            if self.hasFocus() and place == self._current:
                painter.setPen(QPen(look.color("accent"), theme.FOCUS))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                box = QRectF(_LEFT - 5, top - 0.0, self.width() - _LEFT + 4, height - 2)
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_words(self, painter: QPainter, step: Step, box: QRect) -> None:
        look = theme.current()
        line = look.px(22)
        late = step.state == "late"
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("bad_ink" if late else "ink_2"))
        right = painter.fontMetrics().horizontalAdvance(step.right)
        right = min(right, box.width() * 2 // 3)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        top = QRect(box.x(), box.y(), box.width(), line)
        painter.drawText(top, side, _short(painter, step.right, right + 1))
        painter.setFont(look.font(theme.BODY, 600 if late else 500))
        painter.setPen(look.color("bad_ink" if late else "ink"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        room = box.width() - right - (8 if right else 0)
        painter.drawText(top, left, _short(painter, step.label, room))
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_3"))
        below = QRect(box.x(), box.y() + line - 3, box.width(), look.px(18))
        painter.drawText(below, left, _short(painter, step.sub, box.width()))

    def _paint_mark(self, painter: QPainter, box: QRectF, state: StepState) -> None:
        look = theme.current()
        middle = box.center()
        fill = {"done": "started", "doing": "accent", "late": "bad"}.get(state, "card")
        line = {"waiting": "accent", "todo": "link"}.get(state, fill)
        painter.setBrush(look.color(fill))
        painter.setPen(QPen(look.color(line), 1.5))
        painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))
        mark = QPen(look.color("card"), 1.6)
        mark.setCapStyle(Qt.PenCapStyle.RoundCap)
        mark.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(mark)
        if state == "done":
            tick = ((-3.6, 0.2), (-1.0, 2.8), (3.8, -2.8))
            painter.drawPolyline([middle + QPointF(x, y) for x, y in tick])
        elif state == "late":
            painter.drawLine(middle + QPointF(0, -4), middle + QPointF(0, 0.8))
            painter.drawPoint(middle + QPointF(0, 3.8))
        elif state == "doing":
            painter.setBrush(look.color("card"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(middle, 3, 3)
        elif state == "waiting":
            painter.setPen(QPen(look.color("accent"), 1.6))
            painter.drawLine(middle + QPointF(-1.8, -2.8), middle + QPointF(-1.8, 2.8))
            painter.drawLine(middle + QPointF(1.8, -2.8), middle + QPointF(1.8, 2.8))

    def _step_height(self) -> int:
        return theme.current().px(37)

    def _at(self, point: QPointF) -> int:
        place = int(point.y()) // self._step_height()
        return place if 0 <= place < len(self._steps) else -1


def _state_words(state: StepState) -> str:
    return {
        "done": pgettext("step", "done"),
        "doing": pgettext("step", "under way"),
        "waiting": pgettext("step", "waiting"),
        "late": pgettext("step", "late"),
        "todo": pgettext("step", "not begun"),
    }[state]


def _short(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
