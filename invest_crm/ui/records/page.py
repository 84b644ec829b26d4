"""What every list of records is: a grid narrowed by chips, a panel that follows it, a form.

A subclass names its words, its source, what it needs of the services (``RecordJobs``), its chips,
its tabs and its form; everything else (links and states, trash, drafts, saving, what happens when
one moves on with something unsaved) is here once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from invest_crm.settings import user
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.filters.bar import ListFilter
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.record_panel import RecordPanel
from invest_crm.ui.kit.text import shortened
from invest_crm.ui.records.acting import ActingPage
from invest_crm.ui.records.cell_desk import CellDesk
from invest_crm.ui.records.commands import (
    field_history,
    list_commands,
    new_command,
    selection_commands,
)
from invest_crm.ui.records.definition import DefinitionLine
from invest_crm.ui.records.editor import Draft
from invest_crm.ui.records.form_desk import FormDesk
from invest_crm.ui.records.history_tab import HistoryTab
from invest_crm.ui.records.list_colours import ListColours
from invest_crm.ui.records.list_groups import ListGroups
from invest_crm.ui.records.side import Side
from invest_crm.ui.records.tabs import PairsTab, PeopleTab
from invest_crm.ui.views.desk import PageViews
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.services.work import App
    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import GridQuery, GroupedSource
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.records.editor import RecordEditor
    from invest_crm.ui.records.subject import RecordJobs, Words
    from invest_crm.ui.records.typed import CellForm

    FindTwins = Callable[[App, str, str, str], Sequence[tuple[str, str]]]


class RecordsPage(ActingPage):
    """``name`` keys what is remembered of the page (its columns).

    ``has_details``, ``has_people``: the tabs of facts in pairs and of contacts are made for it.
    ``editor_of`` makes the form of a record (``FormDesk``), ``cell_form`` says how cells are typed.
    """

    has_details: ClassVar[bool] = True
    has_people: ClassVar[bool] = False

    def __init__(
        self,
        context: Context,
        name: str,
        words: Words,
        source: GroupedSource,
        jobs: RecordJobs,
        editor_of: Callable[[Any, Any], RecordEditor],
        cell_form: CellForm,
    ) -> None:
        super().__init__(words.title)
        self._context = context
        self.words = words
        self._jobs = jobs
        self._filters: dict[str, Any] = {}
        self._reason = ""
        self._own_filters: frozenset[str] = frozenset()
        self._open_id = self._asked_id = ""
        self._followed = ""
        self.grid = DataGrid(
            source,
            name=words.title,
            empty=self._nothing_yet(),
            compact=user.read("ui.density") == "compact",
        )
        self.list_filter = ListFilter(self, self.grid)
        self.list_groups = ListGroups(self, self.grid, source)
        self.list_colours = ListColours(self, self.grid)
        self.panel = RecordPanel()
        if self.has_details:
            self.details = PairsTab()
        if self.has_people:
            self.people = PeopleTab()
            self.people.reveal_asked.connect(self._reveal)
            self.people.why_not_write = context.why_not_write
        self.history = HistoryTab()
        self.side = Side()
        self.definition = DefinitionLine()
        self.forms = FormDesk(self, context, jobs, editor_of)
        self.cell_desk = CellDesk(self, context, jobs, cell_form)
        self.set_side(self.side, name)
        self._build()
        self.setFocusProxy(self.grid)  # arrows, typing and pasting are meant for the list
        self.views = PageViews(self, context, name)

    # ---- what a subclass says ----------------------------------------------------------------

    def fill_chips(self) -> frozenset[str]:
        """Add the page's own chips; returns the filters they stand for."""
        return frozenset()

    def words_of(self, name: str) -> str:
        """The words of a filter that a link set and no chip of the page's own stands for."""
        return _("{name}: {value}").format(name=name, value=self._reason or self._filters[name])

    def show_found(self, found: Any) -> None:
        """Fill panel and tabs with what ``RecordJobs.panel`` brought."""

    def say_count(self, shown: int, total: int) -> None:
        """Say how many records are shown."""

    # ---- the page ----------------------------------------------------------------------------

    def entered(self) -> None:
        """The view shown last, the first time."""
        super().entered()
        self.views.begin()

    def commands(self) -> list[Command]:
        """What can be done to the selected records, the list and its columns."""
        return list_commands(self)

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self.cell_desk.refresh()
        if self._open_id:
            self._load_panel(self._open_id)

    def state(self) -> State:
        """Filters, the grid's own state, and what stands unsaved in a form that is open."""
        state: State = {
            "where": dict(self._filters),
            "reason": self._reason,
            **self.definition.state(),
            "grid": self.grid.state(),
            **self.views.state(),
        }
        editor = self.side.editor()
        draft = editor.draft() if editor is not None else None
        if draft is not None:
            state["draft"] = draft
        return state

    def restore(self, state: State) -> None:
        """A view left before, or a link: ``ids``, ``filters``, ``text``, ``open``, a ``draft``."""
        self.views.take(state)
        self._take_filters(state)
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": self._filter_pairs()})
        if "text" in state:
            self.grid.restore({"text": str(state["text"])})
        if "open" in state:
            self._open(str(state["open"]))
            if "tab" in state:
                self.panel.set_current_tab(str(state["tab"]))
            if state.get("edit"):
                self.edit(str(state["open"]))
        draft = state.get("draft")
        if isinstance(draft, Draft) and self.side.editor() is None:
            self.forms.take_up(draft)

    def _take_filters(self, state: State) -> None:
        if {"ids", "filters"} & state.keys() and "grid" not in state:
            self.grid.restore({"text": "", "where": None})  # a link shows all its rows
        if "ids" in state:
            self._filters = {"ids": list(state["ids"])}
        elif "filters" in state:
            self._filters = {str(key): value for key, value in state["filters"]}
        elif "where" in state:
            self._filters = dict(state["where"])
        elif "open" in state or "text" in state:
            self._filters = {}
        if {"ids", "filters", "where", "open", "text"} & state.keys():
            self._reason = str(state.get("reason", ""))
            self.definition.take(state)
        self.apply_filters()
        only = state.get("ids") or dict(state.get("filters", ())).get("ids", ())
        if len(only) == 1 and "grid" not in state:
            self.grid.select_id(str(only[0]))

    def new_record(self) -> None:
        """Open an empty form beside the list."""
        self.edit("")

    def edit(self, record_id: str, key: str = "") -> None:
        """Open the form of a record (empty id: a new one), the cursor in a field if named."""
        self.forms.open(record_id, key)

    def edit_current(self, key: str = "") -> None:
        """Open the form of the record the panel shows."""
        if self._open_id:
            self.edit(self._open_id, key)

    def set_filter(self, name: str, value: object) -> None:
        """Narrow the list by one more condition; a false value takes it away."""
        self._filters.pop(name, None)
        if value:
            self._filters[name] = value
        elif name not in self._own_filters:
            self._reason = ""
        self.apply_filters()

    @property
    def shown_id(self) -> str:
        """The record in the panel, empty for none."""
        return self._open_id

    @property
    def reason(self) -> str:
        """Why a link narrowed the list, in words; empty without one."""
        return self._reason

    def filter(self, name: str) -> Any:
        """What a filter is set to, None for nothing."""
        return self._filters.get(name)

    def apply_filters(self) -> None:
        """Ask the list anew."""
        self.grid.set_filters(self._filter_pairs())
        self.show_chips()

    def show_chips(self) -> None:
        """The page's own chips; what a link narrowed to as a chip with its reason."""
        self.clear_chips()
        self.definition.follow(self._reason)
        self._own_filters = self.fill_chips()
        for name in self._filters:
            if name not in self._own_filters:
                chip = PillButton(self._chip_words(name), removable=True, checked=True)
                chip.tell(self.definition.text() or self._reason)
                chip.removed.connect(lambda name=name: self.set_filter(name, None))
                chip.clicked.connect(lambda name=name: self.set_filter(name, None))
                self.add_chip(chip)
        self.list_filter.add_chips()
        self.list_groups.add_chips()
        self.list_colours.add_chips()
        self.views.add_chips()

    def add_switch(self, name: str, words: str, value: object = True) -> None:  # noqa: FBT002
        """A chip that sets a filter to a value, and takes it away when clicked again."""
        on = self._filters.get(name) == value
        chip = PillButton(words, checked=on)
        chip.clicked.connect(lambda: self.set_filter(name, None if on else value))
        self.add_chip(chip)

    # ---- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        self.add_command(new_command(self), primary=True)
        button = self.add_button(_("Import ledger"), self._import, icon="import")
        button.setProperty("command", "page:ledger")
        self.add_writing(button)
        self.side.show_part(self.panel)
        self.side.hide()
        self.body.insertWidget(0, self.definition)
        self.history.undo_asked.connect(self._context.undo)
        self.history.why_not_write = self._context.why_not_write
        self.forms.opened.connect(lambda one: self.looked_at.emit(f"{self.kind}:{one}"))
        self.forms.finished.connect(self._finished)
        grid = self.grid
        grid.current_changed.connect(self.follow)
        grid.activated.connect(self._activated)
        grid.selection_said.connect(self.selection_said)
        grid.counted.connect(self.say_count)
        grid.loaded.connect(self._begin)
        grid.menu_asked.connect(self._fill_menu)
        grid.query_changed.connect(self._follow_filters)
        grid.groups.leads_to.connect(self._lead)

    def _lead(self, grid: State) -> None:
        """A number of a group leads to its records; Back leads to the groups again."""
        self.open_page.emit(self.views.list_name, {**self.state(), "grid": grid})

    def _import(self) -> None:
        self.open_page.emit("ledger", {})

    def _nothing_yet(self) -> EmptyState:
        words = self.words
        return EmptyState(
            words.icon,
            words.none,
            words.sentence,
            action=_("Import ledger"),
            do=self._import,
            second=_(words.new),
            do_second=self.new_record,
        )

    def _follow_filters(self, query: GridQuery) -> None:
        """The grid offers to clear everything where nothing is left."""
        if self._filters and not query.filters:
            self._filters, self._reason = {}, ""
            self.show_chips()

    def _filter_pairs(self) -> tuple[tuple[str, object], ...]:
        return tuple(sorted(self._filters.items()))

    def _chip_words(self, name: str) -> str:
        if name != "ids":
            return self.words_of(name)
        n = len(self._filters["ids"])
        return shortened(self._reason) or self.words.chosen(n)

    # ---- the panel ---------------------------------------------------------------------------

    def follow(self, record_id: str) -> None:
        """The selection came to a record: its panel, unless something typed would be lost.

        Where nothing is selected any more the panel stays with a record that is still in the list.
        """
        if not record_id and self._open_id in self.grid.model.ids():
            return
        editor = self.side.editor()
        moved = bool(record_id) and record_id not in (self._followed, self._open_id)
        self._followed = record_id or self._followed
        if editor is not None and moved and record_id != editor.record_id:
            if editor.draft() is None:
                self.side.show_part(self.panel)
            else:
                editor.tell(_("Not saved yet: save or cancel to see what you selected."))
        self._load_panel(record_id)

    def _begin(self) -> None:
        """On the first answer the first record is opened, so that the panel says something."""
        self.forms.begin()
        ids = self.grid.model.ids()
        if not self._open_id and not self.grid.current_id() and ids:
            self._load_panel(ids[0])

    def _open(self, record_id: str) -> None:
        """A link to one record: it is shown whatever the list was narrowed to."""
        self.forms.leave()
        self.looked_at.emit(f"{self.kind}:{record_id}")
        self.grid.clear_filter()
        self.grid.select_id(record_id)
        self._load_panel(record_id)

    def _finished(self, record_id: str) -> None:
        self.grid.select_id(record_id)
        self._load_panel(record_id)

    def _load_panel(self, record_id: str) -> None:
        self._asked_id = record_id
        if not record_id:
            self._open_id = ""
            if not self.side.busy():
                self.side.hide()
            return

        def job(app: App) -> Any | None:
            return self._jobs.panel(app, record_id)

        self._context.read(self, job, lambda found: self._show(record_id, found), key="panel")

    def _show(self, record_id: str, found: Any | None) -> None:
        if record_id != self._asked_id:
            return
        self._open_id = "" if found is None else record_id
        if found is not None:
            self.show_found(found)
        if not self.side.busy():
            self.side.show_part(self.panel)
            self.side.setVisible(found is not None)

    def _reveal(self, contact_id: str) -> None:
        def job(app: App) -> str:
            from invest_crm.services.contacts import reveal_phone

            return app.write(reveal_phone, contact_id).value or ""

        self._context.read(
            self, job, lambda phone: self.people.show_phone(contact_id, phone), key="phone"
        )

    # ---- several at once ---------------------------------------------------------------------

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if not ids:
            return
        edit, *rest = selection_commands(self, ids)[: 1 + self.has_trash]
        offered = (edit, field_history(self), *rest, *self.selection_extras(ids))
        self.fill(menu, (one for one in offered if one.count or one.id == "field.history"))

    def _activated(self, record_id: str) -> None:
        self.forms.edit(self.grid.selected_ids() or [record_id])
