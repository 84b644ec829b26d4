"""The page of requests over a real database, on 1 September 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.services.requests import CloseRequests, EditRequest, close_requests, save_request
from invest_crm.ui.requests.page import RequestsPage
from tests.support.factories import when
from tests.ui.pages import show_page

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


def ask(office: Bureau, **values: Any) -> str:
    """A request as somebody enters it."""
    values = {"name": "乙公司", **values}
    return str(office.app.write(save_request, EditRequest(None, values)).value)


@pytest.fixture
def asked(office: Bureau) -> dict[str, str]:
    """Four requests by a short name: one late, one due soon, one without a day, one settled."""
    office.firm("晋阳牧业有限公司")
    made = {
        "late": ask(office, name="晋阳牧业有限公司", content="用电增容", unit="县供电公司",
                    due_on=when("2025-08-20"), progress_text="已现场踏勘"),
        "soon": ask(office, content="组织招聘", kind="用工", due_on=when("2025-09-05")),
        "open": ask(office, content="用地指标"),
        "done": ask(office, content="污水接管", due_on=when("2025-08-01")),
    }  # fmt: skip
    command = CloseRequests((made["done"],), office.app.today)
    office.app.write(close_requests, command)
    return made


@pytest.fixture
def page(qtbot, context: Context, asked: dict[str, str]) -> RequestsPage:
    return show_page(qtbot, context, RequestsPage(context))
