"""A switch between views of the same thing (table, board, Gantt): one of a few words is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from invest_crm.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAD = 12


class Segmented(QWidget):
    """``choices`` are (id, words); emits ``changed`` with the id. Arrow keys move."""

    changed = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], current: str = "", name: str = ""
    ) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._current = current or self._choices[0][0]
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or " / ".join(words for _id, words in self._choices))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def current(self) -> str:
        """The id that is on."""
        return self._current

    def set_current(self, choice: str) -> None:
        """Switch, without a signal."""
        self._current = choice
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: all words."""
        return QSize(sum(self._widths()) + 4, theme.current().px(28))

    def minimumSizeHint(self) -> QSize:
        """Qt: all words too; a word cut in half says nothing."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: choose."""
        x = event.position().x() - 2
        for (choice, _words), width in zip(self._choices, self._widths(), strict=True):
            if x < width:
                self._choose(choice)
                return
            x -= width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: left and right choose."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        ids = [choice for choice, _words in self._choices]
        place = min(max(ids.index(self._current) + step, 0), len(ids) - 1)
        self._choose(ids[place])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ring = self.hasFocus()
        painter.setPen(QPen(look.color("accent" if ring else "line"), 2 if ring else 1))
        painter.setBrush(look.color("card"))
        painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        x = 2.0
        for (choice, words), width in zip(self._choices, self._widths(), strict=True):
            cell = QRectF(x, 2, width, self.height() - 4)
            on = choice == self._current
            if on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent_soft"))
                painter.drawRoundedRect(cell, 4, 4)
            painter.setPen(look.color("accent" if on else "ink_2"))
            painter.setFont(look.font(theme.BODY, 500 if on else 400))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)
            x += width

    def _choose(self, choice: str) -> None:
        if choice != self._current:
            self._current = choice
            self.update()
            self.changed.emit(choice)

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(theme.current().font(theme.BODY, 500))
        return [
            metrics.horizontalAdvance(words) + 2 * theme.px(_PAD) for _id, words in self._choices
        ]
