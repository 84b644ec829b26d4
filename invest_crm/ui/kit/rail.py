"""The dark rail at the left: product name, pages in groups, badges; icons alone when narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.refusing import refuse
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE = 176
NARROW = 56
_NAME, _FOOT, _SIDE = 52, 10, 8
_MOST, _LEAST = 34, 26
_OFF = 0.4
_GROUP_MOST, _GROUP_LEAST, _LINE_LEAST = 46, 24, 9
_STEP = 120  # of a mouse wheel


class RailItem(NamedTuple):
    """An entry: words already translated; entries of one ``group`` stand together."""

    id: str
    title: str
    icon: str
    group: str = ""
    foot: bool = False


class Rail(QWidget):
    """Emits ``chosen(id)``; ``set_current`` marks where one is."""

    chosen = Signal(str)

    def __init__(self, product: str, items: Sequence[RailItem]) -> None:
        super().__init__()
        self._narrow = False
        self._buttons: dict[str, _Button] = {}
        self._groups: list[_Group] = []
        self._name = _Name(product)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Pages"))
        self._offset = 0
        self._name.setParent(self)
        self._column: list[QWidget] = []
        group = ""
        for item in items:
            if item.foot:
                continue
            if item.group != group:
                group = item.group
                heading = _Group(group)
                heading.setParent(self)
                self._groups.append(heading)
                self._column.append(heading)
            self._column.append(self._make(item))
        self._foot = [self._make(item) for item in items if item.foot]

    def set_current(self, page: str) -> None:
        """Mark an entry; an unknown id marks none."""
        for name, button in self._buttons.items():
            button.setChecked(name == page)
            if name == page:
                self._reveal(button)

    def set_badge(self, page: str, number: int) -> None:
        """A number on an entry; 0 takes it away."""
        self._buttons[page].set_badge(number)

    def refuse(self, page: str, reason: str) -> None:
        """Switch an entry off and say why; without a reason it can be chosen again."""
        refuse(self._buttons[page], reason)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter
        """Icons alone, or with words."""
        self._narrow = narrow
        self._name.set_narrow(narrow)
        for heading in self._groups:
            heading.set_narrow(narrow)
        for button in self._buttons.values():
            button.set_narrow(narrow)
        self.updateGeometry()
        self._place()

    def is_narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._narrow

    def sizeHint(self) -> QSize:
        """Qt: wide or narrow."""
        return QSize(theme.current().px(NARROW if self._narrow else WIDE), 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: entries grow lower in a low window so that all can be reached."""
        super().resizeEvent(event)
        self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: what has no room even then is reached with the wheel."""
        self._offset -= round(event.angleDelta().y() / _STEP * theme.current().px(_LEAST))
        self._place()

    def _place(self) -> None:
        """Give every entry its place: the name goes first where there is not room for all."""
        px = theme.current().px
        line = _LINE_LEAST if self._narrow else _GROUP_LEAST
        entries, groups = len(self._buttons), len(self._groups)
        least = entries * px(_LEAST) + groups * px(line) + px(_FOOT)
        top = px(_NAME) if least + px(_NAME) <= self.height() else px(_FOOT)
        self._name.setVisible(top == px(_NAME))
        self._name.setGeometry(px(_SIDE), 0, self.width() - 2 * px(_SIDE), px(_NAME))
        spare = self.height() - top - least
        wanted = entries * px(_MOST - _LEAST) + groups * px(_GROUP_MOST - line)
        share = min(max(spare / wanted, 0), 1) if wanted else 0
        entry = round(px(_LEAST) + share * px(_MOST - _LEAST))
        heading = round(px(line) + share * px(_GROUP_MOST - line))
        whole = top + entries * entry + groups * heading + px(_FOOT)
        self._offset = min(max(self._offset, 0), max(whole - self.height(), 0))
        foot = max(whole, self.height()) - px(_FOOT) - len(self._foot) * entry
        self._stack(self._column, top - self._offset, entry, heading)
        self._stack(self._foot, foot - self._offset, entry, heading)

    def _stack(self, parts: Sequence[QWidget], top: int, entry: int, heading: int) -> None:
        side = theme.current().px(_SIDE)
        for part in parts:
            high = heading if isinstance(part, _Group) else entry
            part.setGeometry(side, top, self.width() - 2 * side, high)
            top += high

    def _reveal(self, button: QWidget) -> None:
        """Bring an entry into sight."""
        self._offset += min(button.y(), 0)
        self._offset += max(button.geometry().bottom() - self.height() + 1, 0)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the ground."""
        QPainter(self).fillRect(self.rect(), theme.current().color("rail"))

    def _make(self, item: RailItem) -> _Button:
        button = _Button(item)
        button.setParent(self)
        button.focused.connect(lambda: self._reveal(button))
        button.clicked.connect(lambda _on=False: self.chosen.emit(item.id))
        self._buttons[item.id] = button
        return button


