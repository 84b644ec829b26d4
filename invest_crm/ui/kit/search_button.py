"""The place at the top that opens the palette: looks like a field, says what can be looked for."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from invest_crm.ui import icons, theme

_PAD, _ICON, _WORDS = 10, 16, 34
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class SearchButton(QPushButton):
    """``key`` stands at the right where it does not meet the words."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__()
        self._words, self._key = words, key
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({key})")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: icon, words and key on the ground of a button."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        side, pad = look.px(_ICON), look.px(_PAD)
        icons.paint(painter, "search", QRect(pad, (self.height() - side) // 2, side, side), "ink_3")
        room = self.rect().adjusted(look.px(_WORDS), 0, -pad, 0)
        painter.setPen(look.color("ink_3"))
        note = QFontMetrics(look.font(theme.NOTE)).horizontalAdvance(self._key)
        metrics = QFontMetrics(look.font())
        painter.setFont(look.font())
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | _MIDDLE, words)
        if metrics.horizontalAdvance(self._words) + theme.GAP + note <= room.width():
            painter.setFont(look.font(theme.NOTE))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | _MIDDLE, self._key)
