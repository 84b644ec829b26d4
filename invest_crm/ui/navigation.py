"""Where one is and where one was: pages by id, made on first showing, with Back and Forward.

The history keeps each page's state at the moment it was left, so that Back restores filter,
scroll and selection. Knows pages only by ``kit.page.Page`` and their declarations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from PySide6.QtWidgets import QStackedWidget

    from invest_crm.ui.kit.page import Page

_DEPTH = 100


class PageSpec(NamedTuple):
    """A page declared: ``title`` and ``group`` are message ids, ``factory`` makes it when shown.

    ``foot`` puts it at the foot of the rail; ``hidden`` keeps it off the rail (opened by links).
    ``writes``: nothing can be done on it where nothing can be written. ``beside``: the page whose
    entry of the rail stands for a hidden one as well.
    """

    id: str
    title: str
    icon: str
    factory: Callable[[], Page]
    group: str = ""
    foot: bool = False
    hidden: bool = False
    writes: bool = False
    beside: str = ""


class Visit(NamedTuple):
    """One stop of the history: a page and its state when it was left."""

    page: str
    state: dict[str, Any]


class History:
    """A list of visits with a place in it; going somewhere new forgets what was ahead."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._place = -1

    def visit(self, page: str, state: dict[str, Any]) -> None:
        """Go somewhere new."""
        del self._visits[self._place + 1 :]
        self._visits.append(Visit(page, state))
        del self._visits[:-_DEPTH]
        self._place = len(self._visits) - 1

    def remember(self, state: dict[str, Any]) -> None:
        """Keep the state of the present stop before leaving it."""
        if self._place >= 0:
            stop = self._visits[self._place]
            self._visits[self._place] = Visit(stop.page, state)

    def step(self, by: int) -> Visit | None:
        """Go back (-1) or forward (1); None at the end."""
        if not self.can_step(by):
            return None
        self._place += by
        return self._visits[self._place]

    def can_step(self, by: int) -> bool:
        """Whether there is a stop that way."""
        return 0 <= self._place + by < len(self._visits)


class Navigator(QObject):
    """Shows pages in a stack; ``shown(page id)`` after every move."""

    shown = Signal(str)
    page_made = Signal(object)

    def __init__(self, stack: QStackedWidget, specs: Iterable[PageSpec]) -> None:
        super().__init__(stack)
        self._stack = stack
        self._specs = {spec.id: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._history = History()
        self._current = ""

    def current_id(self) -> str:
        """The id of the page shown, empty before the first."""
        return self._current

    def current(self) -> Page | None:
        """The page shown."""
        return self._pages.get(self._current)

    def made(self) -> dict[str, Page]:
        """The pages made so far, by id."""
        return dict(self._pages)

    def go(self, page: str, state: dict[str, Any] | None = None) -> None:
        """Show a page, in a given state if any; raises KeyError for an unknown id."""
        if page not in self._specs:
            raise KeyError(page)
        if page == self._current and not state:
            return
        self._leave()
        self._history.visit(page, dict(state or {}))
        self._show(page, state)

    def back(self) -> bool:
        """The stop before, as it was left."""
        return self._step(-1)

    def forward(self) -> bool:
        """The stop after, as it was left."""
        return self._step(1)

    def can_step(self, by: int) -> bool:
        """Whether Back (-1) or Forward (1) leads anywhere."""
        return self._history.can_step(by)

    def on_changed(self, topics: AbstractSet[str]) -> None:
        """Tell every page made that topics changed."""
        for page in self._pages.values():
            page.on_changed(topics)

    def _step(self, by: int) -> bool:
        self._leave()
        visit = self._history.step(by)
        if visit is None:
            return False
        self._show(visit.page, visit.state)
        return True

    def _leave(self) -> None:
        page = self.current()
        if page is not None:
            self._history.remember(page.state())

    def _show(self, page_id: str, state: dict[str, Any] | None) -> None:
        page = self._pages.get(page_id)
        if page is None:
            page = self._specs[page_id].factory()
            self._pages[page_id] = page
            self._stack.addWidget(page)
            self.page_made.emit(page)
        self._current = page_id
        self._stack.setCurrentWidget(page)
        page.setFocus()  # before the state: what that brings to the front keeps the keyboard
        if state:
            page.restore(state)
        page.entered()
        self.shown.emit(page_id)
