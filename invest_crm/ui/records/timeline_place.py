"""The tab 进展 of a record's panel: the quick line, tasks, the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from invest_crm.ui.noting import KEYS
from invest_crm.ui.records.lazy_tab import LazyTab

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.records.timeline import TimelineTab

TAB = "progress"
TOPICS = frozenset({"interactions", "tasks", "attachments"})


class TimelinePlace(LazyTab["TimelineTab"]):
    """A tab of a page's panel, and the key that leads to its line from anywhere on the page."""

    def __init__(self, page: RecordsPage, context: Context, kind: str) -> None:
        def make() -> TimelineTab:
            from invest_crm.ui.records.timeline import TimelineTab

            made = TimelineTab(context, kind)
            made.join(page)
            return made

        super().__init__(page, TAB, make)
        self._page = page
        shortcut = QShortcut(QKeySequence(KEYS), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.begin)

    def begin(self) -> None:
        """From anywhere on the page into the line."""
        self.tab().begin(self._page)
