"""The panel at the right: the outline while editing, and what is on the chosen node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout

from invest_crm.ui import icons, theme
from invest_crm.ui.chain_map.occupants import Occupants
from invest_crm.ui.chain_map.outline import Outline
from invest_crm.ui.kit.tabs import TabRow
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

OUTLINE, OCCUPANTS = "outline", "occupants"


class SidePanel(QFrame):
    """``closed``: Esc or the cross."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self.setAccessibleName(_("Chain panel"))
        self.outline, self.occupants = Outline(), Occupants()
        self._tabs = TabRow(wraps=True)
        self._tabs.changed.connect(self._show)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.outline)
        self._stack.addWidget(self.occupants)
        close = QToolButton()
        close.setIcon(icons.icon("close"))
        close.setToolTip(_("Close (Esc)"))
        close.setAccessibleName(_("Close (Esc)"))
        close.clicked.connect(lambda _on=False: self.closed.emit())
        head = QHBoxLayout()
        head.addWidget(self._tabs, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP_SMALL, theme.GAP, theme.GAP)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.set_editing(editing=False)

    def set_editing(self, *, editing: bool) -> None:
        """Show the outline as well, or only what is on the node."""
        outline = ((OUTLINE, _("Outline")),) if editing else ()
        self._tabs.set_tabs((*outline, (OCCUPANTS, _("Firms and projects"))))
        self.show_tab(OUTLINE if editing else OCCUPANTS)

    def show_tab(self, tab: str) -> None:
        """Switch to a tab."""
        self._tabs.set_current(tab)
        self._show(tab)

    def tab(self) -> str:
        """The tab that is on."""
        return self._tabs.current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Qt: its width."""
        return QSize(theme.current().px(340), 600)

    def _show(self, tab: str) -> None:
        self._stack.setCurrentWidget(self.outline if tab == OUTLINE else self.occupants)
