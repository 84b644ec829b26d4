"""审批: the list, who holds what, the indicators; the panel beside them says what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from invest_crm.domain.approvals.state import StepKind
from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.columns import ONLY, ApprovalSource
from invest_crm.ui.approvals.desk import ApprovalDesk
from invest_crm.ui.approvals.panel import (
    ACTS,
    ACTS_TAB,
    BACK,
    HAND,
    HISTORY_TAB,
    PAPERS,
    ActsTab,
    panel_record,
    possible,
)
from invest_crm.ui.approvals.words import notice_text
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.record_panel import RecordPanel
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import shortened
from invest_crm.ui.records.history_tab import HistoryTab
from invest_crm.ui.records.side import Side
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.ui.approvals.figures_view import FiguresView
    from invest_crm.ui.approvals.holders_view import HoldersView
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.printing.content import Printable
    from invest_crm.ui.records.occasion import Occasion

SWITCHES = {
    "running": N_("In hand"),
    "late": N_("Overdue"),
    "soon": N_("Due soon"),
    "gap": N_("With gaps"),
    "ready": N_("May begin"),
}
VIEWS = (
    ("grid", N_("Table"), "spreadsheet"),
    ("holders", N_("Who holds what"), "kanban"),
    ("figures", N_("Indicators"), "board"),
)
_ONE = frozenset({StepKind.GAP_ACCEPTED.value, PAPERS, BACK})
"""Acts that need a single approval."""
_ICONS = {HAND: "person", BACK: "undo", PAPERS: "attach"}


class ApprovalsPage(Page):
    """Everything about approvals in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"approvals", "projects", "calendar", "settings"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Approvals"))
        self._context = context
        self._only, self._ids, self._reason = "running", None, ""  # type: str, list[str] | None, str
        self._wanted = ""
        self.source = ApprovalSource(context)
        self.desk = ApprovalDesk(self, context, self.show_form)
        self.desk.opened.connect(lambda _project: self.show_only("ready"))
        self.grid = DataGrid(self.source, name=_("Approvals"), empty=self._nothing_yet())
        self.panel = RecordPanel()
        self.acts = ActsTab()
        self.history = HistoryTab()
        self.panel.add_tab_page(ACTS_TAB, self.acts)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.side = Side()
        self.side.show_part(self.panel)
        self.side.hide()
        self.set_side(self.side, "approvals")
        self._holders: HoldersView | None = None
        self._figures: FiguresView | None = None
        self._views = QStackedWidget()
        self._views.addWidget(self.grid)
        self._switch = Segmented(
            [(view, _(title)) for view, title, _icon in VIEWS], name=_("Kind of view")
        )
        self.add_right(self._switch)
        self.body.addWidget(self._views, 1)
        self.add_command(self.commands()[0], primary=True)
        self.add_command(self.commands()[1])
        self._connect()
        self.setFocusProxy(self.grid)
        self.show_only(self._only)

    def commands(self) -> list[Command]:
        """Paths and the catalogue, what can be done with those selected, the views."""
        ids = self.grid.selected_ids()
        return [
            Command("approvals.open", N_("Set up approvals…"), self.desk.open_path, "add",
                    ("Ctrl+N",), keywords=N_("path, approvals of a project"), writes=True),
            Command("approvals.catalogue", N_("Catalogue of items"), self._open_catalogue,
                    "settings"),
            *self._acts(ids),
            *self._project_commands(),
            *(
                Command(f"approvals.view.{view}", N_("Kind of view"),
                        partial(self.show_view, view), icon, value=title)
                for view, title, icon in VIEWS
            ),
            Command("filter.list", N_("Filter this list"), self.grid.filter_bar.begin, "search",
                    ("Ctrl+F", "/"), heard=True),
            Command("copy", N_("Copy"), self.grid.copy, "copy", ("Ctrl+C",), heard=True,
                    enabled=lambda: "" if ids else _("Nothing is selected.")),
        ]  # fmt: skip

    def printable(self) -> Printable | None:
        """The list as shown, and who holds what."""
        from invest_crm.ui.printing.approvals import approvals_printable

        shown = [line for line in map(self.source.line, self.grid.model.ids()) if line is not None]
        reason = self._reason if self._ids is not None else _(SWITCHES.get(self._only, ""))
        return approvals_printable(shown, self.source.all_lines(), reason)

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self.grid.refresh()
        if self._figures is not None and self._views.currentWidget() is self._figures:
            self._figures.refresh()

    def state(self) -> State:
        """The view, the switch or the link, the list as it is."""
        return {
            "view": self._switch.current(),
            ONLY: self._only,
            "ids": self._ids,
            "reason": self._reason,
            "grid": self.grid.state(),
        }

    def restore(self, state: State) -> None:
        """A state left before, or a link: ``ids`` with a ``reason``, ``only``, ``open``."""
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": []})
        ids = state.get("ids")
        self._ids = None if ids is None else list(ids)
        self._reason = str(state.get("reason", ""))
        self._only = str(state.get(ONLY, self._only))
        if "open" in state:
            self._ids, self._only, self._wanted = None, "", str(state["open"])
        if "view" in state or self._ids is not None or self._wanted:
            self.show_view(str(state.get("view", "grid")))
        self._apply()

    def menu(self) -> QMenu:
        """The menu of the list."""
        return self.grid.menu()

    def show_only(self, only: str) -> None:
        """Only one kind of approvals; empty for all."""
        self._only, self._ids, self._reason = only, None, ""
        if self._switch.current() != "grid":
            self.show_view("grid")
        self._apply()

    def show_view(self, view: str) -> None:
        """The table, who holds what, or the indicators."""
        self._switch.set_current(view)
        self.grid.begin()
        if view == "holders":
            self._views.setCurrentWidget(self.holders())
            self.holders().show_lines(self.source.all_lines())
        elif view == "figures":
            self._views.setCurrentWidget(self.figures())
            self.figures().refresh()
        else:
            self._views.setCurrentWidget(self.grid)
        self.side.setVisible(view == "grid" and self.panel.record() is not None)

    def holders(self) -> HoldersView:
        """Who holds what, made when it is first looked at."""
        if self._holders is None:
            from invest_crm.ui.approvals.holders_view import HoldersView

            self._holders = HoldersView()
            self._holders.opened.connect(self.open_rows)
            self._views.addWidget(self._holders)
        return self._holders

    def figures(self) -> FiguresView:
        """The indicators, made when they are first looked at."""
        if self._figures is None:
            from invest_crm.ui.approvals.figures_view import FiguresView

            self._figures = FiguresView(self._context)
            self._figures.opened.connect(self.open_rows)
            self._figures.project_opened.connect(
                lambda project: self.open_page.emit("projects", {"open": project})
            )
            self._views.addWidget(self._figures)
        return self._figures

    def open_rows(self, ids: list[str], reason: str) -> None:
        """The rows behind a number, with the way back."""
        self.open_page.emit("approvals", {"ids": ids, "reason": reason, "view": "grid"})

    def show_form(self, panel: Occasion) -> None:
        """A form beside the list; the panel comes back after it."""
        panel.closed.connect(self._form_closed)
        self.side.show_part(panel)
        self.side.show()
        panel.begin()

    def line(self) -> ApprovalLine | None:
        """The approval the panel shows."""
        record = self.panel.record()
        return None if record is None else self.source.line(record.id)

    def show_chips(self) -> None:
        """A switch for each kind with how many; what a link narrowed to with its reason."""
        self.clear_chips()
        for only, title in SWITCHES.items():
            n = self.source.counts.get(only, 0)
            on = self._ids is None and only == self._only
            chip = PillButton(f"{_(title)} {n:,}", checked=on)
            chip.clicked.connect(lambda only=only, on=on: self.show_only("" if on else only))
            self.add_chip(chip)
        if self._ids is not None:
            words = shortened(self._reason) or _("{n} chosen approvals").format(n=len(self._ids))
            link = PillButton(words, removable=True, checked=True)
            link.tell(self._reason)
            link.removed.connect(lambda: self.show_only(""))
            link.clicked.connect(lambda: self.show_only(""))
            self.add_chip(link)

    # ---- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._switch.changed.connect(self.show_view)
        self.acts.asked.connect(lambda act: self.desk.act(act, self._shown()))
        self.acts.project_asked.connect(self._open_project)
        self.acts.notice_asked.connect(self._copy_notice)
        self.add_writing(*self.acts.buttons.values())
        self.panel.step_clicked.connect(lambda one: self.open_page.emit("approvals", {"open": one}))
        self.history.undo_asked.connect(self._context.undo)
        self.history.why_not_write = self._context.why_not_write
        grid = self.grid
        grid.current_changed.connect(self._follow)
        grid.activated.connect(self._activated)
        grid.loaded.connect(self._loaded)
        grid.counted.connect(self._say_count)
        grid.selection_said.connect(self.selection_said)
        grid.menu_asked.connect(self._fill_menu)
        self._context.switched.connect(self.refresh)

    def _acts(self, ids: Sequence[str]) -> list[Command]:
        """What can be done with every one of those selected."""
        lines = [line for line in map(self.source.line, ids) if line is not None]
        found = set.intersection(*map(possible, lines)) if lines else set()
        return [
            Command(
                f"approval.{act}",
                title,
                partial(self.desk.act, str(act), list(ids)),
                _ICONS.get(act, "flag"),
                enabled=partial(_why_not, str(act), found, len(lines)),
                count=len(lines),
                quiet=True,
                writes=True,
            )
            for act, title in ACTS.items()
        ]

    def _project_commands(self) -> list[Command]:
        line = self.line()
        reason = "" if line is not None else _("Select one record.")
        project, name = (line.project_id, line.project) if line is not None else ("", "")
        made = (
            ("approvals.case", N_("Data of the approvals…"), self.desk.edit_case, "edit"),
            ("approvals.add", N_("Add an item…"), self.desk.add_item, "add"),
        )
        return [
            Command(id_, title, partial(do, project, name), icon, enabled=lambda: reason,
                    about=name, count=int(bool(project)), writes=True)
            for id_, title, do, icon in made
        ]  # fmt: skip

    def _apply(self) -> None:
        filters: list[tuple[str, object]] = []
        if self._ids is not None:
            filters.append(("ids", self._ids))
        elif self._only:
            filters.append((ONLY, self._only))
        self.grid.set_filters(tuple(filters))
        self.show_chips()

    def _loaded(self) -> None:
        if self._only and not self.source.all_lines():
            self.show_only("")  # nothing is kept yet: the list says how to begin
            return
        self.show_chips()
        if self._holders is not None:
            self._holders.show_lines(self.source.all_lines())
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.grid.select_id(wanted)
        elif not self.grid.current_id() and self.grid.model.rowCount():
            self.grid.select_id(self.grid.model.id_at(0))
        self._follow(wanted or self.grid.current_id())

    def _say_count(self, shown: int, total: int) -> None:
        words = _("{n} approvals") if shown == total else _("{n} of {total} approvals")
        self.set_note(words.format(n=shown, total=total))

    def _follow(self, approval: str) -> None:
        if not approval:
            if not self.side.busy():
                self.side.hide()
            return
        self._context.read(self, lambda app: jobs.shown(app, approval), self._show, key="panel")

    def _show(self, shown: jobs.Shown | None) -> None:
        if shown is not None:
            self.panel.set_record(panel_record(shown))
            self.acts.show_line(shown.line, shown.today)
            self.history.show_lines(shown.history)
        if not self.side.busy():
            self.side.setVisible(shown is not None and self._switch.current() == "grid")

    def _activated(self, _approval: str) -> None:
        """Enter or a double click: the step that comes next."""
        line = self.line()
        if line is None:
            return
        can = possible(line)
        first = next((act for act in ACTS if act in can), None)
        if first is not None:
            self.desk.act(str(first), [line.id])

    def _form_closed(self) -> None:
        self.side.show_part(self.panel)
        self.side.setVisible(self.panel.record() is not None and self._switch.current() == "grid")
        self.grid.setFocus()

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if ids:
            self.fill(menu, [act for act in self._acts(ids) if not act.enabled()])
            self.fill(menu, self._project_commands())

    def _shown(self) -> list[str]:
        line = self.line()
        return [] if line is None else [line.id]

    def _open_project(self) -> None:
        line = self.line()
        if line is not None:
            self.open_page.emit("projects", {"open": line.project_id})

    def _copy_notice(self) -> None:
        line = self.line()
        if line is not None:
            QGuiApplication.clipboard().setText(notice_text(line))
            self.said.emit(_("The notice was copied; paste it into a message or a document."), None)

    def _open_catalogue(self) -> None:
        self.open_page.emit("approval_items", {})

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "approvals",
            _("No approvals yet"),
            _("Set up the approvals of a project: what it needs follows from its site mode, and"
              " every clock runs in working days."),
            action=_("Set up approvals…"),
            do=self.desk.open_path,
        )  # fmt: skip


def _why_not(act: str, found: set[str], n: int) -> str:
    if not n:
        return _("Nothing is selected.")
    if act in _ONE and n > 1:
        return _("Select one record.")
    return "" if act in found else _("Not possible as it stands.")
