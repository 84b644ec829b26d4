"""A source for short lists that are asked for as a whole and then sorted and searched here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from invest_crm.ui.kit.grid.source import Askable, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from invest_crm.domain.conditions import Value
    from invest_crm.ui.kit.grid.source import Column, GridQuery

T = TypeVar("T")


class LinesSource(ABC, Generic[T]):
    """A ``GridSource`` over lines by id. A subclass loads them and says what they look like."""

    def __init__(self) -> None:
        self._lines: Mapping[str, T] = {}

    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""

    @abstractmethod
    def load(self) -> Mapping[str, T]:
        """All lines in their usual order; off the main thread."""

    @abstractmethod
    def cells(self, line: T) -> tuple[Cell | str, ...]:
        """A line in the order of the columns."""

    @abstractmethod
    def rank(self, line: T, key: str) -> Any:
        """What a column is ordered by."""

    def keeps(self, line: T, filters: Mapping[str, object]) -> bool:  # noqa: ARG002 - a hook
        """Whether a line meets the filters that are set."""
        return True

    def line(self, record: str) -> T | None:
        """A line of the last answer."""
        return self._lines.get(record)

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The ids that answer a query, in order."""
        self._lines = lines = self.load()
        filters, words = dict(query.filters), query.text.casefold().split()
        found = [
            one
            for one, line in lines.items()
            if self.keeps(line, filters) and self._has(line, words)
        ]
        for sort in reversed(query.sort):
            key = sort.key
            found.sort(key=lambda one: self.rank(lines[one], key), reverse=sort.descending)
        return found

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some lines; gone ids are left out."""
        lines = self._lines
        return {one: self.cells(lines[one]) for one in ids if one in lines}

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:  # noqa: ARG002
        """No sums."""
        return [None] * len(ids)

    def askable(self) -> Askable:
        """Nothing: such a list is searched and switched, not filtered by column."""
        return Askable()

    def values(
        self,
        query: GridQuery,  # noqa: ARG002 - the protocol's signature
        key: str,  # noqa: ARG002 - the protocol's signature
    ) -> Sequence[tuple[Value | None, int]]:
        """No field, no values."""
        return ()

    def value(self, record: str, key: str) -> Value | None:  # noqa: ARG002 - the protocol's
        """No field, no value."""
        return None

    def _has(self, line: T, words: Sequence[str]) -> bool:
        if not words:
            return True
        texts = (cell.text if isinstance(cell, Cell) else cell for cell in self.cells(line))
        whole = "\n".join(texts).casefold()
        return all(word in whole for word in words)
