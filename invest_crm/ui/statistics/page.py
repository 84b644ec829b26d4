"""入库入统: projects and firms that should be in the statistics, with who holds what is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget

from invest_crm.services.statistics.projects import ProjectLine
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.grid.source import Cell
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.record_panel import Record, RecordPanel
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import Span, shortened
from invest_crm.ui.records.history_tab import HistoryTab
from invest_crm.ui.records.side import Side
from invest_crm.ui.statistics import jobs
from invest_crm.ui.statistics.acts import ACTS, ICONS, ONE, READS, possible
from invest_crm.ui.statistics.columns import ONLY, FirmSource, ProjectSource
from invest_crm.ui.statistics.desk import StatDesk
from invest_crm.ui.statistics.part import StatPart
from invest_crm.ui.statistics.words import (
    day_words,
    held_words,
    missing_words,
    stands_tone,
    stands_words,
    state_tone,
    window_words,
)
from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.services.statistics.acts import Line
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.printing.content import Printable
    from invest_crm.ui.records.occasion import Occasion

PROJECT, FIRM = jobs.PROJECT, jobs.FIRM
SWITCHES = {
    PROJECT: {
        "due": N_("Should be in"),
        "late": N_("Papers late"),
        "returned": N_("Returned"),
        "handed": N_("With statistics"),
        "in": N_("In"),
        "unreported": N_("No row this month"),
        "unfiled": N_("No filed total"),
    },
    FIRM: {
        "should": N_("Should be in the statistics"),
        "watch": N_("Near the threshold"),
        "returned": N_("Returned"),
        "handed": N_("With statistics"),
        "registered": N_("In"),
        "unreported": N_("No revenue"),
        "never": N_("Never eligible"),
    },
}
_FIRST = {PROJECT: "due", FIRM: "should"}
_PRINTED = 9
"""So many columns, the first ones, fit on a sheet."""
_DETAILS, _HISTORY = "details", "history"


class StatisticsPage(Page):
    """Two lists with one panel beside them."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"statistics", "projects", "firms", "attachments", "monthly", "interactions", "settings"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(_("Statistics"))
        self._context = context
        self._only = dict(_FIRST)
        self._ids: list[str] | None = None
        self._reason = self._wanted = self._panel_of = ""
        self.sources: dict[str, ProjectSource | FirmSource] = {
            PROJECT: ProjectSource(context),
            FIRM: FirmSource(context),
        }
        self.desk = StatDesk(self, context, self.show_form)
        self.grids = {
            PROJECT: DataGrid(self.sources[PROJECT], name=_("Projects"), empty=self._no_projects()),
            FIRM: DataGrid(self.sources[FIRM], name=_("Firms"), empty=self._no_firms()),
        }
        self.panel, self.part, self.history = RecordPanel(), StatPart(), HistoryTab()
        self.panel.add_tab_page(_DETAILS, self.part)
        self.panel.add_tab_page(_HISTORY, self.history)
        self.side = Side()
        self.side.show_part(self.panel)
        self.side.hide()
        self.set_side(self.side, "statistics")
        self._views = QStackedWidget()
        self._switch = Segmented(
            [
                (PROJECT, pgettext("statistics", "Projects")),
                (FIRM, pgettext("statistics", "Firms")),
            ],
            name=_("Which list"),
        )
        self.add_right(self._switch)
        self.body.addWidget(self._views, 1)
        self._connect()
        self.add_command(self.commands()[0])
        self.add_command(self.commands()[1])
        self.setFocusProxy(self.grids[PROJECT])
        self._apply()

    @property
    def view(self) -> str:
        """Which list is shown: ``project`` or ``firm``."""
        return self._switch.current()

    @property
    def grid(self) -> DataGrid:
        """The list shown."""
        return self.grids[self.view]

    def commands(self) -> list[Command]:
        """The documents, what can be done with those selected, the views."""
        ids = self.grid.selected_ids()
        return [
            Command("statistics.list", N_("Write this list…"),
                    lambda: self.desk.write_list(self.view), "export",
                    keywords=N_("report, document, should be in")),
            Command("statistics.paste", N_("Paste revenue…"), self.desk.paste, "paste",
                    keywords=N_("revenue of firms, sheet"), writes=True),
            Command("statistics.ledger", N_("Export the ledger of revenue…"),
                    self.desk.write_revenue, "spreadsheet", keywords=N_("ledger, figures of firms, spreadsheet")),
            *self._acts(ids),
            Command("statistics.open", N_("Open the record"), self._open_record, "open_external",
                    enabled=lambda: "" if ids else _("Nothing is selected.")),
            *(
                Command(f"statistics.view.{one}", N_("Which list"), partial(self.show_view, one),
                        icon, value=title)
                for one, title, icon in (
                    (PROJECT, N_("Projects into the database"), "projects"),
                    (FIRM, N_("Firms into the statistics"), "firms"),
                )
            ),
            Command("filter.list", N_("Filter this list"), self.grid.filter_bar.begin, "search",
                    ("Ctrl+F", "/"), heard=True),
            Command("copy", N_("Copy"), self.grid.copy, "copy", ("Ctrl+C",), heard=True,
                    enabled=lambda: "" if ids else _("Nothing is selected.")),
        ]  # fmt: skip

    def printable(self) -> Printable | None:
        """The list as shown, its first columns."""
        from invest_crm.services.statistics.lists import CONFIDENTIAL
        from invest_crm.ui.printing.statistics import statistics_printable

        view, source = self.view, self.sources[self.view]
        heads = [column.title for column in source.columns()][:_PRINTED]
        shown = source.rows(self.grid.model.ids())
        rows = tuple(
            tuple(cell.text if isinstance(cell, Cell) else cell for cell in cells[:_PRINTED])
            for cells in shown.values()
        )
        chosen = SWITCHES[view].get(self._only[view], "")
        reason = self._reason if self._ids is not None else _(chosen) if chosen else ""
        secret = _(CONFIDENTIAL) if view == FIRM else ""
        return statistics_printable(self.title(), heads, rows, reason, secret)

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self.grid.refresh()

    def state(self) -> State:
        """The list, its switch or the link, the list as it is."""
        return {
            "view": self.view,
            ONLY: self._only[self.view],
            "ids": self._ids,
            "reason": self._reason,
            "grid": self.grid.state(),
        }

    def restore(self, state: State) -> None:
        """A state left before, or a link: ``ids`` with a ``reason``, ``only``, ``open``."""
        view = str(state.get("view", self.view))
        self._switch.set_current(view)
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": []})
        ids = state.get("ids")
        self._ids = None if ids is None else list(ids)
        self._reason = str(state.get("reason", ""))
        self._only[view] = str(state.get(ONLY, self._only[view]))
        if "open" in state:
            self._ids, self._only[view], self._wanted = None, "", str(state["open"])
        self._apply()

    def menu(self) -> QMenu:
        """The menu of the list."""
        return self.grid.menu()

    def show_only(self, only: str) -> None:
        """Only one kind of records; empty for all."""
        self._only[self.view], self._ids, self._reason = only, None, ""
        self._apply()

    def show_view(self, view: str) -> None:
        """The projects or the firms."""
        self._switch.set_current(view)
        self._ids, self._reason = None, ""
        self.side.hide()
        self._apply()
        self.grid.refresh()

    def show_form(self, panel: Occasion) -> None:
        """A form beside the list; the panel comes back after it."""
        panel.closed.connect(self._form_closed)
        self.side.show_part(panel)
        self.side.show()
        panel.begin()

    def show_chips(self) -> None:
        """A switch for each kind with how many; what a link narrowed to with its reason."""
        self.clear_chips()
        for only, title in SWITCHES[self.view].items():
            n = self.sources[self.view].counts.get(only, 0)
            on = self._ids is None and only == self._only[self.view]
            chip = PillButton(f"{_(title)} {n:,}", checked=on)
            chip.clicked.connect(lambda only=only, on=on: self.show_only("" if on else only))
            self.add_chip(chip)
        if self._ids is not None:
            words = shortened(self._reason) or _chosen(len(self._ids))
            link = PillButton(words, removable=True, checked=True)
            link.tell(self._reason)
            link.removed.connect(lambda: self.show_only(""))
            link.clicked.connect(lambda: self.show_only(""))
            self.add_chip(link)

    # ---- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._switch.changed.connect(self.show_view)
        self.part.asked.connect(lambda act: self.desk.act(self.view, act, self._shown()))
        self.part.paper_asked.connect(self._ask_paper)
        self.part.entry_asked.connect(self._ask_entry)
        writing = [one for act, one in self.part.buttons.items() if act not in READS]
        self.add_writing(*writing)
        self.history.undo_asked.connect(self._context.undo)
        self.history.why_not_write = self._context.why_not_write
        for grid in self.grids.values():
            self._views.addWidget(grid)
            grid.current_changed.connect(self._follow)
            grid.activated.connect(self._activated)
            grid.loaded.connect(self._loaded)
            grid.counted.connect(self._say_count)
            grid.selection_said.connect(self.selection_said)
            grid.menu_asked.connect(self._fill_menu)
        self._context.switched.connect(self.refresh)

    def _lines(self, ids: Sequence[str]) -> list[Line]:
        found = (self.sources[self.view].line(one) for one in ids)
        return [line for line in found if line is not None]

    def _acts(self, ids: Sequence[str]) -> list[Command]:
        """What can be done with every one of those selected."""
        lines = self._lines(ids)
        found = set.intersection(*map(possible, lines)) if lines else set()
        return [
            Command(
                f"statistics.{act}",
                title,
                partial(self.desk.act, self.view, str(act), list(ids)),
                ICONS.get(act, "flag"),
                enabled=partial(_why_not, str(act), found, len(lines)),
                count=len(lines),
                quiet=True,
                writes=act not in READS,
            )
            for act, title in ACTS.items()
        ]

    def _apply(self) -> None:
        self._views.setCurrentWidget(self.grid)
        filters: list[tuple[str, object]] = []
        if self._ids is not None:
            filters.append(("ids", self._ids))
        elif self._only[self.view]:
            filters.append((ONLY, self._only[self.view]))
        self.grid.set_filters(tuple(filters))
        self.show_chips()

    def _loaded(self) -> None:
        grid, source = self.grid, self.sources[self.view]
        if self.sender() not in (None, grid):
            return
        if self._only[self.view] and not source.all_lines():
            self.show_only("")  # nothing is kept yet: the list says how to begin
            return
        self.show_chips()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            grid.select_id(wanted)
        elif not grid.current_id() and grid.model.rowCount():
            grid.select_id(grid.model.id_at(0))
        self._follow(wanted or grid.current_id())

    def _say_count(self, shown: int, total: int) -> None:
        whole = ngettext("{n} record", "{n} records", total)
        part = ngettext("{n} of {total} record", "{n} of {total} records", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=shown, total=total))

    def _follow(self, record: str) -> None:
        if not record:
            if not self.side.busy():
                self.side.hide()
            return
        view = self.view
        self._context.read(
            self,
            lambda app: jobs.shown(app, view, record),
            partial(self._show, view),
            key="panel",
        )

    def _show(self, view: str, shown: jobs.Shown | None) -> None:
        if view != self.view:
            return
        self._panel_of = view
        if shown is not None:
            self.panel.set_record(_record(shown))
            self.part.show_line(shown.line)
            self.history.show_lines(shown.history)
        if not self.side.busy():
            self.side.setVisible(shown is not None)

    def _activated(self, _record: str) -> None:
        """Enter or a double click: what comes next."""
        lines = self._lines(self._shown())
        can = possible(lines[0]) if lines else set()
        first = next((act for act in ACTS if act in can), None)
        if first is not None:
            self.desk.act(self.view, str(first), self._shown())

    def _form_closed(self) -> None:
        self.side.show_part(self.panel)
        self.side.setVisible(self.panel.record() is not None)
        self.grid.setFocus()

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if ids:
            self.fill(menu, [act for act in self._acts(ids) if not act.enabled()])

    def _shown(self) -> list[str]:
        """The record in the panel, unless it is still one of the other list."""
        record = self.panel.record()
        return [] if record is None or self._panel_of != self.view else [record.id]

    def _ask_paper(self, code: str) -> None:
        for record in self._shown():
            self.desk.paper(self.view, record, code)

    def _ask_entry(self, entry: str) -> None:
        for record in self._shown():
            self.desk.void_entry(record, entry)

    def _open_record(self) -> None:
        page = "projects" if self.view == PROJECT else "firms"
        for record in self._shown():
            self.open_page.emit(page, {"open": record})

    def _no_projects(self) -> EmptyState:
        return EmptyState(
            "board",
            _("No project has started yet"),
            _("Started projects with a planned total of 5 million yuan or more stand here until"
              " they are in the investment database."),
            action=_("Open the projects"),
            do=lambda: self.open_page.emit("projects", {}),
        )  # fmt: skip

    def _no_firms(self) -> EmptyState:
        return EmptyState(
            "firms",
            _("No firm of the county yet"),
            _("Firms marked as local, and those that report revenue or produce here, stand here"
              " with what they still need."),
            action=_("Open the firms"),
            do=lambda: self.open_page.emit("firms", {}),
        )  # fmt: skip


