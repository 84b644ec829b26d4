"""Paints the rows of groups: an arrow, the name, how many records, the figures of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.text import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFont

    from invest_crm.domain.grouping import Path
    from invest_crm.ui.kit.grid.selection import Block
    from invest_crm.ui.kit.grid.source import GroupRow
    from invest_crm.ui.kit.grid.view import GridView

_INDENT: Final = 18
_ARROW: Final = 14
_GAP: Final = 8
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft) | _MIDDLE
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight) | _MIDDLE
_CUT: Final = Qt.TextElideMode.ElideRight

Place = tuple[int, int, int]
"""A column shown: its number, its left edge, its width."""


class GroupPainter:
    """Belongs to a view, whose first column bears the names; ``is_open`` of a group."""

    def __init__(self, view: GridView) -> None:
        self._view = view
        self.is_open: Callable[[Path], bool] = lambda _path: True

    def label_end(self, group: GroupRow) -> int:
        """How far to the right the arrow and the name of a group reach, px of the viewport."""
        begin = self._begin(group, self._label_left())
        name = QFontMetrics(_font(group)).horizontalAdvance(group.node.label)
        return begin + theme.px(_ARROW) + min(name, self._view.columnWidth(0)) + theme.px(_GAP)

    def paint(
        self,
        painter: QPainter,
        line: QRect,
        group: GroupRow,
        places: list[Place],
        selected: tuple[int, Block],
    ) -> None:
        """One row over the width of ``line``; ``selected``: its number and the block selected."""
        look, view = theme.current(), self._view
        row, block = selected
        deep = len(group.node.path)
        on = row == view.currentIndex().row()
        left, right = places[0][1], places[-1][1] + places[-1][2]
        ground = "accent_soft" if on else "band" if deep == 1 else "well"
        painter.fillRect(left, line.y(), right - left, line.height(), look.color(ground))
        painter.fillRect(left, line.bottom(), right - left, 1, look.color("line"))
        for column, x, width in places:
            if block.holds(row, column):
                painter.fillRect(x, line.y(), width, line.height(), look.color("accent_mid"))
        self._paint_figures(painter, line, group, places)
        named = [place for place in places if place[0] == self._first()]
        if named:
            free = QRect(named[0][1], line.y(), right - named[0][1], line.height() - 1)
            taken = [x for column, x, _width in places if group.texts[column]]
            free.setRight(min([right, *(x for x in taken if x > free.x())]))
            self._paint_label(painter, free, group)
        self._paint_current(painter, line, places, row)

    def _paint_label(self, painter: QPainter, free: QRect, group: GroupRow) -> None:
        look = theme.current()
        arrow, gap = look.px(_ARROW), look.px(_GAP)
        begin = self._begin(group, free.x())
        icon = "chevron_down" if self.is_open(group.node.path) else "chevron_right"
        top = free.y() + (free.height() - arrow) // 2
        icons.paint(painter, icon, QRect(begin, top, arrow, arrow), "ink_2")
        count = f"{group.node.count:,}"
        font = look.font(theme.NOTE)
        room = QFontMetrics(font).horizontalAdvance(count)
        x = begin + arrow + gap // 2
        painter.setFont(_font(group))
        painter.setPen(look.color("ink"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(group.node.label, _CUT, free.right() - x - room - 2 * gap)
        painter.drawText(QRect(x, free.y(), free.right() - x, free.height()), _LEFT, name)
        x += metrics.horizontalAdvance(name) + gap
        painter.setFont(font)
        _link(painter, QRect(x, free.y(), room + 1, free.height()), count, _LEFT, "ink_2")

    def _paint_figures(
        self, painter: QPainter, line: QRect, group: GroupRow, places: list[Place]
    ) -> None:
        look = theme.current()
        pad, columns = look.px(PAD), self._view.header().columns()
        painter.setFont(look.font(theme.BODY, 500))
        for column, x, width in places:
            text = group.texts[column]
            if text:
                inner = QRect(x + pad, line.y(), width - 2 * pad, line.height() - 1)
                shown = painter.fontMetrics().elidedText(text, _CUT, inner.width())
                _link(painter, inner, shown, _RIGHT if columns[column].right else _LEFT, "ink")
        painter.setFont(look.font())

    def _paint_current(self, painter: QPainter, line: QRect, places: list[Place], row: int) -> None:
        index = self._view.currentIndex()
        painter.setFont(theme.current().font())
        if index.row() != row or not self._view.hasFocus():
            return
        for column, x, width in places:
            if column == index.column():
                painter.setPen(QPen(theme.current().color("accent"), theme.FOCUS))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRect(x, line.y(), width, line.height()).adjusted(1, 1, -1, -1))

    def _begin(self, group: GroupRow, left: int) -> int:
        deep = len(group.node.path) - 1
        return left + theme.px(PAD / 2 + deep * _INDENT)

    def _first(self) -> int:
        return self._view.shown_columns()[0]

    def _label_left(self) -> int:
        header = self._view.header()
        first = self._first()
        return 0 if first in header.frozen() else self._view.columnViewportPosition(first)


def _font(group: GroupRow) -> QFont:
    return theme.current().font(theme.BODY, 600 if len(group.node.path) == 1 else 500)


def _link(painter: QPainter, box: QRect, text: str, side: int, color: str) -> None:
    """A number that leads to its records: a dotted line under it."""
    look = theme.current()
    painter.setPen(look.color(color))
    painter.drawText(box, side, text)
    if text == NOTHING:
        return
    wide = painter.fontMetrics().horizontalAdvance(text)
    x = box.right() + 1 - wide if side == _RIGHT else box.x()
    y = box.y() + (box.height() + painter.fontMetrics().ascent()) // 2 + 1
    painter.setPen(QPen(look.color("ink_3"), 1, Qt.PenStyle.DotLine))
    painter.drawLine(x, y, x + wide, y)
