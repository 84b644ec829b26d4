"""The heading row of a grid: small words, sort arrows, columns that stay in sight.

A click sorts, Shift adds a second key, the right button opens the column chooser, dragging moves
a column, a double click on an edge fits it to the rows in sight. The funnel at the right of the
heading under the mouse, and of every column that narrows the list, opens the column's values.
In a list with groups the figures of the whole list stand below the headings, always in sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.viewport import give_viewport
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from invest_crm.ui.kit.grid.source import Column, SortKey

_WORDS, _LINE = 32, 14
"""The height of the headings, and of a line of one that needs two (px)."""
_MOST_FROZEN = 0.75
"""Columns that stay in sight take no more of the width."""
_FUNNEL, _GRIP = 14, 4
"""The funnel's side, and the edge of a heading that is left to changing its width (px)."""


class GridHeader(QHeaderView):
    """Emits ``sort_asked(key, add)`` and ``values_asked(key, below)`` for a click on a funnel.

    ``total_asked(key, below)`` for a click on a figure of the whole list.
    """

    sort_asked = Signal(str, bool)
    values_asked = Signal(str, QPoint)
    total_asked = Signal(str, QPoint)

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        give_viewport(self, QPalette.ColorRole.Button).setMouseTracking(True)
        self._columns = tuple(columns)
        self._freezes = sum(column.frozen for column in columns)
        self._sort: tuple[SortKey, ...] = ()
        self._total: tuple[str, ...] = ()
        self._pressed = self._funnel_pressed = self._hovered = -1
        self._askable: frozenset[str] = frozenset()
        self._narrowed: frozenset[str] = frozenset()
        self.setMouseTracking(True)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(not self._freezes)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(36))
        self.take_height()
        self.setAccessibleName(_("Columns"))
        self.sectionClicked.connect(self._clicked)

    def set_total(self, texts: tuple[str, ...]) -> None:
        """The figures of the whole list by column; none for no such line."""
        self._total = texts
        self.take_height()
        self.viewport().update()

    def total(self) -> tuple[str, ...]:
        """The figures of the whole list, as shown."""
        return self._total

    def take_height(self) -> None:
        """As high as the headings and the line below them need."""
        self.setFixedHeight(theme.px(_WORDS) + (theme.px(theme.ROW) if self._total else 0))

    def set_sort(self, sort: tuple[SortKey, ...]) -> None:
        """Show the order in force."""
        self._sort = sort
        self.viewport().update()

    def set_funnels(self, askable: Collection[str], narrowed: Collection[str]) -> None:
        """Which columns have a funnel, and which of them narrow the list."""
        self._askable, self._narrowed = frozenset(askable), frozenset(narrowed)
        self.viewport().update()

    def below(self, logical: int) -> QPoint:
        """The lower left corner of a heading, for what opens under it."""
        return QPoint(max(self._left(logical), 0), self.height())

    def funnel(self, logical: int) -> QRect:
        """The place of a heading's funnel."""
        side = theme.px(_FUNNEL)
        right = self._left(logical) + self.sectionSize(logical) - theme.px(PAD)
        return QRect(right - side, (theme.px(_WORDS) - side) // 2, side, side)

    def columns(self) -> tuple[Column, ...]:
        """What the headings are of."""
        return self._columns

    def freeze(self, count: int) -> None:
        """Let so many columns from the left, hidden ones among them, stay in sight."""
        self._freezes = count

    def freezes(self) -> int:
        """How many columns from the left are to stay in sight."""
        return self._freezes

    def frozen(self) -> list[int]:
        """The columns shown that stay in sight, from the left: as many as leave room for others."""
        room = self.viewport().width() * _MOST_FROZEN
        found: list[int] = []
        for number in range(min(self._freezes, self.count())):
            place = self.logicalIndex(number)
            if self.isSectionHidden(place):
                continue
            room -= self.sectionSize(place)
            if found and room < 0:
                break
            found.append(place)
        return found

    def frozen_width(self) -> int:
        """The width they take."""
        return sum(self.sectionSize(place) for place in self.frozen())

    def frozen_at(self, x: int) -> int:
        """The frozen column at a place of the viewport, -1 for none."""
        edge = 0
        for place in self.frozen():
            edge += self.sectionSize(place)
            if x < edge:
                return place
        return -1

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Qt: one heading."""
        look = theme.current()
        column = self._columns[logical_index]
        if self._total:
            self._paint_total(painter, rect, logical_index)
            rect = QRect(rect.x(), rect.y(), rect.width(), look.px(_WORDS))
        painter.fillRect(rect, look.color("card"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("line"))
        place = next((i for i, s in enumerate(self._sort) if s.key == column.key), -1)
        painter.setFont(look.font(theme.NOTE, 500 if place >= 0 else 400))
        painter.setPen(look.color("ink" if place >= 0 else "ink_2"))
        inner = rect.adjusted(look.px(PAD), 0, -look.px(PAD), -1)
        funnel = self._funnel_color(logical_index)
        if funnel:
            side = look.px(_FUNNEL)
            top = rect.y() + (rect.height() - side) // 2
            box = QRect(inner.right() + 1 - side, top, side, side)
            icons.paint(painter, "filter", box, funnel)
            inner.setRight(box.x() - theme.GAP_TINY)
        arrow = theme.GAP if place >= 0 else 0
        inner.setRight(inner.right() - arrow)
        lines = lines_of(painter.fontMetrics(), column, inner.width())
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        first = -look.px(_LINE) * (len(lines) - 1) // 2
        for number, line in enumerate(lines):
            painter.drawText(inner.translated(0, first + number * look.px(_LINE)), flags, line)
        if place >= 0:
            end = inner.right() + 1 if column.right else inner.x() + _advance(painter, lines[0])
            self._paint_arrow(painter, end + 3, rect.center().y(), self._sort[place].descending)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: all headings, the frozen ones over the rest."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self.viewport())
        used = self.length() - self.offset()
        if used < self.viewport().width():
            rest = QRect(used, self.height() - 1, self.viewport().width() - used, 1)
            painter.fillRect(rest, look.color("line"))
        if self.offset() == 0:
            return
        x = 0
        for place in self.frozen():
            width = self.sectionSize(place)
            self.paintSection(painter, QRect(x, 0, width, self.height()), place)
            x += width
        if x:
            painter.fillRect(x - 1, 0, 1, self.height(), look.color("line"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a press on a funnel, or on a frozen heading that lies over others, is ours."""
        if self._on_total(event):
            logical = self._heading_at(round(event.position().x()))
            if logical >= 0 and event.button() == Qt.MouseButton.LeftButton:
                self.total_asked.emit(self._columns[logical].key, self.below(logical))
            return
        self._funnel_pressed = self._funnel_at(event)
        if self._funnel_pressed >= 0:
            return
        self._pressed = self._covering(event)
        if self._pressed < 0:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: open the values, or sort by a frozen heading."""
        pressed, self._funnel_pressed = self._funnel_pressed, -1
        if pressed >= 0:
            if pressed == self._funnel_at(event):
                self.values_asked.emit(self._columns[pressed].key, self.below(pressed))
            return
        if self._pressed >= 0:
            if self._pressed == self._covering(event):
                self._clicked(self._pressed)
            self._pressed = -1
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the heading under the mouse shows its funnel."""
        super().mouseMoveEvent(event)
        self._hover(self._heading_at(round(event.position().x())))
        over = self._over_funnel(event)
        self.setToolTip(_("Filter by the values of this column (Alt+Down)") if over else "")

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: no heading is under the mouse."""
        super().leaveEvent(event)
        self._hover(-1)

    def _on_total(self, event: QMouseEvent) -> bool:
        return bool(self._total) and event.position().y() >= theme.px(_WORDS)

    def _paint_total(self, painter: QPainter, rect: QRect, logical: int) -> None:
        look = theme.current()
        line = rect.adjusted(0, look.px(_WORDS), 0, 0)
        painter.fillRect(line, look.color("card"))
        painter.fillRect(line.x(), line.bottom(), line.width(), 1, look.color("line"))
        painter.setFont(look.font(theme.BODY, 600))
        painter.setPen(look.color("ink"))
        inner = line.adjusted(look.px(PAD), 0, -look.px(PAD), -1)
        side = Qt.AlignmentFlag.AlignLeft
        if self._columns[logical].right:
            side = Qt.AlignmentFlag.AlignRight
        cut = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(self._total[logical], cut, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _hover(self, logical: int) -> None:
        if logical != self._hovered:
            self._hovered = logical
            self.viewport().update()

    def _heading_at(self, x: int) -> int:
        frozen = self.frozen_at(x) if self.offset() else -1
        return frozen if frozen >= 0 else self.logicalIndexAt(x)

    def _left(self, logical: int) -> int:
        if self.offset() and logical in self.frozen():
            before = self.frozen()[: self.frozen().index(logical)]
            return sum(self.sectionSize(place) for place in before)
        return self.sectionViewportPosition(logical)

    def _funnel_color(self, logical: int) -> str:
        key = self._columns[logical].key
        if key not in self._askable:
            return ""
        hovered = "ink_3" if logical == self._hovered else ""
        return "accent" if key in self._narrowed else hovered

    def _over_funnel(self, event: QMouseEvent) -> bool:
        x = round(event.position().x())
        logical = self._heading_at(x)
        if logical < 0 or self._columns[logical].key not in self._askable:
            return False
        box = self.funnel(logical)
        right = self._left(logical) + self.sectionSize(logical) - _GRIP
        return box.x() - _GRIP <= x <= right

    def _funnel_at(self, event: QMouseEvent) -> int:
        ours = event.button() == Qt.MouseButton.LeftButton and self._over_funnel(event)
        return self._heading_at(round(event.position().x())) if ours else -1

    def _covering(self, event: QMouseEvent) -> int:
        if self.offset() == 0 or event.button() != Qt.MouseButton.LeftButton:
            return -1
        return self.frozen_at(round(event.position().x()))

    def _clicked(self, logical: int) -> None:
        column = self._columns[logical]
        if column.sortable:
            shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            self.sort_asked.emit(column.key, bool(shift))

    def _paint_arrow(self, painter: QPainter, x: int, y: int, down: bool) -> None:  # noqa: FBT001
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.current().color("accent"), 1.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.translate(x, y + 0.5)
        painter.scale(theme.current().text_scale, theme.current().text_scale)
        tip = 2.0 if down else -2.0
        painter.drawLine(QPointF(4, tip), QPointF(1, -tip))
        painter.drawLine(QPointF(4, tip), QPointF(7, -tip))
        painter.restore()


def lines_of(metrics: QFontMetrics, column: Column, width: int) -> tuple[str, ...]:
    """A heading in ``width`` px: a unit that does not fit behind its title stands below it."""
    parts: tuple[str, ...] = (column.heading,)
    if column.unit and metrics.horizontalAdvance(column.heading) >= width:
        parts = (column.title, f"({column.unit})")
    return tuple(metrics.elidedText(part, Qt.TextElideMode.ElideRight, width) for part in parts)


def heading_width(title: str, unit: str = "") -> int:
    """The width a heading needs at text scale 1, in px: its unit may stand below it."""
    look = theme.current()
    metrics = QFontMetrics(look.font(theme.NOTE, 500))
    words = [title, f"({unit})"] if unit else [title]
    widest = max(metrics.horizontalAdvance(word) for word in words)
    return round(widest / look.text_scale) + 2 * PAD + 2


def _advance(painter: QPainter, text: str) -> int:
    return painter.fontMetrics().horizontalAdvance(text)
