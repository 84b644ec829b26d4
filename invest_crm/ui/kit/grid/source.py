"""What a grid shows and who answers it: columns, queries, cells, and the source protocol.

A source is asked in the background (``run_query``), so its methods must be safe off the main
thread and must not touch Qt. Texts arrive ready to read; ``raw`` gives numbers for sums.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.domain.conditions import EVERYTHING, Group

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from invest_crm.domain.conditions import Field, Value
    from invest_crm.domain.grouping import Figure, Grouping, Node

Kind = Literal["text", "number", "money", "date", "chip", "link"]


class Column(Struct, frozen=True):
    """One column: ``title`` and ``unit`` are words for people, ``width`` pixels at text scale 1.

    ``format_total`` writes a sum or average in the column's unit; without it thousands separators.
    """

    key: str
    title: str
    unit: str = ""
    width: int = 110
    kind: Kind = "text"
    align: Literal["left", "right", ""] = ""
    sortable: bool = True
    frozen: bool = False
    visible: bool = True
    format_total: Callable[[Decimal], str] | None = None

    @property
    def numeric(self) -> bool:
        """Whether sums make sense."""
        return self.kind in ("number", "money")

    @property
    def right(self) -> bool:
        """Whether it is set at the right."""
        return self.align == "right" or (not self.align and self.numeric)

    @property
    def heading(self) -> str:
        """Title with its unit."""
        return f"{self.title}({self.unit})" if self.unit else self.title


class Cell(Struct, frozen=True):
    """A cell that is more than its text: ``tone`` colours it (a chip in a chip column).

    ``chips`` are (word, tone): in a chip column they stand for the text, elsewhere behind it.
    """

    text: str
    tone: str = ""
    tip: str = ""
    chips: tuple[tuple[str, str], ...] = ()


class SortKey(Struct, frozen=True):
    """A column to sort by."""

    key: str
    descending: bool = False


class GridQuery(Struct, frozen=True):
    """What is asked for: order, free text, filters the source knows by name, and conditions."""

    sort: tuple[SortKey, ...] = ()
    text: str = ""
    filters: tuple[tuple[str, object], ...] = ()
    where: Group = EVERYTHING

    @property
    def narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text or self.filters or self.where.parts)

    def everything(self) -> GridQuery:
        """The same order without text, filters and conditions."""
        return replace(self, text="", filters=(), where=EVERYTHING)

    def sorted_by(self, key: str, *, add: bool = False) -> GridQuery:
        """The order after a click on a heading: ascending, descending, as the source likes.

        ``add`` (Shift) keeps the earlier keys and sorts within them.

        >>> query = GridQuery().sorted_by("name").sorted_by("name")
        >>> query.sort
        (SortKey(key='name', descending=True),)
        >>> query.sorted_by("name").sort
        ()
        """
        present = next((sort for sort in self.sort if sort.key == key), None)
        others = tuple(sort for sort in self.sort if sort.key != key) if add else ()
        if present is None:
            return replace(self, sort=(*others, SortKey(key)))
        if not present.descending:
            turned = SortKey(key, descending=True)
            kept = tuple(turned if sort.key == key else sort for sort in self.sort)
            return replace(self, sort=kept if add else (turned,))
        return replace(self, sort=others)


class Askable(Struct, frozen=True):
    """What a list can be narrowed by: its fields by key, and the day that "this week" is of.

    ``rated``: amounts that are part of another one, so that a rate makes sense.
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    today: date = date.min
    rated: frozenset[str] = frozenset()


class GridSource(Protocol):
    """Who answers a grid. All methods but ``columns`` run off the main thread."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The ids that answer a query, in order."""

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some records, each in the order of ``columns``; gone ids are left out."""

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """The numbers of one numeric column for sums, in the unit shown."""

    def askable(self) -> Askable:
        """What conditions can be about; a column whose key is no field has no funnel."""

    def values(self, query: GridQuery, key: str) -> Sequence[tuple[Value | None, int]]:
        """The values of a field under a query with their counts; days by month (``YYYY-MM``)."""

    def value(self, record: str, key: str) -> Value | None:
        """What a record has in a field, as conditions compare it."""


class GroupRow(Struct, frozen=True):
    """A row that stands for a group: what it is, and a text for each column that has a figure."""

    node: Node
    texts: tuple[str, ...]


class GroupedRows(Struct, frozen=True):
    """A list in groups: all ids in their order, the groups from the top, the row of the whole.

    ``grouping``: as asked, less what the list no longer has; ``figures`` below the columns.
    """

    grouping: Grouping
    figures: Mapping[str, Figure]
    ids: Sequence[str]
    groups: Sequence[GroupRow]
    total: tuple[str, ...]


class GroupSource(Protocol):
    """Who puts a list in groups and marks its records, off the main thread."""

    def grouped(
        self, query: GridQuery, grouping: Grouping, columns: Sequence[Column]
    ) -> GroupedRows:
        """The list in groups, in each of them in the order of the query; texts for columns."""
        ...

    def marks(self, query: GridQuery, wheres: Sequence[Group]) -> Mapping[str, int]:
        """The records of a query that fulfil a condition, with the place of the first they do."""
        ...


class GroupedSource(GridSource, GroupSource, Protocol):
    """Who answers a grid that can be grouped."""
