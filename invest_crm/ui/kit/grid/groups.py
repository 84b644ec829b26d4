"""The groups of a grid: which there are, opening and closing them, where their numbers lead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from invest_crm.domain.conditions import to_json
from invest_crm.domain.grouping import (
    MAX_LEVELS,
    UNGROUPED,
    Folding,
    Grouping,
    conditions_of,
    figure_word,
    figures_of,
    grouping_json,
    grouping_of,
)
from invest_crm.ui.kit.filters import parts
from invest_crm.ui.kit.grid.asking import same_members
from invest_crm.ui.kit.grid.blocks import add_action
from invest_crm.ui.kit.grid.folded import groups_of, rows_below, shown_rows
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.domain.grouping import Figure, Path
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.grid.source import GroupedRows, GroupRow, GroupSource

DRILL = "Ctrl+Enter"


class Groups(QObject):
    """Belongs to a grid; does nothing until it is given a ``source``.

    ``changed`` whenever a person groups, opens or closes; ``leads_to(state)``: the state of the
    grid that shows exactly the records of a group.
    """

    changed = Signal()
    leads_to = Signal(object)

    def __init__(self, grid: DataGrid) -> None:
        super().__init__(grid)
        self._grid, self._view, self._model = grid, grid.view, grid.model
        self.source: GroupSource | None = None
        self.grouping: Grouping = UNGROUPED
        self._answer: GroupedRows | None = None
        view = self._view
        view.turn_asked.connect(self.turn)
        view.lead_asked.connect(self.lead)
        view.up_asked.connect(self._go_up)
        view.header().total_asked.connect(self._ask_figure)
        view.group_painter.is_open = self._is_open
        view.figure_tip = self.tip

    # ---- what is grouped ---------------------------------------------------------------------

    def on(self) -> bool:
        """Whether the list is grouped."""
        return bool(self.grouping.levels)

    def group_by(self, grouping: Grouping) -> None:
        """Other groups or other figures; none for a plain list."""
        if self.take(grouping):
            self.changed.emit()
            self._grid.refresh()

    def take(self, grouping: Grouping) -> bool:
        """The same without asking; True if something else is to be asked for."""
        if grouping == self.grouping:
            return False
        other = grouping.asked() != self.grouping.asked()
        self.grouping = grouping
        if not grouping.levels:
            self._answer = None
            self._show_total()
        elif not other:
            self._refold()
        return other

    def stored(self) -> dict[str, Any] | None:
        """The grouping as plain data, None for a plain list."""
        return grouping_json(self.grouping) if self.grouping != UNGROUPED else None

    def read(self, shape: Any) -> Grouping:
        """The grouping of plain data; none where it cannot be read."""
        try:
            return grouping_of(shape)
        except ValueError:
            return UNGROUPED

    def show(self, answer: GroupedRows | None) -> Sequence[int] | None:
        """Another answer is shown; which rows, where it was folded otherwise meanwhile."""
        self._answer = answer
        self._show_total()
        if answer is None or not answer.groups:
            return None
        self.grouping = replace(answer.grouping, folding=self.grouping.folding)
        return shown_rows(answer.groups, self.grouping.folding)

    def keeps_place(self, answer: GroupedRows) -> bool:
        """Whether only figures are different, so that every record can stay where it is."""
        return self._answer is not None and same_members(self._answer, answer)

    def take_figures(self, answer: GroupedRows) -> Sequence[GroupRow]:
        """The groups as they stand with the figures of an answer that ``keeps_place``."""
        fresh = {group.node.path: group for group in answer.groups}
        groups = [
            replace(group, texts=fresh[group.node.path].texts) for group in self._model.groups()
        ]
        if self._answer is not None:
            self._answer = replace(self._answer, total=answer.total, groups=groups)
        self._show_total()
        return groups

    # ---- open and closed ---------------------------------------------------------------------

    def turn(self, row: int) -> None:
        """Open the group of a row, or close it."""
        group = self._model.group_at(row)
        if group is None:
            return
        folding = self.grouping.folding
        opens = not folding.is_open(group.node.path)
        below = rows_below(self._model.groups(), -1 - self._model.rows()[row], folding)
        self.grouping = replace(self.grouping, folding=folding.turn(group.node.path))
        if opens:
            self._model.open_below(row, below)
        else:
            current = self._view.currentIndex()
            if row < current.row() <= row + len(below):
                self._view.go_to(self._model.index(row, current.column()))
            self._model.close_below(row, len(below))
        self._view.viewport().update()
        self.changed.emit()

    def open_to(self, deep: int) -> None:
        """Open all groups above a level, close the others: 0 closes all."""
        self.grouping = replace(self.grouping, folding=Folding(deep))
        self._refold()
        self.changed.emit()

    def reveal(self, record: str) -> bool:
        """Open the groups around a record; True if it is shown now."""
        try:
            place = list(self._model.ids()).index(record)
        except ValueError:
            return False
        folding = self.grouping.folding
        for group in groups_of(self._model.groups(), place):
            if not folding.is_open(group.node.path):
                folding = folding.turn(group.node.path)
        self.grouping = replace(self.grouping, folding=folding)
        self._refold()
        return self._model.row_of(record) >= 0

    def path_at(self, row: int) -> Path | None:
        """The group in a row, None for a record."""
        group = self._model.group_at(row)
        return None if group is None else group.node.path

    def row_of(self, path: Path) -> int:
        """The row of a group, -1 if it is not shown."""
        groups = self._model.groups()
        places = (place for place, group in enumerate(groups) if group.node.path == path)
        try:
            return self._model.rows().index(-1 - next(places, len(groups)))
        except ValueError:
            return -1

    def records_below(self, rows: Iterable[int]) -> list[str]:
        """The records of the groups in some rows, each once."""
        nodes = [group.node for group in map(self._model.group_at, rows) if group is not None]
        places = {place for node in nodes for place in range(node.first, node.first + node.count)}
        return [self._model.ids()[place] for place in sorted(places)]

    # ---- where numbers lead ------------------------------------------------------------------

    def lead(self, row: int) -> None:
        """Go to exactly the records of the group in a row."""
        state = self.state_of(row)
        if state is not None:
            self.leads_to.emit(state)

    def state_of(self, row: int) -> dict[str, Any] | None:
        """The state of the grid with the records of a group alone, in the groups below it.

        None for a record, and where the filter has no room for more conditions.
        """
        group = self._model.group_at(row)
        where = self._grid.query().where
        if group is None or not parts.takes_more(where):
            return None
        around = groups_of(self._model.groups(), group.node.first)[: len(group.node.path)]
        asked = conditions_of(
            self.grouping.levels, group.node.path, [one.node.written for one in around]
        )
        rest = replace(
            self.grouping,
            levels=self.grouping.levels[len(group.node.path) :],
            folding=Folding(self.grouping.folding.open),
        )
        return {
            **self._grid.state(),
            "where": to_json(parts.with_all(where, asked)),
            "group": grouping_json(rest),
            "current": "",
            "scroll": 0,
        }

    # ---- menus -------------------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """Add what can be done to the group of the current row."""
        row = self._view.currentIndex().row()
        group = self._model.group_at(row)
        if group is None:
            return
        count = ngettext("Show this {n} record", "Show these {n} records", group.node.count)
        lead = menu.addAction(count.format(n=f"{group.node.count:,}") + f"\t{DRILL}")
        lead.triggered.connect(lambda _on=False: self.lead(row))
        lead.setEnabled(self.state_of(row) is not None)
        opened = self.grouping.folding.is_open(group.node.path)
        add_action(menu, _("Close this group") if opened else _("Open this group"),
                   partial(self.turn, row))  # fmt: skip
        self.fill_levels(menu)
        menu.addSeparator()

    def fill_levels(self, menu: QMenu) -> None:
        """Add opening and closing of all groups."""
        add_action(menu, _("Open all groups"), partial(self.open_to, MAX_LEVELS))
        for deep in range(1, len(self.grouping.levels)):
            words = _("Open to level {n}").format(n=deep + 1)
            add_action(menu, words, partial(self.open_to, deep))
        add_action(menu, _("Close all groups"), partial(self.open_to, 0))

    def figure_menu(self, key: str) -> QMenu | None:
        """The figures to choose from below a column, None where there is none to choose."""
        askable = self._grid.askable
        field = askable.fields.get(key)
        if field is None or key == self._model.columns()[0].key:
            return None
        offered = figures_of(field.kind, rated=key in askable.rated)
        menu = QMenu(self._view)
        present = self.grouping.figure(field)
        choices: list[Figure | None] = [*offered, None]
        for figure in choices:
            words = figure_word(figure, field.kind) if figure else _("No figure")
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(figure == present)
            action.triggered.connect(
                lambda _on=False, one=figure: self.group_by(self.grouping.with_figure(key, one))
            )
        return menu

    def _ask_figure(self, key: str, below: QPoint) -> None:
        menu = self.figure_menu(key)
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._view.header().viewport().mapToGlobal(below))

    # ---- inside ------------------------------------------------------------------------------

    def _is_open(self, path: Path) -> bool:
        return self.grouping.folding.is_open(path)

    def _go_up(self, row: int) -> None:
        """From a record to its group, from a group to the one around it."""
        place = self._model.rows()[row]
        groups = self._model.groups()
        if place >= 0:
            around = groups_of(groups, place)
        else:
            node = groups[-1 - place].node
            around = groups_of(groups, node.first)[: len(node.path) - 1]
        if around:
            target = self.row_of(around[-1].node.path)
            column = self._view.currentIndex().column()
            self._view.go_to(self._model.index(target, column))

    def _refold(self) -> None:
        """Show the rows of the present folding; the current row stays where it can."""
        if self._answer is None:
            return
        index = self._view.currentIndex()
        record, path = self._grid.current_id(), self.path_at(index.row())
        around = self._around(record)
        self._model.show_rows(shown_rows(self._model.groups(), self.grouping.folding))
        row = self._model.row_of(record) if record else -1
        for one in (path, *around):
            row = self.row_of(one) if row < 0 and one is not None else row
        if row >= 0:
            self._view.go_to(self._model.index(row, max(index.column(), 0)))

    def _around(self, record: str) -> list[Path]:
        """The groups around a record, the innermost first."""
        if not record:
            return []
        place = list(self._model.ids()).index(record)
        return [group.node.path for group in groups_of(self._model.groups(), place)][::-1]

    def _show_total(self) -> None:
        answer = self._answer
        self._view.header().set_total(() if answer is None else answer.total)

    def tip(self, key: str) -> str:
        """What the figure below a column is, in words; empty for none."""
        field = self._grid.askable.fields.get(key)
        figure = None if self._answer is None else self._answer.figures.get(key)
        return "" if field is None or figure is None else figure_word(figure, field.kind)
