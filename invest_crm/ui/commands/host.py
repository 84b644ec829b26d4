"""A widget that declares what can be done on it, and carries it out by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from invest_crm.ui.commands.command import bind

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QMenu

    from invest_crm.ui.commands.command import Command


class CommandHost(QWidget):
    """``said(text, undo or None)`` tells what was done, or why something cannot be."""

    said = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._bound = False

    def commands(self) -> list[Command]:
        """What can be done here at this moment; subclasses say it."""
        return []

    def menu(self) -> QMenu | None:
        """The context menu of what is selected here, if there is one; the caller deletes it."""
        return None

    def run(self, command_id: str) -> None:
        """Carry out a command, or say why it cannot be."""
        found = next((item for item in self.commands() if item.id == command_id), None)
        reason = found.run() if found is not None else ""
        if reason:
            self.said.emit(reason, None)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: with the first showing the shortcuts of the commands begin to work."""
        super().showEvent(event)
        if not self._bound:
            self._bound = True
            inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
            bind(self.commands(), self, self.run, inside)
