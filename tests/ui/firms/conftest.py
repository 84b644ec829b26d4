"""A page of firms over a real database with a few firms in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.ui.firms.page import FirmsPage
from tests.support.factories import person, wan
from tests.ui.pages import show_page

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

GOOD, WRONG = "91141082MA0TERT08K", "91141082MA0TERT08X"


@pytest.fixture
def firms(office: Bureau) -> dict[str, str]:
    """Three firms: one good, one with a wrong code, one plain."""
    return {
        "good": office.firm(
            "晋阳牧业有限公司",
            credit_code=GOOD,
            region="山西太原",
            chain="live-pigs",
            registered_capital=wan(8000),
            industry="1351",
            contacts=(person("张三", post="经理"),),
        ),
        "wrong": office.firm("汾河食品有限公司", credit_code=WRONG),
        "plain": office.firm("乙公司"),
    }


@pytest.fixture
def page(qtbot, context: Context, firms: dict[str, str]) -> FirmsPage:
    return show_page(qtbot, context, FirmsPage(context))
