"""The edge between a page and the panel at its right: drawn wider or narrower, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLayout, QWidget

from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

_WIDE: Final = 7
_STEP: Final = 24
_LEAST: Final = 280
_STATE: Final = "side."
_ROOM: Final = frozenset({QEvent.Type.Resize, QEvent.Type.LayoutRequest})
_SHOWN: Final = frozenset(
    {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ShowToParent, QEvent.Type.HideToParent}
)


class SideGrip(QWidget):
    """``asked(width)`` while it is drawn (px), 0 for the usual width; ``let_go`` at the end."""

    asked = Signal(int)
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(_WIDE))
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Width of the panel"))
        self.setToolTip(_("Draw to change the width, double-click for the usual one"))
        self.width_now = 0
        self._from: tuple[int, int] | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: taken hold of."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = round(event.globalPosition().x()), self.width_now

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: drawn."""
        if self._from is not None:
            at, width = self._from
            self.asked.emit(max(width + at - round(event.globalPosition().x()), 1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: let go."""
        self._from = None
        self.let_go.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the usual width."""
        self._from = None
        self.asked.emit(0)
        self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: left and right draw it, Home gives the usual width."""
        step = {Qt.Key.Key_Left: _STEP, Qt.Key.Key_Right: -_STEP}.get(Qt.Key(event.key()))
        if step is not None:
            self.asked.emit(self.width_now + theme.px(step))
        elif event.key() == Qt.Key.Key_Home:
            self.asked.emit(0)
        else:
            super().keyPressEvent(event)
            return
        self.let_go.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: a short stroke in the middle, in the colour of the accent with the focus."""
        color = theme.current().color("accent" if self.hasFocus() else "line")
        high, wide = theme.px(36), theme.px(3)
        box = QRect((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)
        QPainter(self).fillRect(box, color)


class SidePlace(QObject):
    """Gives the panel of a page its width, as far as the page has room."""

    def __init__(self, page: QWidget, main: QLayout, panel: QWidget, name: str) -> None:
        super().__init__(page)
        self._page, self._main, self._panel, self._name = page, main, panel, name
        self._asked = recall(name)
        self.grip = SideGrip(page)
        self.grip.hide()
        self.grip.asked.connect(self._draw)
        self.grip.let_go.connect(lambda: remember(name, self._asked))
        page.installEventFilter(self)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the page has more room or needs it, the panel came or went with its edge."""
        if watched is self._page and event.type() in _ROOM:
            self._fit()
        elif watched is self._panel and event.type() in _SHOWN and self._name:
            self.grip.setVisible(not self._panel.isHidden())
        return super().eventFilter(watched, event)

    def _draw(self, asked: int) -> None:
        self._asked = asked
        given = self._fit()
        self._asked = given if asked else 0

    def _fit(self) -> int:
        """The width given, px."""
        room = self._page.width() - (self.grip.width() if self._name else 0)
        width = fitting(self._asked, room, self._main.minimumSize().width())
        self._panel.setFixedWidth(width)
        self.grip.width_now = width
        return width


def fitting(asked: int, whole: int, main: int) -> int:
    """The width of a panel (px) in a page of width ``whole`` whose own part needs ``main``.

    ``asked``: 0 for the usual width. The page's part keeps what it needs, the panel at least two
    fifths of a page too narrow for both.
    """
    wanted = asked or min(whole * 34 // 100, theme.px(theme.PANEL_WIDTH))
    room = max(whole - main, whole * 2 // 5)
    return min(max(wanted, theme.px(_LEAST)), room)


def recall(name: str) -> int:
    """The width drawn last for a list (px at the present text size), 0 for none."""
    stored = user.read_state(_STATE + name) if name else None
    return theme.px(stored) if type(stored) is int and stored > 0 else 0


def remember(name: str, width: int) -> None:
    """Remember a width (px at the present text size) for a list; 0 for the usual one."""
    if name:
        user.write_state(_STATE + name, round(width / theme.current().text_scale))
