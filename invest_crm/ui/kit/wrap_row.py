"""A layout that sets parts side by side by weight, in more lines where they need the width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt

from invest_crm.ui import theme
from invest_crm.ui.kit.item_layout import ItemLayout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem, QWidget


class WrapRow(ItemLayout):
    """``add(widget, weight)``; no part gets less than its least width while the window allows.

    ``gap`` in pixels; 0 means the usual.
    """

    def __init__(self, gap: int = 0) -> None:
        super().__init__()
        self._weights: list[int] = []
        self._gap = gap or theme.GAP

    def add(self, widget: QWidget, weight: int = 1) -> None:
        """Append a part with its share of the width."""
        self._weights.append(weight)
        self.addWidget(widget)

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt: remove one item."""
        if 0 <= index < len(self._weights):
            self._weights.pop(index)
        return super().takeAt(index)

    def heightForWidth(self, width: int) -> int:
        """Qt: the height the lines like best."""
        return self._sum([self._high(line, width, least=False) for line in self._lines(width)])

    def minimumHeightForWidth(self, width: int) -> int:
        """Qt: the height below which something is cut."""
        return self._sum([self._high(line, width, least=True) for line in self._lines(width)])

    def sizeHint(self) -> QSize:
        """Qt: everything on one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        wide = self._sum([size.width() for size in sizes])
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Qt: one below another; the height is told by ``minimumHeightForWidth``."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def expandingDirections(self) -> Qt.Orientation:
        """Qt: takes what it is given."""
        return Qt.Orientation.Horizontal | Qt.Orientation.Vertical

    def setGeometry(self, rect: QRect) -> None:
        """Qt: place the parts; lines share spare height alike."""
        super().setGeometry(rect)
        lines = self._lines(rect.width())
        highs = [self._high(line, rect.width(), least=True) for line in lines]
        spare = max(rect.height() - self._sum(highs), 0)
        y = rect.y()
        for number, (line, least) in enumerate(zip(lines, highs, strict=True)):
            high = least + spare * (number + 1) // len(lines) - spare * number // len(lines)
            x = rect.x()
            for item, wide in zip(line, self._widths(line, rect.width()), strict=True):
                item.setGeometry(QRect(x, y, wide, high))
                x += wide + self._gap
            y += high + self._gap

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _sum(self, lengths: list[int]) -> int:
        return sum(lengths) + self._gap * max(len(lengths) - 1, 0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """As few lines as the least widths allow, about equally long."""
        items = self._shown()
        for count in range(1, len(items) + 1):
            each = -(-len(items) // count)
            lines = [items[at : at + each] for at in range(0, len(items), each)]
            if each == 1 or all(self._least(line) <= width for line in lines):
                return lines
        return []

    def _least(self, line: list[QLayoutItem]) -> int:
        return self._sum([item.minimumSize().width() for item in line])

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        """By weight; a part that would get less than its least width takes that first."""
        room = width - self._gap * (len(line) - 1)
        weights = {item: self._weights[self._items.index(item)] for item in line}
        fixed: dict[QLayoutItem, int] = {}
        while True:
            free = [item for item in line if item not in fixed]
            left, whole = room - sum(fixed.values()), sum(weights[item] for item in free) or 1
            short = [i for i in free if left * weights[i] // whole < i.minimumSize().width()]
            if not short or len(short) == len(line):
                break
            fixed |= {item: item.minimumSize().width() for item in short}
        shares = [fixed.get(item, left * weights[item] // whole) for item in line]
        shares[-1] += room - sum(shares)
        return shares

    def _high(self, line: list[QLayoutItem], width: int, *, least: bool) -> int:
        highs = []
        for item, wide in zip(line, self._widths(line, width), strict=True):
            if item.hasHeightForWidth():
                ask = item.minimumHeightForWidth if least else item.heightForWidth
                highs.append(ask(wide))
            else:
                highs.append((item.minimumSize() if least else item.sizeHint()).height())
        return max(highs, default=0)
