"""The page of land and plants over a real database, on 1 September 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.utilities import Utility, UtilityState
from invest_crm.services.parcels import EditParcel, save_parcel
from invest_crm.ui.land.page import LandPage
from tests.support.factories import when
from tests.ui.pages import show_page

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


def put(office: Bureau, **values: Any) -> str:
    """A parcel or plant as somebody enters it."""
    return str(office.app.write(save_parcel, EditParcel(None, values)).value)


@pytest.fixture
def land(office: Bureau) -> dict[str, str]:
    """Three parcels and a plant by a short name."""
    ready = Utility(UtilityState.READY)
    return {
        "idle": put(office, name="东区1号", number="A-1", area_mu=6_666_667, status="UNUSED",
                    agreed_start_on=when("2024-08-30"), price=100_000_000_00, holder="甲公司"),
        "free": put(office, name="西区2号", number="A-2", area_mu=13_333_333, use="工业用地",
                    status="UNSUPPLIED", road=ready, water=ready, power=ready),
        "used": put(office, name="北区3号", number="A-3", status="IN_USE"),
        "plant": put(office, name="3号厂房", number="C-1", kind="PLANT", floor_area=500_000,
                     height=850, load=1000, status="VACANT", power=ready),
    }  # fmt: skip


@pytest.fixture
def page(qtbot, context: Context, land: dict[str, str]) -> LandPage:
    return show_page(qtbot, context, LandPage(context))
