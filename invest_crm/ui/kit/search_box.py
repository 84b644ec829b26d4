"""The box at the top that finds everything: types a query, shows groups of hits, opens one.

What is found comes from a provider that runs in the background; a newer query overtakes an older
one. Focus stays in the box; Up and Down choose, Enter opens, Esc gives focus back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from invest_crm.ui import theme
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.operations import run_query
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.kit.search_popup import SearchPopup

_DEBOUNCE_MS = 60


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found: ``kind`` and ``id`` say what to open; ``hint`` stands at the right."""

    kind: str
    id: str
    title: str
    subtitle: str = ""
    icon: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """Hits of one kind under a heading."""

    title: str
    hits: tuple[SearchHit, ...]


class SearchBox(SearchEdit):
    """``provider(query)`` is called in the background; ``chosen(hit)`` when one is opened."""

    chosen = Signal(object)

    def __init__(self, provider: Callable[[str], Sequence[SearchGroup]] | None = None) -> None:
        super().__init__(_("Search projects and firms"), "Ctrl K")
        self._provider = provider
        self._came_from: QWidget | None = None
        self._popup: SearchPopup | None = None
        self.setAccessibleName(_("Search"))
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_DEBOUNCE_MS)
        self._clock.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._clock.start())

    def set_provider(self, provider: Callable[[str], Sequence[SearchGroup]]) -> None:
        """Who answers queries; called off the main thread."""
        self._provider = provider

    def begin(self) -> None:
        """Take the focus (Ctrl+K) and remember where to give it back."""
        focused = QApplication.focusWidget()
        if focused is not self:
            self._came_from = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._ask()

    def leave(self) -> None:
        """Close the list, clear, give the focus back exactly."""
        self._close()
        self.clear()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()

    def hits(self) -> list[SearchHit]:
        """The hits on screen, in order."""
        return self._popup.hits() if self._popup is not None else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys that steer the list."""
        if not self._key(event.key()):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: close the list."""
        super().focusOutEvent(event)
        self._close()

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup is not None:
            self._popup.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._popup is not None:
            self._open(self._popup.current())
        else:
            return False
        return True

    def _ask(self) -> None:
        provider, query = self._provider, self.text().strip()
        if provider is not None:
            run_query(self, lambda: provider(query), self._show, key="search")

    def _show(self, groups: Sequence[SearchGroup]) -> None:
        if not self.hasFocus():
            return
        if self._popup is None:
            from invest_crm.ui.kit.search_popup import SearchPopup

            self._popup = SearchPopup(self.window())
            self._popup.opened.connect(self._open)
        self._popup.fill(groups)
        corner = self.mapTo(self.window(), self.rect().bottomLeft())
        width = max(self.width(), theme.current().px(460))
        height = min(
            self._popup.wanted_height(), self.window().height() - corner.y() - theme.px(24)
        )
        self._popup.setGeometry(corner.x(), corner.y() + 5, width, height)
        self._popup.setVisible(self._popup.wanted_height() > 0 and bool(self.text() or groups))
        self._popup.raise_()

    def _open(self, hit: SearchHit | None) -> None:
        if hit is not None:
            self.leave()
            self.chosen.emit(hit)

    def _close(self) -> None:
        self._clock.stop()
        if self._popup is not None:
            self._popup.hide()
