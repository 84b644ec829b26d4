"""A body that fills its room, and scrolls when even its least height needs more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from invest_crm.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_LINE: Final = 30
_MOST_HIGH: Final = 232
"""Beyond this height (px at text scale 1), or a third of the window, fitted rows scroll."""
_SHARE: Final = 30
"""Percent of the window that fitted rows may take in any case."""


class ScrollBody(QScrollArea):
    """Put parts into ``column``; they share spare height as in any column."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = _Holder()
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.GAP)
        self.setWidget(holder)


class _Holder(QWidget):
    """Asks for its least height, where Qt would ask for the one its parts like best."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")

    def heightForWidth(self, width: int) -> int:
        """Qt: the least height at a width."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else 0


def scrolled(part: QWidget) -> QScrollArea:
    """A part that scrolls up and down where it does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    part.setContentsMargins(0, 0, theme.GAP_SMALL, 0)
    area.setWidget(part)
    theme.set_role(part, "clear")
    return area


class FittedRows(QScrollArea):
    """As high as what it holds, up to a limit (``share`` percent of the window), then scrolls."""

    def __init__(self, share: int = _SHARE) -> None:
        super().__init__()
        self._share = share
        self._high = theme.px(_LINE)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = QWidget()
        theme.set_role(self._holder, "clear")
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, theme.GAP_SMALL, 0)
        self.setWidget(self._holder)
        self._holder.installEventFilter(self)

    def hold(self, part: QWidget) -> None:
        """Show another part; the former one goes."""
        while (item := self._column.takeAt(0)) is not None:
            before = item.widget()
            if before is not None:
                before.hide()
                before.deleteLater()
        self._column.addWidget(part)
        self.fit()

    def fit(self) -> None:
        """Take the height its part needs, less where the page has less."""
        self._column.activate()
        width = self.viewport().width()
        wanted = self._column.totalHeightForWidth(width)
        if wanted < 0:
            wanted = self._column.totalSizeHint().height()
        most = min(theme.px(_MOST_HIGH), self.window().height() // 3)
        self._high = min(wanted, max(most, self.window().height() * self._share // 100))
        self.setMaximumHeight(self._high)
        self.updateGeometry()
        focus = self._holder.focusWidget()
        if focus is not None and focus.hasFocus():
            self.ensureWidgetVisible(focus, 0, theme.GAP_SMALL)

    def sizeHint(self) -> QSize:
        """Qt: as high as its part, up to the limit."""
        return QSize(super().sizeHint().width(), self._high)

    def minimumSizeHint(self) -> QSize:
        """Qt: any width will do."""
        return QSize(theme.px(120), min(self._high, theme.px(2 * _LINE)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: something came, went or wants more room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: lines break elsewhere."""
        super().resizeEvent(event)
        self.fit()
