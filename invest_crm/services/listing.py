"""Lists asked in SQL: which records, in which order, the values of a column.

A subject (projects, firms) declares a ``Listing``; everything a grid asks works on any of them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from sqlalchemy import case, func, or_, select

from invest_crm.domain.conditions import EVERYTHING, Group, without_unknown
from invest_crm.services.conditions import sql_of
from invest_crm.services.search import narrow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, FromClause, Select, Table

    from invest_crm.domain.conditions import Field
    from invest_crm.services.work import View

BATCH = 900
Value = str | int | None


class ListQuery(Struct, frozen=True):
    """What a list asks for: text, filters by name, conditions, order as (key, descending).

    ``ids`` (exactly these) and ``trash`` (what was archived instead of what was not) are filters
    of every list; its ``Listing`` knows the others.
    """

    text: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    where: Group = EVERYTHING
    sort: tuple[tuple[str, bool], ...] = ()


class Listing(Struct, frozen=True):
    """How one kind of record is listed.

    ``columns``: what can be filtered, by field key, of which ``days`` are days; ``sorts``: the
    columns to order by where another is better; ``usual``: the order where nothing else is asked
    (latest entered first where empty); ``fields``: their words and choices; ``narrowed``: the SQL
    of the filters that are set; ``filters``: their names; ``chosen``: those that are answered with
    the ids they leave in; ``finds``: what a text finds where the search
    index does not hold the kind; ``rates``: amounts that are part of another one (funds in place
    of those agreed); ``archived``: what says that a record is in the trash, where it goes there
    with another one.
    """

    kind: str
    table: Table
    source: FromClause
    columns: Mapping[str, ColumnElement[Any]]
    fields: Callable[[View], dict[str, Field]]
    narrowed: Callable[[View, Mapping[str, Any]], list[ColumnElement[bool]]]
    filters: frozenset[str] = frozenset()
    chosen: Mapping[str, Callable[[View], Collection[str]]] = field(default_factory=dict)
    days: frozenset[str] = frozenset()
    sorts: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    usual: tuple[tuple[str, bool], ...] = ()
    finds: Callable[[View, str], ColumnElement[bool]] | None = None
    rates: Mapping[str, str] = field(default_factory=dict)
    archived: ColumnElement[Any] | None = None

    def order_column(self, key: str) -> ColumnElement[Any]:
        """What a key is ordered by."""
        return self.sorts[key] if key in self.sorts else self.columns[key]


def list_ids(view: View, listing: Listing, query: ListQuery) -> list[str]:
    """The ids that answer a query, in order."""
    asked = query.sort or query.where.parts or any(query.filters.values())
    if query.text.strip() and not asked and not listing.usual:
        return _matching(view, listing, query.text)
    statement = select_of(view, listing, query, listing.table.c.id)
    found = view.values(statement.order_by(*in_order(listing, query)))
    inside = inside_of(view, listing, query)
    return found if inside is None else [item for item in found if item in inside]


def column_values(
    view: View, listing: Listing, query: ListQuery, key: str, limit: int = 500
) -> list[tuple[Value, int]]:
    """The values of a column under a query with how often each occurs, most frequent first.

    Days are taken together by month (``YYYY-MM``); no value is None.
    """
    column = _grouped(listing, key)
    count = func.count().label("times")
    statement = select_of(view, listing, query, column, count).group_by(column)
    inside = inside_of(view, listing, query)
    if inside is None:
        rows = view.rows(statement.order_by(count.desc(), column).limit(limit))
        return [(value, times) for value, times in map(tuple, rows)]
    found: Counter[Value] = Counter()
    ids = sorted(inside)
    for start in range(0, len(ids), BATCH):
        part = listing.table.c.id.in_(ids[start : start + BATCH])
        found.update(dict(map(tuple, view.rows(statement.where(part)))))
    return found.most_common(limit)


def cell_value(view: View, listing: Listing, record: str, key: str) -> Value:
    """What a record has in a column, as conditions compare it; None for nothing."""
    query = select(listing.columns[key]).select_from(listing.source)
    found = view.values(query.where(listing.table.c.id == record))
    return found[0] if found and found[0] != "" else None


def marks(
    view: View, listing: Listing, query: ListQuery, wheres: Sequence[Group]
) -> dict[str, int]:
    """The records of a query that fulfil one of some conditions, with the place of the first.

    Conditions without parts, and those on what the list no longer has, are fulfilled by none.
    """
    fields = listing.fields(view)
    known = [without_unknown(where, fields)[0] for where in wheres]
    asked = [
        (sql_of(where, listing.columns, view.today), place)
        for place, where in enumerate(known)
        if where.parts
    ]
    if not asked:
        return {}
    first = case(*asked, else_=-1)
    statement = select_of(view, listing, query, listing.table.c.id, first)
    inside = inside_of(view, listing, query)
    rows = view.rows(statement.where(or_(*(condition for condition, _place in asked))))
    return {one: place for one, place in map(tuple, rows) if inside is None or one in inside}


def numbers(view: View, listing: Listing, ids: Sequence[str], key: str) -> list[int | None]:
    """One whole-number column of some records (分, square decimetres), in their order."""
    column = listing.columns[key]
    found: dict[str, int | None] = {}
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        query = select(listing.table.c.id, column.label("number")).select_from(listing.source)
        rows = view.rows(query.where(listing.table.c.id.in_(part)))
        found.update({row.id: row.number for row in rows})
    return [found.get(item) for item in ids]


def inside_of(view: View, listing: Listing, query: ListQuery) -> frozenset[str] | None:
    """The ids within which the filters keep the list, None where they name none."""
    given = query.filters.get("ids")
    parts = [] if given is None else [frozenset(given)]
    parts += [
        frozenset(ids(view)) for name, ids in listing.chosen.items() if query.filters.get(name)
    ]
    return frozenset.intersection(*parts) if parts else None


def select_of(view: View, listing: Listing, query: ListQuery, *columns: Any) -> Select[Any]:
    """The columns of the records that answer a query, in no order."""
    own = listing.archived
    archived = listing.table.c.archived_at if own is None else own
    statement = select(*columns).select_from(listing.source)
    trash = bool(query.filters.get("trash"))
    statement = statement.where(archived.is_not(None) if trash else archived.is_(None))
    if query.text.strip() and listing.finds is not None:
        statement = statement.where(listing.finds(view, query.text))
    elif query.text.strip():
        ids = narrow(view, listing.kind, query.text)
        if ids is not None:
            statement = statement.where(listing.table.c.id.in_(ids))
    statement = statement.where(*listing.narrowed(view, query.filters))
    return statement.where(sql_of(query.where, listing.columns, view.today))


def in_order(listing: Listing, query: ListQuery) -> list[Any]:
    """What the records that answer a query are ordered by."""
    order: list[Any] = []
    for key, descending in query.sort or listing.usual:
        column = listing.order_column(key)
        order += [column.is_(None), column.desc() if descending else column.asc()]
    newest = listing.table.c.id
    return [*order, newest.asc() if listing.usual else newest.desc()]


def _matching(view: View, listing: Listing, text: str) -> list[str]:
    """The usual case while somebody types: the index alone answers, no record is looked up."""
    ids = narrow(view, listing.kind, text)
    found = [] if ids is None else view.values(ids)
    # "after nothing" is "not null" in words for which the index is used.
    archived = select(listing.table.c.id).where(listing.table.c.archived_at > "")
    gone = frozenset(view.values(archived))
    return sorted((item for item in found if item not in gone), reverse=True)


def _grouped(listing: Listing, key: str) -> ColumnElement[Any]:
    """A column as its values are put together: days by month."""
    column = listing.columns[key]
    return func.substr(column, 1, 7) if key in listing.days else column
