"""A row of tab words with a line under the one that is on; the pages are someone else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from invest_crm.ui import theme
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP, _LEAST_GAP = 14, 6


class TabRow(QWidget):
    """``tabs`` are (id, words); emits ``changed`` with the id."""

    changed = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._tabs: tuple[tuple[str, str], ...] = ()
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Sections"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_tabs(tabs)

    def set_tabs(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Show other tabs; the current one stays on if it is still there."""
        self._tabs = tuple(tabs)
        ids = [tab for tab, _words in self._tabs]
        if self._current not in ids:
            self._current = ids[0] if ids else ""
        self.setAccessibleDescription(" ".join(words for _tab, words in self._tabs))
        self.update()

    def current(self) -> str:
        """The id that is on."""
        return self._current

    def set_current(self, tab: str) -> None:
        """Switch; emits ``changed``."""
        if tab != self._current:
            self._current = tab
            self.update()
            self.changed.emit(tab)

    def sizeHint(self) -> QSize:
        """Qt: all words."""
        return QSize(self._whole(_GAP), theme.px(34))

    def minimumSizeHint(self) -> QSize:
        """Qt: all words, closer together."""
        return QSize(self._whole(_LEAST_GAP), theme.px(34))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: choose."""
        x, gap = event.position().x(), self._gap()
        for (tab, _words), width in zip(self._tabs, self._widths(), strict=True):
            if x < width + gap / 2:
                self.set_current(tab)
                return
            x -= width + gap

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: left and right choose."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        ids = [tab for tab, _words in self._tabs]
        if step is None or self._current not in ids:
            super().keyPressEvent(event)
            return
        self.set_current(ids[min(max(ids.index(self._current) + step, 0), len(ids) - 1)])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        height = self.height()
        painter.fillRect(0, height - 1, self.width(), 1, look.color("line"))
        x, gap = 0, self._gap()
        for (tab, words), width in zip(self._tabs, self._widths(), strict=True):
            on = tab == self._current
            painter.setFont(look.font(theme.BODY, 500 if on else 400))
            painter.setPen(look.color("accent" if on else "ink_2"))
            cell = QRectF(x, 0, width, height - 2)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, shown)
            if on:
                painter.fillRect(x, height - 2, width, 2, look.color("accent"))
                if self.hasFocus():
                    painter.setPen(QPen(look.color("accent"), theme.FOCUS))
                    painter.drawRoundedRect(cell.adjusted(-3, 3, 3, -3), 4, 4)
            x += width + gap

    def _whole(self, gap: int) -> int:
        return sum(self._wanted()) + theme.px(gap) * max(len(self._tabs) - 1, 0)

    def _gap(self) -> int:
        """The room between two words: the usual one, less where there is not enough."""
        spare = (self.width() - sum(self._wanted())) // max(len(self._tabs) - 1, 1)
        return min(max(spare, theme.px(_LEAST_GAP)), theme.px(_GAP))

    def _widths(self) -> list[int]:
        """What each word gets; the longest give way where even the least gaps do not help."""
        widths = self._wanted()
        room = self.width() - self._gap() * max(len(widths) - 1, 0)
        while sum(widths) > max(room, 0):
            widths[widths.index(max(widths))] -= 1
        return widths

    def _wanted(self) -> list[int]:
        metrics = QFontMetrics(theme.current().font(theme.BODY, 500))
        return [metrics.horizontalAdvance(words) + 1 for _tab, words in self._tabs]
