"""Narrowing a grid from where one stands: by the values of a column, by the cell one is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint

from invest_crm.domain.conditions import Condition, Op
from invest_crm.ui.kit.filters import parts
from invest_crm.ui.kit.text import NOTHING, shortened
from invest_crm.ui.operations import run_query
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.domain.conditions import Field, Group, Value
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.grid.source import GridSource

_LONGEST = 16


class Narrowing(QObject):
    """Belongs to a grid; asks its source in the background and sets the grid's conditions."""

    def __init__(self, grid: DataGrid, source: GridSource) -> None:
        super().__init__(grid)
        self._grid, self._source = grid, source
        view = grid.view
        view.header().values_asked.connect(self.open_values)
        view.values_asked.connect(self._open_here)
        view.only_asked.connect(self._only_here)

    def show_funnels(self) -> None:
        """Tell the headings which columns can be and are narrowed."""
        where, fields = self._grid.query().where, self._grid.askable.fields
        askable = fields if parts.takes_more(where) else ()
        self._grid.view.header().set_funnels(askable, parts.fields_in(where))

    def open_values(self, key: str, below: QPoint) -> None:
        """Open the values of a column under a place of the headings."""
        field, query = self._field(key), self._grid.query()
        if field is None:
            return
        rest = replace(query, where=parts.rest(query.where, key))
        source = self._source
        run_query(
            self,
            lambda: source.values(rest, key),
            lambda values: self._show_values(field, values, below),
            key="values",
        )

    def fill(self, menu: QMenu) -> None:
        """Add what the current cell can narrow the list to."""
        field, text = self._here()
        if field is None:
            return
        if text:
            shown = shortened(text, _LONGEST)
            keys = "\tCtrl+Shift+L"
            _add(menu, _("Only “{value}”").format(value=shown) + keys, self._only_here)
            _add(menu, _("All but “{value}”").format(value=shown), self._all_but_here)
            if field.kind == "date":
                _add(menu, _("The same month"), self._month_here)
        empty = Condition(field.key, Op.EMPTY)
        _add(menu, _("Only empty"), lambda: self._put(field, empty))
        if not text:
            filled = Condition(field.key, Op.FILLED)
            _add(menu, _("Only filled"), lambda: self._put(field, filled))
        menu.addSeparator()

    def _field(self, key: str) -> Field | None:
        fields = self._grid.askable.fields
        return fields.get(key) if parts.takes_more(self._grid.query().where) else None

    def _here(self) -> tuple[Field | None, str]:
        """The field of the current cell and its text, empty for an empty cell."""
        index = self._grid.view.currentIndex()
        if not index.isValid():
            return None, ""
        model = self._grid.model
        text = model.text(index.row(), index.column())
        field = self._field(model.columns()[index.column()].key)
        return field, "" if text == NOTHING else text

    def _open_here(self) -> None:
        index = self._grid.view.currentIndex()
        if index.isValid():
            key = self._grid.model.columns()[index.column()].key
            self.open_values(key, self._grid.view.header().below(index.column()))

    def _only_here(self) -> None:
        self._with_value(parts.only)

    def _all_but_here(self) -> None:
        self._with_value(parts.all_but)

    def _month_here(self) -> None:
        def narrowed(where: Group, field: Field, value: Value | None) -> Group:
            if value is None:
                return parts.only(where, field, None)
            return parts.same_month(where, field, str(value))

        self._with_value(narrowed)

    def _with_value(self, narrow: Callable[[Group, Field, Value | None], Group]) -> None:
        """Narrow by what stands behind the text of the current cell."""
        field, _text = self._here()
        if field is None:
            return
        grid, source, record = self._grid, self._source, self._grid.current_id()

        def take(value: Value | None) -> None:
            grid.set_where(narrow(grid.query().where, field, value))

        run_query(self, lambda: source.value(record, field.key), take, key="value")

    def _put(self, field: Field, condition: Condition) -> None:
        grid = self._grid
        grid.set_where(parts.replaced(grid.query().where, field.key, condition))

    def _show_values(
        self, field: Field, values: Sequence[tuple[Value | None, int]], below: QPoint
    ) -> None:
        from invest_crm.ui.kit.filters.value_list import MOST, ValueList

        grid = self._grid
        where, today = grid.query().where, grid.askable.today
        options = parts.options(field, values)
        ticked = parts.ticked(where, field.key, options, today)
        popup = ValueList(field.label, options, ticked, grid)

        def take(taken: list[Value | None]) -> None:
            left = [option.value for option in options if option.value not in taken]
            part = parts.part_of(field, taken) if left else None
            if len(values) >= MOST and left and len(left) < len(taken):
                part = parts.part_without(field, left)
            grid.set_where(parts.replaced(grid.query().where, field.key, part))

        popup.taken.connect(take)
        popup.open_below(grid.view.header(), below)


def _add(menu: QMenu, words: str, do: Callable[[], object]) -> None:
    menu.addAction(words).triggered.connect(lambda _on=False: do())
