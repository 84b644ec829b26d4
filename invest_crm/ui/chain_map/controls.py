"""The small parts above the map: the chain switch, the find box, the zoom, the export menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROOM: Final = 560
FORMATS: Final = (
    ("PDF · A3", "A3", "pdf"),
    ("PDF · A4", "A4", "pdf"),
    ("PDF · A1", "A1", "pdf"),
    ("PNG · A3", "A3", "png"),
    ("SVG", "A3", "svg"),
    ("HTML", "A3", "html"),
)
"""What a map is written as: words, paper, suffix."""


class ChainSwitch(QWidget):
    """One click from chain to chain; a list where there are too many to stand side by side."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._chains: tuple[tuple[str, str], ...] = ()
        self._part: Segmented | Choice | None = None
        self._room = _ROOM
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_chains(self, chains: Sequence[tuple[str, str]], current: str) -> None:
        """The chains as (id, name) and the one shown."""
        if tuple(chains) != self._chains:
            self._chains = tuple(chains)
            self._make()
        if self._part is not None:
            self._part.blockSignals(True)  # noqa: FBT003 - Qt's signature
            self._part.set_current(current)
            self._part.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def chains(self) -> tuple[tuple[str, str], ...]:
        """The chains as (id, name)."""
        return self._chains

    def set_room(self, wide: int) -> None:
        """How wide it may be, in pixels."""
        self._room = wide
        wants_list = self._too_wide(Segmented(self._chains)) if self._chains else False
        if self._part is not None and isinstance(self._part, Choice) != wants_list:
            current = self._part.current()
            self._make()
            self.set_chains(self._chains, current)

    def _too_wide(self, segmented: Segmented) -> bool:
        wide = segmented.sizeHint().width()
        segmented.deleteLater()
        return wide > self._room

    def _make(self) -> None:
        if self._part is not None:
            self._part.hide()
            self._part.deleteLater()
            self._part = None
        if not self._chains:
            return
        name = _("Chain")
        if self._too_wide(Segmented(self._chains)):
            choice = Choice(self._chains, name=name)
            choice.currentIndexChanged.connect(lambda _at: self.changed.emit(choice.current()))
            self._part = choice
        else:
            segmented = Segmented(self._chains, name=name)
            segmented.changed.connect(self.changed)
            self._part = segmented
        self._row.addWidget(self._part)


class FindBox(SearchEdit):
    """Dims what does not match while one types; Enter goes to the next match, Esc ends."""

    wanted = Signal(str)
    next_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Find a link"), "/")
        self.setAccessibleName(_("Find a link or a firm on the map"))
        self.setToolTip(_("Name, firm or pinyin initials; Enter goes to the next ( / )"))
        self.setFixedWidth(theme.current().px(152))
        self.textChanged.connect(self.wanted)

    def begin(self) -> None:
        """Take the focus."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter, Down and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.next_asked.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ZoomBar(QWidget):
    """Minus, the zoom in per cent (click: the whole map), plus. ``asked(factor)``, 0 fits."""

    asked = Signal(float)

    def __init__(self, step: float) -> None:
        super().__init__()
        self._percent = QPushButton("100%")
        theme.set_role(self._percent, "quiet")
        self._percent.setToolTip(_("Zoom; click shows the whole map (0)"))
        self._percent.setFixedWidth(theme.current().px(58))
        self._percent.clicked.connect(lambda _on=False: self.asked.emit(0.0))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(_small("zoom_out", _("Smaller (-)"), lambda: self.asked.emit(1 / step)))
        row.addWidget(self._percent)
        row.addWidget(_small("zoom_in", _("Larger (+)"), lambda: self.asked.emit(step)))

    def set_zoom(self, zoom: float) -> None:
        """Show a zoom."""
        self._percent.setText(f"{zoom:.0%}")
        self._percent.setAccessibleName(_("Zoom {percent}").format(percent=f"{zoom:.0%}"))


def export_menu(button: QPushButton, do: Callable[[str, str], object]) -> QMenu:
    """The kinds of file a map is written as; ``do(paper, suffix)``."""
    menu = QMenu(button)
    for words, paper, suffix in FORMATS:
        action = QAction(words, menu)
        action.setProperty("command", f"map.export.{paper}.{suffix}")
        action.triggered.connect(lambda _on=False, p=paper, s=suffix: do(p, s))
        menu.addAction(action)
    return menu


def _small(icon: str, words: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setIconSize(icons.size(16))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _on=False: do())
    return button
