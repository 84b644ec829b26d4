"""The box that filters a grid in place ("/" or Ctrl+F), with the count of what is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.text import label
from invest_crm.words import _

_DEBOUNCE_MS = 0
"""The next turn of the loop: what an input method sends at once is one question. A question that
is overtaken while it waits is not asked, so typing fast needs no longer pause."""


class FilterBar(QWidget):
    """``changed(text)`` while typing, ``left`` on Esc, ``entered`` on Enter or Down."""

    changed = Signal(str)
    left = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._edit = SearchEdit(_("Filter this list"), icon="filter")
        self._edit.setAccessibleName(_("Filter this list"))
        self._edit.setMaximumWidth(theme.current().px(320))
        self._edit.installEventFilter(self)
        self._count = label("", "note")
        close = QToolButton()
        close.setIcon(icons.icon("close"))
        close.setToolTip(_("Clear the filter (Esc)"))
        close.setAccessibleName(_("Clear the filter"))
        close.clicked.connect(lambda _on=False: self.left.emit())
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_DEBOUNCE_MS)
        self._clock.timeout.connect(lambda: self.changed.emit(self._edit.text().strip()))
        self._edit.textEdited.connect(lambda _text: self._clock.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme.GAP_TINY)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._edit, 1)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(close)
        self.hide()

    def begin(self) -> None:
        """Show the box and type."""
        self.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def text(self) -> str:
        """What is typed."""
        return self._edit.text().strip()

    def set_text(self, text: str) -> None:
        """Set it without a signal; an empty text hides the box."""
        self._clock.stop()
        self._edit.setText(text)
        self.setVisible(bool(text))

    def set_count(self, shown: int, total: int) -> None:
        """How many of how many."""
        self._count.setText(count_words(shown, total))

    def count_text(self) -> str:
        """The words about the count."""
        return self._count.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Esc leaves, Enter and Down go to the rows."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)


def count_words(shown: int, total: int) -> str:
    """The count of a list, "38 / 1,204" when narrowed.

    >>> count_words(38, 1204), count_words(1204, 1204)
    ('38 / 1,204', '1,204')
    """
    return f"{total:,}" if shown == total else f"{shown:,} / {total:,}"
