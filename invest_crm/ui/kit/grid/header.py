"""The heading row of a grid: small words, sort arrows, columns that stay in sight.

A click sorts, Shift adds a second key, the right button opens the column chooser, dragging moves
a column, a double click on an edge fits it to the rows in sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.kit.grid.source import Column, SortKey


class GridHeader(QHeaderView):
    """Emits ``sort_asked(key, add)``."""

    sort_asked = Signal(str, bool)

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._frozen = [place for place, column in enumerate(columns) if column.frozen]
        self._sort: tuple[SortKey, ...] = ()
        self._pressed = -1
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(not self._frozen)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(36))
        self.setFixedHeight(theme.current().px(32))
        self.setAccessibleName(_("Columns"))
        self.sectionClicked.connect(self._clicked)

    def set_sort(self, sort: tuple[SortKey, ...]) -> None:
        """Show the order in force."""
        self._sort = sort
        self.viewport().update()

    def columns(self) -> tuple[Column, ...]:
        """What the headings are of."""
        return self._columns

    def frozen(self) -> list[int]:
        """The model columns that stay in sight, if shown."""
        return [place for place in self._frozen if not self.isSectionHidden(place)]

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
        painter.fillRect(rect, look.color("card"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("line"))
        place = next((i for i, s in enumerate(self._sort) if s.key == column.key), -1)
        painter.setFont(look.font(theme.NOTE, 500 if place >= 0 else 400))
        painter.setPen(look.color("ink" if place >= 0 else "ink_2"))
        inner = rect.adjusted(look.px(PAD), 0, -look.px(PAD), -1)
        arrow = theme.GAP if place >= 0 else 0
        inner.setRight(inner.right() - arrow)
        text = painter.fontMetrics().elidedText(
            column.heading, Qt.TextElideMode.ElideRight, inner.width()
        )
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)
        if place >= 0:
            end = inner.right() + 1 if column.right else inner.x() + _advance(painter, text)
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
        """Qt: a press on a frozen heading that lies over others is ours."""
        self._pressed = self._covering(event)
        if self._pressed < 0:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: sort by a frozen heading."""
        if self._pressed >= 0:
            if self._pressed == self._covering(event):
                self._clicked(self._pressed)
            self._pressed = -1
            return
        super().mouseReleaseEvent(event)

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


def _advance(painter: QPainter, text: str) -> int:
    return painter.fontMetrics().horizontalAdvance(text)