def _record(shown: jobs.Shown) -> Record:
    """What the panel shows above its tabs."""
    line = shown.line
    missing = missing_words(line)
    told = [Span(held_words(line), strong=True)] if held_words(line) else []
    if missing:
        told.append(Span(_("; missing: {papers}").format(papers=missing)))
    if line.course.reason and line.course.state.value == "returned":
        told.append(Span(_("; returned: {reason}").format(reason=line.course.reason)))
    return Record(
        id=line.id,
        title=line.name,
        subtitle=line.checklist.label,
        state=line.course.state.label,
        state_tone=state_tone(line.course.state),
        facts=(
            (_("Standing"), stands_words(line)),
            (_("Missing papers"), str(len(line.missing))),
            (_("Next hand-over"), day_words(line.round.hand, line.seen))
            if isinstance(line, ProjectLine)
            else (_("Window"), window_words(line)),
        ),
        callout=tuple(told),
        callout_tone=stands_tone(line),
        tabs=((_DETAILS, _("Details")), (_HISTORY, _("History"))),
    )


def _chosen(n: int) -> str:
    return ngettext("{n} chosen record", "{n} chosen records", n).format(n=n)


def _why_not(act: str, found: set[str], n: int) -> str:
    if not n:
        return _("Nothing is selected.")
    if act in ONE and n > 1:
        return _("Select one record.")
    return "" if act in found else _("Not possible as it stands.")
