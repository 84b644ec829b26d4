"""Files that wait to be entered with a text: dropped or pasted on it, chosen, taken off again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import (
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFileDialog,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.attachments.taking import clipboard, means_files, source_words, sources_of
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.attachments.taking import Source

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class WaitingFiles(QWidget):
    """``changed``: there are others. They are kept for each record while the window is open."""

    changed = Signal()

    def __init__(self, text: QWidget) -> None:
        super().__init__()
        self._text = text
        self._key = ""
        self._sources: dict[str, list[Source]] = {}
        self.button = QToolButton()
        self.button.setIcon(icons.icon("attach"))
        words = _("Attach photos and papers (drop them here, or paste with Ctrl+V)")
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
        self.button.clicked.connect(lambda _on=False: self.ask())
        self._chips = FlowLayout(gap=theme.px(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._chips)
        text.installEventFilter(self)
        if isinstance(text, QAbstractScrollArea):
            text.viewport().installEventFilter(self)  # what is dropped on it comes there
        self.hide()

    def sources(self) -> tuple[Source, ...]:
        """What waits for the record one stands on."""
        return tuple(self._sources.get(self._key, ()))

    def chips(self) -> list[PillButton]:
        """What waits, as shown."""
        items = [self._chips.itemAt(place) for place in range(self._chips.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, PillButton)]

    def show_key(self, key: str) -> None:
        """Another record: its own files."""
        self._key = key
        self._show()

    def take(self, sources: Sequence[Source]) -> None:
        """Let more files wait."""
        if sources:
            self._sources[self._key] = [*self.sources(), *sources]
            self._show()

    def entered(self, key: str, sources: Sequence[Source]) -> None:
        """These were entered for a record; what came since still waits."""
        left = [one for one in self._sources.get(key, []) if all(one is not it for it in sources)]
        self._sources[key] = left
        self._show()

    def ask(self) -> None:
        """The system's dialog for files."""
        names, _filter = QFileDialog.getOpenFileNames(self, _("Add files"))
        self.take([Path(name) for name in names])
        self._text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: files or a picture dropped or pasted where a line is typed."""
        if event.type() in _DRAGS and isinstance(event, QDropEvent | QDragMoveEvent):
            if not means_files(event.mimeData()):
                return super().eventFilter(watched, event)
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self.take(sources_of(event.mimeData()))
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            pasting = event.matches(QKeySequence.StandardKey.Paste)
            if pasting and means_files(clipboard()):
                self.take(sources_of(clipboard()))
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        self._chips.clear()
        for source in self.sources():
            icon = "picture" if isinstance(source, QImage) else "attach"
            chip = PillButton(source_words(source), removable=True, icon=icon, small=True)
            chip.removed.connect(lambda source=source: self._drop(source))
            self._chips.addWidget(chip)
        self.setVisible(bool(self.sources()))
        self.updateGeometry()
        self.changed.emit()

    def _drop(self, source: Source) -> None:
        self._sources[self._key] = [one for one in self.sources() if one is not source]
        self._show()
