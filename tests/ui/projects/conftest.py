"""The page of projects over a real database with five of them, on 1 September 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.ui.projects.page import ProjectsPage
from tests.support.factories import person, yi
from tests.ui.pages import show_page

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

ABATTOIR = "mutton-sheep.slaughter.abattoir"


@pytest.fixture
def bureau(office: Bureau) -> dict[str, str]:
    """Five projects by a short name."""
    rows: dict[str, dict[str, Any]] = {
        "sheep": {"name": "金穗肉羊屠宰项目", "signed_on": "2025-02-14", "total_investment": yi(5),
                  "chain": "mutton-sheep", "node": ABATTOIR, "started_on": "2025-05-01",
                  "leader": "副县长", "lead_unit": "县商务局", "contacts": (person("赵文"),)},
        "sensor": {"name": "远川传感器项目", "signed_on": "2025-03-20", "total_investment": yi(2),
                   "chain": "electronics", "registered_on": "2025-04"},
        "cold": {"name": "清源冷链物流园", "signed_on": "2025-06-02", "total_investment": yi(1),
                 "in_production_on": "2025-08-01"},
        "camp": {"name": "白露研学营地", "signed_on": "2025-08-31"},
        "talk": {"name": "在谈项目"},
    }  # fmt: skip
    return dict(zip(rows, office.ledger("2025-08-31", *rows.values()), strict=True))


@pytest.fixture
def page(qtbot, context: Context, bureau: dict[str, str]) -> ProjectsPage:
    return show(qtbot, context)


def show(qtbot, context: Context, state: dict[str, Any] | None = None) -> ProjectsPage:
    """The page in its window's size, in a state if given, with what it asked for."""
    return show_page(qtbot, context, ProjectsPage(context), state)
