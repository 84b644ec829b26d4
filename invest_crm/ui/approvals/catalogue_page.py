"""审批事项目录: every item with its days, department and materials, as the bureau has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.settings.options import BY_KEY
from invest_crm.ui import theme
from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.catalogue_source import CatalogueSource, item_pairs, state_of
from invest_crm.ui.approvals.item_form import ItemForm
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.record_panel import Record, RecordPanel
from invest_crm.ui.kit.text import label
from invest_crm.ui.records.history_tab import HistoryTab
from invest_crm.ui.records.side import Side
from invest_crm.ui.records.tabs import PairsTab
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from invest_crm.domain.approvals.items import Item
    from invest_crm.services.approvals.catalogue import CatalogueLine
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.records.occasion import Occasion

_TAB, _HISTORY = "details", "history"
SETTINGS = ("approvals.permit_limit", "approvals.four_days")


class CataloguePage(Page):
    """The items with a panel beside them; two settings above."""

    topics: ClassVar[frozenset[str]] = frozenset({"approvals", "settings"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Approval items"))
        self._context = context
        self.source = CatalogueSource(context)
        self.grid = DataGrid(self.source, name=_("Approval items"))
        self.panel = RecordPanel()
        self.edit = QPushButton(_("Edit"))
        self.retire = QPushButton()
        self.reset = QPushButton(_("As shipped"))
        self._pairs = PairsTab()
        self.history = HistoryTab()
        self.panel.add_tab_page(_TAB, self._details())
        self.panel.add_tab_page(_HISTORY, self.history)
        self.side = Side()
        self.side.show_part(self.panel)
        self.side.hide()
        self.set_side(self.side, "approval_items")
        self.body.addWidget(self.grid, 1)
        self.settings = {key: _setting(key) for key in SETTINGS}
        for key, choice in self.settings.items():
            self.add_chip(label(BY_KEY[key].label, "label"))
            self.add_chip(choice)
            choice.activated.connect(lambda _place, key=key: self._set(key))
        self.add_command(self.commands()[0], primary=True)
        self.add_command(self.commands()[1])
        self.add_writing(self.edit, self.retire, self.reset, *self.settings.values())
        self._connect()
        self.setFocusProxy(self.grid)
        self._ask_settings()

    def commands(self) -> list[Command]:
        """A new item, what can be done with the one selected."""
        line = self.line()
        reason = "" if line is not None else _("Nothing is selected.")
        ids = self.grid.selected_ids()
        return [
            Command("item.new", N_("New item"), lambda: self._ask(None), "add", ("Ctrl+N",),
                    writes=True),
            Command("item.back", N_("To the approvals"),
                    lambda: self.open_page.emit("approvals", {}), "approvals"),
            Command("item.edit", N_("Edit item"), self._edit, "edit", ("Return",), heard=True,
                    enabled=lambda: reason, writes=True),
            Command("item.retire", N_("Retire, or take up again"), self._retire, "archive",
                    enabled=lambda: reason, writes=True),
            Command("item.reset", N_("Back to the shipped item"), self._reset, "undo",
                    enabled=lambda: reason or _why_not_reset(line), writes=True),
            Command("filter.list", N_("Filter this list"), self.grid.filter_bar.begin, "search",
                    ("Ctrl+F", "/"), heard=True),
            Command("copy", N_("Copy"), self.grid.copy, "copy", ("Ctrl+C",), heard=True,
                    enabled=lambda: "" if ids else _("Nothing is selected.")),
        ]  # fmt: skip

    def refresh(self) -> None:
        """Ask again."""
        self.grid.refresh()
        self._ask_settings()

    def state(self) -> State:
        """The list as it is."""
        return {"grid": self.grid.state()}

    def restore(self, state: State) -> None:
        """Take up a state."""
        if isinstance(state.get("grid"), dict):
            self.grid.restore(state["grid"])

    def menu(self) -> QMenu:
        """The menu of the list."""
        return self.grid.menu()

    def line(self) -> CatalogueLine | None:
        """The item that is selected."""
        return self.source.line(self.grid.current_id())

    # ---- inside --------------------------------------------------------------------------------

    def _details(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(gap=theme.GAP_SMALL)
        theme.set_role(self.edit, "primary")
        for button in (self.edit, self.retire, self.reset):
            flow.addWidget(button)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(flow)
        column.addWidget(self._pairs)
        return holder

    def _connect(self) -> None:
        self.edit.clicked.connect(lambda _on=False: self.run("item.edit"))
        self.retire.clicked.connect(lambda _on=False: self.run("item.retire"))
        self.reset.clicked.connect(lambda _on=False: self.run("item.reset"))
        self.history.undo_asked.connect(self._context.undo)
        self.history.why_not_write = self._context.why_not_write
        self.grid.current_changed.connect(lambda _one: self._show())
        self.grid.activated.connect(lambda _one: self.run("item.edit"))
        self.grid.loaded.connect(self._loaded)
        self.grid.counted.connect(self._say_count)
        self.grid.selection_said.connect(self.selection_said)
        self.grid.menu_asked.connect(self._fill_menu)
        self._context.switched.connect(self.refresh)

    def _loaded(self) -> None:
        if not self.grid.current_id() and self.grid.model.rowCount():
            self.grid.select_id(self.grid.model.id_at(0))
        self._show()

    def _show(self) -> None:
        line = self.line()
        if line is not None:
            self.panel.set_record(_record(line))
            self._pairs.show_pairs(item_pairs(line.item, self.source.names(line.item.needs)))
            code = line.item.code
            self._context.read(
                self,
                lambda app: jobs.item_history(app, code),
                self.history.show_lines,
                key="history",
            )
            retired = line.item.retired
            self.retire.setText(_("Take up again") if retired else _("Retire"))
            self.reset.setVisible(line.own and line.shipped)
        if not self.side.busy():
            self.side.setVisible(line is not None)

    def _say_count(self, shown: int, total: int) -> None:
        words = _("{n} items") if shown == total else _("{n} of {total} items")
        self.set_note(words.format(n=shown, total=total))

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        self.fill(menu, self.commands()[2:5] if ids else ())

    def _edit(self) -> None:
        line = self.line()
        if line is not None:
            self._ask(line.item)

    def _ask(self, item: Item | None) -> None:
        form = ItemForm(item, self.grid.model.ids())

        def accepted(made: Item) -> None:
            self._context.write(
                self,
                lambda app: jobs.save_item(app, made, form.seen),
                lambda _outcome: form.closed.emit(),
                on_error=form.show_error,
            )

        form.accepted.connect(accepted)
        self._put(form)

    def _put(self, form: Occasion) -> None:
        form.closed.connect(self._closed)
        self.side.show_part(form)
        self.side.show()
        form.begin()

    def _closed(self) -> None:
        self.side.show_part(self.panel)
        self._show()
        self.grid.setFocus()

    def _retire(self) -> None:
        code = self.grid.current_id()
        self._context.write(self, lambda app: jobs.retire_item(app, code))

    def _reset(self) -> None:
        code = self.grid.current_id()
        self._context.write(self, lambda app: jobs.reset_item(app, code))

    def _ask_settings(self) -> None:
        self._context.read(self, jobs.settings, self._show_settings, key="settings")

    def _show_settings(self, values: dict[str, str]) -> None:
        for key, choice in self.settings.items():
            choice.set_current(values[key])

    def _set(self, key: str) -> None:
        value = self.settings[key].current()
        self._context.write(self, lambda app: jobs.set_setting(app, key, value))


def _setting(key: str) -> Choice:
    option = BY_KEY[key]
    made = Choice([(value, _(words)) for value, words in option.choices], name=option.label)
    made.setToolTip(option.help)
    return made


def _record(line: CatalogueLine) -> Record:
    words, tone = state_of(line)
    return Record(
        id=line.item.code,
        title=line.item.name,
        subtitle=line.item.code,
        state=words,
        state_tone=tone,
        tabs=((_TAB, _("Details")), (_HISTORY, _("History"))),
    )


def _why_not_reset(line: CatalogueLine | None) -> str:
    changed = line is not None and line.own and line.shipped
    return "" if changed else _("It is as it is shipped, or was added here.")
