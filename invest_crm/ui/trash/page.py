"""回收站: what was put away or taken out, by whom and when, and the way back for one or many."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.record_panel import Record, RecordPanel
from invest_crm.ui.records.history_tab import HistoryTab
from invest_crm.ui.records.tabs import PairsTab
from invest_crm.ui.trash import jobs
from invest_crm.ui.trash.source import KIND, TrashSource, kind_word, moment
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from invest_crm.services.trash import TrashLine
    from invest_crm.ui.attachments.looking import Looking
    from invest_crm.ui.attachments.preview import Preview
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State

DETAILS_TAB, HISTORY_TAB = "details", "history"
_PAGES: Final = {
    "project": "projects",
    "firm": "firms",
    "request": "requests",
    "parcel": "parcels",
    "responsible": "five_ones",
    "commitment": "commitments",
}
"""The pages of records."""


class TrashPage(Page):
    """The list with a panel beside it."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("projects", "firms", "requests", "parcels", "contacts", "chains"),
            *("views", "interactions", "tasks", "attachments", "five_ones", "agreements"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(_("Trash"))
        self._context = context
        self._kind = ""
        self.source = TrashSource(context)
        self.grid = DataGrid(self.source, name=_("Trash"), empty=_nothing_yet())
        self.panel = RecordPanel()
        self.tab = _Details(context)
        self.tab.problem.connect(self.show_error)
        self.tab.told.connect(context.told)
        self.history = HistoryTab()
        self.panel.add_tab_page(DETAILS_TAB, self.tab)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.history.undo_asked.connect(context.undo)
        self.history.why_not_write = context.why_not_write
        self.panel.hide()
        self.set_side(self.panel, "trash")
        self.body.addWidget(self.grid, 1)
        self.add_command(self.commands()[0], primary=True)
        self.add_writing(self.tab.restore)
        self._connect()

    def commands(self) -> list[Command]:
        """Bringing back, and looking at it in its list."""
        ids = self.grid.selected_ids()
        return [
            Command("trash.restore", N_("Restore"), self.restore_chosen, "restore",
                    keywords=N_("bring back, undelete"),
                    enabled=lambda: "" if ids else _("Nothing is selected."), count=len(ids),
                    writes=True),
            Command("trash.open", N_("Open in its list"), self._open, "open_external",
                    enabled=self._why_not_open),
            Command("filter.list", N_("Filter this list"), self.grid.filter_bar.begin, "search",
                    ("Ctrl+F", "/"), heard=True),
            Command("copy", N_("Copy"), self.grid.copy, "copy", ("Ctrl+C",), heard=True,
                    enabled=lambda: "" if ids else _("Nothing is selected.")),
        ]  # fmt: skip

    def refresh(self) -> None:
        """Ask again for what lies in the trash."""
        self.grid.refresh()

    def state(self) -> State:
        """The list as it is."""
        return {"grid": self.grid.state(), KIND: self._kind}

    def restore(self, state: State) -> None:
        """Take up a state, or a link to a ``kind``."""
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": []})
        self.show_kind(str(state.get(KIND, self._kind)))

    def menu(self) -> QMenu:
        """The menu of the list."""
        return self.grid.menu()

    def show_kind(self, kind: str) -> None:
        """Only one kind; empty for all."""
        self._kind = kind
        self.grid.set_filters(((KIND, kind),) if kind else ())
        self.show_chips()

    def show_chips(self) -> None:
        """A switch for each kind that lies here, with how many."""
        self.clear_chips()
        for kind in sorted(self.source.kinds, key=_place):
            words = f"{kind_word(kind)} {self.source.kinds[kind]:,}"
            chip = PillButton(words, checked=kind == self._kind)
            chip.clicked.connect(
                lambda kind=kind: self.show_kind("" if kind == self._kind else kind)
            )
            self.add_chip(chip)

    def restore_chosen(self) -> None:
        """Bring everything that is selected back, in one action."""
        ids = self.grid.selected_ids()
        self._context.write(self, lambda app: jobs.restore(app, ids))

    def line(self) -> TrashLine | None:
        """What is shown."""
        return self.source.line(self.grid.current_id())

    # ---- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.tab.restore.clicked.connect(lambda _on=False: self.run("trash.restore"))
        self.tab.open.clicked.connect(lambda _on=False: self.run("trash.open"))
        self.grid.current_changed.connect(self._follow)
        self.grid.loaded.connect(self._loaded)
        self.grid.counted.connect(self._say_count)
        self.grid.selection_said.connect(self.selection_said)
        self.grid.menu_asked.connect(self._fill_menu)
        self._context.switched.connect(self.refresh)

    def _loaded(self) -> None:
        self.show_chips()
        if not self.grid.current_id() and self.grid.model.rowCount():
            self.grid.select_id(self.grid.model.id_at(0))
        self._follow(self.grid.current_id())

    def _say_count(self, shown: int, total: int) -> None:
        words = _("{n} in the trash") if shown == total else _("{n} of {total} in the trash")
        self.set_note(words.format(n=shown, total=total))

    def _follow(self, record: str) -> None:
        line = self.source.line(record)
        self.panel.setVisible(line is not None)
        if line is not None:
            self._context.read(
                self,
                lambda app: jobs.details(app, line),
                lambda found: self._show(line, found),
                key="details",
            )

    def _show(self, line: TrashLine, found: jobs.Details) -> None:
        self.panel.set_record(_record(line))
        self.tab.show_found(found, can_open=bool(line.owner))
        self.history.show_lines(found.history)

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        self.fill(menu, self.commands()[:2] if ids else ())

    def _why_not_open(self) -> str:
        line = self.line()
        return "" if line is not None and line.owner else _("It stands in no list.")

    def _open(self) -> None:
        line = self.line()
        if line is not None:
            kind, _colon, record = line.owner.partition(":")
            gone = {"filters": (("trash", True), ("ids", [record]))}
            self.open_page.emit(_PAGES[kind], gone if line.away else {"open": record})


class _Details(QWidget):
    """What it held, with the buttons above; of a file a preview below.

    ``told(words)`` and ``problem(error)`` come of what is done with a file.
    """

    told = Signal(str)
    problem = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._looking: Looking | None = None
        self._facts = PairsTab()
        self.restore = QPushButton(_("Restore"))
        theme.set_role(self.restore, "primary")
        self.open = QPushButton(_("Open in its list"))
        flow = FlowLayout(gap=theme.GAP_SMALL)
        flow.addWidget(self.restore)
        flow.addWidget(self.open)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(flow)
        column.addWidget(self._facts)

    def preview(self) -> Preview:
        """The preview of a file, made when one is first looked at."""
        return self._look().preview

    def show_found(self, found: jobs.Details, *, can_open: bool) -> None:
        """Show another thing."""
        self.open.setVisible(can_open)
        self._facts.show_pairs(found.pairs)
        if found.versions:
            self._look().show(found.versions[0], found.versions)
        elif self._looking is not None:
            self._looking.preview.forget()

    def _look(self) -> Looking:
        if self._looking is None:
            from invest_crm.ui.attachments.acts import FileActs
            from invest_crm.ui.attachments.looking import Looking

            acts = FileActs(self, self._context)
            acts.told.connect(self.told)
            acts.failed.connect(self.problem)
            self._looking = made = Looking(self._context, acts, read_only=True)
            made.preview.version_asked.connect(made.show_version)
            self._column.addWidget(made.preview)
        return self._looking


def _record(line: TrashLine) -> Record:
    return Record(
        id=line.id,
        title=line.name or kind_word(line.kind),
        subtitle=line.about,
        state=kind_word(line.kind),
        facts=((_("Put away"), moment(line.at)), (_("Put away by"), line.actor)),
        tabs=((DETAILS_TAB, _("Details")), (HISTORY_TAB, _("History"))),
    )


def _place(kind: str) -> int:
    from invest_crm.services.trash import KINDS

    return list(KINDS).index(kind)


def _nothing_yet() -> EmptyState:
    return EmptyState(
        "delete",
        _("The trash is empty"),
        _("What you move to the trash keeps everything that belongs to it and can come back."),
    )
