"""A body that fills its room, and scrolls when even its least height needs more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from invest_crm.ui import theme


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
