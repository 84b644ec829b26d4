"""The picture in the window: as wide as its place, scrolled down, walked over with the arrow keys.

It must not know services; it says which part was opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from invest_crm.maps.path_layout import Sizes, path_scene
from invest_crm.maps.style import DARK, LIGHT, colours
from invest_crm.ui import theme
from invest_crm.ui.chain_map.finding import DOWN, LEFT, RIGHT, UP, neighbour
from invest_crm.ui.schedules.painter import ItemPainter
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from invest_crm.domain.whole_path import WholePath
    from invest_crm.maps.scene import Region, Scene

_STEPS: Final = {
    Qt.Key.Key_Left: LEFT,
    Qt.Key.Key_Right: RIGHT,
    Qt.Key.Key_Up: UP,
    Qt.Key.Key_Down: DOWN,
}
_TEXT = 13
_NARROWEST = 62
"""In sizes of the text: in a narrower place the picture is scrolled across."""


class PathPicture(QAbstractScrollArea):
    """``opened(id)``: Enter or a click on a part; ``left``: Esc."""

    opened = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._path: WholePath | None = None
        self._scene: Scene | None = None
        self._chosen = ""
        self.setAccessibleName(_("Whole path"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)

    def show_path(self, path: WholePath) -> None:
        """Another picture; the part chosen stays chosen where it is still there."""
        self._path = path
        if path.part(self._chosen) is None:
            self._chosen = ""
        self._lay_out()

    def scene(self) -> Scene | None:
        """The picture as laid out, None before there is one."""
        return self._scene

    def chosen(self) -> str:
        """The part the keys stand on, empty for none."""
        return self._chosen

    def choose(self, part: str) -> None:
        """Stand on a part and show it."""
        region = self._region(part)
        if region is None:
            return
        self._chosen = part
        for bar, start, size, room in (
            (self.verticalScrollBar(), region.y, region.h, self.viewport().height()),
            (self.horizontalScrollBar(), region.x, region.w, self.viewport().width()),
        ):
            bar.setValue(round(min(max(bar.value(), start + size + 8 - room), max(start - 8, 0))))
        self.setAccessibleDescription(region.tip)
        changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(changed)
        self.viewport().update()

    # ---- layout and painting -----------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._path is None:
            return
        text = theme.px(_TEXT)
        room = self.viewport().width()
        self._scene = path_scene(self._path, Sizes(text, max(room, _NARROWEST * text)))
        for bar, size, seen in (
            (self.verticalScrollBar(), self._scene.height, self.viewport().height()),
            (self.horizontalScrollBar(), self._scene.width, room),
        ):
            bar.setRange(0, max(round(size) - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(theme.px(24))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: as wide as the place."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: another size of text, another theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the picture, and where the keys stand."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hand = ItemPainter(painter, colours(DARK if theme.current().dark else LIGHT))
        painter.fillRect(self.viewport().rect(), hand.colour("card"))
        if self._scene is None:
            return
        painter.translate(-self._at().x(), -self._at().y())
        hand.draw(self._scene.items)
        region = self._region(self._chosen)
        if region is not None and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().color("accent"), theme.FOCUS))
            area = QRectF(region.x, region.y, region.w, region.h)
            painter.drawRoundedRect(area, theme.px(4), theme.px(4))

    def _at(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _region(self, part: str) -> Region | None:
        groups = () if self._scene is None else self._scene.groups
        return next((region for region in groups if region.target == part), None)

    def _below(self, at: QPointF) -> Region | None:
        place = at + self._at()
        return None if self._scene is None else self._scene.hit(place.x(), place.y())

    # ---- keys and mouse ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows walk, Enter opens, Esc leaves."""
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._walk(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen:
            self.opened.emit(self._chosen)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _walk(self, step: tuple[int, int]) -> None:
        """To the next part that way; before any is chosen, to the first that is open."""
        groups = () if self._scene is None else self._scene.groups
        here = self._region(self._chosen)
        found = self._first() if here is None else neighbour(groups, here, step)
        if found is not None:
            self.choose(found.target)

    def _first(self) -> Region | None:
        path, scene = self._path, self._scene
        if path is None or scene is None or not scene.groups:
            return None
        wanted = next((part.id for part in path.parts() if part.standing.open), "")
        return self._region(wanted) or scene.groups[0]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: by keyboard, begin at what is open."""
        super().focusInEvent(event)
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in reasons and not self._chosen:
            self._walk(DOWN)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click opens the part below it."""
        region = self._below(event.position())
        if event.button() == Qt.MouseButton.LeftButton and region is not None:
            self.choose(region.target)
            self.opened.emit(region.target)
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a hand over what can be opened."""
        over = self._below(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt: everything about the part below the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            region = self._below(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), region.tip if region else "", self.viewport())
            return True
        return super().viewportEvent(event)
