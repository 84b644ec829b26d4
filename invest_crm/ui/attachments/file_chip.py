"""A file as a small chip with its name, a picture with a thumbnail: on an entry of the stream."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.attachments import jobs
from invest_crm.ui.attachments.acts import OPEN, TRASH
from invest_crm.ui.attachments.rows import fill_menu, pop_up
from invest_crm.ui.attachments.words import added_words, icon_of
from invest_crm.ui.kit.text import tip_lines

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent

    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.ui.context import Context

_HIGH, _THUMB, _ICON, _PAD, _GAP = 26, 34, 15, 8, 6
_WIDEST = 170
_MOST_KEPT = 400
_kept: OrderedDict[tuple[str, int], QImage | None] = OrderedDict()
"""Thumbnails by content and side; None for what is no picture after all."""


class FileChip(QWidget):
    """``acted(line, action)``: a click or Enter opens a copy, the menu and Delete the rest.

    A thumbnail is read off the main thread when the chip is first painted.
    """

    acted = Signal(object, str)

    def __init__(self, line: AttachmentLine, context: Context) -> None:
        super().__init__()
        self.line, self._context = line, context
        self._picture = line.media_type.startswith("image/") and line.present
        self._asked = False
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(line.name)
        self.setAccessibleDescription(added_words(line))
        self.setToolTip(tip_lines(f"{line.name}\n{added_words(line)}"))

    def menu(self) -> QMenu:
        """What can be done with the file."""
        menu = QMenu(self)
        fill_menu(
            menu,
            self.line,
            lambda action: self.acted.emit(self.line, action),
            refusal=self._context.why_not_write(),
        )
        return menu

    def sizeHint(self) -> QSize:
        """Qt: icon or thumbnail, and the name as far as there is room."""
        look = theme.current()
        words = QFontMetrics(look.font(theme.NOTE)).horizontalAdvance(self.line.name) + 2
        width = self._side() + look.px(2 * _PAD + _GAP) + min(words, look.px(_WIDEST))
        return QSize(width, look.px(_THUMB + 6 if self._picture else _HIGH))

    def minimumSizeHint(self) -> QSize:
        """Qt: may shrink to a few letters."""
        return QSize(self._side() + theme.px(60), self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click opens a copy."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.rect().contains(event.position().toPoint()) and self.line.present:
            self.acted.emit(self.line, OPEN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter and Space open a copy, Delete moves to the trash."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.acted.emit(self.line, OPEN)
        elif event.key() == Qt.Key.Key_Delete and not self._context.why_not_write():
            self.acted.emit(self.line, TRASH)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu under the mouse."""
        pop_up(self.menu(), event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the ground, the icon or thumbnail, the name."""
        if self._picture and not self._asked:
            self._ask()
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ring = self.hasFocus()
        painter.setPen(QPen(look.color("accent" if ring else "line"), theme.FOCUS if ring else 1))
        painter.setBrush(look.color("hover" if self.underMouse() else "card"))
        painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        side = self._side()
        left = look.px(3 if self._picture else _PAD)
        sign = QRect(left, (self.height() - side) // 2, side, side)
        self._paint_sign(painter, sign)
        painter.setPen(look.color("ink"))
        painter.setFont(look.font(theme.NOTE))
        words = self.rect().adjusted(sign.right() + look.px(_GAP), 0, -look.px(_PAD) + 2, 0)
        shown = painter.fontMetrics().elidedText(
            self.line.name, Qt.TextElideMode.ElideMiddle, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_sign(self, painter: QPainter, place: QRect) -> None:
        if self.image is not None:
            clip = QPainterPath()
            clip.addRoundedRect(QRectF(place), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
            painter.save()
            painter.setClipPath(clip)
            painter.drawImage(place, self.image)
            painter.restore()
            return
        side = theme.px(_ICON)
        inner = QRect(0, 0, side, side)
        inner.moveCenter(place.center())
        lost = not self.line.present
        role = "warning" if lost else icon_of(self.line.media_type)
        icons.paint(painter, role, inner, "bad" if lost else "ink_2")

    def _side(self) -> int:
        return theme.px(_THUMB if self._picture else _ICON)

    def _ask(self) -> None:
        self._asked = True
        pixels = round(self._side() * self.devicePixelRatioF())
        key, line = (self.line.sha256, pixels), self.line
        if key in _kept:
            self.image = _kept[key]
            return

        def show(image: QImage | None) -> None:
            _kept[key] = self.image = image
            if len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
            self.update()

        self._context.read(
            self,
            lambda app: jobs.thumbnail(app, line.id, pixels),
            show,
            key="thumbnail",
            on_error=lambda _error: None,  # the icon stays; opening it says what is wrong
        )
