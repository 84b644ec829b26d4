"""项目: the list or the stage board, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QStackedWidget

from invest_crm.domain.money import show_yi
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.domain.stages import Stage
from invest_crm.ui.attachments.place import AttachmentsPlace
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.projects.cells import cell_form
from invest_crm.ui.projects.form import KEYS
from invest_crm.ui.projects.gate_desk import GateDesk
from invest_crm.ui.projects.jobs import ProjectJobs
from invest_crm.ui.projects.neighbours import (
    approvals_place,
    land_place,
    money_place,
    pacts_place,
    schedule_place,
    statistics_place,
    utilities_place,
    wall_commands,
)
from invest_crm.ui.projects.occasions import ProjectOccasions
from invest_crm.ui.projects.panel import (
    DETAILS_TAB,
    HISTORY_TAB,
    PEOPLE_TAB,
    panel_record,
)
from invest_crm.ui.projects.source import ProjectSource
from invest_crm.ui.records.commands import note_command
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.source import list_query
from invest_crm.ui.records.subject import Words
from invest_crm.ui.records.timeline_place import TOPICS, TimelinePlace
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.projects.panel import ProjectPanel
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.projects.editor import ProjectEditor
    from invest_crm.ui.projects.jobs import Offered
    from invest_crm.ui.projects.stages import StageBoard
    from invest_crm.ui.records.timeline import TimelineTab


class ProjectsPage(RecordsPage):
    """Everything about projects in one place."""

    topics: ClassVar[frozenset[str]] = TOPICS | {
        *("projects", "contacts", "chains", "monthly", "attachments"),
        *("schedules", "approvals", "parcels", "utilities", "reviews", "five_ones", "agreements"),
        "statistics",
    }

    kind: ClassVar[str] = "project"
    has_people: ClassVar[bool] = True
    switches: ClassVar[Mapping[str, str]] = {
        "signed": N_("Signed and later"),
        "open": N_("Not ended"),
        "trash": N_("Trash"),
    }
    fields: ClassVar[Mapping[str, str]] = {key: BY_KEY[key].label_id for key in KEYS}

    def __init__(self, context: Context) -> None:
        source, jobs = ProjectSource(context), ProjectJobs()
        super().__init__(
            context, "projects", _page_words(), source, jobs, self._make_editor, cell_form()
        )
        self.occasions = ProjectOccasions(self, context, jobs)
        self.gates = GateDesk(self, context, jobs, self.occasions)
        self._summed: tuple[object, ...] | None = None
        self._sums: tuple[int, int, int] | None = None
        self._counted: int | None = None
        self._stages: StageBoard | None = None
        self._views = QStackedWidget()
        self._switch = Segmented(
            (("grid", _("Table")), ("board", _("Board"))), name=_("Kind of view")
        )
        self.add_right(self._switch)
        self._switch.changed.connect(self._show_view)
        self.grid.loaded.connect(self._load_board)
        self.grid.enlarged.connect(self.show_path)
        self._views.addWidget(self.grid)
        self.body.addWidget(self._views, 1)
        self.panel.add_tab_page(DETAILS_TAB, self.details)
        self.panel.add_tab_page(PEOPLE_TAB, self.people)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self._timeline = TimelinePlace(self, context, "project")
        self.approvals = approvals_place(self, context)
        self.files = AttachmentsPlace(self, context)
        self.schedule = schedule_place(self, context)
        self.land = land_place(self, context)
        self.money = money_place(self, context)
        self.utilities = utilities_place(self, context)
        self.pacts = pacts_place(self, context, self.occasions.agreements)
        self.statistics = statistics_place(self, context, "project")
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
            self._stages.enlarged.connect(self.show_path)
            self._stages.move_asked.connect(self._move)
            self._views.addWidget(self._stages)
        return self._stages

    def _move(self, card: str, to: str) -> None:
        settle = partial(self.stages.settle, card, to)
        reason = self._context.why_not_write()
        if reason:
            settle(moved=False)
            self._context.told.emit(reason)
        else:
            self.occasions.move(card, Stage(to), settle)

    @property
    def timeline(self) -> TimelineTab:
        """The tab of what happened, made when it is first asked for."""
        return self._timeline.tab()

    def commands(self) -> list[Command]:
        """The line of the timeline and the kind of view too."""
        views = (("grid", N_("Table"), "spreadsheet"), ("board", N_("Board"), "kanban"))
        return [
            *super().commands(),
            note_command(self, self._timeline.begin),
            self.files.command(),
            *(
                Command(f"view.{view}", N_("Kind of view"), partial(self._take_view, view),
                        icon, value=title)
                for view, title, icon in views
            ),
        ]  # fmt: skip

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:
        """Next stage, state and agreements of one project."""
        one = ids[0] if len(ids) == 1 else ""
        reason = "" if one else _("Select one record.")
        made = (
            ("project.move", N_("Move to the next stage…"), partial(self.occasions.move_on, one),
             "kanban"),
            ("project.state", N_("Set state…"), partial(self.occasions.set_state, one), "flag"),
            ("project.agreements", N_("Agreements…"), partial(self.occasions.agreements, one),
             "document"),
        )  # fmt: skip
        return [
            Command(
                name,
                title,
                do,
                icon,
                heard=True,
                enabled=lambda: reason,
                count=int(bool(one)),
                writes=True,
            )
            for name, title, do, icon in made
        ] + wall_commands(self, () if self.filter("trash") else ids)

    def show_path(self, project: str) -> None:
        """The whole path of a project, as one picture."""
        self.open_page.emit("whole_path", {"project": project})

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._summed = None
        super().refresh()

    def state(self) -> State:
        """The view too."""
        return {"view": self._switch.current(), "counted": self._counted, **super().state()}

    def restore(self, state: State) -> None:
        """The view too, and what a figure counted of the rows it led to."""
        if {"ids", "filters", "where", "open", "text"} & state.keys():
            self._counted = state.get("counted")
            self._say_sums()
        super().restore(state)
        if "view" in state:
            self._take_view(str(state["view"]))
        if "tab" in state:
            self.panel.set_current_tab(str(state["tab"]))

    def fill_chips(self) -> frozenset[str]:
        """Quick views as switches."""
        for name, title in self.switches.items():
            self.add_switch(name, _(title))
        return frozenset(self.switches)

    def words_of(self, name: str) -> str:
        """Which list the link narrowed to."""
        if name == "silent":
            return _("Nothing heard for over 30 days")
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
        from invest_crm.ui.projects.details import detail_pairs

        self.panel.set_record(panel_record(found))
        self.gates.show_panel(found)
        self.details.show_pairs(detail_pairs(found))
        self.people.show_people(found.people)
        self.history.show_lines(found.history)
        self.approvals.show_record(found.record.id, found.record["name"])
        self._timeline.show_record(found.record.id, found.record["name"])
        self.files.show_record(found.record.id)
        self.schedule.show_record(found.record.id)
        self.land.show_record(found.record.id)
        self.money.show_record(found.record.id)
        self.utilities.show_record(found.record.id)
        self.pacts.show_record(found.record.id)
        self.statistics.show_record(found.record.id)

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
            self._sums = (shown, total, fen)
            self._say_sums()

        self._context.read(self, job, say, key="sums")

    def _say_sums(self) -> None:
        """How many and their investment; of the rows of an amount also what it counted of them."""
        if self._sums is None:
            return
        shown, total, fen = self._sums
        note = _("{shown} of {total} · {amount} (100 million yuan)").format(
            shown=shown, total=total, amount=show_yi(fen)
        )
        if self._counted is not None and self.filter("ids"):
            counted = _("the figure counts {amount}").format(amount=show_yi(self._counted))
            note = f"{counted} · {note}"
        self.set_note(note)

    def _take_view(self, view: str) -> None:
        self._switch.set_current(view)
        self._show_view(view)

    def _make_editor(self, offered: Offered, record: ProjectRecord | None) -> ProjectEditor:
        from invest_crm.ui.projects.editor import ProjectEditor

        editor = ProjectEditor(offered, record)
        self.forms.watch_twins(editor, _find_twins)
        editor.open_asked.connect(lambda twin: self.open_page.emit("projects", {"open": twin}))
        return editor

    def _show_view(self, view: str) -> None:
        self._views.setCurrentWidget(self.stages if view == "board" else self.grid)
        if view == "board":
            self.grid.begin()
        self.views.follow()
        self._load_board()

    def _load_board(self) -> None:
        """The cards of what the grid found; before it answered, its filter is not examined yet."""
        board = self._stages
        if board is None or self._views.currentWidget() is not board:
            return
        if self.grid.askable.fields:
            board.load(list_query(self.grid.query()))


def _find_twins(app: App, name: str, investor: str, but: str) -> list[tuple[str, str]]:
    from invest_crm.services.projects.twins import find_project_twins

    found = app.read(find_project_twins, name, investor, but)
    return [(twin.id, _(", ").join(filter(None, (twin.name, twin.investor)))) for twin in found]


def _page_words() -> Words:
    return Words(
        title=_("Projects"),
        new=N_("New project"),
        icon="projects",
        none=_("No project yet"),
        sentence=_(
            "Import the ledger you have: every project comes with its dates, money and people."
        ),
        chosen=lambda n: ngettext("{n} chosen project", "{n} chosen projects", n).format(n=n),
    )


def _sum(view: Any, ids: Sequence[str]) -> int:
    from invest_crm.services.projects.grid import project_sums

    return project_sums(view, ids)[1]
