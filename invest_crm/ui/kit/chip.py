"""Chips: a state word on its colour, a filter to remove, a choice to switch on.

A colour never speaks alone, so every chip carries its word. ``paint_chip`` is shared with the
grid, so that a state looks the same in a table, a panel and a card.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.text import tip_lines

MISSING = "missing"
"""The tone of what is not there: a dashed outline in the colour of what needs a decision."""

PLAIN = "plain"
_PAD = 7
_HEIGHT = 21
_LEAST = 130
"""A chip keeps this width where there is room for no more (px)."""
_OFF = 0.45
"""How strongly a chip is drawn that is switched off."""


def chip_width(text: str) -> int:
    """The width in pixels that ``paint_chip`` needs for a word."""
    metrics = QFontMetrics(theme.current().font(theme.NOTE))
    return metrics.horizontalAdvance(text) + 2 * theme.px(_PAD)


def chip_height() -> int:
    """The height in pixels of a state chip."""
    return theme.current().px(_HEIGHT)


def paint_chip(painter: QPainter, rect: QRect, text: str, tone: str) -> None:
    """Draw a state chip over ``rect``; ``tone`` is one of ``theme.TONES``, missing or plain."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius, pad = theme.RADIUS_CHIP, look.px(_PAD)
    box = QRectF(rect)
    if tone == MISSING:
        pen = QPen(look.color("bad"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("talk_soft" if tone == PLAIN else f"{tone}_soft"))
        painter.drawRoundedRect(box, radius, radius)
    painter.setPen(ink_of(tone))
    painter.setFont(look.font(theme.NOTE))
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, rect.width() - 2 * pad + 2
    )
    if shown == text:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
    else:
        begins = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(pad, 0, 0, 0), begins, shown)
    painter.restore()


def ink_of(tone: str) -> QColor:
    """The text colour of a tone on its own soft ground, a card or the paper."""
    look = theme.current()
    if tone == MISSING:
        return look.color("bad_ink")
    return look.color("ink_2" if tone == PLAIN else f"{tone}_ink")


class _Short(QWidget):
    """Shortens its words where there is no room; a tooltip nobody else set then has the whole."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._own_tip = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        """Its words."""
        return self._text

    def set_text(self, text: str) -> None:
        """Other words."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._set_tip()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Qt: may shrink to a few letters."""
        wanted = self.sizeHint()
        return QSize(min(wanted.width(), theme.px(_LEAST)), wanted.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the tooltip is needed only while letters are hidden."""
        super().resizeEvent(event)
        self._set_tip()

    def _set_tip(self) -> None:
        if self.toolTip() in ("", self._own_tip):
            hidden = self.width() < self.sizeHint().width()
            self._own_tip = tip_lines(self._text) if hidden else ""
            self.setToolTip(self._own_tip)


class Chip(_Short):
    """A state word in its colour; not interactive."""

    def __init__(self, text: str = "", tone: str = PLAIN) -> None:
        super().__init__(text)
        self._tone = tone

    def set(self, text: str, tone: str) -> None:
        """Another word and tone."""
        self._tone = tone
        self.setVisible(bool(text))
        self.set_text(text)

    def sizeHint(self) -> QSize:
        """Qt: the word and its padding."""
        return QSize(chip_width(self._text), chip_height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        paint_chip(QPainter(self), self.rect(), self._text, self._tone)


class PillButton(_Short):
    """A rounded outlined chip: a fact of the page, a filter with a cross, or a switch."""

    clicked = Signal()
    removed = Signal()

    def __init__(
        self,
        text: str,
        *,
        checked: bool = False,
        removable: bool = False,
        interactive: bool = True,
        icon: str = "",
        tone: str = "",
        small: bool = False,
    ) -> None:
        super().__init__(text)
        self._checked, self._removable = checked, removable
        self._size = theme.NOTE if small or removable or tone else theme.BODY
        self._icon, self._tone = icon, tone
        self._interactive = interactive
        if interactive:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def tell(self, text: str) -> None:
        """What the words stand for, as its tooltip."""
        self.setToolTip(tip_lines(text))
        self.setAccessibleDescription(text)

    def is_checked(self) -> bool:
        """Whether it is on."""
        return self._checked

    def set_checked(self, checked: bool) -> None:  # noqa: FBT001 - a setter
        """Switch on or off, without a signal."""
        self._checked = checked
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: words, padding, icon and cross."""
        look = theme.current()
        width = QFontMetrics(look.font(self._size)).horizontalAdvance(self._text)
        around = 22 + 18 * bool(self._icon) + 16 * self._removable - 8 * bool(self._tone)
        return QSize(width + look.px(around), look.px(_HEIGHT if self._tone else 24))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on the cross removes, elsewhere it clicks."""
        if not self._interactive or not self.rect().contains(event.position().toPoint()):
            return
        if self._removable and event.position().x() > self.width() - theme.px(24):
            self.removed.emit()
        else:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Space or Enter click, Delete removes."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        elif self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setOpacity(1.0 if self.isEnabled() else _OFF)
        radius = theme.RADIUS_CHIP if self._tone else box.height() / 2
        ground, line, ink = self._colors(look)
        painter.setBrush(ground)
        painter.setPen(self._pen(line))
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), theme.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side = look.px(7 if self._tone else 11)
        inner = self.rect().adjusted(side, 0, 1 - side, 0)
        if self._icon:
            high = look.px(14)
            where = QRect(inner.x() - look.px(2), (self.height() - high) // 2, high, high)
            icons.paint(painter, self._icon, where)
            inner.setLeft(inner.left() + look.px(18))
        if self._removable:
            inner.setRight(inner.right() - look.px(16))
        painter.setPen(ink)
        painter.setFont(look.font(self._size))
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, inner.width() + 1
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if self._removable:
            self._paint_cross(painter, look.color("ink_3"))

    def _colors(self, look: theme.Theme) -> tuple[QColor, QColor, QColor]:
        if self._tone:
            return look.color("card"), look.color("bad"), ink_of(self._tone)
        if self._checked:
            return look.color("accent_soft"), look.color("accent"), look.color("accent")
        hovered = self._interactive and self.underMouse()
        ground = look.color("hover" if hovered else "card")
        return ground, look.color("line"), look.color("ink" if self._interactive else "ink_2")

    def _pen(self, line: QColor) -> QPen:
        pen = QPen(line, 1)
        if self._tone == MISSING:
            pen.setDashPattern([3, 2])
        return pen

    def _paint_cross(self, painter: QPainter, color: QColor) -> None:
        painter.setPen(QPen(color, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        arm = 3.2 * theme.current().text_scale
        x, y = self.width() - theme.px(15), self.height() / 2
        painter.drawLine(_at(x - arm, y - arm), _at(x + arm, y + arm))
        painter.drawLine(_at(x - arm, y + arm), _at(x + arm, y - arm))


def _at(x: float, y: float) -> QPointF:
    return QPointF(x, y)
