"""The colour rules of a grid: which records they mark, asked anew whenever the rows are others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from invest_crm.domain.colour_rules import ColourRule, rules_of
from invest_crm.ui.operations import run_query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.ui.kit.grid.grid import DataGrid


class Colours(QObject):
    """Belongs to a grid. ``changed`` when a person sets other rules, ``marked`` after an answer."""

    changed = Signal()
    marked = Signal()

    def __init__(self, grid: DataGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.rules: tuple[ColourRule, ...] = ()
        self._marks: Mapping[str, int] = {}
        grid.counted.connect(lambda _shown, _total: self._ask())
        grid.view.mark_of = self.rule_of

    def set_rules(self, rules: Sequence[ColourRule]) -> None:
        """Other rules, by a person."""
        if tuple(rules) != self.rules:
            self.take(rules)
            self.changed.emit()

    def take(self, rules: Sequence[ColourRule]) -> None:
        """Other rules, of a view."""
        self.rules = tuple(rules)
        self._ask()

    def read(self, shape: Any) -> tuple[ColourRule, ...]:
        """The rules of plain data; none where they cannot be read."""
        try:
            return rules_of(shape)
        except ValueError:
            return ()

    def rule_of(self, record: str) -> ColourRule | None:
        """The rule that marks a record, None for none."""
        place = self._marks.get(record, -1)
        return self.rules[place] if 0 <= place < len(self.rules) else None

    def counts(self) -> list[int]:
        """How many records of the list each rule marks."""
        found = Counter(self._marks.values())
        return [found[place] for place in range(len(self.rules))]

    def _ask(self) -> None:
        source, query = self._grid.groups.source, self._grid.query()
        wheres = [rule.where for rule in self.rules]
        if source is None or not any(where.parts for where in wheres):
            self._show({})
            return
        run_query(self, lambda: source.marks(query, wheres), self._show, key="marks")

    def _show(self, marks: Mapping[str, int]) -> None:
        if marks != self._marks:
            self._marks = marks
            self._grid.view.viewport().update()
        self.marked.emit()
