"""Answers the grid of requests: rows asked of the services, off the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.records.source import ListingSource
from invest_crm.ui.requests.columns import request_cells, request_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from invest_crm.services.listing import Listing
    from invest_crm.services.work import View
    from invest_crm.ui.kit.grid.source import Cell, Column


class RequestSource(ListingSource):
    """A ``GridSource`` over requests."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return request_columns()

    def listing(self) -> Listing:
        """How requests are listed."""
        from invest_crm.services.request_grid import REQUESTS

        return REQUESTS

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some requests."""
        return self._context.app.read(_rows, ids)

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:  # noqa: ARG002
        """No column is a number."""
        return [None] * len(ids)


def _rows(view: View, ids: Sequence[str]) -> dict[str, Sequence[Cell | str]]:
    from invest_crm.services.requests import load

    today = view.today
    return {key: request_cells(record, today) for key, record in load(view, ids).items()}
