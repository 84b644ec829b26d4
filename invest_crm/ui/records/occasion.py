"""A form beside the list made for one occasion: a title, a body, and two buttons at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from invest_crm.ui import theme
from invest_crm.ui.kit.error_notice import ErrorNotice
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from invest_crm.errors import UserError


class Occasion(QFrame):
    """``agreed`` by the button, Ctrl+S or Ctrl+Enter; ``closed`` when the person is done, or Esc.

    Subclasses fill ``body``, which scrolls where it does not fit.
    """

    agreed = Signal()
    closed = Signal()

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        theme.set_role(self, "side")
        self.setAccessibleName(title)
        self._told: ErrorNotice | None = None
        self._area = ScrollBody()
        self.body = self._area.column
        self.button = QPushButton(words or _("Save"))
        theme.set_role(self.button, "primary")
        self.button.setToolTip("Ctrl+Enter")
        self.button.clicked.connect(lambda _on=False: self.agreed.emit())
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(lambda _on=False: self.closed.emit())
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP_SMALL)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(label(title, "heading"))
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            self._shortcut(keys).activated.connect(self.agreed)
        for keys in ("Return", "Enter"):
            enter = QShortcut(QKeySequence(keys), self.button)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self.button.click)
        self._shortcut("Esc").activated.connect(self.closed)

    def begin(self) -> None:
        """Put the keyboard where something is to be done."""
        self.button.setFocus()

    def bring_to_sight(self, part: QWidget) -> None:
        """Scroll until a part of the body is seen."""
        self._area.ensureWidgetVisible(part)

    def show_error(self, error: UserError) -> None:
        """What the service refused; what was typed stays."""
        if self._told is not None:
            self._told.dismiss()
        error.again = self.agreed.emit
        self._told = ErrorNotice(error)
        self._told.dismissed.connect(self._forget_told)
        self.body.insertWidget(0, self._told)
        self._area.verticalScrollBar().setValue(0)

    def _forget_told(self) -> None:
        self._told = None

    def _shortcut(self, keys: str) -> QShortcut:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return made
