"""企业: the list of firms, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from invest_crm.settings import user
from invest_crm.ui.firms.editor import FirmEditor
from invest_crm.ui.firms.form import ready_values
from invest_crm.ui.firms.panel import (
    DETAILS_TAB,
    HISTORY_TAB,
    NODES_TAB,
    PEOPLE_TAB,
    PROJECTS_TAB,
    detail_pairs,
    panel_record,
)
from invest_crm.ui.firms.source import FirmSource
from invest_crm.ui.firms.tabs import NodesTab, ProjectsTab
from invest_crm.ui.firms.words import ROLES, role_word
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.record_panel import RecordPanel
from invest_crm.ui.records.side import Side
from invest_crm.ui.records.tabs import HistoryTab, PairsTab, PeopleTab
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.firm_panel import FirmPanel, NodeChoice, Twin
    from invest_crm.services.firms import FirmRecord
    from invest_crm.services.work import App, Outcome, View
    from invest_crm.ui.context import Context

_LAYOUT = "firms.columns"
_SWITCHES = ("role", "trash", "chain")


class FirmsPage(Page):
    """Everything about firms in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"firms", "contacts", "chains", "projects"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Firms"))
        self._context = context
        self._filters: dict[str, Any] = {}
        self._reason = ""
        self._panel_data: FirmPanel | None = None
        self.grid = DataGrid(
            FirmSource(context),
            name=_("Firms"),
            empty=self._nothing_yet(),
            compact=user.read("ui.density") == "compact",
        )
        self.panel = RecordPanel()
        self.details = PairsTab()
        self.nodes = NodesTab()
        self.people = PeopleTab()
        self.projects = ProjectsTab()
        self.history = HistoryTab()
        self.side = Side()
        self._chains: tuple[tuple[str, str], ...] = ()
        self._build()

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self.grid.refresh()
        self._load_chains()
        if self._panel_data is not None:
            self._load_panel(self._panel_data.record.id)

    def state(self) -> State:
        """Filters, the grid's own state, and what stands in a form that is open."""
        state: State = {
            "where": dict(self._filters),
            "reason": self._reason,
            "grid": self.grid.state(),
        }
        editor = self._editor()
        if editor is not None and editor.form.touched():
            state["draft"] = {"id": editor.firm_id, "texts": editor.form.texts()}
        return state

    def restore(self, state: State) -> None:
        """A view left before, or a link: ``ids``, ``filters``, ``text``, ``open``."""
        if "ids" in state:
            self._filters = {"ids": list(state["ids"])}
        elif "filters" in state:
            self._filters = {str(key): value for key, value in state["filters"]}
        elif "where" in state:
            self._filters = dict(state["where"])
        elif "open" in state or "text" in state:
            self._filters = {}
        self._reason = str(state.get("reason", ""))
        self._apply_filters()
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": self._filter_pairs()})
        if "text" in state:
            self.grid.restore({"text": str(state["text"])})
        if "open" in state:
            self._close_editor()
            self.grid.clear_filter()
            self.grid.select_id(str(state["open"]))
            self._load_panel(str(state["open"]))
        if isinstance(state.get("draft"), dict):
            self._edit(str(state["draft"]["id"]), state["draft"]["texts"])

    def new_firm(self) -> None:
        """Open an empty form beside the list."""
        self._edit("")

    def _build(self) -> None:
        self.add_button(_("New firm"), self.new_firm, icon="add", primary=True)
        self.add_button(
            _("Import ledger"), lambda: self.open_page.emit("ledger", {}), icon="import"
        )
        self.body.addWidget(self.grid, 1)
        for name, tab in (
            (DETAILS_TAB, self._with_edit(self.details)),
            (NODES_TAB, self.nodes),
            (PEOPLE_TAB, self.people),
            (PROJECTS_TAB, self.projects),
            (HISTORY_TAB, self.history),
        ):
            self.panel.add_tab_page(name, tab)
        self.side.show_part(self.panel)
        self.side.hide()
        self.set_side(self.side)
        stored = user.read_state(_LAYOUT)
        if isinstance(stored, list):
            self.grid.columns.load(stored)
        grid = self.grid
        grid.layout_changed.connect(lambda layout: user.write_state(_LAYOUT, layout))
        grid.current_changed.connect(self._load_panel)
        grid.activated.connect(self._open_editor)
        grid.selection_said.connect(self.selection_said)
        grid.counted.connect(self._count)
        grid.menu_asked.connect(self._fill_menu)
        self.nodes.place_asked.connect(self._place)
        self.people.reveal_asked.connect(self._reveal)
        self.projects.opened.connect(
            lambda project_id: self.open_page.emit("projects", {"open": project_id})
        )
        self._show_chips()
        self._load_chains()

    def _with_edit(self, tab: QWidget) -> QWidget:
        """The facts with the way to change them below."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(tab)
        button = QPushButton(_("Edit"))
        button.clicked.connect(lambda _on=False: self._edit_current())
        column.addSpacing(4)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    # ---- filters ---------------------------------------------------------------------------

    def _filter_pairs(self) -> tuple[tuple[str, object], ...]:
        return tuple(sorted(self._filters.items()))

    def _apply_filters(self) -> None:
        self.grid.set_filters(self._filter_pairs())
        self._show_chips()

    def _load_chains(self) -> None:
        def job(app: App) -> tuple[tuple[str, str], ...]:
            from invest_crm.services.chains.atlas import form_choices

            return app.read(form_choices)[0]

        def show(found: tuple[tuple[str, str], ...]) -> None:
            if found != self._chains:
                self._chains = found
                self._show_chips()

        self._context.read(self, job, show, key="chains")

    def _show_chips(self) -> None:
        """Chain, part and trash as switches; what a link narrowed to as a chip to remove."""
        self.clear_chips()
        chain = Choice((("", _("All chains")), *self._chains), name=_("Chain"))
        chain.set_current(str(self._filters.get("chain", "")))
        chain.currentIndexChanged.connect(lambda _place: self._set("chain", chain.current()))
        self.add_chip(chain)
        for role in ROLES:
            on = self._filters.get("role") == role
            pill = PillButton(role_word(role), checked=on)
            pill.clicked.connect(lambda role=role, on=on: self._set("role", "" if on else role))
            self.add_chip(pill)
        trash = bool(self._filters.get("trash"))
        pill = PillButton(_("Trash"), checked=trash)
        pill.clicked.connect(lambda: self._set("trash", not trash))
        self.add_chip(pill)
        for name in self._filters:
            if name not in _SWITCHES:
                pill = PillButton(self._words_of(name), removable=True, checked=True)
                pill.removed.connect(lambda name=name: self._set(name, None))
                pill.clicked.connect(lambda name=name: self._set(name, None))
                self.add_chip(pill)

    def _words_of(self, name: str) -> str:
        if self._reason:
            return self._reason if len(self._reason) <= 24 else self._reason[:23] + "…"
        if name == "ids":
            return _("{n} chosen firms").format(n=len(self._filters["ids"]))
        return _("Chain node")

    def _set(self, name: str, value: object) -> None:
        self._filters.pop(name, None)
        if value:
            self._filters[name] = value
        elif name not in _SWITCHES:
            self._reason = ""
        self._apply_filters()

    def _count(self, shown: int, total: int) -> None:
        words = _("{n} firms") if shown == total else _("{n} of {total} firms")
        self.set_note(words.format(n=shown, total=total))

    # ---- the panel -------------------------------------------------------------------------

    def _load_panel(self, firm_id: str) -> None:
        if not firm_id:
            if self._editor() is None:
                self.side.hide()
            return

        def job(app: App) -> tuple[FirmPanel | None, tuple[NodeChoice, ...]]:
            from invest_crm.services.firm_panel import firm_panel, node_choices

            def read(view: View) -> tuple[FirmPanel | None, tuple[NodeChoice, ...]]:
                return firm_panel(view, firm_id), node_choices(view)

            return app.read(read)

        self._context.read(self, job, self._show_panel, key="panel")

    def _show_panel(self, found: tuple[FirmPanel | None, tuple[NodeChoice, ...]]) -> None:
        panel, choices = found
        self._panel_data = panel
        if panel is None:
            self.side.hide()
            return
        self.panel.set_record(panel_record(panel))
        self.details.show_pairs(detail_pairs(panel))
        self.nodes.show_firm(panel, choices)
        self.people.show_people(panel.people)
        self.projects.show_projects(panel.projects)
        self.history.show_lines(panel.history)
        if self._editor() is None:
            self.side.show_part(self.panel)
            self.side.show()

    def _place(self, node_id: str, role: str) -> None:
        if self._panel_data is None:
            return
        firm_id = self._panel_data.record.id

        def job(app: App) -> Outcome[None]:
            from invest_crm.services.firms import PlaceFirm, place_firm

            return app.write(place_firm, PlaceFirm(firm_id, node_id, role or None))

        self._context.write(self, job)

    def _reveal(self, contact_id: str) -> None:
        def job(app: App) -> str:
            from invest_crm.services.contacts import reveal_phone

            return app.write(reveal_phone, contact_id).value or ""

        self._context.read(
            self, job, lambda phone: self.people.show_phone(contact_id, phone), key="phone"
        )

    # ---- the form --------------------------------------------------------------------------

    def _editor(self) -> FirmEditor | None:
        editor = self.side.editor()
        return editor if isinstance(editor, FirmEditor) else None

    def _edit_current(self) -> None:
        if self._panel_data is not None:
            self._edit(self._panel_data.record.id)

    def _open_editor(self, firm_id: str) -> None:
        self._edit(firm_id)

    def _edit(self, firm_id: str, texts: Mapping[str, str] | None = None) -> None:
        """Open the form of a firm (empty id: a new one), with texts typed before if given."""

        def job(app: App) -> tuple[Sequence[tuple[str, str]], FirmRecord | None]:
            from invest_crm.services.chains.atlas import form_choices
            from invest_crm.services.firms import load

            record = app.read(load, [firm_id]).get(firm_id) if firm_id else None
            return app.read(form_choices)[0], record

        def show(found: tuple[Sequence[tuple[str, str]], FirmRecord | None]) -> None:
            chains, record = found
            if firm_id and record is None:
                return
            editor = FirmEditor(chains, record)
            if texts is not None:
                editor.form.retype(texts)
            editor.save_asked.connect(self._save)
            editor.closed.connect(self._close_editor)
            editor.twins_asked.connect(self._ask_twins)
            editor.open_asked.connect(lambda twin: self.open_page.emit("firms", {"open": twin}))
            self.side.show_part(editor)
            self.side.show()
            editor.begin()

        self._context.read(self, job, show, key="editor")

    def _ask_twins(self, name: str, code: str) -> None:
        editor = self._editor()
        if editor is None:
            return
        but = editor.firm_id or None

        def job(app: App) -> list[Twin]:
            from invest_crm.services.firm_panel import find_twins

            return app.read(find_twins, name, code, but)

        self._context.read(editor, job, editor.show_twins, key="twins")

    def _save(
        self, record: FirmRecord | None, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> None:
        def job(app: App) -> Outcome[str]:
            from invest_crm.services.firms import EditFirm, save_firm

            firm_id = None if record is None else record.id
            return app.write(save_firm, EditFirm(firm_id, ready_values(values), seen))

        def saved(outcome: Outcome[str]) -> None:
            self._close_editor()
            self.grid.refresh()
            self.grid.select_id(str(outcome.value))
            self._load_panel(str(outcome.value))

        editor = self._editor()
        if editor is not None:
            self._context.write(self, job, saved, on_error=editor.show_error)

    def _close_editor(self) -> None:
        self.side.show_part(self.panel)
        self.side.setVisible(self._panel_data is not None)
        self.grid.setFocus()

    # ---- several at once -------------------------------------------------------------------

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if not ids:
            return
        if len(ids) == 1:
            menu.addAction(_("Edit")).triggered.connect(lambda _on=False: self._edit(ids[0]))
        trash = bool(self._filters.get("trash"))
        words = _("Restore {n} firms") if trash else _("Move {n} firms to the trash")
        menu.addAction(words.format(n=len(ids))).triggered.connect(
            lambda _on=False: self._archive(tuple(ids), restore=trash)
        )

    def _archive(self, ids: tuple[str, ...], *, restore: bool) -> None:
        def job(app: App) -> Outcome[int]:
            from invest_crm.services.firms import archive_firms, restore_firms

            return app.write(restore_firms if restore else archive_firms, ids)

        self._context.write(self, job)

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "firms",
            _("No firm yet"),
            _("Import your list of firms: codes are checked, chains recognised, twins shown."),
            action=_("Import ledger"),
            do=lambda: self.open_page.emit("ledger", {}),
            second=_("New firm"),
            do_second=self.new_firm,
        )
