"""A widget that declares what can be done on it, and carries it out by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from invest_crm.ui.commands.command import always, bind
from invest_crm.ui.kit.refusing import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QMenu

    from invest_crm.ui.commands.command import Command


class CommandHost(QWidget):
    """``said(text, undo or None)`` tells what was done, or why something cannot be.

    ``why_not_write``: why nothing can be changed in this window, empty where it can.
    """

    said = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._bound = False
        self._writing_parts: list[QWidget] = []
        self.why_not_write: Callable[[], str] = always

    def commands(self) -> list[Command]:
        """What can be done here at this moment; subclasses say it."""
        return []

    def commands_now(self) -> list[Command]:
        """The commands, those refused that write where nothing can be written."""
        reason = self.why_not_write()
        return [command.against(reason) for command in self.commands()]

    def add_writing(self, *parts: QWidget) -> None:
        """Parts that change the database: switched off where nothing can be written."""
        self._writing_parts += parts
        self.show_refusal()

    def show_refusal(self) -> None:
        """Switch on or off what writes, as it stands in this window."""
        for part in self._writing_parts:
            refuse(part, self.why_not_write())

    def fill(self, menu: QMenu, commands: Iterable[Command]) -> None:
        """Put commands into a menu; those that cannot be carried out say why in their tooltip."""
        menu.setToolTipsVisible(True)
        for command in commands:
            found = command.against(self.why_not_write())
            action = menu.addAction(found.label())
            reason = found.enabled()
            action.setEnabled(not reason)
            action.setToolTip(reason)
            action.triggered.connect(lambda _on=False, found=found: found.run())

    def menu(self) -> QMenu | None:
        """The context menu of what is selected here, if there is one; the caller deletes it."""
        return None

    def run(self, command_id: str) -> None:
        """Carry out a command, or say why it cannot be."""
        found = next((item for item in self.commands_now() if item.id == command_id), None)
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
