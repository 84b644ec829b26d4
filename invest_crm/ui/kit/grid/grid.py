"""The data grid a page uses: a source in, ids and rows in the background, signals out.

Filtering and sorting are the source's work; the grid asks again and drops late answers. It never
blocks the window and never loads more rows than are looked at.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QVBoxLayout, QWidget

from invest_crm.domain.colour_rules import rules_json
from invest_crm.domain.conditions import EVERYTHING, Group, from_json, to_json
from invest_crm.ui import theme
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.grid.asking import Question, answer, first_rows
from invest_crm.ui.kit.grid.blocks import Blocks, add_action
from invest_crm.ui.kit.grid.colours import Colours
from invest_crm.ui.kit.grid.copying import Copying
from invest_crm.ui.kit.grid.editing import Editing
from invest_crm.ui.kit.grid.filter_bar import FilterBar
from invest_crm.ui.kit.grid.groups import Groups
from invest_crm.ui.kit.grid.layout import ColumnLayout
from invest_crm.ui.kit.grid.model import GridModel
from invest_crm.ui.kit.grid.narrowing import Narrowing
from invest_crm.ui.kit.grid.selection import block_of
from invest_crm.ui.kit.grid.source import Askable, GridQuery, SortKey
from invest_crm.ui.kit.grid.summing import Summing
from invest_crm.ui.kit.grid.view import GridView
from invest_crm.ui.operations import run_query
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.domain.conditions import Value
    from invest_crm.domain.grouping import Path
    from invest_crm.ui.kit.grid.asking import Answer
    from invest_crm.ui.kit.grid.cells import CellWriter
    from invest_crm.ui.kit.grid.layout import Layout
    from invest_crm.ui.kit.grid.source import Cell, GridSource, GroupedRows


class DataGrid(QFrame):
    """A card with the grid in it; asks its source when first shown or on ``refresh``.

    ``activated(id)``: Enter on a record, ``enlarged(id)``: Ctrl+Enter.
    ``filter_lost(n)``: so many conditions of a stored filter make no sense any more.
    """

    activated = Signal(str)
    enlarged = Signal(str)
    current_changed = Signal(str)
    selection_said = Signal(str)
    counted = Signal(int, int)
    layout_changed = Signal(object)
    query_changed = Signal(object)
    menu_asked = Signal(object, object)
    askable_changed = Signal()
    filter_lost = Signal(int)
    loaded = Signal()

    def __init__(
        self,
        source: GridSource,
        *,
        name: str = "",
        empty: QWidget | None = None,
        query: GridQuery | None = None,
        compact: bool = False,
    ) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self.source = source
        self._query = query or GridQuery()
        self._total = -1
        self._asked = False
        self._wanted_id = ""
        self._wanted_group: Path | None = None
        self._scroll = -1
        self.askable = Askable()
        self.model = GridModel(source, self)
        self.view = GridView(self.model)
        self.view.setAccessibleName(name)
        self.view.set_compact(compact=compact)
        self.view.header().set_sort(self._query.sort)
        self.view.header().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.columns = ColumnLayout(self.view, self._layout_altered)
        self._narrowing = Narrowing(self, source)
        self.editing = Editing(self)
        self.blocks = Blocks(self)
        self.groups = Groups(self)
        self.colours = Colours(self)
        self._copying = Copying(self, source)
        self._waiting = False
        self.filter_bar = FilterBar()
        self.filter_bar.set_text(self._query.text)
        self._empty = empty or EmptyState("empty", _("Nothing here yet"))
        self._none = EmptyState(
            "filter",
            _("No record meets the conditions"),
            action=_("Clear the filter"),
            do=self.clear_filter,
        )
        self._stack = QStackedWidget()
        for part in (self.view, self._empty, self._none):
            self._stack.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.margins(8, 1, 8, 8))
        box.setSpacing(0)
        box.addWidget(self.filter_bar)
        box.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)
        self._summing = Summing(self, source)
        self._connect()

    def query(self) -> GridQuery:
        """What is asked at present."""
        return self._query

    def set_query(self, query: GridQuery) -> None:
        """Ask something else; the text box and the arrows follow."""
        if query == self._query:
            return
        self._query = query
        self.view.header().set_sort(query.sort)
        if query.text != self.filter_bar.text():
            self.filter_bar.set_text(query.text)
        self._narrowing.show_funnels()
        self.query_changed.emit(query)
        if self._asked:
            self._ask()

    def set_where(self, where: Group) -> None:
        """Other conditions, same text, filters and order."""
        self.set_query(replace(self._query, where=where))

    def ask_values(
        self, key: str, then: Callable[[Sequence[tuple[Value | None, int]]], object]
    ) -> None:
        """The values of a field with their counts under everything but the conditions."""
        source, query = self.source, replace(self._query, where=EVERYTHING)
        run_query(self, lambda: source.values(query, key), then, key="field values")

    def set_filters(self, filters: tuple[tuple[str, object], ...]) -> None:
        """Other column filters, same text and order."""
        self.set_query(replace(self._query, filters=filters))

    def clear_filter(self) -> None:
        """Take text, filters and conditions away."""
        self.filter_bar.set_text("")
        self.set_query(self._query.everything())
        self.view.setFocus()

    def set_cells(self, cells: CellWriter) -> None:
        """Let the cells be written."""
        self.editing.cells = cells
        self.model.typed = lambda key: cells.field(key) is not None
        self.view.handle.on = True

    def refresh(self, *, in_place: bool = False) -> None:
        """Ask again; selection, place and rows in sight stay as far as they still exist.

        ``in_place``: only what stands in the rows, not which rows and in what order: a row must
        not run away from under the person who has just written in it. While a cell is typed the
        rows stay as they are.
        """
        if self.editing.open():
            self._waiting = True
        elif in_place and self._total >= 0:
            self._ask_rows()
        else:
            self._total = -1
            if self._asked:
                self._ask()

    def take_up_waiting(self) -> None:
        """What was to be asked while a cell was typed."""
        if self._waiting:
            self._waiting = False
            self.refresh(in_place=True)

    def set_empty(self, widget: QWidget) -> None:
        """What stands in place of a grid without any record."""
        place = self._stack.indexOf(self._empty)
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = widget
        self._stack.insertWidget(place, widget)

    def current_id(self) -> str:
        """The id of the current row, empty for none."""
        row = self.view.currentIndex().row()
        return self.model.id_at(row) if 0 <= row < self.model.rowCount() else ""

    def select_id(self, record: str) -> bool:
        """Make a record current and bring it into sight; remembered if rows are on the way."""
        row = self.model.row_of(record)
        if row < 0 and self.groups.on() and self.groups.reveal(record):
            row = self.model.row_of(record)
        if row < 0:
            self._wanted_id = record
            return False
        column = max(self.view.currentIndex().column(), 0)
        self.view.go_to(self.model.index(row, column))
        return True

    def selected_ids(self) -> list[str]:
        """The ids of all records with a selected cell, in order."""
        rows = block_of(self.view.selectionModel().selection()).rows()
        return [self.model.id_at(row) for row in self.model.records(rows)]

    def copy(self, *, header: bool = False, groups: bool = False) -> None:
        """Put the selection on the clipboard, fetching rows that are not here.

        ``groups``: their rows too; they come of themselves where no record is selected.
        """
        self._copying.copy(header=header, groups=groups)

    def state(self) -> dict[str, Any]:
        """Order, filter, current record and scroll as plain data."""
        return {
            "sort": [[sort.key, sort.descending] for sort in self._query.sort],
            "text": self._query.text,
            "filters": [list(pair) for pair in self._query.filters],
            "where": to_json(self._query.where),
            "group": self.groups.stored(),
            "colours": rules_json(self.colours.rules),
            "current": self.current_id() or self._wanted_id,
            "column": self.view.currentIndex().column(),
            "scroll": self.view.verticalScrollBar().value(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up a state; what it does not name stays as it is."""
        query = self._query
        if "sort" in state:
            keys = tuple(SortKey(str(k), descending=bool(d)) for k, d in state["sort"])
            query = replace(query, sort=keys)
        if "text" in state:
            query = replace(query, text=str(state["text"]))
        if "filters" in state:
            query = replace(query, filters=tuple((str(k), v) for k, v in state["filters"]))
        if "where" in state:
            query = replace(query, where=self._stored(state["where"]))
        other = "group" in state and self.groups.take(self.groups.read(state["group"]))
        if "colours" in state:
            self.colours.take(self.colours.read(state["colours"]))
        self._wanted_id = str(state.get("current", ""))
        self._scroll = int(state.get("scroll", -1))
        if query != self._query:
            self.set_query(query)
        elif other and self._asked:
            self._ask()
        elif self._asked:
            self._take_place()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: ask when first looked at."""
        super().showEvent(event)
        self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: an empty list can be pasted into."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.blocks.paste()
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Ask for the first time, if that was not done."""
        if not self._asked:
            self._asked = True
            self._ask()

    def _connect(self) -> None:
        view, bar = self.view, self.filter_bar
        view.header().sort_asked.connect(self._sort)
        view.open_asked.connect(partial(self._tell, self.activated))
        view.whole_asked.connect(partial(self._tell, self.enlarged))
        view.copy_asked.connect(lambda header: self.copy(header=header))
        view.filter_asked.connect(bar.begin)
        view.leave_filter_asked.connect(self._leave_filter)
        view.hide_asked.connect(self.columns.hide)
        view.row_changed.connect(self._row_changed)
        view.resized.connect(self.columns.spread)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        bar.changed.connect(lambda text: self.set_query(replace(self._query, text=text)))
        bar.left.connect(self._leave_filter)
        bar.entered.connect(view.setFocus)

    def _sort(self, key: str, add: bool) -> None:  # noqa: FBT001 - a slot
        self.set_query(self._query.sorted_by(key, add=add))

    def _tell(self, signal: SignalInstance, row: int) -> None:
        if self.model.is_record(row):
            signal.emit(self.model.id_at(row))

    def _row_changed(self, row: int) -> None:
        """The row of a group leaves the panel with the record it shows."""
        if row < 0 or self.model.is_record(row):
            self.current_changed.emit(self.model.id_at(row) if row >= 0 else "")

    def _leave_filter(self) -> None:
        self.filter_bar.set_text("")
        self.set_query(replace(self._query, text=""))
        self.view.setFocus()

    def _ask(self) -> None:
        source, grouper = self.source, self.groups.source
        asked = Question(
            self._query,
            self.groups.grouping,
            self.model.columns(),
            self._total,
            self.askable if self._total >= 0 else None,
            self.current_id() or self._wanted_id,
            max(self.view.verticalScrollBar().value(), self._scroll, 0),
        )
        run_query(self, lambda: answer(source, grouper, asked), self._answered, key="ids")

    def _ask_rows(self) -> None:
        source, ids, shown = self.source, self.model.ids(), self.model.rows()
        top = self.view.verticalScrollBar().value()
        wanted = first_rows(ids, self.current_id(), top, shown)
        grouper, query, grouping = self.groups.source, self._query, self.groups.grouping
        columns = self.model.columns()

        def ask() -> tuple[GroupedRows | None, Mapping[str, Sequence[Cell | str]]]:
            if grouper is None or not grouping.levels:
                return None, source.rows(wanted)
            return grouper.grouped(query, grouping, columns), source.rows(wanted)

        def show(found: tuple[GroupedRows | None, Mapping[str, Sequence[Cell | str]]]) -> None:
            grouped, rows = found
            if grouped is not None and not self.groups.keeps_place(grouped):
                self._ask()
                return
            groups = () if grouped is None else self.groups.take_figures(grouped)
            self.model.set_ids(ids, rows, groups, self.model.rows())
            self.counted.emit(len(ids), self._total)

        run_query(self, ask, show, key="ids")

    def _answered(self, answer: Answer) -> None:
        self._total = answer.total
        if answer.lost:
            self._query = answer.query
        if answer.askable is not None:
            self._take_askable(answer.askable)
        if answer.lost:
            self.query_changed.emit(answer.query)
            self._narrowing.show_funnels()
            self.filter_lost.emit(answer.lost)
        kept = self.current_id() or self._wanted_id
        self._wanted_group = self.groups.path_at(self.view.currentIndex().row())
        shown = self.groups.show(answer.groups)
        groups = () if answer.groups is None else answer.groups.groups
        if self.model.set_ids(answer.ids, answer.rows, groups, shown):
            self._wanted_id = self._wanted_id or kept
            self._take_place()
            self._summing.begin()
        self.filter_bar.set_count(len(answer.ids), answer.total)
        part: QWidget = self.view
        if not answer.ids:
            part = self._none if self._query.narrowed else self._empty
        self._stack.setCurrentWidget(part)
        # Whoever follows asks for more in the background, and that would slow the painting down.
        self.view.viewport().repaint()
        if answer.askable is None:
            run_query(self, self.source.askable, self._take_askable, key="askable")
        self.counted.emit(len(answer.ids), answer.total)
        self.loaded.emit()

    def _take_askable(self, askable: Askable) -> None:
        if askable != self.askable:
            self.askable = askable
            self._narrowing.show_funnels()
            self.askable_changed.emit()

    def _stored(self, shape: Any) -> Group:
        """The conditions of a state; none, and said so, where they cannot be read."""
        try:
            return from_json(shape) if shape else EVERYTHING
        except ValueError:
            self.filter_lost.emit(1)
            return EVERYTHING

    def _take_place(self) -> None:
        """Go to the record and scroll that are wanted, once."""
        wanted, self._wanted_id = self._wanted_id, ""
        group, self._wanted_group = self._wanted_group, None
        if group is not None and not wanted:
            row = self.groups.row_of(group)
            self.view.go_to(self.model.index(row, 0)) if row >= 0 else None
        if wanted and not self.select_id(wanted):
            self._wanted_id = ""
        if self._scroll >= 0:
            self.view.verticalScrollBar().setValue(self._scroll)
            self._scroll = -1
        if not self.view.currentIndex().isValid():
            self._row_changed(-1)

    def _open_menu(self, point: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(point))

    def menu(self) -> QMenu:
        """The context menu of the selection; ``menu_asked(menu, ids)`` lets a page add to it."""
        menu = QMenu(self)
        self.menu_asked.emit(menu, self.selected_ids())
        if not menu.isEmpty():
            menu.addSeparator()
        self.groups.fill(menu)
        self._narrowing.fill(menu)
        add_action(menu, _("Copy"), self.copy)
        if self.groups.on():
            add_action(menu, _("Copy with groups"), lambda: self.copy(groups=True))
        add_action(menu, _("Copy with headings"), lambda: self.copy(header=True))
        self.blocks.fill_menu(menu)
        return menu

    def _layout_altered(self) -> None:
        layout: Layout = self.columns.save()
        self.layout_changed.emit(layout)
