"""Answers the grid of promises: rows and sums asked of the services, off the main thread."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.money import FEN_PER_WAN
from invest_crm.ui.commitments.columns import commitment_cells, commitment_columns
from invest_crm.ui.records.source import ListingSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.listing import Listing
    from invest_crm.services.work import View
    from invest_crm.ui.kit.grid.source import Cell, Column


class CommitmentSource(ListingSource):
    """A ``GridSource`` over promises of both sides."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return commitment_columns()

    def listing(self) -> Listing:
        """How promises are listed."""
        from invest_crm.services.agreements.grid import COMMITMENTS

        return COMMITMENTS

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some promises."""
        return self._context.app.read(_rows, ids)

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """Amounts in 万元; other columns are not added up."""
        if key != "amount":
            return [None] * len(ids)
        return self._context.app.read(_amounts, ids)


def _rows(view: View, ids: Sequence[str]) -> dict[str, Sequence[Cell | str]]:
    from invest_crm.services.agreements.commitments import load

    today = view.today
    return {key: commitment_cells(record, today) for key, record in load(view, ids).items()}


def _amounts(view: View, ids: Sequence[str]) -> list[Decimal | None]:
    from invest_crm.services.agreements.commitments import load

    found = load(view, ids)
    amounts = [found[one]["amount"] if one in found else None for one in ids]
    return [None if fen is None else Decimal(fen) / FEN_PER_WAN for fen in amounts]
