"""What the sources of all lists of records share: the services answer for a ``Listing``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from invest_crm.domain.money import show_wan
from invest_crm.ui.kit.grid.source import Askable
from invest_crm.ui.records.group_rows import group_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.conditions import Group, Value
    from invest_crm.domain.grouping import Grouping
    from invest_crm.services.listing import Listing, ListQuery
    from invest_crm.services.work import View
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import Column, GridQuery, GroupedRows


class ListingSource(ABC):
    """The part of a ``GridSource`` that is the same for every kind of record."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @abstractmethod
    def listing(self) -> Listing:
        """How the records are listed; asked off the main thread."""

    def amount(self, key: str, fen: int) -> str:  # noqa: ARG002 - the column decides elsewhere
        """An amount in the unit of its column."""
        return show_wan(fen)

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The ids that answer a query."""
        from invest_crm.services.listing import list_ids

        return self._context.app.read(list_ids, self.listing(), list_query(query))

    def askable(self) -> Askable:
        """The fields with the choices of this database."""
        app, listing = self._context.app, self.listing()
        today = app.read(lambda view: view.today)
        return Askable(app.read(listing.fields), today, frozenset(listing.rates))

    def values(self, query: GridQuery, key: str) -> Sequence[tuple[Value | None, int]]:
        """The values of a field under a query."""
        from invest_crm.services.listing import column_values

        return self._context.app.read(column_values, self.listing(), list_query(query), key)

    def value(self, record: str, key: str) -> Value | None:
        """What a record has in a field."""
        from invest_crm.services.listing import cell_value

        return self._context.app.read(cell_value, self.listing(), record, key)

    def grouped(
        self, query: GridQuery, grouping: Grouping, columns: Sequence[Column]
    ) -> GroupedRows:
        """The list in groups."""
        return self._context.app.read(self._grouped, query, grouping, columns)

    def marks(self, query: GridQuery, wheres: Sequence[Group]) -> Mapping[str, int]:
        """The records that fulfil a condition, with the place of the first they do."""
        from invest_crm.services.listing import marks

        return self._context.app.read(marks, self.listing(), list_query(query), wheres)

    def _grouped(
        self, view: View, query: GridQuery, grouping: Grouping, columns: Sequence[Column]
    ) -> GroupedRows:
        from invest_crm.services.grouping import grouped

        listing = self.listing()
        answer = grouped(view, listing, list_query(query), grouping)
        return group_rows(answer, columns, self.amount, view.today.year)


def list_query(query: GridQuery) -> ListQuery:
    """The services' form of a grid's question."""
    from invest_crm.services.listing import ListQuery

    return ListQuery(
        text=query.text,
        filters=dict(query.filters),
        where=query.where,
        sort=tuple((item.key, item.descending) for item in query.sort),
    )
