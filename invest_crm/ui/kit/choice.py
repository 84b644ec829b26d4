"""A box to choose one of a few words, with an arrow in the theme's colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from invest_crm.ui import icons, theme

if TYPE_CHECKING:
    from collections.abc import Sequence


class Choice(QComboBox):
    """``choices`` are (id, words); the wheel scrolls the page, it never changes the value."""

    def __init__(self, choices: Sequence[tuple[str, str]] = (), *, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToContents)
        for choice, words in choices:
            self.addItem(words, choice)

    def narrow(self, letters: int = 8) -> None:
        """Ask for room for a few letters only, whatever the longest choice."""
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def current(self) -> str:
        """The id chosen."""
        return str(self.currentData() or "")

    def set_current(self, choice: str) -> None:
        """Choose by id; an unknown one chooses the first."""
        self.setCurrentIndex(max(self.findData(choice), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the arrow, which the style sheet cannot colour."""
        super().paintEvent(event)
        side = theme.px(14)
        box = QRect(self.width() - theme.px(24), (self.height() - side) // 2, side, side)
        icons.paint(QPainter(self), "chevron_down", box)
