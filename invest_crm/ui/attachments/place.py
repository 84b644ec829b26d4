"""The tab 附件 of a record's panel.

Files may be dropped anywhere on the panel, whatever tab is on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from invest_crm.ui.commands.command import Command
from invest_crm.ui.records.lazy_tab import LazyTab
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.ui.attachments.tab import AttachmentsTab
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage

TAB = "files"


class AttachmentsPlace(LazyTab["AttachmentsTab"]):
    """A tab of a page's panel, and the drop on the panel that leads to it."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        def make() -> AttachmentsTab:
            from invest_crm.ui.attachments.tab import AttachmentsTab

            made = AttachmentsTab(context, page.kind)
            made.told.connect(page.notify)
            return made

        super().__init__(page, TAB, make)
        self._page, self._context = page, context
        page.panel.setAcceptDrops(True)
        page.panel.installEventFilter(self)

    def command(self) -> Command:
        """Adding files to the record that is shown."""
        return Command(
            "record.attach",
            N_("Attach files…"),
            self._begin,
            "attach",
            keywords=N_("attachment, scan, photo, screenshot"),
            enabled=lambda: "" if self._shown else _("Select one record."),
            writes=True,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: something is dragged over the panel, or dropped on it."""
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return self._dragged(event)
        return super().eventFilter(watched, event)

    def _dragged(self, event: QEvent) -> bool:
        from invest_crm.ui.attachments import taking

        if not isinstance(event, QDropEvent | QDragMoveEvent) or not self._shown:
            return False
        if self._context.why_not_write():
            return False
        if not taking.offers_files(event.mimeData()):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._page.panel.set_current_tab(TAB)
            self.tab().take(taking.sources_of(event.mimeData()))
        return True

    def _begin(self) -> None:
        self._page.panel.set_current_tab(TAB)
        self.tab().ask_files()
