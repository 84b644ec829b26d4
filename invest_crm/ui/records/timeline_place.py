"""Where the tab 进展 of a record's panel will stand: it is made when somebody first looks at it.

Its parts (the quick line and what it understands, tasks, the stream) would be a tenth of the time
until the first rows of a list are seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.words import N_

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.records.timeline import TimelineTab

TAB = "progress"
TOPICS = frozenset({"interactions", "tasks", "attachments"})
KEYS = "Ctrl+M"
NOTE = N_("Note a visit, call or meeting in one line")


class TimelinePlace(QWidget):
    """A tab of a page's panel, and the key that leads to its line from anywhere on the page."""

    def __init__(self, page: RecordsPage, context: Context, kind: str) -> None:
        super().__init__()
        self._page, self._context, self._kind = page, context, kind
        self._made: TimelineTab | None = None
        self._shown: tuple[str, str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        page.panel.add_tab_page(TAB, self)
        shortcut = QShortcut(QKeySequence(KEYS), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.begin)

    def tab(self) -> TimelineTab:
        """The tab itself."""
        if self._made is None:
            from invest_crm.ui.records.timeline import TimelineTab

            made = self._made = TimelineTab(self._context, self._kind)
            made.join(self._page)
            self._column.addWidget(made)
            if self._shown is not None:
                made.show_record(*self._shown)
        return self._made

    def show_record(self, record_id: str, name: str) -> None:
        """The stream of a record."""
        self._shown = (record_id, name)
        if self._made is not None:
            self._made.show_record(record_id, name)

    def begin(self) -> None:
        """From anywhere on the page into the line."""
        self.tab().begin(self._page)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self.tab()
        super().showEvent(event)
