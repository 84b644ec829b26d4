"""A figure of the leader's page: label, large numbers that open their rows, a note.

Every number names its metric; clicking it (or Enter on it) asks for the rows behind it. The
dotted underline says so. Painted in one widget so that figures and units share a baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import ink_of
from invest_crm.ui.kit.spots import PaintedPart, Spot
from invest_crm.ui.kit.text import ElidedLabel, Span, SpanLabel, label, spans_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class Figure(Struct, frozen=True):
    """One number: ``metric`` is what a click asks for, ``definition`` its sentence."""

    text: str
    unit: str = ""
    metric: str = ""
    definition: str = ""
    tone: str = ""


class FigureRow(PaintedPart):
    """Large figures on one baseline; each with a metric is a link and a stop of Tab."""

    def __init__(self, figures: Sequence[Figure] = (), size: int = theme.FIGURE) -> None:
        super().__init__(along=Qt.Orientation.Horizontal)
        self._figures: tuple[Figure, ...] = ()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_figures(figures)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show other numbers."""
        self._figures = tuple(figures)
        links = any(figure.metric for figure in figures)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if links else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(" ".join(f"{f.text}{f.unit}" for f in figures))
        self._changed()

    def set_size(self, size: int) -> None:
        """Draw the numbers in another size of the theme."""
        if size != self._size:
            self._size = size
            self._changed()

    def sizeHint(self) -> QSize:
        """Qt: all figures and units."""
        boxes = self._boxes()
        width = boxes[-1].right() + self._unit_width(self._figures[-1]) if boxes else 0
        return QSize(round(width) + 2, theme.current().px(self._size + 10))

    def minimumSizeHint(self) -> QSize:
        """Qt: never cut a number."""
        return self.sizeHint()

    def _paint(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        baseline = self._baseline()
        for place, (figure, box) in enumerate(zip(self._figures, self._boxes(), strict=True)):
            ink = ink_of(figure.tone) if figure.tone else look.color("ink")
            hot = place == self._hover and bool(figure.metric)
            painter.setPen(look.color("accent") if hot else ink)
            painter.setFont(self._font())
            painter.drawText(QPointF(box.x(), baseline), figure.text)
            painter.setPen(ink if figure.tone else look.color("ink_2"))
            painter.setFont(look.font())
            painter.drawText(QPointF(box.right() + look.px(3), baseline), figure.unit)
            if figure.metric:
                pen = QPen(look.color("accent" if hot else "ink_2"), 1)
                pen.setDashPattern([1, 2])
                painter.setPen(pen)
                line = round(baseline) + look.px(6) + 0.5
                painter.drawLine(QPointF(box.x(), line), QPointF(box.right(), line))

    def _ring(self, box: QRectF) -> QRectF:
        return box.adjusted(-1, 1, 1, -1)

    def _description(self) -> str:
        return " ".join(figure.definition for figure in self._figures if figure.definition)

    def _lay_out(self) -> list[Spot]:
        parts = zip(self._boxes(), self._figures, strict=True)
        return [Spot(box, figure.metric, figure.definition) for box, figure in parts]

    def _font(self) -> QFont:
        return theme.current().font(self._size, 600)

    def _baseline(self) -> float:
        return round(self.height() - theme.current().px(self._size) * 0.38)

    def _unit_width(self, figure: Figure) -> float:
        if not figure.unit:
            return 0
        metrics = QFontMetricsF(theme.current().font())
        return metrics.horizontalAdvance(figure.unit) + theme.px(3)

    def _boxes(self) -> list[QRectF]:
        metrics = QFontMetricsF(self._font())
        boxes: list[QRectF] = []
        x = 0.0
        for figure in self._figures:
            width = metrics.horizontalAdvance(figure.text)
            boxes.append(QRectF(x, 0, width, self.height()))
            x += width + self._unit_width(figure) + theme.GAP_SMALL
        return boxes


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
        column.setContentsMargins(theme.margins(14, 11, 14, 10))
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        column.addWidget(self.figures)
        column.addSpacing(theme.px(2))
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
