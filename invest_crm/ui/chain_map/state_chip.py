"""The state of a link as on the map: its word on its colour, the same in tree and panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from invest_crm.domain.chain_state import STATES
from invest_crm.maps.labels import state_word
from invest_crm.maps.style import DARK, LIGHT, chip_roles, colours
from invest_crm.ui import theme

_HIGH = 18
_PAD = 6


def state_width() -> int:
    """The width in pixels that any state's chip needs."""
    metrics = QFontMetrics(theme.current().font(theme.NOTE))
    widest = max(metrics.horizontalAdvance(state_word(state)) for state in STATES)
    return max(widest + 2 * _PAD, theme.current().px(36))


def paint_state(painter: QPainter, box: QRectF, state: str) -> None:
    """Draw a state's chip into a box."""
    look = theme.current()
    table = colours(DARK if look.dark else LIGHT)
    fill, line, ink, dashed = chip_roles(state)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(table[fill]))
    pen = QPen(QColor(table[line]), 1) if line else QPen(Qt.PenStyle.NoPen)
    if dashed:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QColor(table[ink]))
    painter.setFont(look.font(theme.NOTE))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, state_word(state))
    painter.restore()


class StateChip(QWidget):
    """A state's chip by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._state = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def set(self, state: str) -> None:
        """Show a state; empty hides the chip."""
        self._state = state
        self.setAccessibleName(state_word(state) if state else "")
        self.setVisible(bool(state))
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: fixed."""
        return QSize(state_width(), theme.current().px(_HIGH + 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        if self._state:
            paint_state(QPainter(self), QRectF(self.rect()), self._state)
