"""A figure of the leader's page: label, large numbers that open their rows, a note.

Every number names its metric; clicking it (or Enter on it) asks for the rows behind it. The
dotted underline says so. Painted in one widget so that figures and units share a baseline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import ink_of
from invest_crm.ui.kit.text import ElidedLabel, Span, SpanLabel, label, spans_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: ``metric`` is what a click asks for, ``definition`` its sentence."""

    text: str
    unit: str = ""
    metric: str = ""
    definition: str = ""
    tone: str = ""


class FigureRow(QWidget):
    """Large figures on one baseline; each with a metric is a link and a stop of Tab."""

    clicked = Signal(str)

    def __init__(self, figures: Sequence[Figure] = (), size: int = theme.FIGURE) -> None:
        super().__init__()
        self._figures: tuple[Figure, ...] = ()
        self._size = size
        self._focused = 0
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_figures(figures)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show other numbers."""
        self._figures = tuple(figures)
        self._focused = 0
        links = any(figure.metric for figure in figures)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if links else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(" ".join(f"{f.text}{f.unit}" for f in figures))
        self.setAccessibleDescription(" ".join(f.definition for f in figures if f.definition))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: all figures and units."""
        boxes = self._boxes()
        width = boxes[-1].right() + self._unit_width(self._figures[-1]) if boxes else 0
        return QSize(round(width) + 2, theme.current().px(self._size + 10))

    def minimumSizeHint(self) -> QSize:
        """Qt: never cut a number."""
        return self.sizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the hand over a link."""
        self._hovered = self._at(event.position())
        link = self._hovered >= 0 and bool(self._figures[self._hovered].metric)
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: no longer over a link."""
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: open the rows of the number."""
        place = self._at(event.position())
        if place >= 0 and self._figures[place].metric:
            self.clicked.emit(self._figures[place].metric)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows move between the numbers, Enter opens one."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._figures:
            metric = self._figures[self._focused].metric
            if metric:
                self.clicked.emit(metric)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._focused = min(max(self._focused + step, 0), len(self._figures) - 1)
            self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: the definition as the tooltip of the number under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            text = self._figures[place].definition if place >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        baseline = self._baseline()
        for place, (figure, box) in enumerate(zip(self._figures, self._boxes(), strict=True)):
            ink = ink_of(figure.tone) if figure.tone else look.color("ink")
            hot = place == self._hovered and bool(figure.metric)
            painter.setPen(look.color("accent") if hot else ink)
            painter.setFont(self._font())
            painter.drawText(QPointF(box.x(), baseline), figure.text)
            painter.setPen(ink if figure.tone else look.color("ink_2"))
            painter.setFont(look.font())
            painter.drawText(QPointF(box.right() + 3, baseline), figure.unit)
            if figure.metric:
                pen = QPen(look.color("accent" if hot else "ink_2"), 1)
                pen.setDashPattern([1, 2])
                painter.setPen(pen)
                line = round(baseline) + 6.5
                painter.drawLine(QPointF(box.x(), line), QPointF(box.right(), line))
            if self.hasFocus() and place == self._focused:
                painter.setPen(QPen(look.color("accent"), theme.FOCUS))
                painter.drawRoundedRect(
                    box.adjusted(-1, 1, 1, -1).intersected(
                        QRectF(self.rect()).adjusted(1, 1, -1, -1)
                    ),
                    4,
                    4,
                )

    def _font(self) -> QFont:
        return theme.current().font(self._size, 600)

    def _baseline(self) -> float:
        return round(self.height() - theme.current().px(self._size) * 0.38)

    def _unit_width(self, figure: Figure) -> float:
        if not figure.unit:
            return 0
        return QFontMetricsF(theme.current().font()).horizontalAdvance(figure.unit) + 3

    def _boxes(self) -> list[QRectF]:
        metrics = QFontMetricsF(self._font())
        boxes: list[QRectF] = []
        x = 0.0
        for figure in self._figures:
            width = metrics.horizontalAdvance(figure.text)
            boxes.append(QRectF(x, 0, width, self.height()))
            x += width + self._unit_width(figure) + 8
        return boxes

    def _at(self, point: QPointF) -> int:
        for place, box in enumerate(self._boxes()):
            if box.contains(point):
                return place
        return -1


class FigureCard(QFrame):
    """Label and right note, large figures, a line of explanation below."""

    metric_clicked = Signal(str)

    def __init__(
        self,
        title: str,
        figures: Sequence[Figure] = (),
        *,
        right: str = "",
        right_tone: str = "",
        sub: str | Sequence[Span] = "",
    ) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self.figures = FigureRow()
        self.figures.clicked.connect(self.metric_clicked)
        self._title = label("", "label")
        self._right = ElidedLabel(align=Qt.AlignmentFlag.AlignRight)
        self._sub = SpanLabel(role="note")
        self._sub.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(self._title)
        head.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.CARD_PADDING, 11, theme.CARD_PADDING, 10)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.figures)
        column.addSpacing(2)
        column.addWidget(self._sub, 1)
        self.set(title, figures, right=right, right_tone=right_tone, sub=sub)

    def set(
        self,
        title: str,
        figures: Sequence[Figure],
        *,
        right: str = "",
        right_tone: str = "",
        sub: str | Sequence[Span] = "",
    ) -> None:
        """Show another state of the figure; ``right_tone`` colours the note at the right."""
        self.setAccessibleName(title)
        self._title.setText(title)
        self.figures.set_figures(figures)
        self._right.set_text(right, f"{right_tone}_ink" if right_tone else "ink_2")
        self._sub.set_spans(spans_of(sub))
