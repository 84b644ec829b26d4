"""审批: the list, who holds what, the indicators; the panel beside them says what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from invest_crm.domain.approvals.state import StepKind
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
from invest_crm.ui.approvals.record_form import FIELDS, cell_form, make_editor
from invest_crm.ui.approvals.record_jobs import ApprovalJobs
from invest_crm.ui.approvals.source import ApprovalSource
from invest_crm.ui.approvals.words import notice_text
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.ui.approvals.figures_view import FiguresView
    from invest_crm.ui.approvals.holders_view import HoldersView
    from invest_crm.ui.approvals.jobs import Shown
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.printing.content import Printable

ONLY = {
    "running": N_("In hand"),
    "late": N_("Overdue"),
    "soon": N_("Due soon"),
    "gap": N_("With gaps"),
    "ready": N_("May begin"),
}
VIEWS = (
    ("grid", N_("Table"), "spreadsheet"),
    ("holders", N_("Who holds what"), "kanban"),
    ("figures", N_("Figures"), "board"),
)
_ONE = frozenset({StepKind.GAP_ACCEPTED.value, PAPERS, BACK})
"""Acts that need a single approval."""
_ICONS = {HAND: "person", BACK: "undo", PAPERS: "attach"}


class ApprovalsPage(RecordsPage):
    """Everything about approvals in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"approvals", "projects", "calendar", "settings"})

    kind: ClassVar[str] = "approval"
    switches: ClassVar[Mapping[str, str]] = {"mine": N_("Mine as agent")}
    fields: ClassVar[Mapping[str, str]] = FIELDS
    has_trash: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        self.source = ApprovalSource(context)
        self._switch = Segmented(
            [(view, _(title)) for view, title, _icon in VIEWS], name=_("Kind of view")
        )
        super().__init__(
            context, "approvals", _page_words(), self.source, ApprovalJobs(), make_editor,
            cell_form(),
        )  # fmt: skip
        self._shown: Shown | None = None
        self.desk = ApprovalDesk(self, context, self.forms.show_occasion)
        self.desk.opened.connect(self._show_path)
        self.acts = ActsTab(self.details)
        self.panel.add_tab_page(ACTS_TAB, self.acts)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self._holders: HoldersView | None = None
        self._figures: FiguresView | None = None
        self._views = QStackedWidget()
        self._views.addWidget(self.grid)
        self.add_right(self._switch)
        self.body.addWidget(self._views, 1)
        self.add_command(self._catalogue_command())
        self._connect()
        self.show_chips()

    def commands(self) -> list[Command]:
        """The catalogue, what can be done with the path of a project, the kinds of view too."""
        usual = [
            replace(one, keys=()) if one.id == "record.edit" else one for one in super().commands()
        ]  # Enter is for the next step
        return [
            *usual,
            self._catalogue_command(),
            Command("approvals.next", N_("The next step…"), self._next_step, "flag", ("Return",),
                    heard=True, enabled=lambda: "" if self.line() else _("Select one record."),
                    writes=True),
            *self._project_commands(),
            *(
                Command(f"filter.{only}", N_("Only"), partial(self.show_only, only), "filter",
                        value=title)
                for only, title in ONLY.items()
            ),
            *(
                Command(f"approvals.view.{view}", N_("Kind of view"),
                        partial(self.show_view, view), icon, value=title)
                for view, title, icon in VIEWS
            ),
        ]  # fmt: skip

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:
        """What can be done with every one of those selected, as far as their rows are known."""
        lines = [line for line in map(self.source.line, ids) if line is not None]
        every = {str(act) for act in ACTS} if ids else set()
        found = every.intersection(*map(possible, lines))
        return [
            Command(
                f"approval.{act}",
                title,
                partial(self.desk.act, str(act), list(ids)),
                _ICONS.get(act, "flag"),
                enabled=partial(_why_not, str(act), found, len(ids)),
                count=len(ids),
                quiet=True,
                writes=True,
            )
            for act, title in ACTS.items()
        ]

    def show_chips(self) -> None:
        """What narrows and groups the table stands above the table only."""
        if self._switch.current() == "grid":
            super().show_chips()
        else:
            self.clear_chips()

    def fill_chips(self) -> frozenset[str]:
        """A switch for each kind with how many; those of this person."""
        for only, title in ONLY.items():
            words = f"{_(title)} {self.source.counts.get(only, 0):,}"
            self.add_switch("only", words, only)
        for name, title in self.switches.items():
            self.add_switch(name, _(title))
        return frozenset({"only", *self.switches})

    def words_of(self, name: str) -> str:
        """Which approvals are shown."""
        if name == "only":
            return _(ONLY.get(self.filter(name), ""))
        return self.reason if name == "of" and self.reason else super().words_of(name)

    def show_found(self, found: Shown) -> None:
        """Panel and tabs."""
        self._shown = found
        self.panel.set_record(panel_record(found))
        self.acts.show_approval(found)
        self.history.show_lines(found.history)

    def say_count(self, shown: int, total: int) -> None:
        """How many."""
        whole = ngettext("{n} approval", "{n} approvals", total)
        part = ngettext("{n} of {total} approval", "{n} of {total} approvals", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=f"{shown:,}", total=f"{total:,}"))

    def new_record(self) -> None:
        """The approvals of a project are set up together."""
        self.desk.open_path()

    def printable(self) -> Printable | None:
        """Who holds what, too."""
        from invest_crm.ui.printing.approvals import with_holders

        return with_holders(self, super().printable())

    def refresh(self) -> None:
        """Ask again for what is shown."""
        super().refresh()
        self._load_view()

    def state(self) -> State:
        """The view too."""
        return {"view": self._switch.current(), **super().state()}

    def restore(self, state: State) -> None:
        """The view too; a link shows its rows in the table."""
        super().restore(state)
        rows = {"ids", "open", "filters"} & state.keys()
        if "view" in state or rows:
            self.show_view(str(state.get("view", "grid")))

    def show_only(self, only: str) -> None:
        """Only one kind of approvals; empty for all."""
        if self._switch.current() != "grid":
            self.show_view("grid")
        self.restore({"filters": [("only", only)] if only else []})

    def show_view(self, view: str) -> None:
        """The table, who holds what, or the indicators."""
        self._switch.set_current(view)
        self.grid.begin()
        parts = {"holders": self.holders, "figures": self.figures}
        self._views.setCurrentWidget(parts[view]() if view in parts else self.grid)
        self._load_view()
        self.show_chips()
        self.views.follow()
        if not self.side.busy():
            self.side.setVisible(view == "grid" and bool(self.shown_id))

    def holders(self) -> HoldersView:
        """Who holds what, made when it is first looked at."""
        if self._holders is None:
            from invest_crm.ui.approvals.holders_view import HoldersView

            self._holders = HoldersView(self._context)
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

    def line(self) -> ApprovalLine | None:
        """The approval the panel shows."""
        return self._shown.line if self._shown is not None and self.shown_id else None

    # ---- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._switch.changed.connect(self.show_view)
        self.acts.asked.connect(lambda act: self.desk.act(act, [self.shown_id]))
        self.acts.edit_asked.connect(self.edit_current)
        self.acts.project_asked.connect(self._open_project)
        self.acts.notice_asked.connect(self._copy_notice)
        self.add_writing(self.acts.edit, *self.acts.buttons.values())
        self.panel.step_clicked.connect(lambda one: self.open_page.emit("approvals", {"open": one}))
        self.grid.loaded.connect(self.show_chips)

    def _load_view(self) -> None:
        """Ask anew for the kind of view that is looked at."""
        shown = self._views.currentWidget()
        if self._holders is not None and shown is self._holders:
            self._holders.refresh()
        elif self._figures is not None and shown is self._figures:
            self._figures.refresh()

    def _show(self, record_id: str, found: Shown | None) -> None:
        super()._show(record_id, found)
        if self._switch.current() != "grid" and not self.side.busy():
            self.side.hide()

    def _show_path(self, project: str) -> None:
        """The path that was just set up."""
        reason = _("Path of the project")
        self.open_page.emit("approvals", {"filters": [("of", project)], "reason": reason})

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

    def _activated(self, _record_id: str) -> None:
        """Enter or a double click: the step that comes next, for all that are selected."""
        self._next_step()

    def _next_step(self) -> None:
        ids = self.grid.selected_ids() or [self.shown_id]
        acts = self.selection_extras(ids)
        first = next((act for act in acts if not act.enabled()), None)
        if first is not None:
            first.do()

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if ids:
            self.fill(menu, [act for act in self.selection_extras(ids) if not act.enabled()])
            self.fill(menu, self._project_commands())
            wanted = ("record.edit", "field.history")
            self.fill(menu, [one for one in super().commands() if one.id in wanted])

    def _open_project(self) -> None:
        line = self.line()
        if line is not None:
            self.open_page.emit("projects", {"open": line.project_id})

    def _copy_notice(self) -> None:
        line = self.line()
        if line is not None:
            QGuiApplication.clipboard().setText(notice_text(line))
            self.said.emit(_("The notice was copied; paste it into a message or a document."), None)

    def _catalogue_command(self) -> Command:
        def go() -> None:
            self.open_page.emit("approval_items", {})

        return Command("approvals.catalogue", N_("Catalogue of items"), go, "settings")


def _page_words() -> Words:
    return Words(
        title=_("Approvals"),
        new=N_("Set up approvals…"),
        icon="approvals",
        none=_("No approvals yet"),
        sentence=_(
            "Set up the approvals of a project: what it needs follows from its site mode, and"
            " every clock runs in working days. Or import the ledger you have."
        ),
        chosen=lambda n: ngettext("{n} chosen approval", "{n} chosen approvals", n).format(n=n),
    )


def _why_not(act: str, found: set[str], n: int) -> str:
    if not n:
        return _("Nothing is selected.")
    if act in _ONE and n > 1:
        return _("Select one record.")
    return "" if act in found else _("Not possible as it stands.")
