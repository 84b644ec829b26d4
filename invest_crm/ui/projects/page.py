"""项目: the list or the stage board, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QStackedWidget

from invest_crm.domain.money import show_yi
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.projects.details import detail_pairs
from invest_crm.ui.projects.editor import project_editor
from invest_crm.ui.projects.jobs import ProjectJobs
from invest_crm.ui.projects.panel import (
    DETAILS_TAB,
    HISTORY_TAB,
    PEOPLE_TAB,
    panel_record,
)
from invest_crm.ui.projects.source import ProjectSource
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.source import list_query
from invest_crm.ui.records.subject import Words
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.projects.panel import ProjectPanel
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.projects.stages import StageBoard


class ProjectsPage(RecordsPage):
    """Everything about projects in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"projects", "contacts", "chains", "monthly"})

    def __init__(self, context: Context) -> None:
        source, jobs = ProjectSource(context), ProjectJobs()
        super().__init__(context, "projects", _page_words(), source, jobs, project_editor)
        self._summed: tuple[object, ...] | None = None
        self._stages: StageBoard | None = None
        self._views = QStackedWidget()
        self._switch = Segmented(
            (("grid", _("Table")), ("board", _("Board"))), name=_("Kind of view")
        )
        self.add_right(self._switch)
        self._switch.changed.connect(self._show_view)
        self.grid.loaded.connect(self._load_board)
        self._views.addWidget(self.grid)
        self.body.addWidget(self._views, 1)
        self.panel.add_tab_page(DETAILS_TAB, self.details)
        self.panel.add_tab_page(PEOPLE_TAB, self.people)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.panel.step_clicked.connect(self.edit_current)
        self.panel.one_clicked.connect(self.edit_current)
        self.show_chips()

    @property
    def stages(self) -> StageBoard:
        """The stage board, made when it is first looked at."""
        if self._stages is None:
            from invest_crm.ui.projects.stages import StageBoard

            self._stages = StageBoard(self._context)
            self._stages.current_changed.connect(self.follow)
            self._stages.activated.connect(self.edit)
            self._views.addWidget(self._stages)
        return self._stages

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._summed = None
        super().refresh()

    def state(self) -> State:
        """The view too."""
        return {"view": self._switch.current(), **super().state()}

    def restore(self, state: State) -> None:
        """The view too."""
        super().restore(state)
        if "view" in state:
            self._switch.set_current(str(state["view"]))
            self._show_view(str(state["view"]))

    def fill_chips(self) -> frozenset[str]:
        """Quick views as switches."""
        words = {"signed": _("Signed and later"), "open": _("Not ended"), "trash": _("Trash")}
        for name, text in words.items():
            self.add_switch(name, text)
        return frozenset(words)

    def words_of(self, name: str) -> str:
        """Which list the link narrowed to."""
        titles = {
            "chain": _("Chain"),
            "node": _("Chain node"),
            "unit": _("Unit"),
            "leader": _("Leader"),
            "step": _("Step"),
        }
        return _("{name}: {value}").format(
            name=titles.get(name, name), value=self.reason or self.filter(name)
        )

    def show_found(self, found: ProjectPanel) -> None:
        """Panel and tabs."""
        self.panel.set_record(panel_record(found))
        self.details.show_pairs(detail_pairs(found))
        self.people.show_people(found.people)
        self.history.show_lines(found.history)

    def say_count(self, shown: int, total: int) -> None:
        """How many, and their sum: asked when the filter or a record changed, not for an order."""
        query, ids = self.grid.query(), self.grid.model.ids()
        asked = (query.text, query.filters, query.where, shown, total)
        if asked == self._summed:
            return
        self._summed = asked

        def job(app: App) -> int:
            return app.read(_sum, ids)

        def say(fen: int) -> None:
            self.set_note(
                _("{shown} of {total} · {amount} (100 million yuan)").format(
                    shown=shown, total=total, amount=show_yi(fen)
                )
            )

        self._context.read(self, job, say, key="sums")

    def _show_view(self, view: str) -> None:
        self._views.setCurrentWidget(self.stages if view == "board" else self.grid)
        if view == "board":
            self.grid.begin()
        self._load_board()

    def _load_board(self) -> None:
        """The cards of what the grid found; before it answered, its filter is not examined yet."""
        board = self._stages
        if board is None or self._views.currentWidget() is not board:
            return
        if self.grid.askable.fields:
            board.load(list_query(self.grid.query()))


def _page_words() -> Words:
    return Words(
        title=_("Projects"),
        new=_("New project"),
        icon="projects",
        none=_("No project yet"),
        sentence=_(
            "Import the ledger you have: every project comes with its dates, money and people."
        ),
        chosen=_("{n} chosen projects"),
        archive=_("Move {n} projects to the trash"),
        restore=_("Restore {n} projects"),
    )


def _sum(view: Any, ids: Sequence[str]) -> int:
    from invest_crm.services.projects.grid import project_sums

    return project_sums(view, ids)[1]
