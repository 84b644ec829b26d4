"""A tab of a record's panel that is made when somebody first looks at it.

The parts of all tabs together would be a third of the time until the first rows of a list stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from invest_crm.ui.records.page import RecordsPage


class _Shows(Protocol):
    """A tab can be told which record to show."""

    def show_record(self, *record: str) -> None:
        """Show a record: its id, and whatever else the tab asks for."""


T = TypeVar("T", bound=QWidget)


class LazyTab(QWidget, Generic[T]):
    """The place of a tab; ``make`` makes the tab itself, which has ``show_record``."""

    def __init__(self, page: RecordsPage, name: str, make: Callable[[], T]) -> None:
        super().__init__()
        self._make = make
        self._made: T | None = None
        self._shown: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        page.panel.add_tab_page(name, self)

    def tab(self) -> T:
        """The tab itself."""
        if self._made is None:
            self._made = self._make()
            self._column.addWidget(self._made)
            if self._shown:
                self._show()
        return self._made

    def show_record(self, *record: str) -> None:
        """Have the tab show a record, now or once it is made."""
        self._shown = record
        if self._made is not None:
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self.tab()
        super().showEvent(event)

    def _show(self) -> None:
        cast("_Shows", self._made).show_record(*self._shown)
