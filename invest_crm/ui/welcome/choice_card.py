"""A large choice: icon, words, what happens; the whole card is the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QVBoxLayout

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.text import label

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent

_BADGE, _PAD = 48, 20


class ChoiceCard(QFrame):
    """``clicked`` by mouse, Enter or Space."""

    clicked = Signal()

    def __init__(self, icon: str, heading: str, what: str, then: str) -> None:
        super().__init__()
        self._icon = icon
        self._hover = False
        self.setAccessibleName(heading)
        self.setAccessibleDescription(f"{what} {then}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(heading)
        keep = self._busy.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(keep)
        self._busy.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(_PAD, _PAD, _PAD, 16))
        column.setSpacing(theme.GAP_SMALL)
        column.addSpacing(theme.px(_BADGE) + theme.GAP_SMALL)
        column.addWidget(label(heading, "heading", wrap=True))
        column.addWidget(label(what, wrap=True))
        column.addWidget(label(then, "note", wrap=True))
        column.addStretch(1)
        column.addWidget(self._busy)

    def set_busy(self, *, busy: bool) -> None:
        """Show that what it began is going on."""
        self._busy.setVisible(busy)

    def sizeHint(self) -> QSize:
        """Qt: a third of the row."""
        return QSize(theme.current().px(280), theme.current().px(240))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click anywhere on it."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: the mouse is over it."""
        super().enterEvent(event)
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the mouse left."""
        super().leaveEvent(event)
        self._hover = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the card, its ring and the icon."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        line = "accent" if focused or self._hover else "line"
        painter.setPen(QPen(look.color(line), theme.FOCUS if focused else 1))
        painter.setBrush(look.color("card"))
        inset = 1.0 if focused else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, theme.RADIUS_CARD, theme.RADIUS_CARD)
        badge = QRect(look.px(_PAD), look.px(_PAD), look.px(_BADGE), look.px(_BADGE))
        inset = look.px(12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent_soft"))
        painter.drawEllipse(badge)
        icons.paint(painter, self._icon, badge.adjusted(inset, inset, -inset, -inset), "accent")
