"""The name of the view beside the title of a list, and a dot where it differs from what is stored.

Below the title the pinned views stand as tabs, as long as somebody pinned one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.tabs import TabRow
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST, _HEIGHT, _PAD, _ARROW, _DOT = 300, 28, 9, 14, 6
_LEAST_PAGE = 400
_OPENS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class ViewSwitch(QWidget):
    """``asked`` to show the list of views."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name, self._changed = "", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def name(self) -> str:
        """The name of the view."""
        return self._name

    def is_changed(self) -> bool:
        """Whether the dot is shown."""
        return self._changed

    def show_view(self, name: str, *, changed: bool) -> None:
        """Name a view; ``changed``: what is seen differs from what is stored."""
        if (name, changed) == (self._name, self._changed):
            return
        self._name, self._changed = name, changed
        words = _("View: {name}, changed") if changed else _("View: {name}")
        self.setAccessibleName(words.format(name=name))
        self.setToolTip(words.format(name=name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the name as far as there is room, the dot, the arrow."""
        look = theme.current()
        words = QFontMetrics(look.font(theme.BODY, 500)).horizontalAdvance(self._name) + 1
        width = words + self._after() + look.px(_PAD)
        return QSize(min(width, look.px(_WIDEST)), look.px(_HEIGHT))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click opens the list."""
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Space, Enter and Down open it too."""
        if event.key() in _OPENS:
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        painter.setPen(QPen(look.color("accent" if focused else "line"), 1 + focused))
        painter.setBrush(look.color("hover" if self.underMouse() else "card"))
        painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        inner = self.rect().adjusted(look.px(_PAD), 0, -self._after(), 0)
        painter.setFont(look.font(theme.BODY, 500))
        painter.setPen(look.color("ink"))
        cut = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(self._name, cut, inner.width())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle, shown)
        if self._changed:
            dot = look.px(_DOT)
            left, top = inner.right() + look.px(5), (self.height() - dot) // 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("signed"))
            painter.drawEllipse(QRect(left, top, dot, dot))
        side = look.px(_ARROW)
        right = self.width() - look.px(_PAD) + look.px(2) - side
        icons.paint(painter, "chevron_down", QRect(right, (self.height() - side) // 2, side, side))

    def _after(self) -> int:
        """What stands behind the name: room for the dot, the arrow, the margin."""
        return theme.px(_ARROW + _PAD + (4 + _DOT + 4 if self._changed else 4))


class PinnedTabs(TabRow):
    """The pinned views in one line, none of them on while another view is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._room = True
        self.setAccessibleName(_("Pinned views"))
        self.hide()

    def give_way(self, height: int) -> None:
        """On a page of few lines of text the rows of the list come first."""
        self._room = height >= theme.px(_LEAST_PAGE)
        self.setVisible(self._room and len(self._tabs) > 1)

    def show_views(self, views: Sequence[tuple[str, str]], current: str) -> None:
        """Show (id, name) of the pinned views; ``current`` is on if it is among them."""
        self.set_tabs(views)
        self._current = current if current in dict(views) else ""
        self.setVisible(self._room and len(views) > 1)
        self.updateGeometry()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Qt: the whole name as a tip, because a narrow window shortens it."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._name_at(event.pos().x()), self)
            return True
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Qt: names give way, however many there are."""
        return QSize(0, self.sizeHint().height())

    def _name_at(self, x: int) -> str:
        gap = self._gap()
        for (_view, words), width in zip(self._tabs, self._widths(), strict=True):
            if x < width + gap / 2:
                return words
            x -= width + gap
        return ""
