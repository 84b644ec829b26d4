"""A personal value that is masked until somebody asks for it, and again after a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

SHOWN_MS = 30_000
"""How long a value stays readable after it was asked for."""


class Masked(QWidget):
    """The value with its button. ``asked``: whoever knows it answers with ``reveal``.

    ``show_words`` and ``hide_words`` say what the button does.
    """

    asked = Signal()

    def __init__(self, name: str, show_words: str, hide_words: str) -> None:
        super().__init__()
        self._masked = ""
        self._open = False
        self._words = {False: show_words, True: hide_words}
        self._value: QLabel = label("", "label")
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._value.setAccessibleName(name)
        self.button = QToolButton()
        self.button.setIconSize(icons.size(16))
        self.button.clicked.connect(lambda _on=False: self._clicked())
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.cover)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_TINY)
        row.addWidget(self._value)
        row.addWidget(self.button)
        row.addStretch(1)

    def text(self) -> str:
        """The value as it can be read now."""
        return self._value.text()

    def set_masked(self, text: str) -> None:
        """Another value, masked."""
        self._masked = text
        self.cover()

    def reveal(self, text: str, milliseconds: int = SHOWN_MS) -> None:
        """The value in full for a while."""
        self._clock.start(milliseconds)
        self._show(text, open_=True)

    def cover(self) -> None:
        """The value as everybody may see it."""
        self._clock.stop()
        self._show(self._masked, open_=False)

    def refuse(self, reason: str) -> None:
        """Why nobody may ask here, empty where one may."""
        refuse(self.button, reason)

    def _show(self, text: str, *, open_: bool) -> None:
        self._open = open_
        self._value.setText(text)
        self.button.setIcon(icons.icon("hidden" if open_ else "visible", "ink_3"))
        if self.button.isEnabled():  # else it says why not
            self.button.setToolTip(self._words[open_])
        self.button.setAccessibleName(self._words[open_])

    def _clicked(self) -> None:
        if self._open:
            self.cover()
        else:
            self.asked.emit()
