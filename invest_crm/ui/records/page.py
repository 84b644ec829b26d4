"""What every list of records is: a grid narrowed by chips, a panel that follows it, a form.

A subclass names its words, its source, what it needs of the services (``RecordJobs``), its chips,
its tabs and its form; everything else (links and states, trash, drafts, saving, what happens when
one moves on with something unsaved) is here once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.settings import user
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.filters.bar import ListFilter
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.record_panel import RecordPanel
from invest_crm.ui.kit.text import shortened
from invest_crm.ui.records.editor import Draft, RecordEditor
from invest_crm.ui.records.side import Side
from invest_crm.ui.records.tabs import HistoryTab, PairsTab, PeopleTab
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMenu

    from invest_crm.errors import UserError
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import GridQuery, GridSource
    from invest_crm.ui.kit.notice import NoticeBar
    from invest_crm.ui.records.editor import Stored
    from invest_crm.ui.records.subject import RecordJobs, Words


class RecordsPage(Page):
    """``name`` keys what is remembered of the page (its columns).

    ``editor_of`` makes the form of a record (None: a new one) with what ``jobs.form`` brought.
    """

    def __init__(
        self,
        context: Context,
        name: str,
        words: Words,
        source: GridSource,
        jobs: RecordJobs,
        editor_of: Callable[[Any, Any], RecordEditor],
    ) -> None:
        super().__init__(words.title)
        self._context = context
        self._layout_key = f"{name}.columns"
        self._words = words
        self._jobs = jobs
        self._editor_of = editor_of
        self._filters: dict[str, Any] = {}
        self._reason = ""
        self._own_filters: frozenset[str] = frozenset()
        self._open_id = ""
        self._followed = ""
        self._dropped: NoticeBar | None = None
        self.grid = DataGrid(
            source,
            name=words.title,
            empty=self._nothing_yet(),
            compact=user.read("ui.density") == "compact",
        )
        self.list_filter = ListFilter(self, self.grid)
        self.panel = RecordPanel()
        self.details = PairsTab()
        self.people = PeopleTab()
        self.history = HistoryTab()
        self.side = Side()
        self._build()

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

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self.grid.refresh()
        if self._open_id:
            self._load_panel(self._open_id)

    def state(self) -> State:
        """Filters, the grid's own state, and what stands unsaved in a form that is open."""
        state: State = {
            "where": dict(self._filters),
            "reason": self._reason,
            "grid": self.grid.state(),
        }
        editor = self.side.editor()
        draft = editor.draft() if editor is not None else None
        if draft is not None:
            state["draft"] = draft
        return state

    def restore(self, state: State) -> None:
        """A view left before, or a link: ``ids``, ``filters``, ``text``, ``open``, a ``draft``."""
        self._take_filters(state)
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": self._filter_pairs()})
        if "text" in state:
            self.grid.restore({"text": str(state["text"])})
        if "open" in state:
            self._open(str(state["open"]))
        draft = state.get("draft")
        if isinstance(draft, Draft) and self.side.editor() is None:
            self.take_up(draft)

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
        self.apply_filters()

    def new_record(self) -> None:
        """Open an empty form beside the list."""
        self.edit("")

    def edit(self, record_id: str, key: str = "") -> None:
        """Open the form of a record (empty id: a new one), the cursor in a field if named."""
        self._open_form(record_id, key)

    def edit_current(self, key: str = "") -> None:
        """Open the form of the record the panel shows."""
        if self._open_id:
            self.edit(self._open_id, key)

    def take_up(self, draft: Draft) -> None:
        """Open a form with what was typed before and never saved."""
        self._open_form("" if draft.record is None else draft.record.id, "", draft)

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
        self._own_filters = self.fill_chips()
        for name in self._filters:
            if name not in self._own_filters:
                chip = PillButton(self._chip_words(name), removable=True, checked=True)
                chip.removed.connect(lambda name=name: self.set_filter(name, None))
                chip.clicked.connect(lambda name=name: self.set_filter(name, None))
                self.add_chip(chip)
        self.list_filter.add_chips()

    def add_switch(self, name: str, words: str, value: object = True) -> None:  # noqa: FBT002
        """A chip that sets a filter to a value, and takes it away when clicked again."""
        on = self._filters.get(name) == value
        chip = PillButton(words, checked=on)
        chip.clicked.connect(lambda: self.set_filter(name, None if on else value))
        self.add_chip(chip)

    # ---- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        self.add_button(self._words.new, self.new_record, icon="add", primary=True)
        self.add_button(_("Import ledger"), self._import, icon="import")
        self.side.show_part(self.panel)
        self.side.hide()
        self.set_side(self.side)
        self.people.reveal_asked.connect(self._reveal)
        stored = user.read_state(self._layout_key)
        grid = self.grid
        if isinstance(stored, list):
            grid.columns.load(stored)
        grid.layout_changed.connect(lambda layout: user.write_state(self._layout_key, layout))
        grid.current_changed.connect(self.follow)
        grid.activated.connect(self.edit)
        grid.selection_said.connect(self.selection_said)
        grid.counted.connect(self.say_count)
        grid.loaded.connect(self._begin)
        grid.menu_asked.connect(self._fill_menu)
        grid.query_changed.connect(self._follow_filters)

    def _import(self) -> None:
        self.open_page.emit("ledger", {})

    def _nothing_yet(self) -> EmptyState:
        words = self._words
        return EmptyState(
            words.icon,
            words.none,
            words.sentence,
            action=_("Import ledger"),
            do=self._import,
            second=words.new,
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
        return shortened(self._reason) or self._words.chosen.format(n=n)

    # ---- the panel ---------------------------------------------------------------------------

    def follow(self, record_id: str) -> None:
        """The selection came to a record: its panel, unless something typed would be lost."""
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
        if not self._open_id and not self.grid.current_id() and self.grid.model.rowCount():
            self._load_panel(self.grid.model.id_at(0))

    def _open(self, record_id: str) -> None:
        """A link to one record: it is shown whatever the list was narrowed to."""
        self._leave_editor()
        self.grid.clear_filter()
        self.grid.select_id(record_id)
        self._load_panel(record_id)

    def _load_panel(self, record_id: str) -> None:
        if not record_id:
            if self.side.editor() is None:
                self.side.hide()
            return

        def job(app: App) -> Any | None:
            return self._jobs.panel(app, record_id)

        self._context.read(self, job, lambda found: self._show(record_id, found), key="panel")

    def _show(self, record_id: str, found: Any | None) -> None:
        self._open_id = "" if found is None else record_id
        if found is not None:
            self.show_found(found)
        if self.side.editor() is None:
            self.side.show_part(self.panel)
            self.side.setVisible(found is not None)

    def _reveal(self, contact_id: str) -> None:
        def job(app: App) -> str:
            from invest_crm.services.contacts import reveal_phone

            return app.write(reveal_phone, contact_id).value or ""

        self._context.read(
            self, job, lambda phone: self.people.show_phone(contact_id, phone), key="phone"
        )

    # ---- the form ----------------------------------------------------------------------------

    def _open_form(self, record_id: str, key: str, draft: Draft | None = None) -> None:
        def job(app: App) -> tuple[Any, Stored | None]:
            return self._jobs.form(app, record_id)

        def show(found: tuple[Any, Stored | None]) -> None:
            offered, record = found
            if record_id and record is None:
                return
            editor = self._editor_of(offered, record if draft is None else draft.record)
            if draft is not None:
                editor.form.retype(draft.texts)
            self._put(editor)
            editor.focus(key) if key else editor.begin()

        self._context.read(self, job, show, key="editor")

    def _put(self, editor: RecordEditor) -> None:
        self._forget_dropped()
        editor.save_asked.connect(
            lambda record, values, seen: self._save(editor, record, values, seen)
        )
        editor.closed.connect(self._cancel)
        self.side.show_part(editor)
        self.side.show()

    def _save(
        self,
        editor: RecordEditor,
        record: Stored | None,
        values: Mapping[str, Any],
        seen: Mapping[str, Any],
    ) -> None:
        def job(app: App) -> Outcome[Any]:
            return self._jobs.save(app, record, values, seen)

        def saved(outcome: Outcome[Any]) -> None:
            if self.side.editor() is not editor:
                return
            own = str(outcome.value) if record is None else record.id
            moved_on = record is not None and bool(self.grid.current_id())
            shown = self.grid.current_id() if moved_on else own
            self._leave_editor(saved=True)
            self.grid.select_id(shown)
            self._load_panel(shown)

        def refused(error: UserError) -> None:
            if self.side.editor() is editor:
                editor.show_error(error)
            else:
                self.show_error(error)

        self._context.write(self, job, saved, on_error=refused)

    def _cancel(self) -> None:
        """Back from the form to what is selected."""
        self._leave_editor()
        if self.grid.current_id() not in ("", self._open_id):
            self._load_panel(self.grid.current_id())

    def _leave_editor(self, *, saved: bool = False) -> None:
        """The panel again; what was typed and not saved can be taken up again."""
        editor = self.side.editor()
        draft = None if editor is None or saved else editor.draft()
        self.side.show_part(self.panel)
        self.side.setVisible(bool(self._open_id))
        self.grid.setFocus()
        if draft is not None:
            self._forget_dropped()
            name = draft.texts.get("name", "") if draft.record is None else draft.record["name"]
            self._dropped = self.notify(
                _("What you typed for “{name}” was not saved.").format(name=name)
                if name
                else _("What you typed was not saved."),
                action=_("Go on typing"),
                do=lambda: self.take_up(draft),
            )
            self._dropped.dismissed.connect(self._dropped_gone)

    def _forget_dropped(self) -> None:
        if self._dropped is not None:
            self._dropped.dismiss()

    def _dropped_gone(self) -> None:
        self._dropped = None

    # ---- several at once ---------------------------------------------------------------------

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if not ids:
            return
        if len(ids) == 1:
            menu.addAction(_("Edit")).triggered.connect(lambda _on=False: self.edit(ids[0]))
        trash = bool(self.filter("trash"))
        words = self._words.restore if trash else self._words.archive
        menu.addAction(words.format(n=len(ids))).triggered.connect(
            lambda _on=False: self._archive(tuple(ids), restore=trash)
        )

    def _archive(self, ids: tuple[str, ...], *, restore: bool) -> None:
        def job(app: App) -> Outcome[int]:
            return self._jobs.archive(app, ids, restore=restore)

        self._context.write(self, job)
