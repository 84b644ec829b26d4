"""Charts drawn with QPainter: bars of states and a small line, labelled in place, no legends.

A part that stands for rows has an id: clicking it (or Enter on it) asks for them, hovering gives
its definition. Must not know what a figure means; sizes are in logical pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from invest_crm.ui import theme
from invest_crm.ui.kit.spots import PaintedPart, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence


_GAP, _SHORT_BAR = 20, 120
_LONG_NAME = 0.3
"""Names take at most this share of the width; longer ones end in an ellipsis."""
_SHORT_NAME = 100
_ROOMY, _THICKEST = 50, 2.0
"""Bars grow thicker in lines higher than this, to so many times their usual thickness."""


class Segment(Struct, frozen=True):
    """A part of a bar: its ``value`` sets the length; ``id`` is what a click asks for.

    ``label`` stands inside; ``short`` is tried where it does not fit. ``pale``: the quiet fill of
    its tone, where many bars stand together and few of them matter.
    """

    value: float
    label: str
    tone: str
    id: str = ""
    short: str = ""
    definition: str = ""
    pale: bool = False


class Bar(Struct, frozen=True):
    """One line of a bar chart: name at the left, segments, words at the right.

    ``shorter``: what stands at the right where the words do not fit, longest first. ``id`` is
    what a click on the words asks for. Of segments without a length the label is still said.
    """

    name: str
    segments: tuple[Segment, ...]
    right: str = ""
    id: str = ""
    shorter: tuple[str, ...] = ()


class Series(Struct, frozen=True):
    """One line of a line chart; None leaves a hole. The label stands at its end."""

    label: str
    points: tuple[float | None, ...]
    tone: str = "accent"
    id: str = ""
    dashed: bool = False


class Bars(PaintedPart):
    """Horizontal bars of one or more segments, words at the right in a column of their own.

    ``row`` is the height of a line; lines are spread over spare height up to ``row_most``.
    """

    def __init__(
        self,
        bars: Sequence[Bar] = (),
        *,
        name: str = "",
        row: int = 25,
        row_most: int = 132,
        thick: int = 16,
        right_align: bool = True,
    ) -> None:
        super().__init__(name)
        self._bars: tuple[Bar, ...] = ()
        self._row, self._row_most, self._thick = row, row_most, thick
        self._right_align = right_align
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_bars(bars)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars, in the order of meaning given."""
        self._bars = tuple(bars)
        self._changed()

    def sizeHint(self) -> QSize:
        """Qt: all lines."""
        return QSize(theme.px(420), theme.px(self._row) * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """Qt: all lines with their words, the bars short."""
        names = min(self._names_width(), theme.px(_SHORT_NAME))
        words = self._words_width([bar.shorter[-1] if bar.shorter else bar.right
                                   for bar in self._bars])  # fmt: skip
        width = names + words + theme.px(_SHORT_BAR) + theme.px(_GAP) + theme.GAP
        return QSize(round(width), theme.px(self._row) * len(self._bars))

    def _columns(self) -> tuple[float, float, float]:
        """Left of the bars, their full width, left of the words at the right."""
        words = self._words_width([bar.right for bar in self._bars])
        most = max(self.width() * _LONG_NAME, theme.px(_SHORT_NAME))
        left = min(self._names_width(), most) + theme.px(_GAP)
        least = left + theme.px(_SHORT_BAR) + theme.GAP
        words = min(words, max(self.width() * 0.42, self.width() - least))
        return left, max(self.width() - left - words - theme.GAP, 20), self.width() - words

    def _names_width(self) -> float:
        metrics = QFontMetricsF(theme.current().font())
        return max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)

    def _words_width(self, texts: Sequence[str]) -> float:
        metrics = QFontMetricsF(self._words_font())
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2

    def _words_font(self) -> QFont:
        return theme.current().font(theme.BODY if self._right_align else theme.NOTE)

    def _words(self, bar: Bar, width: float) -> str:
        """The longest words at the right that fit into a width."""
        metrics = QFontMetricsF(self._words_font())
        fitting = (t for t in (bar.right, *bar.shorter) if metrics.horizontalAdvance(t) <= width)
        shortest = bar.shorter[-1] if bar.shorter else bar.right
        return next(fitting, metrics.elidedText(shortest, Qt.TextElideMode.ElideRight, width))

    def _line_height(self) -> float:
        least = theme.current().px(self._row)
        most = theme.current().px(self._row_most)
        return min(max(self.height() / max(len(self._bars), 1), least), most)

    def _segments(self) -> list[tuple[int, QRectF, Segment]]:
        left, width, _right = self._columns()
        longest = max((sum(s.value for s in bar.segments) for bar in self._bars), default=0) or 1
        line = self._line_height()
        roomy = min(max(1, line / theme.px(_ROOMY)), _THICKEST)
        thick = round(theme.px(self._thick) * roomy)
        boxes: list[tuple[int, QRectF, Segment]] = []
        for place, bar in enumerate(self._bars):
            start, total = left, 0.0
            for segment in bar.segments:
                total += segment.value
                end = left + round(total / longest * width)
                top = round(place * line + (line - thick) / 2)
                boxes.append((place, QRectF(start, top, end - start, thick), segment))
                start = end
        return boxes

    def _lay_out(self) -> list[Spot]:
        """Of each line its name where it is shortened, its segments, its words where they are a
        link or shortened.
        """
        left, _width, right = self._columns()
        line, names = self._line_height(), QFontMetricsF(theme.current().font())
        drawn = [item for item in self._segments() if item[1].width() > 0]
        spots: list[Spot] = []
        for place, bar in enumerate(self._bars):
            top = place * line
            if names.horizontalAdvance(bar.name) > left - theme.px(_GAP) + 1:
                spots.append(Spot(QRectF(0, top, left - theme.px(_GAP), line), bar.id, bar.name))
            spots += [Spot(box, seg.id, _spoken(bar, seg)) for at, box, seg in drawn if at == place]
            if bar.id or self._words(bar, self.width() - right) != bar.right:
                words = QRectF(right, top, self.width() - right, line)
                spots.append(Spot(words, bar.id, f"{bar.name} {bar.right}"))
        return spots

    def _paint(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, _width, right = self._columns()
        line = self._line_height()
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, bar in enumerate(self._bars):
            cell = QRectF(0, place * line, left - theme.px(_GAP) + 1, line)
            painter.setFont(look.font())
            painter.setPen(look.color("ink"))
            name = painter.fontMetrics().elidedText(
                bar.name, Qt.TextElideMode.ElideRight, int(cell.width()) + 1
            )
            painter.drawText(cell, Qt.AlignmentFlag.AlignLeft | middle, name)
            self._paint_right(painter, QRectF(right, place * line, self.width() - right, line), bar)
            self._paint_bar(painter, place)

    def _paint_right(self, painter: QPainter, cell: QRectF, bar: Bar) -> None:
        painter.setPen(theme.current().color("ink_2"))
        painter.setFont(self._words_font())
        side = Qt.AlignmentFlag.AlignRight if self._right_align else Qt.AlignmentFlag.AlignLeft
        text = self._words(bar, cell.width())
        painter.drawText(cell, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, line: int) -> None:
        look = theme.current()
        every = [(box, seg) for place, box, seg in self._segments() if place == line]
        parts = [(box, seg) for box, seg in every if box.width() > 0]
        if not parts:
            for box, segment in every[:1]:
                painter.setFont(look.font(theme.NOTE))
                painter.setPen(look.color("ink_3"))
                room = box.adjusted(0, -theme.px(2), self.width() - box.x(), theme.px(2))
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, segment.label)
            return
        whole = parts[0][0].united(parts[-1][0])
        outline = QPainterPath()
        outline.addRoundedRect(whole, 3, 3)
        painter.save()
        painter.setClipPath(outline)
        for box, segment in parts:
            role = f"{segment.tone}_soft" if segment.pale else segment.tone
            painter.fillRect(box, look.color(role))
        for box, _segment in parts[1:]:
            painter.fillRect(QRectF(box.x() - 0.5, box.y(), 1, box.height()), look.color("card"))
        painter.restore()
        painter.setFont(look.font(theme.NOTE))
        for box, segment in parts:
            painter.setPen(look.color("ink" if segment.pale else f"{segment.tone}_on"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _fitting(painter, box, segment))


class Lines(PaintedPart):
    """A small line chart: each line's name and last value at its end, months below."""

    def __init__(
        self, series: Sequence[Series] = (), ticks: Sequence[str] = (), *, name: str = ""
    ) -> None:
        super().__init__(name)
        self._series: tuple[Series, ...] = ()
        self._ticks: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_series(series, ticks)

    def set_series(self, series: Sequence[Series], ticks: Sequence[str]) -> None:
        """Show other lines over the steps ``ticks``."""
        self._series, self._ticks = tuple(series), tuple(ticks)
        self._changed()

    def sizeHint(self) -> QSize:
        """Qt: small."""
        return QSize(360, theme.current().px(140))

    def minimumSizeHint(self) -> QSize:
        """Qt: smaller."""
        return QSize(200, theme.current().px(90))

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(theme.current().font(theme.NOTE))
        ends = max((metrics.horizontalAdvance(s.label) for s in self._series), default=0)
        ends = min(ends, self.width() * 0.35)
        foot = metrics.height() + 6 if self._ticks else 4
        return QRectF(8, 8, max(self.width() - ends - 24, 10), max(self.height() - foot - 8, 10))

    def _points(self, series: Series) -> list[QPointF | None]:
        plot = self._plot()
        values = [p for line in self._series for p in line.points if p is not None]
        top = max(values, default=1.0) or 1.0
        steps = max(max((len(s.points) for s in self._series), default=1) - 1, 1)
        return [
            None
            if value is None
            else QPointF(
                plot.x() + plot.width() * i / steps, plot.bottom() - plot.height() * value / top
            )
            for i, value in enumerate(series.points)
        ]

    def _lay_out(self) -> list[Spot]:
        spots: list[Spot] = []
        for series in self._series:
            known = [p for p in self._points(series) if p is not None]
            if known:
                box = QRectF(known[-1].x() - 6, known[-1].y() - 8, self.width(), 16)
                box = box.intersected(QRectF(self.rect()))
                spots.append(Spot(box, series.id, series.label))
        return spots

    def _paint(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(plot.bottomLeft() + QPointF(0, 0.5), plot.bottomRight() + QPointF(0, 0.5))
        painter.setFont(look.font(theme.NOTE))
        self._paint_ticks(painter, plot)
        for series in self._series:
            self._paint_line(painter, series)
        floor = -1e9
        for series in sorted(self._series, key=self._end_height):
            floor = self._paint_end(painter, series, floor)

    def _end_height(self, series: Series) -> float:
        known = [p for p in self._points(series) if p is not None]
        return known[-1].y() if known else 0

    def _paint_ticks(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(theme.current().color("ink_3"))
        steps = max(len(self._ticks) - 1, 1)
        width = plot.width() / steps
        widest = max((painter.fontMetrics().horizontalAdvance(t) for t in self._ticks), default=1)
        every = max(1, round((widest + 12) / max(width, 1) + 0.49))
        for place, words in enumerate(self._ticks):
            if place % every:
                continue
            span = painter.fontMetrics().horizontalAdvance(words) + 4
            x = min(max(plot.x() + width * place - span / 2, 0), self.width() - span)
            cell = QRectF(x, plot.bottom() + 4, span, painter.fontMetrics().height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_line(self, painter: QPainter, series: Series) -> None:
        color = theme.current().color(series.tone)
        known = [p for p in self._points(series) if p is not None]
        if not known:
            return
        pen = QPen(color, 2)
        if series.dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(known)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(known[-1], 3, 3)

    def _paint_end(self, painter: QPainter, series: Series, floor: float) -> float:
        """The label at the end of a line, clear of lines and pushed below the label above it."""
        look = theme.current()
        known = [p for p in self._points(series) if p is not None]
        if not known:
            return floor
        metrics = painter.fontMetrics()
        y = max(known[-1].y() - metrics.height() / 2, floor)
        width = metrics.horizontalAdvance(series.label)
        cell = QRectF(known[-1].x() + 8, y, width + 1, metrics.height())
        ground = look.color("card")
        ground.setAlphaF(0.88)
        painter.fillRect(cell.adjusted(-2, 1, 2, -1), ground)
        painter.setPen(look.color("accent" if series.tone == "accent" else f"{series.tone}_ink"))
        painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter, series.label)
        return y + metrics.height()


def simple_bars(values: Sequence[tuple[str, float, str]], tone: str = "accent") -> list[Bar]:
    """Plain bars from (name, value, words at the right), all in one tone."""
    return [Bar(name, (Segment(value, "", tone),), right) for name, value, right in values]


def with_ids(bar: Bar, ids: Sequence[str]) -> Bar:
    """A copy of a bar whose segments ask for ``ids``."""
    parts = zip(bar.segments, ids, strict=True)
    return replace(bar, segments=tuple(replace(part, id=one) for part, one in parts))


def _spoken(bar: Bar, segment: Segment) -> str:
    words = f"{bar.name} {segment.label}"
    return f"{words}：{segment.definition}" if segment.definition else words


def _fitting(painter: QPainter, box: QRectF, segment: Segment) -> str:
    metrics = painter.fontMetrics()
    for text in (segment.label, segment.short):
        if metrics.horizontalAdvance(text) + 4 <= box.width():
            return text
    return ""
