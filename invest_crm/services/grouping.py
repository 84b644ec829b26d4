"""A list in groups: one statement for the groups with their figures, one for the records in order.

What is asked for a group of the lowest level is added up to those above, so figures of all levels
come from the same statement and are exact: integers in SQL, fractions afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Text, and_, case, func, literal, null

from invest_crm.domain.grouping import (
    By,
    Figure,
    Node,
    Path,
    Tally,
    figures_of,
    first_key,
    group_word,
    ordered,
    tally_of,
    without_lost_levels,
)
from invest_crm.services.conditions import bytewise, folded
from invest_crm.services.listing import BATCH, in_order, inside_of, select_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from invest_crm.domain.conditions import Field
    from invest_crm.domain.grouping import Grouping, Level
    from invest_crm.services.listing import Listing, ListQuery
    from invest_crm.services.work import View

_PARTS: Mapping[Figure, tuple[str, ...]] = {
    Figure.SUM: ("filled", "total"),
    Figure.AVERAGE: ("filled", "total"),
    Figure.MOST: ("filled", "most"),
    Figure.LEAST: ("filled", "least"),
    Figure.COUNT: ("filled",),
    Figure.RATE: ("part", "whole"),
}
_COUNTED = frozenset(("filled", "total", "part", "whole"))
_QUARTERS = (("04", "-Q1"), ("07", "-Q2"), ("10", "-Q3"))


class Grouped(Struct, frozen=True):
    """The answer: all ids in the order of the groups, the groups from the top, the whole.

    ``grouping``: as it was asked, less what the list no longer has; ``fields`` of the list;
    ``figures``: what stands below which column.
    """

    grouping: Grouping
    fields: Mapping[str, Field]
    figures: Mapping[str, Figure]
    ids: Sequence[str]
    nodes: Sequence[Node]
    whole: Mapping[str, Tally]


def grouped(view: View, listing: Listing, query: ListQuery, grouping: Grouping) -> Grouped:
    """A list in groups, in each of them in the order of the query."""
    fields = listing.fields(view)
    grouping, _lost = without_lost_levels(grouping, fields)
    figures = figures_asked(listing, fields, grouping)
    lowest = _lowest(view, listing, query, grouping, fields, figures)
    records = _records(view, listing, query, grouping, fields)
    made = _Tree(grouping.levels, fields, figures, lowest)
    ids = [record for path in made.order for record in records.get(path, ())]
    return Grouped(grouping, fields, figures, ids, made.nodes, made.whole)


def figures_asked(
    listing: Listing, fields: Mapping[str, Field], grouping: Grouping
) -> dict[str, Figure]:
    """The figure below each column that has one."""
    found = {}
    for key, about in fields.items():
        figure = grouping.figure(about)
        if figure in figures_of(about.kind, rated=key in listing.rates):
            found[key] = figure
    return found


class _Sum(Struct, frozen=True):
    """A group without its place: how many, how each level is written, the figures."""

    count: int
    written: Sequence[frozenset[str]]
    tallies: Mapping[str, Tally]


def _lowest(
    view: View,
    listing: Listing,
    query: ListQuery,
    grouping: Grouping,
    fields: Mapping[str, Field],
    figures: Mapping[str, Figure],
) -> dict[Path, _Sum]:
    keys = _keys(listing, grouping.levels, fields)
    written = [_written(listing, level) for level in grouping.levels]
    parts = {
        key: {name: _part(listing, view, key, fields[key], name) for name in _PARTS[figure]}
        for key, figure in figures.items()
    }
    asked = [column for named in parts.values() for column in named.values()]
    columns = [*keys, func.count(), *written, *asked]
    statement = select_of(view, listing, query, *columns).group_by(*keys)
    deep = len(keys)
    found: dict[Path, list[_Sum]] = defaultdict(list)
    for row in _rows(view, listing, query, statement):
        values = iter(row[2 * deep + 1 :])
        tallies = {key: _tally(named, values) for key, named in parts.items()}
        texts = [frozenset(filter(None, (text,))) for text in row[deep + 1 : 2 * deep + 1]]
        found[_path(grouping.levels, row[:deep])].append(_Sum(row[deep], texts, tallies))
    return {path: _sum_of(sums) for path, sums in found.items()}


def _path(levels: Sequence[Level], keys: Sequence[Any]) -> Path:
    """The group of a row: the first of several people is found here, no database knows how."""
    return tuple(
        first_key(key) if level.by is By.FIRST else key
        for level, key in zip(levels, keys, strict=True)
    )


def _tally(names: Iterable[str], values: Iterator[Any]) -> Tally:
    """The next values as a tally; sums are whole numbers whatever the database calls them."""
    told = {name: next(values) for name in names}
    for name in told.keys() & _COUNTED:
        told[name] = int(told[name] or 0)
    return Tally(**told)


def _records(
    view: View,
    listing: Listing,
    query: ListQuery,
    grouping: Grouping,
    fields: Mapping[str, Field],
) -> dict[Path, list[str]]:
    """The ids of each group of the lowest level, in the order of the query."""
    keys = _keys(listing, grouping.levels, fields)
    statement = select_of(view, listing, query, listing.table.c.id, *keys)
    inside = inside_of(view, listing, query)
    found: dict[Path, list[str]] = defaultdict(list)
    for record, *path in view.connection.execute(statement.order_by(*in_order(listing, query))):
        if inside is None or record in inside:
            found[_path(grouping.levels, path)].append(record)
    return found


def _rows(
    view: View, listing: Listing, query: ListQuery, statement: Select[Any]
) -> Iterable[Sequence[Any]]:
    inside = inside_of(view, listing, query)
    if inside is None:
        yield from view.rows(statement)
        return
    ids = sorted(inside)
    for start in range(0, len(ids), BATCH):
        part = listing.table.c.id.in_(ids[start : start + BATCH])
        yield from view.rows(statement.where(part))


def _keys(
    listing: Listing, levels: Sequence[Level], fields: Mapping[str, Field]
) -> list[ColumnElement[Any]]:
    """What the levels group by, as ``domain.grouping.key_of`` does."""
    return [_key(listing.columns[one.field], one.by, fields[one.field]) for one in levels]


def _key(column: ColumnElement[Any], by: By, about: Field) -> ColumnElement[Any]:
    filled = func.nullif(column, literal("", Text))
    if by is By.FIRST:
        return filled
    if by is By.VALUE:
        return folded(filled) if about.kind == "text" else filled
    year, month = func.substr(filled, 1, 4), func.substr(filled, 6, 2)
    if by is By.QUARTER:
        name = case(*((month < before, word) for before, word in _QUARTERS), else_="-Q4")
        return year.concat(name)
    return year if by is By.YEAR else func.substr(filled, 1, 7)


def _written(listing: Listing, level: Level) -> ColumnElement[Any]:
    column = listing.columns[level.field]
    known = level.by in (By.VALUE, By.FIRST)
    return func.min(bytewise(column)) if known else null()


def _part(listing: Listing, view: View, key: str, about: Field, name: str) -> ColumnElement[Any]:
    column = listing.columns[key]
    if about.kind in ("text", "choice"):
        column = func.nullif(column, literal("", Text))
    if name in ("part", "whole"):
        return _share(listing, view, key, column, name)
    if name == "filled":
        return func.count(column)
    if name == "total":
        return func.sum(column)
    return func.min(column) if name == "least" else func.max(column)


def _share(
    listing: Listing, view: View, key: str, column: ColumnElement[Any], name: str
) -> ColumnElement[Any]:
    """Of an amount: its sum and that of what it is part of, where that is known; of days: how many
    have come, and how many records there are.
    """
    base = listing.rates.get(key)
    if base is None:
        reached = and_(column.is_not(None), column != "", column <= view.today.isoformat())
        return func.count() if name == "whole" else func.sum(case((reached, 1), else_=0))
    whole = listing.columns[base]
    if name == "whole":
        return func.sum(whole)
    return func.sum(case((whole.is_not(None), column), else_=0))


def _sum_of(parts: Sequence[_Sum]) -> _Sum:
    """The same over the records of all parts."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    written = [
        frozenset().union(*texts) for texts in zip(*(part.written for part in parts), strict=True)
    ]
    tallies = {key: tally_of([part.tallies[key] for part in parts]) for key in first.tallies}
    return _Sum(sum(part.count for part in parts), written, tallies)


