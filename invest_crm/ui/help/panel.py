"""The side place of the help: a line to search the manual, the text, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout

from invest_crm.ui import icons, theme
from invest_crm.ui.help.view import HelpView
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

WIDE: Final = 400
_ALT = Qt.KeyboardModifier.AltModifier
_SCROLLS: Final = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class HelpPanel(QFrame):
    """``left`` by the cross or Esc; ``typed(text)`` is looked for; ``back_asked``,
    ``contents_asked``.
    """

    left = Signal()
    typed = Signal(str)
    back_asked = Signal()
    contents_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self.setAccessibleName(_("Help"))
        self.title = ElidedLabel(size=theme.HEADING, weight=600)
        self.back = _tool("chevron_left", _("Back to what was read (Alt+←)"), self.back_asked.emit)
        self.contents = QPushButton(_("Contents"))
        theme.set_role(self.contents, "link")
        self.contents.clicked.connect(lambda _on=False: self.contents_asked.emit())
        self.close_button = _tool("close", _("Close the help (F1)"), self.left.emit)
        self.search = _Search(self)
        self.search.textChanged.connect(self.typed)
        self.view = HelpView()
        self.view.setAccessibleName(_("Help text"))
        foot = label(_("↑ ↓ scroll · Tab goes to links · Esc back to the page"), "hint", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.contents)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(14, 10, 10, 8))
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addWidget(foot)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Qt: Alt+Left goes back in what was read, not to another page."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_back(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what the line and the text did not take."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif _is_back(event):
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)


class _Search(SearchEdit):
    """Arrows scroll the text, Enter opens the first thing found, Esc takes the words away first."""

    def __init__(self, panel: HelpPanel) -> None:
        super().__init__(_("Search the manual"))
        self.setAccessibleName(_("Search the manual"))
        self.setClearButtonEnabled(True)
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys that are not for typing."""
        key = Qt.Key(event.key())
        if key in _SCROLLS:
            self._panel.view.keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)


def _is_back(event: QKeyEvent) -> bool:
    return event.keyCombination() == QKeyCombination(_ALT, Qt.Key.Key_Left)


def _tool(icon: str, words: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _on=False: do())
    return button
