"""A line with an icon at the left that says what it is for, and the key that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from invest_crm.ui import icons, theme

_PAD, _ICON, _WORDS = 10, 16, 24


class SearchEdit(QLineEdit):
    """``key`` stands at the right of the empty box, where it does not meet the words."""

    def __init__(self, words: str, key: str = "", icon: str = "search") -> None:
        super().__init__()
        self._hint, self._icon = key, icon
        self.setPlaceholderText(words)
        self._take_scale()
        theme.current().changed.connect(self._take_scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the icon, and the key while the box is empty."""
        super().paintEvent(event)
        painter = QPainter(self)
        side, pad = theme.px(_ICON), theme.px(_PAD)
        box = QRect(pad, (self.height() - side) // 2, side, side)
        icons.paint(painter, self._icon, box, "ink_3")
        if self.text() or self.hasFocus() or not self.has_room_for_key():
            return
        look = theme.current()
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_3"))
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -pad, 0), end, self._hint)

    def has_room_for_key(self) -> bool:
        """Whether the key stands clear of the words."""
        look = theme.current()
        words = QFontMetrics(look.font()).horizontalAdvance(self.placeholderText())
        key = QFontMetrics(look.font(theme.NOTE)).horizontalAdvance(self._hint)
        around = look.px(_PAD + _WORDS) + theme.GAP + look.px(_PAD)
        return words + key + around <= self.width()

    def _take_scale(self) -> None:
        self.setTextMargins(theme.px(_WORDS), 0, 0, 0)
