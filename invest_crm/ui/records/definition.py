"""What the figure means whose rows a list shows: one quiet line that can be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.notice import close_button
from invest_crm.ui.kit.text import label

if TYPE_CHECKING:
    from invest_crm.ui.kit.page import State

_KEY = "definition"


class DefinitionLine(QWidget):
    """Stands as long as the list is narrowed by the link that brought it, or until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._words = label("", "hint", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._words, 1)
        row.addWidget(close_button(self.hide), 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def text(self) -> str:
        """The definition, empty for none."""
        return self._text

    def state(self) -> State:
        """What belongs to the state of a page."""
        return {_KEY: self._text} if self._text else {}

    def take(self, state: State) -> None:
        """Take up the definition of a link or a state."""
        self._text = str(state.get(_KEY, ""))
        self._words.setText(self._text)
        self._words.setAccessibleName(self._text)
        self.setVisible(bool(self._text))

    def follow(self, reason: str) -> None:
        """Go with the reason of the link."""
        if not reason:
            self.take({})
