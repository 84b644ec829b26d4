"""项目: the list or the stage board, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QMenu, QStackedWidget

from invest_crm.domain.money import show_yi
from invest_crm.settings import user
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.record_panel import RecordPanel
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.projects.details import detail_pairs
from invest_crm.ui.projects.editor import project_editor
from invest_crm.ui.projects.panel import (
    DETAILS_TAB,
    HISTORY_TAB,
    PEOPLE_TAB,
    panel_record,
)
from invest_crm.ui.projects.source import ProjectSource, list_query
from invest_crm.ui.projects.stages import StageBoard
from invest_crm.ui.records.side import Side
from invest_crm.ui.records.tabs import HistoryTab, PairsTab, PeopleTab
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.services.projects.panel import ProjectPanel
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import GridQuery
    from invest_crm.ui.projects.form import Choices

_LAYOUT = "projects.columns"


class ProjectsPage(Page):
    """Everything about projects in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"projects", "contacts", "chains", "monthly"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Projects"))
        self._context = context
        self._source = ProjectSource(context)
        self._filters: dict[str, Any] = {}
        self._reason = ""
        self._panel_data: ProjectPanel | None = None
        self.grid = DataGrid(
            self._source,
            name=_("Projects"),
            empty=self._nothing_yet(),
            compact=user.read("ui.density") == "compact",
        )
        self.stages = StageBoard(context)
        self.panel = RecordPanel()
        self.details = PairsTab()
        self.people = PeopleTab()
        self.history = HistoryTab()
        self.side = Side()
        self._views = QStackedWidget()
        self._switch = Segmented(
            (("grid", _("Table")), ("board", _("Board"))), name=_("Kind of view")
        )
        self._build()

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self.grid.refresh()
        if self._views.currentWidget() is self.stages:
            self.stages.load(list_query(self._query()))
        if self.grid.current_id():
            self._load_panel(self.grid.current_id())

    def state(self) -> State:
        """View, filters, and the grid's own state."""
        return {
            "view": self._switch.current(),
            "where": dict(self._filters),
            "reason": self._reason,
            "grid": self.grid.state(),
        }

    def restore(self, state: State) -> None:
        """A view left before, or a link: ``ids`` with ``reason``, ``filters``, ``open``."""
        if "ids" in state:
            self._filters = {"ids": list(state["ids"])}
            self._reason = str(state.get("reason", ""))
        elif "filters" in state:
            self._filters = {str(key): value for key, value in state["filters"]}
            self._reason = str(state.get("reason", ""))
        elif "where" in state:
            self._filters, self._reason = dict(state["where"]), str(state.get("reason", ""))
        elif "open" in state:
            self._filters, self._reason = {}, ""
        if "view" in state:
            self._switch.set_current(str(state["view"]))
            self._show_view(str(state["view"]))
        self._apply_filters()
        if isinstance(state.get("grid"), dict):
            self.grid.restore({**state["grid"], "filters": self._filter_pairs()})
        if "open" in state:
            self.grid.clear_filter()
            self.grid.select_id(str(state["open"]))
            self._load_panel(str(state["open"]))

    def new_project(self) -> None:
        """Open an empty form beside the list."""
        self._edit(None)

    def _build(self) -> None:
        self.add_button(_("New project"), self.new_project, icon="add", primary=True)
        self.add_button(
            _("Import ledger"), lambda: self.open_page.emit("ledger", {}), icon="import"
        )
        self.add_right(self._switch)
        self._switch.changed.connect(self._show_view)
        self._views.addWidget(self.grid)
        self._views.addWidget(self.stages)
        self.body.addWidget(self._views, 1)
        self.panel.add_tab_page(DETAILS_TAB, self.details)
        self.panel.add_tab_page(PEOPLE_TAB, self.people)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.people.reveal_asked.connect(self._reveal)
        self.side.show_part(self.panel)
        self.side.hide()
        self.set_side(self.side)
        stored = user.read_state(_LAYOUT)
        if isinstance(stored, list):
            self.grid.columns.load(stored)
        grid = self.grid
        grid.layout_changed.connect(lambda layout: user.write_state(_LAYOUT, layout))
        grid.current_changed.connect(self._load_panel)
        grid.activated.connect(lambda _id: self._edit_current())
        grid.selection_said.connect(self.selection_said)
        grid.counted.connect(self._count)
        grid.loaded.connect(self._begin)
        grid.menu_asked.connect(self._fill_menu)
        self.panel.step_clicked.connect(self._edit_current)
        self.panel.one_clicked.connect(self._edit_current)
        self.stages.current_changed.connect(self._load_panel)
        self.stages.activated.connect(lambda _id: self._edit_current())
        self._show_chips()

    def _query(self) -> GridQuery:
        return self.grid.query()

    def _filter_pairs(self) -> tuple[tuple[str, object], ...]:
        return tuple(sorted(self._filters.items()))

    def _apply_filters(self) -> None:
        self.grid.set_filters(self._filter_pairs())
        self._show_chips()
        if self._views.currentWidget() is self.stages:
            self.stages.load(list_query(self._query()))

    def _show_chips(self) -> None:
        """Quick views as switches; what a link narrowed to as a chip with its reason."""
        self.clear_chips()
        words = {
            "signed": _("Signed and later"),
            "open": _("Not ended"),
            "trash": _("Trash"),
        }
        for name, text in words.items():
            chip = PillButton(text, checked=bool(self._filters.get(name)))
            chip.clicked.connect(lambda name=name: self._toggle(name))
            self.add_chip(chip)
        for name in self._filters:
            if name not in words:
                chip = PillButton(self._words_of(name), removable=True, checked=True)
                chip.removed.connect(lambda name=name: self._drop(name))
                chip.clicked.connect(lambda name=name: self._drop(name))
                self.add_chip(chip)

    def _words_of(self, name: str) -> str:
        if name == "ids":
            short = self._reason if len(self._reason) <= 24 else self._reason[:23] + "…"
            return short or _("{n} chosen projects").format(n=len(self._filters["ids"]))
        titles = {
            "chain": _("Chain"),
            "node": _("Chain node"),
            "unit": _("Unit"),
            "leader": _("Leader"),
            "step": _("Step"),
        }
        return _("{name}: {value}").format(
            name=titles.get(name, name), value=self._reason or self._filters[name]
        )

    def _toggle(self, name: str) -> None:
        if self._filters.pop(name, None) is None:
            self._filters[name] = True
        self._apply_filters()

    def _drop(self, name: str) -> None:
        self._filters.pop(name, None)
        self._reason = ""
        self._apply_filters()

    def _show_view(self, view: str) -> None:
        if view == "board":
            self._views.setCurrentWidget(self.stages)
            self.stages.load(list_query(self._query()))
        else:
            self._views.setCurrentWidget(self.grid)

    def _begin(self) -> None:
        """On the first answer the first record is opened, so that the panel says something."""
        if self._panel_data is None and not self.grid.current_id():
            first = self.grid.model.id_at(0) if self.grid.model.rowCount() else ""
            self._load_panel(first)

    def _count(self, shown: int, total: int) -> None:
        query = list_query(self._query())

        def job(app: App) -> tuple[int, int]:
            from invest_crm.services.projects.grid import project_ids, project_sums

            return app.read(lambda view: project_sums(view, project_ids(view, query)))

        def say(found: tuple[int, int]) -> None:
            self.set_note(
                _("{shown} of {total} · {amount} (100 million yuan)").format(
                    shown=shown, total=total, amount=show_yi(found[1])
                )
            )

        self._context.read(self, job, say, key="sums")

    def _load_panel(self, project_id: str) -> None:
        if not project_id:
            if self.side.part() is self.panel:
                self.side.hide()
            return

        def job(app: App) -> ProjectPanel | None:
            from invest_crm.services.projects.panel import project_panel

            return app.read(project_panel, project_id)

        self._context.read(self, job, self._show_panel, key="panel")

    def _show_panel(self, found: ProjectPanel | None) -> None:
        self._panel_data = found
        if found is None:
            self.side.hide()
            return
        self.panel.set_record(panel_record(found))
        self.details.show_pairs(detail_pairs(found))
        self.people.show_people(found.people)
        self.history.show_lines(found.history)
        if self.side.editor() is None:
            self.side.show_part(self.panel)
            self.side.show()

    def _reveal(self, contact_id: str) -> None:
        def job(app: App) -> str:
            from invest_crm.services.contacts import reveal_phone

            return app.write(reveal_phone, contact_id).value or ""

        self._context.read(
            self, job, lambda phone: self.people.show_phone(contact_id, phone), key="phone"
        )

    def _edit_current(self, key: str = "") -> None:
        if self._panel_data is not None:
            self._edit(self._panel_data.record, key)

    def _edit(self, record: ProjectRecord | None, key: str = "") -> None:
        def job(app: App) -> tuple[Choices, date]:
            return app.read(_choices), app.read(lambda view: view.today)

        def show(found: tuple[Choices, date]) -> None:
            editor = project_editor(found[0], found[1], record)
            editor.save_asked.connect(self._save)
            editor.closed.connect(self._close_editor)
            self.side.show_part(editor)
            self.side.show()
            editor.focus(key) if key else editor.begin()

        self._context.read(self, job, show, key="editor")

    def _save(
        self, record: ProjectRecord | None, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> None:
        def job(app: App) -> Outcome[Any]:
            from invest_crm.services.projects import edit

            if record is None:
                return app.write(edit.create_project, edit.CreateProject(values))
            return app.write(edit.edit_project, edit.EditProject(record.id, values, seen))

        def saved(outcome: Outcome[Any]) -> None:
            self._close_editor()
            project_id = outcome.value if record is None else record.id
            self.grid.refresh()
            self.grid.select_id(str(project_id))
            self._load_panel(str(project_id))

        editor = self.side.editor()
        if editor is not None:
            self._context.write(self, job, saved, on_error=editor.show_error)

    def _close_editor(self) -> None:
        self.side.show_part(self.panel)
        self.side.setVisible(self._panel_data is not None)
        self.grid.setFocus()

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if not ids:
            return
        trash = bool(self._filters.get("trash"))
        words = _("Restore {n} projects") if trash else _("Move {n} projects to the trash")
        menu.addAction(words.format(n=len(ids))).triggered.connect(
            lambda _on=False: self._archive(tuple(ids), restore=trash)
        )

    def _archive(self, ids: tuple[str, ...], *, restore: bool) -> None:
        def job(app: App) -> Outcome[int]:
            from invest_crm.services.projects.edit import archive_projects, restore_projects

            return app.write(restore_projects if restore else archive_projects, ids)

        self._context.write(self, job)

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "projects",
            _("No project yet"),
            _("Import the ledger you have: every project comes with its dates, money and people."),
            action=_("Import ledger"),
            do=lambda: self.open_page.emit("ledger", {}),
            second=_("New project"),
            do_second=self.new_project,
        )


def _choices(view: Any) -> Choices:
    from invest_crm.services.chains.atlas import form_choices
    from invest_crm.ui.projects.form import Choices as Made

    return Made(*form_choices(view))