class _Name(QWidget):
    """The product's name, or its first sign when narrow."""

    def __init__(self, product: str) -> None:
        super().__init__()
        self._product, self._narrow = product, False

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter
        """One sign only."""
        self._narrow = narrow
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setPen(look.color("rail_text_on"))
        if self._narrow:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = look.px(28)
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            painter.setBrush(look.color("rail_on"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(look.color("rail_text_on"))
            painter.setFont(look.font(theme.BODY, 600))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._product[:1])
            return
        size = theme.BODY if len(self._product) > 12 else 14
        painter.setFont(look.font(size, 600))
        box = QRectF(look.px(12), 1, self.width() - look.px(14), self.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        text = painter.fontMetrics().elidedText(
            self._product, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, text)


class _Group(QWidget):
    """The heading of a group; a line when narrow."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words, self._narrow = words, False

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter
        """A line instead of words."""
        self._narrow = narrow
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        if self._narrow or not self._words:
            painter.fillRect(10, self.height() // 2, self.width() - 20, 1, look.color("rail_on"))
            return
        painter.setPen(look.color("rail_hint"))
        painter.setFont(look.font(theme.NOTE))
        box = self.rect().adjusted(look.px(12), 0, 0, -look.px(5))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._words
        )


class _Button(QAbstractButton):
    """One entry of the rail."""

    focused = Signal()

    def __init__(self, item: RailItem) -> None:
        super().__init__()
        self._icon = item.icon
        self._narrow = False
        self._badge = 0
        self.setText(item.title)
        self.setAccessibleName(item.title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_badge(self, number: int) -> None:
        """The number, 0 for none."""
        self._badge = number
        self.setAccessibleDescription(str(number) if number else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter
        """Icon alone, with the words as a tooltip."""
        self._narrow = narrow
        self.setToolTip(self.text() if narrow else "")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: tell, so that the entry comes into sight."""
        super().focusInEvent(event)
        self.focused.emit()

    def nextCheckState(self) -> None:
        """Qt: a click chooses; the window decides what is marked."""

    def sizeHint(self) -> QSize:
        """Qt: as wide as the rail."""
        return icons.size(40, _MOST)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else _OFF)
        box = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(look.color("rail_on" if self.isChecked() else "rail_hover"))
            painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        ink = "rail_text_on" if self.isChecked() else "rail_text"
        side = look.px(18)
        left = (self.width() - side) // 2 if self._narrow else look.px(11)
        icons.paint(painter, self._icon, QRect(left, (self.height() - side) // 2, side, side), ink)
        if not self._narrow:
            self._paint_words(painter, ink, left + side + look.px(9))
        self._paint_badge(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("rail_text_on"), theme.FOCUS))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)

    def _paint_words(self, painter: QPainter, ink: str, left: int) -> None:
        look = theme.current()
        painter.setFont(look.font(theme.BODY, 500 if self.isChecked() else 400))
        painter.setPen(look.color(ink))
        room = self.width() - left - look.px(30 if self._badge else 6)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, 0, room + 2, self.height()), middle, text)

    def _paint_badge(self, painter: QPainter) -> None:
        if not self._badge:
            return
        look = theme.current()
        words = str(self._badge) if self._badge < 100 else "99+"
        font = look.font(11)
        high = look.px(16)
        width = max(QFontMetrics(font).horizontalAdvance(words) + look.px(10), high + 2)
        x = self.width() - width - look.px(2 if self._narrow else 10)
        y = 2 if self._narrow else (self.height() - high) // 2
        pill = QRectF(x, y, width, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("bad"))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(look.color("bad_on"))
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
