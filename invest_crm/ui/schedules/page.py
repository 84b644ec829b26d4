"""挂图作战: the schedules of all projects, or of one, as a Gantt wall with a form beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedWidget

from invest_crm.domain.schedule_plan import Light
from invest_crm.maps.wall import GROUP, TASK, WallProject, wall
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import SpanLabel
from invest_crm.ui.records.side import Side
from invest_crm.ui.schedules import jobs
from invest_crm.ui.schedules.commands import (
    GROUP_WORDS,
    LEVEL_WORDS,
    make_command,
    row_commands,
    wall_commands,
)
from invest_crm.ui.schedules.desk import WallDesk
from invest_crm.ui.schedules.view import WallView
from invest_crm.ui.schedules.words import TONES, draft_words, standing, whole_standing
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QPoint

    from invest_crm.services.schedules.wall import Entry
    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.context import Context
    from invest_crm.ui.printing.content import Printable
    from invest_crm.ui.schedules.draft import Draft
    from invest_crm.ui.schedules.jobs import Edit, Loaded

_MOST_UNFOLDED = 3
"""So few schedules are unfolded when the wall is first seen."""


class SchedulesPage(Page):
    """State: ``project`` shown alone, ``by`` what it is arranged, ``level`` of the time scale,
    ``light`` alone, ``row`` chosen; a link may say ``make``: projects to be back-scheduled.
    """

    topics: ClassVar[frozenset[str]] = frozenset({"schedules", "projects", "calendar"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Schedule wall"))
        self._context = context
        self._loaded: Loaded | None = None
        self._only = self._by = self._light = ""
        self._unfolded: set[str] | None = None
        self._wanted: State = {}
        self.view = WallView()
        self.side = Side()
        self.side.hide()
        self.set_side(self.side, "schedules")
        self.desk = WallDesk(self, context)
        self._stack = QStackedWidget()
        self._standing = SpanLabel()
        self._empty: EmptyState | None = None
        self.grouping = Choice(
            tuple((name, _(words)) for name, words in GROUP_WORDS.items()), name=_("Arranged")
        )
        self.levels = Segmented(
            tuple((name, _(words)) for name, words in LEVEL_WORDS.items()), name=_("Time scale")
        )
        self._build()
        self._connect()
        self.refresh()

    def commands(self) -> list[Command]:
        """Schedules, tasks, and how they are looked at."""
        return wall_commands(self)

    def menu(self) -> QMenu:
        """The menu of the row chosen."""
        menu = QMenu(self)
        self.fill(menu, row_commands(self))
        return menu

    def printable(self) -> Printable | None:
        """The wall as shown."""
        from invest_crm.ui.printing.content import Printable, wall_content

        shown = self.entries()
        if not shown:
            return None
        title = shown[0].plan.name if len(shown) == 1 else _("Schedule wall")
        ids = tuple(entry.plan.project for entry in shown)
        content = wall_content(ids, frozenset(self._open_ids(shown)), self._by, _("The wall shown"))
        return Printable((content,), title)

    # ---- data --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read every schedule again."""
        self._context.read(self, jobs.load, self._arrived, key="load")

    def state(self) -> State:
        """What is shown and how."""
        row = self.view.current_row()
        return {
            "project": self._only,
            "by": self._by,
            "level": self.view.zoom_level(),
            "light": self._light,
            "row": "" if row is None else row.id,
        }

    def restore(self, state: State) -> None:
        """Take up a state, or a link to a project or a task."""
        if "by" in state:
            self._by = str(state["by"])
            self.grouping.set_current(self._by)
        if "level" in state:
            self.take_level(str(state["level"]))
        if "light" in state:
            self._light = str(state["light"])
        if "project" in state:
            self._only = str(state["project"] or "")
        self._wanted = {**self._wanted, **state}
        if self._loaded is not None:
            self._show()
            self._take_wanted()

    def entries(self) -> list[Entry]:
        """The schedules shown."""
        if self._loaded is None:
            return []
        found = self._loaded.found.entries
        if self._only:
            return [entry for entry in found if entry.plan.project == self._only]
        return [entry for entry in found if self._light in ("", entry.outlook.light.value)]

    def entry(self) -> Entry | None:
        """The schedule of the row chosen, the only one where there is but one."""
        shown, row = self.entries(), self.view.current_row()
        wanted = row.project if row is not None and row.kind != GROUP else ""
        found = next((entry for entry in shown if entry.plan.project == wanted), None)
        return shown[0] if found is None and len(shown) == 1 else found

    def write(self, edit: Edit, *, row: str = "") -> None:
        """Carry an edit out; then choose a row. A refusal is told here, and nothing stays drawn."""

        def done(_outcome: object) -> None:
            if row:
                self._wanted = {"row": row}

        self._context.write(self, edit, done, on_error=self._refused)

    def _refused(self, error: Any) -> None:
        self.view.give_up()
        self.show_error(error)

    def _arrived(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._show()
        self._take_wanted()

    def _show(self) -> None:
        loaded, shown = self._loaded, self.entries()
        if loaded is None:
            return
        if not shown and self._only and loaded.found.entries:
            self._only = ""
            shown = self.entries()
        if not loaded.found.entries:
            self._show_empty(loaded)
            return
        if self._unfolded is None:
            few = len(shown) <= _MOST_UNFOLDED
            self._unfolded = {entry.plan.project for entry in shown} if few else set()
        projects = {entry.plan.project: self._wall_project(entry) for entry in shown}
        found = loaded.found
        made = wall(
            list(projects.values()),
            found.today,
            found.calendar,
            frozenset(self._open_ids(shown)),
            grouped=bool(self._by) and not self._only,
        )
        first = self.view.wall() is None
        self.view.editable = not self._context.why_not_write()
        self.view.show_wall(made, projects, found.line)
        self._stack.setCurrentWidget(self.view)
        if first:
            self._first_look(len(shown))
        self._show_head()
        self.say_standing()

    def _first_look(self, count: int) -> None:
        """All days of many schedules, else today and what comes."""
        if count > _MOST_UNFOLDED:
            self.view.fit()
        else:
            self.view.show_today()

    def _open_ids(self, shown: list[Entry]) -> list[str]:
        """The projects whose tasks are seen."""
        opened = self._unfolded or set()
        ids = [entry.plan.project for entry in shown]
        return [one for one in ids if one in opened or one == self._only]

    def _wall_project(self, entry: Entry) -> WallProject:
        plan = entry.plan
        group = getattr(plan, self._by) if self._by else ""
        holder = plan.unit if self._by == "leader" else plan.leader or plan.unit
        return WallProject(plan.project, plan.name, entry.outlook, group, holder)

    def _take_wanted(self) -> None:
        """Choose the row a link or an edit asked for, as soon as it is there; make what a link
        asked to make.
        """
        wanted, self._wanted = self._wanted, {}
        row = str(wanted.get("row") or wanted.get("project") or "")
        if row:
            self._unfold_for(row)
            self.view.choose(row)
            shown = self.view.wall()
            if shown is None or shown.place(row) < 0:
                self._wanted = {"row": row}
            self._show_bar()
            self.say_standing()
        if wanted.get("make"):
            self.desk.make([str(one) for one in wanted["make"]])

    def _open(self, _row: str) -> None:
        row = self.view.current_row()
        if row is not None and row.kind == TASK:
            self.run("task.edit")
        elif row is not None and row.kind != GROUP:
            self._fold(row.id)

    def _show_menu(self, at: QPoint) -> None:
        """What can be done with the row chosen."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.mapToGlobal(at))

    def _chosen(self, _row: str) -> None:
        self._wanted = {}
        self.say_standing()

    def _unfold_for(self, row: str) -> None:
        """A task is seen only where its project is unfolded."""
        for entry in self.entries():
            ids = {item.id for item in entry.plan.plan.tasks}
            if row in ids and self._unfolded is not None:
                if entry.plan.project not in self._unfolded:
                    self._unfolded.add(entry.plan.project)
                    self._show()
                return

    def _show_bar(self) -> None:
        row = self.view.current_row()
        if row is not None and row.bar is not None:
            self.view.show_days(*row.bar.days)

    # ---- how it is looked at -----------------------------------------------------------------

    def take_level(self, name: str) -> None:
        """Another time scale."""
        if name in LEVEL_WORDS:
            self.view.set_level(name)
            self.levels.set_current(name)

    def take_grouping(self, name: str) -> None:
        """Arranged by something else."""
        self._by = name
        self.grouping.set_current(name)
        self._show()

    def take_light(self, name: str) -> None:
        """Only schedules that stand so; the same once more shows all."""
        self._light = "" if name == self._light else name
        self._show()

    def show_only(self) -> None:
        """The project chosen alone, or all again."""
        entry = self.entry()
        self._only = "" if self._only or entry is None else entry.plan.project
        self._show()

    def fold_all(self, *, folded: bool) -> None:
        """Fold or unfold every project."""
        ids = {entry.plan.project for entry in self.entries()}
        self._unfolded = set() if folded else ids
        self._show()

    def _fold(self, row: str) -> None:
        opened = self._unfolded if self._unfolded is not None else set()
        opened.symmetric_difference_update({row})
        self._unfolded = opened
        self._show()

    # ---- what is done ------------------------------------------------------------------------

    def say_standing(self) -> None:
        """How the schedule chosen stands, or what the edit in the hand leads to."""
        loaded, draft, entry = self._loaded, self.view.draft(), self.entry()
        if loaded is None:
            return
        if draft is not None:
            self._standing.set_spans(draft_words(draft, loaded.found.today))
        elif entry is not None:
            self._standing.set_spans(standing(entry.outlook, loaded.found.today))
        else:
            shown = [item.outlook for item in self.entries()]
            self._standing.set_spans(whole_standing(shown, loaded.found.today))

    def _drafted(self, _draft: Draft | None) -> None:
        self.say_standing()

    def _edited(self, draft: Draft) -> None:
        self.write(jobs.edit_task(draft.task.id, draft.values, draft.seen))

    # ---- parts -------------------------------------------------------------------------------

    def _build(self) -> None:
        self._standing.setMinimumHeight(theme.px(40))
        self._standing.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._stack.addWidget(self.view)
        self.body.setSpacing(theme.GAP_SMALL)
        self.body.addWidget(self._standing)
        self.body.addWidget(self._stack, 1)
        self.add_command(make_command(self), primary=True)
        self.grouping.narrow()
        self.add_right(self.grouping)
        self.add_right(self.levels)
        self.levels.set_current(self.view.zoom_level())

    def _connect(self) -> None:
        view = self.view
        self.grouping.activated.connect(lambda _at: self.take_grouping(self.grouping.current()))
        self.levels.changed.connect(self.take_level)
        view.zoomed.connect(self.levels.set_current)
        view.chosen.connect(self._chosen)
        view.opened.connect(self._open)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.folded.connect(self._fold)
        view.drafted.connect(self._drafted)
        view.edited.connect(self._edited)
        view.key_asked.connect(self.run)
        view.left.connect(self.desk.close)

    def _show_head(self) -> None:
        """The title, the lights as switches, the years whose holidays are assumed."""
        loaded, shown = self._loaded, self.entries()
        if loaded is None:
            return
        from invest_crm.domain.workdays import assumed_notice

        alone = self._only and shown
        self.set_title(shown[0].plan.name if alone else _("Schedule wall"))
        self.set_note(assumed_notice(loaded.found.assumed_years))
        self.grouping.setVisible(not alone)
        self.levels.show()
        self.clear_chips()
        if alone:
            pill = PillButton(_("All projects"))
            pill.clicked.connect(self.show_only)
            self.add_chip(pill)
            light = shown[0].outlook.light
            self.add_chip(PillButton(light.label, interactive=False, tone=TONES[light]))
            return
        for light, count in self._counts().items():
            words = _("{light} {n}").format(light=light.label, n=count)
            switch = PillButton(words, checked=light.value == self._light)
            switch.clicked.connect(lambda name=light.value: self.take_light(name))
            self.add_chip(switch)

    def _counts(self) -> Mapping[Light, int]:
        loaded = self._loaded
        found = loaded.found.entries if loaded is not None else ()
        lights = [entry.outlook.light for entry in found]
        order = (Light.RED, Light.AMBER, Light.GREEN, Light.DONE)
        return {light: lights.count(light) for light in order if light in lights}

    def _show_empty(self, loaded: Loaded) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        sentence = _(
            "Give a target day: the tasks from registration to production are laid backwards over"
            " working days, and what comes late is seen in time."
        )
        none = _("There is no signed project to be scheduled yet: import the ledger first.")
        self._empty = EmptyState(
            "date",
            _("No project is back-scheduled yet"),
            sentence if loaded.open else f"{sentence}\n{none}",
            action=_("Back-schedule…") if loaded.open else _("Import ledger"),
            do=self.desk.make if loaded.open else lambda: self.open_page.emit("ledger", {}),
        )
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
        for part in (self.grouping, self.levels):
            part.hide()
        self._standing.set_spans(())
        self.clear_chips()
        self.set_note("")
