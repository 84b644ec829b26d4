"""The page of the five ones over a real database, on 1 September 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.five_ones import Kind
from invest_crm.services.five_ones.records import EditResponsible, save_responsible
from invest_crm.ui.five_ones.page import FiveOnesPage
from tests.support.factories import when, yi
from tests.ui.pages import show_page

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


def put(office: Bureau, name: str, kind: Kind = Kind.PERSON, **values: Any) -> str:
    command = EditResponsible(None, {"kind": kind.value, "name": name, **values})
    return str(office.app.write(save_responsible, command).value)


@pytest.fixture
def charge(office: Bureau) -> dict[str, str]:
    """Two people and a unit with three projects, one of them late, one without a leader."""
    made = {
        "zhang": put(office, "张三", post="副县长", precedence=1),
        "wang": put(office, "王五", post="县委常委", precedence=2),
        "unit": put(office, "县发改局", Kind.UNIT),
    }
    own = {"lead_unit": "县发改局", "task_force": "专班"}
    made["late"] = office.take_up("甲项目", **own, leader="张三", total_investment=yi(2),
                                  start_by=when("2025-06"))  # fmt: skip
    made["fine"] = office.take_up("乙项目", **own, leader="张三、李四", total_investment=yi(1))
    made["lacking"] = office.take_up("丙项目", **own)
    return made


@pytest.fixture
def page(qtbot, context: Context, charge: dict[str, str]) -> FiveOnesPage:
    return show_page(qtbot, context, FiveOnesPage(context))
