"""A layout that sets its items in lines like words, for chips and small buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt

from invest_crm.ui import theme
from invest_crm.ui.kit.item_layout import ItemLayout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem, QWidget

_LINE_GAP = 6


class FlowLayout(ItemLayout):
    """Left to right, then the next line; its height follows its width.

    ``gap`` and ``line_gap`` are pixels; 0 means the usual. ``right``: lines end at the right edge.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 0,
        line_gap: int = 0,
        right: bool = False,
    ) -> None:
        super().__init__()
        self._right = right
        self._gap, self._line_gap = gap or theme.GAP_SMALL, line_gap or theme.px(_LINE_GAP)
        if parent is not None:
            parent.setLayout(self)

    def clear(self) -> None:
        """Remove and delete every widget in it."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def expandingDirections(self) -> Qt.Orientation:
        """Qt: takes no more than it needs."""
        return Qt.Orientation(0)

    def heightForWidth(self, width: int) -> int:
        """Qt: the height of the lines at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Qt: place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Qt: everything on one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(len(shown) - 1, 0)
        height = max((size.height() for size in shown), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        """Qt: the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        margins: QMargins = self.contentsMargins()
        return size.grownBy(margins)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Set the items line by line, each on the middle of its line; returns the height."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        x, y, high = inner.x(), inner.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > inner.x() and x + size.width() > inner.right() + 1:
                self._settle(line, high, inner, move=move)
                x, y, high, line = inner.x(), y + high + self._line_gap, 0, []
            if size.width() > inner.width():
                folds = item.hasHeightForWidth()
                height = item.heightForWidth(inner.width()) if folds else size.height()
                size = QSize(inner.width(), height)
            line.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self._gap
            high = max(high, size.height())
        self._settle(line, high, inner, move=move)
        return y + high - rect.y() + margins.bottom()

    def _settle(
        self, line: list[tuple[QLayoutItem, QRect]], high: int, inner: QRect, *, move: bool
    ) -> None:
        if not move or not line:
            return
        shift = inner.right() - line[-1][1].right() if self._right else 0
        for item, box in line:
            item.setGeometry(box.translated(max(shift, 0), (high - box.height()) // 2))
