"""The leader's page over a real database of six projects, on 1 September 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.ui.board.page import BoardPage
from tests.support.factories import yi
from tests.ui.pages import context, office, show_page, sqlite_template

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

__all__ = ["context", "office", "sqlite_template"]


@pytest.fixture
def bureau(office: Bureau) -> list[str]:
    """Four projects of this year, one of last, one in talks; their ids."""
    return office.ledger(
        "2025-08-31",
        {"signed_on": "2025-02-14", "total_investment": yi(5), "chain": "mutton-sheep",
         "started_on": "2025-05-01", "lead_unit": "县商务局"},
        {"signed_on": "2025-03-20", "total_investment": yi(2), "chain": "electronics",
         "registered_on": "2025-04"},
        {"signed_on": "2025-06-02", "total_investment": yi(2), "chain": "mutton-sheep",
         "in_production_on": "2025-08-01", "in_stats_on": "2025-08-01"},
        {"signed_on": "2025-08-31", "total_investment": yi(1)},
        {"signed_on": "2024-05-01", "total_investment": yi(8)},
        {"total_investment": yi(3)},
    )  # fmt: skip


@pytest.fixture
def page(qtbot, context: Context, bureau: list[str]) -> BoardPage:
    return show(qtbot, context)


def show(qtbot, context: Context, state: dict[str, Any] | None = None) -> BoardPage:
    """The page in its window's size, in a state if given, with what it asked for."""
    return show_page(qtbot, context, BoardPage(context), state)
