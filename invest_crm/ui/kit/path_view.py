"""The whole path of a record as one vertical line of steps.

Each step has a mark by its state (done, doing, waiting, late, todo), a label, words at the right
and a quiet line below. A step with an id is a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from invest_crm.ui import theme
from invest_crm.ui.kit.spots import ENTER, PaintedPart, Spot
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

StepState = Literal["done", "doing", "waiting", "late", "todo"]

_DOT = 18
_LEFT = 30


class Step(Struct, frozen=True):
    """One step of a path; ``right`` a date or a wait, ``sub`` a quiet line, ``id`` for a click."""

    label: str
    state: StepState = "todo"
    right: str = ""
    sub: str = ""
    id: str = ""


class PathView(PaintedPart):
    """Paints the steps; emits ``clicked(id)``."""

    def __init__(self, steps: Sequence[Step] = (), *, name: str = "") -> None:
        super().__init__(name or _("Whole path"), along=Qt.Orientation.Vertical, opens=ENTER)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show another path."""
        self._steps = tuple(steps)
        self._changed()

    def sizeHint(self) -> QSize:
        """Qt: all steps."""
        return QSize(300, self._step_height() * len(self._steps) + 4)

    def minimumSizeHint(self) -> QSize:
        """Qt: all steps, narrower."""
        return QSize(theme.px(120), self.sizeHint().height())

    def _paint(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._step_height()
        dot, left = look.px(_DOT), look.px(_LEFT)
        if len(self._steps) > 1:
            first, last = dot, (len(self._steps) - 1) * height + look.px(4)
            painter.fillRect(QRectF(dot / 2 - 1, first, 2, last - first), look.color("line"))
        for place, step in enumerate(self._steps):
            top = place * height
            self._paint_mark(painter, QRectF(0, top + look.px(2), dot, dot), step.state)
            self._paint_words(painter, step, QRect(left, top, self.width() - left, height))
            if place == self._hover and step.id:
                under = QFontMetrics(look.font()).horizontalAdvance(step.label)
                painter.fillRect(QRectF(left, top + look.px(21), under, 1), look.color("accent"))

    def _ring(self, box: QRectF) -> QRectF:
        return box.adjusted(theme.px(_LEFT) - 4, 1, -2, -3)

    def _description(self) -> str:
        words = [f"{s.label} {_state_words(s.state)} {s.right}".strip() for s in self._steps]
        return "；".join(words)

    def _lay_out(self) -> list[Spot]:
        height = self._step_height()
        return [
            Spot(QRectF(0, place * height, self.width(), height), step.id, _tip(step))
            for place, step in enumerate(self._steps)
        ]

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
        room = box.width() - right - (theme.GAP_SMALL if right else 0)
        painter.drawText(top, left, _short(painter, step.label, room))
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_3"))
        below = QRect(box.x(), box.y() + line - look.px(3), box.width(), look.px(18))
        painter.drawText(below, left, _short(painter, step.sub, box.width()))

    def _paint_mark(self, painter: QPainter, box: QRectF, state: StepState) -> None:
        look = theme.current()
        painter.save()
        painter.translate(box.center())
        painter.scale(look.text_scale, look.text_scale)
        fill = {"done": "started", "doing": "accent", "late": "bad"}.get(state, "card")
        line = {"waiting": "accent", "todo": "link"}.get(state, fill)
        painter.setBrush(look.color(fill))
        painter.setPen(QPen(look.color(line), 1.5))
        painter.drawEllipse(QPointF(), _DOT / 2 - 0.75, _DOT / 2 - 0.75)
        mark = QPen(look.color("card"), 1.6)
        mark.setCapStyle(Qt.PenCapStyle.RoundCap)
        mark.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(mark)
        if state == "done":
            tick = ((-3.6, 0.2), (-1.0, 2.8), (3.8, -2.8))
            painter.drawPolyline([QPointF(x, y) for x, y in tick])
        elif state == "late":
            painter.drawLine(QPointF(0, -4), QPointF(0, 0.8))
            painter.drawPoint(QPointF(0, 3.8))
        elif state == "doing":
            painter.setBrush(look.color("card"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(), 3, 3)
        elif state == "waiting":
            painter.setPen(QPen(look.color("accent"), 1.6))
            painter.drawLine(QPointF(-1.8, -2.8), QPointF(-1.8, 2.8))
            painter.drawLine(QPointF(1.8, -2.8), QPointF(1.8, 2.8))
        painter.restore()

    def _step_height(self) -> int:
        return theme.current().px(37)


def _tip(step: Step) -> str:
    return "\n".join(text for text in (step.label, step.right, step.sub) if text)


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