class _Tree:
    """The groups of all levels from those of the lowest.

    ``order``: the lowest in order; ``nodes``: all from the top; ``whole``: over everything.
    """

    def __init__(
        self,
        levels: Sequence[Level],
        fields: Mapping[str, Field],
        figures: Mapping[str, Figure],
        lowest: Mapping[Path, _Sum],
    ) -> None:
        self._levels, self._fields, self._figures = levels, fields, figures
        self._below: dict[Path, list[Path]] = defaultdict(list)
        self._sums: dict[Path, _Sum] = dict(lowest)
        here = list(lowest)
        for deep in reversed(range(len(levels))):
            here = self._gather(here, deep)
        self.order: list[Path] = []
        self.nodes: list[Node] = []
        self._taken = 0
        self._walk(())
        whole = self._sums.get(())
        self.whole = dict.fromkeys(figures, Tally()) if whole is None else dict(whole.tallies)

    def _gather(self, paths: Sequence[Path], deep: int) -> list[Path]:
        """The groups around some groups, added up."""
        around: dict[Path, list[Path]] = defaultdict(list)
        for path in paths:
            around[path[:deep]].append(path)
        for path, inner in around.items():
            self._below[path] = inner
            self._sums[path] = _sum_of([self._sums[one] for one in inner])
        return list(around)

    def _walk(self, path: Path) -> None:
        deep = len(path)
        if deep == len(self._levels):
            self.order.append(path)
            self._taken += self._sums[path].count if path in self._sums else 0
            return
        level = self._levels[deep]
        about = self._fields[level.field]
        made = [self._node(one, level, about) for one in self._below.get(path, ())]
        for node in ordered(made, level, about, self._figures):
            place, first = len(self.nodes), self._taken
            self.nodes.append(node)
            self._walk(node.path)
            self.nodes[place] = replace(node, first=first, end=len(self.nodes))

    def _node(self, path: Path, level: Level, about: Field) -> Node:
        one = self._sums[path]
        written = tuple(sorted(one.written[len(path) - 1]))
        if level.by is By.VALUE:
            written = written[:1]
        label = group_word(level, about, path[-1], written[0] if written else "")
        return Node(path, label, written, 0, one.count, 0, one.tallies)
