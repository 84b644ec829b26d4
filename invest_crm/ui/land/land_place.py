"""Where the tab 用地 of a project's panel will stand: made and asked for when somebody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from invest_crm.services.project_land import ProjectLand
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.land.project_land import LandTab
    from invest_crm.ui.records.page import RecordsPage

TAB = "land"


class ProjectLandPlace(QWidget):
    """A tab of the page of projects."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__()
        self._page, self._context = page, context
        self._made: LandTab | None = None
        self._shown = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        page.panel.add_tab_page(TAB, self)

    def tab(self) -> LandTab:
        """The tab itself."""
        if self._made is None:
            from invest_crm.ui.land.land_occasions import LandOccasions
            from invest_crm.ui.land.project_land import LandTab

            made = self._made = LandTab()
            occasions = LandOccasions(self._page, self._context)
            made.step_asked.connect(occasions.reach)
            made.use_asked.connect(occasions.use)
            made.indicator_asked.connect(occasions.indicator)
            made.find_asked.connect(self._find)
            self._page.add_writing(made.find_place)
            self._column.addWidget(made)
        return self._made

    def show_record(self, project_id: str) -> None:
        """The land of a project."""
        self._shown = project_id
        if self._made is not None and self._made.isVisible():
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self.tab()
        self._load()
        super().showEvent(event)

    def _load(self) -> None:
        project_id = self._shown
        if not project_id:
            return

        def job(app: App) -> ProjectLand | None:
            from invest_crm.services.project_land import project_land

            return app.read(project_land, project_id)

        self._context.read(self, job, self._take, key="land")

    def _take(self, found: ProjectLand | None) -> None:
        if found is not None and self._made is not None and found.project_id == self._shown:
            self._made.show_land(found)

    def _find(self) -> None:
        self._page.open_page.emit("land_matching", {"project": self._shown})
