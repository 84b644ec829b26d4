"""要素保障: demand against capacity, and the applications for connection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget

from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.records.side import Side
from invest_crm.ui.utilities import jobs
from invest_crm.ui.utilities.desk import UtilityDesk
from invest_crm.ui.utilities.outlook_view import OutlookView
from invest_crm.ui.utilities.source import ONLY, CaseSource
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.records.occasion import Occasion

SWITCHES = {
    "running": N_("In hand"),
    "late": N_("Overdue"),
    "stopped": N_("Clock stopped"),
    "connected": N_("Connected"),
}
VIEWS = (
    ("outlook", N_("Demand and capacity"), "board"),
    ("grid", N_("Applications"), "spreadsheet"),
)


class UtilitiesPage(Page):
    """Everything about utilities in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"utilities", "projects", "calendar"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Utility supply"))
        self._context = context
        self._only, self._wanted = "running", ""
        self._ids: list[str] | None = None
        self.source = CaseSource(context)
        self.desk = UtilityDesk(self, context, self.show_form)
        self.grid = DataGrid(self.source, name=_("Applications"), empty=self._nothing_yet())
        self.outlook = OutlookView()
        self.outlook.opened.connect(
            lambda ids, reason: self.open_page.emit("projects", {"ids": ids, "reason": reason})
        )
        self.side = Side()
        self.side.hide()
        self.set_side(self.side, "utilities")
        self._views = QStackedWidget()
        self._views.addWidget(self.outlook)
        self._views.addWidget(self.grid)
        self._switch = Segmented(
            [(view, _(title)) for view, title, _icon in VIEWS], name=_("Kind of view")
        )
        self._switch.changed.connect(self.show_view)
        self.add_right(self._switch)
        self.body.addWidget(self._views, 1)
        for place, command in enumerate(self._acts()):
            self.add_command(command, primary=not place)
        self.grid.activated.connect(lambda one: self.desk.step(self.source.line(one)))
        self.grid.counted.connect(self._say_count)
        self.grid.loaded.connect(self._loaded)
        self.grid.menu_asked.connect(self._fill_menu)
        self.setFocusProxy(self.grid)
        self._apply()
        self.refresh()

    def commands(self) -> list[Command]:
        """Applying, capacities, days; what happens to the one chosen; the views."""
        line = self.source.line(self.grid.current_id())
        reason = "" if line is not None else _("Select one record.")
        return [
            *self._acts(),
            Command("utility.step", N_("Next step…"), lambda: self.desk.step(line), "flag",
                    enabled=lambda: reason, count=int(line is not None), writes=True),
            Command("utility.project", N_("Open the project"), self._open_project, "projects",
                    enabled=lambda: reason, count=int(line is not None)),
            Command("filter.list", N_("Filter this list"), self.grid.filter_bar.begin, "search",
                    ("Ctrl+F", "/"), heard=True),
            *(
                Command(f"view.{view}", N_("Kind of view"), partial(self.show_view, view), icon,
                        value=title)
                for view, title, icon in VIEWS
            ),
        ]  # fmt: skip

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._context.read(self, jobs.looked, self.outlook.show_outlooks, key="outlook")
        self.grid.refresh()

    def state(self) -> State:
        """The view, the switch, the list as it is."""
        return {"view": self._switch.current(), ONLY: self._only, "ids": self._ids,
                "grid": self.grid.state()}  # fmt: skip

    def restore(self, state: State) -> None:
        """A state left before, or a link: ``open``, ``ids``, ``only``, ``view``."""
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": []})
        ids = state.get("ids")
        self._ids = None if ids is None else list(ids)
        self._only = str(state.get(ONLY, self._only))
        if "open" in state:
            self._ids, self._only, self._wanted = None, "", str(state["open"])
        listed = self._ids is not None or bool(self._wanted)
        self.show_view(str(state.get("view", "grid" if listed else self._switch.current())))
        self._apply()

    def menu(self) -> QMenu:
        """The menu of the list."""
        return self.grid.menu()

    def show_view(self, view: str) -> None:
        """Demand and capacity, or the applications."""
        self._switch.set_current(view)
        self.grid.begin()
        self._views.setCurrentWidget(self.grid if view == "grid" else self.outlook)
        self.show_chips()

    def show_only(self, only: str) -> None:
        """Only one kind of applications; empty for all."""
        self._only, self._ids = only, None
        self._apply()

    def show_form(self, panel: Occasion) -> None:
        """A form beside the page."""
        panel.closed.connect(self.side.hide)
        self.side.show_part(panel)
        self.side.show()
        panel.begin()

    def show_chips(self) -> None:
        """The switches of the applications."""
        self.clear_chips()
        if self._switch.current() != "grid":
            return
        for only, title in SWITCHES.items():
            on = self._ids is None and only == self._only
            chip = PillButton(_(title), checked=on)
            chip.clicked.connect(lambda only=only, on=on: self.show_only("" if on else only))
            self.add_chip(chip)

    def _acts(self) -> list[Command]:
        made = (
            ("utility.apply", N_("Apply for a connection…"), self.desk.apply, "add"),
            ("utility.capacity", N_("Capacity of a park…"), self.desk.capacity, "edit"),
            ("utility.days", N_("Promised days…"), self.desk.days, "settings"),
        )
        return [Command(name, title, do, icon, writes=True) for name, title, do, icon in made]

    def _apply(self) -> None:
        filters: list[tuple[str, object]] = []
        if self._ids is not None:
            filters.append(("ids", self._ids))
        elif self._only:
            filters.append((ONLY, self._only))
        self.grid.set_filters(tuple(filters))
        self.show_chips()

    def _loaded(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.grid.select_id(wanted)

    def _say_count(self, shown: int, total: int) -> None:
        words = ngettext("{shown} of {n} application", "{shown} of {n} applications", total)
        self.set_note(words.format(shown=shown, n=total))

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if ids:
            self.fill(menu, [one for one in self.commands() if one.count])

    def _open_project(self) -> None:
        line = self.source.line(self.grid.current_id())
        if line is not None:
            self.open_page.emit("projects", {"open": line.project_id, "tab": "utilities"})

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "approvals",
            _("No application yet"),
            _("Apply for a connection: the promised days are then counted."),
            action=_("Apply for a connection…"),
            do=self.desk.apply,
        )
