"""Buttons side by side that keep their icons only where their words have no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from invest_crm.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_WORDS = "words"


class FoldRow(QWidget):
    """A button without an icon keeps its words; folded ones say them in tooltip and name."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)

    def sizeHint(self) -> QSize:
        """Qt: all words."""
        return QSize(self._whole(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Qt: icons where there are icons."""
        least = super().minimumSizeHint()
        words = sum(_advance(one, _shown(one)) for one in self._buttons())
        return QSize(least.width() - words, least.height())

    def event(self, event: QEvent) -> bool:
        """Qt: a button came, went or says something else."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        folded = self.width() < self._whole()
        for button in self._buttons():
            if folded:
                _fold(button)
            else:
                _unfold(button)

    def _whole(self) -> int:
        """The width with all words."""
        hidden = (str(one.property(_WORDS) or "") for one in self._buttons())
        words = sum(map(_advance, self._buttons(), hidden))
        return super().sizeHint().width() + words

    def _buttons(self) -> list[QPushButton]:
        found = [one for one in self.children() if isinstance(one, QPushButton)]
        return [one for one in found if not one.isHidden()]


def _shown(button: QPushButton) -> str:
    return "" if button.icon().isNull() else button.text()


def _advance(button: QPushButton, words: str) -> int:
    return button.fontMetrics().horizontalAdvance(words) if words else 0


def _fold(button: QPushButton) -> None:
    words = _shown(button)
    if not words:
        return
    button.setProperty(_WORDS, words)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setText("")


def _unfold(button: QPushButton) -> None:
    words = str(button.property(_WORDS) or "")
    if not words:
        return
    button.setProperty(_WORDS, "")
    button.setToolTip("")
    if not button.text():
        button.setText(words)
