"""The head of a page: title, chips, a quiet note, parts at the right; two lines when narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.tab_order import put_in_order
from invest_crm.ui.kit.text import ElidedLabel, label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_NOTE = 280
"""The note gives way beyond this width before the chips go to a line of their own."""


class PageHead(QWidget):
    """Chips stand beside the title (and what ``lead`` has behind it), below where they would meet
    the note.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.title = label("", "title")
        self.lead = QHBoxLayout()
        self.lead.setSpacing(theme.GAP_SMALL)
        self.lead.addWidget(self.title)
        self.chips = FlowLayout()
        self.note = ElidedLabel(size=theme.NOTE, color="ink_2", align=Qt.AlignmentFlag.AlignRight)
        self.note.hide()
        self.right = QHBoxLayout()
        self.right.setSpacing(theme.GAP)
        self._holder = QWidget()
        theme.set_role(self._holder, "clear")
        self._holder.setLayout(self.chips)
        self._holder.installEventFilter(self)
        self._below = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GAP_SMALL)
        self._grid.setColumnStretch(1, 1)
        self._grid.addLayout(self.lead, 0, 0)
        self._grid.addWidget(self._holder, 0, 1)
        self._tail = QHBoxLayout()
        self._tail.setSpacing(theme.GAP)
        self._tail.addWidget(self.note)
        self._tail.addLayout(self.right)
        self._tail_below = False
        self._grid.addLayout(self._tail, 0, 2)

    def add_line(self, widget: QWidget) -> None:
        """Put a widget on a line of its own at the foot of the head."""
        self._grid.addWidget(widget, 3, 0, 1, 3)

    def is_below(self) -> bool:
        """Whether the chips stand on a line of their own."""
        return self._below

    def event(self, event: QEvent) -> bool:
        """Qt: a chip came or went, the note says something else."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            put_in_order(self, [self])
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the chips were made anew, perhaps without needing other room."""
        if event.type() == QEvent.Type.LayoutRequest:
            put_in_order(self, [self])
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap, chips = theme.GAP, self.chips.sizeHint().width()
        right = self.right.sizeHint().width()
        margins = self.contentsMargins() + self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self.lead.sizeHint().width()
        room -= right + gap if right else 0
        wanted = self.note.sizeHint().width() if self.note.text() else 0
        note = min(wanted, theme.px(_NOTE)) + gap if wanted else 0
        below = chips > 0 and chips + gap + note > room
        self.note.setMaximumWidth(max(room - gap - (0 if below else chips + gap), 0))
        self._lower_tail(lower=room < 0)
        if below != self._below:
            self._below = below
            self._grid.removeWidget(self._holder)
            place = (1, 0, 1, 3) if below else (0, 1, 1, 1)
            self._grid.addWidget(self._holder, *place)

    def _lower_tail(self, *, lower: bool) -> None:
        """What stands at the right goes below, where it would press the title together."""
        if lower != self._tail_below:
            self._tail_below = lower
            self._grid.removeItem(self._tail)
            place = (2, 0, 1, 3) if lower else (0, 2, 1, 1)
            self._grid.addLayout(self._tail, *place)
