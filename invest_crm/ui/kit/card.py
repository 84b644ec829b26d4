"""A card: the white box with a line around it that every page is set with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.text import ElidedLabel, label


class Card(QFrame):
    """A titled card with a note at the right of its head; put parts into ``body``.

    ``loose`` sets them further apart.
    """

    def __init__(self, title: str = "", note: str = "", *, loose: bool = False) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.CARD_PADDING, theme.GAP, theme.CARD_PADDING, theme.GAP)
        self.body.setSpacing(theme.GAP if loose else theme.GAP_SMALL)
        self._title: QLabel = label(title, "strong")
        self._note = ElidedLabel(note, size=theme.NOTE, color="ink_3")
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.GAP)
        if title or note:
            self._head.addWidget(self._title)
            self._head.addStretch(1)
            self._head.addWidget(self._note)
            self.body.addLayout(self._head)

    def set_head(self, title: str, note: str = "") -> None:
        """Other words in the head."""
        self._title.setText(title)
        self._note.set_text(note)
        self.setAccessibleName(title)

    def add_link(self) -> QPushButton:
        """A link at the right end of the head."""
        link = QPushButton()
        theme.set_role(link, "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        self._head.addWidget(link)
        return link

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Append a part."""
        self.body.addWidget(widget, stretch)
