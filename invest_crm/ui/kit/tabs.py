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

_GAP, _LEAST_GAP, _LINE = 14, 6, 34


class TabRow(QWidget):
    """``tabs`` are (id, words); emits ``changed`` with the id.

    Where the words do not fit beside each other they take further lines if ``wraps``, and are
    shortened otherwise.
    """

    changed = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]] = (), *, wraps: bool = False) -> None:
        super().__init__()
        self._tabs: tuple[tuple[str, str], ...] = ()
        self._current = ""
        self._wraps = wraps
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        high = QSizePolicy.Policy.Preferred if wraps else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, high)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)
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
        self.updateGeometry()
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
        """Qt: all words in a line."""
        return QSize(self._whole(_GAP), theme.px(_LINE))

    def minimumSizeHint(self) -> QSize:
        """Qt: all words, closer together; the longest one if they may wrap."""
        least = max(self._wanted(), default=0) if self._wraps else self._whole(_LEAST_GAP)
        return QSize(least, theme.px(_LINE))

    def heightForWidth(self, width: int) -> int:
        """Qt: as many lines as the words take."""
        return theme.px(_LINE) * (len(self._lines(width)) if self._wraps else 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: choose."""
        half = self._gap() / 2
        for (tab, _words), cell in zip(self._tabs, self._cells(), strict=True):
            if cell.adjusted(-half, 0, half, 0).contains(event.position()):
                self.set_current(tab)
                return

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
        for (tab, words), cell in zip(self._tabs, self._cells(), strict=True):
            on, foot = tab == self._current, round(cell.bottom())
            painter.fillRect(0, foot + 1, self.width(), 1, look.color("line"))
            painter.setFont(look.font(theme.BODY, 500 if on else 400))
            painter.setPen(look.color("accent" if on else "ink_2"))
            wide = round(cell.width())
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, shown)
            if on:
                painter.fillRect(round(cell.x()), foot, wide, 2, look.color("accent"))
                if self.hasFocus():
                    painter.setPen(QPen(look.color("accent"), theme.FOCUS))
                    painter.drawRoundedRect(cell.adjusted(-3, 3, 3, -3), 4, 4)

    def _cells(self) -> list[QRectF]:
        """Where each word stands, without the line below."""
        gap, high, widths = self._gap(), theme.px(_LINE), self._widths()
        cells: list[QRectF] = []
        for line, places in enumerate(self._lines(self.width())):
            x = 0
            for place in places:
                cells.append(QRectF(x, line * high, widths[place], high - 2))
                x += widths[place] + gap
        return cells

    def _lines(self, width: int) -> list[list[int]]:
        """The words of each line, by their places; one line unless they may wrap and have to."""
        wanted = self._wanted()
        gap = theme.px(_LEAST_GAP if self._whole(_LEAST_GAP) <= width else _GAP)
        lines: list[list[int]] = [[]]
        room = width
        for place, word in enumerate(wanted):
            if self._wraps and lines[-1] and word > room:
                lines.append([])
                room = width
            lines[-1].append(place)
            room -= word + gap
        return lines

    def _whole(self, gap: int) -> int:
        return sum(self._wanted()) + theme.px(gap) * max(len(self._tabs) - 1, 0)

    def _gap(self) -> int:
        """The room between two words: the usual one, less where there is not enough."""
        if len(self._lines(self.width())) > 1:
            return theme.px(_GAP)
        spare = (self.width() - sum(self._wanted())) // max(len(self._tabs) - 1, 1)
        return min(max(spare, theme.px(_LEAST_GAP)), theme.px(_GAP))

    def _widths(self) -> list[int]:
        """What each word gets; the longest give way where they stand in one line and must."""
        widths = self._wanted()
        if len(self._lines(self.width())) > 1:
            return widths
        room = self.width() - self._gap() * max(len(widths) - 1, 0)
        while sum(widths) > max(room, 0):
            widths[widths.index(max(widths))] -= 1
        return widths

    def _wanted(self) -> list[int]:
        metrics = QFontMetrics(theme.current().font(theme.BODY, 500))
        return [metrics.horizontalAdvance(words) + 1 for _tab, words in self._tabs]
