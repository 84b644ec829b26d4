"""Where the tab 工期 of a project's panel will stand: it is made when it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.ui.commands.command import Command
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.schedules.tab import ScheduleTab

TAB = "schedule"


class SchedulePlace(QWidget):
    """A tab of the projects' panel, and the way from the list to the wall."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__()
        self._page, self._context = page, context
        self._made: ScheduleTab | None = None
        self._shown = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        page.panel.add_tab_page(TAB, self)

    def tab(self) -> ScheduleTab:
        """The tab itself."""
        if self._made is None:
            from invest_crm.ui.schedules.tab import ScheduleTab

            made = self._made = ScheduleTab(self._context)
            made.wanted.connect(lambda state: self._page.open_page.emit("schedules", state))
            self._page.add_writing(made.make)
            self._column.addWidget(made)
            if self._shown:
                made.show_project(self._shown)
        return self._made

    def show_record(self, project: str) -> None:
        """The schedule of a project."""
        self._shown = project
        if self._made is not None:
            self._made.show_project(project)

    def commands(self, ids: Sequence[str]) -> list[Command]:
        """Back-schedule the projects chosen, or show the one chosen on the wall."""
        one = ids[0] if len(ids) == 1 else ""

        def make() -> None:
            self._page.open_page.emit("schedules", {"make": list(ids), "project": ""})

        def show() -> None:
            self._page.open_page.emit("schedules", {"project": one})

        return [
            Command("project.schedule", N_("Back-schedule…"), make, "date", heard=True,
                    count=len(ids), writes=True,
                    enabled=lambda: "" if ids else _("Select one record.")),
            Command("project.wall", N_("Show on the schedule wall"), show, "date", heard=True,
                    count=int(bool(one)), enabled=lambda: "" if one else _("Select one record.")),
        ]  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self.tab()
        super().showEvent(event)
