"""Lists by a view, ready-made or saved, and the views themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.ready_views import BY_ID
from invest_crm.domain.views import Access, ViewForm
from invest_crm.services.opening import open_app
from invest_crm.services.views import NewView, PinView, pin_view, save_view

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


@pytest.fixture
def crm(june_crm: Crm) -> Crm:
    """The command line after the import of the signed ledger; wang has saved a view."""
    app = open_app(june_crm.where, actor="wang")
    where = Group("all", (Condition("started_on", Op.FILLED),))
    form = ViewForm(where=where, sort=(("name", False),))
    app.write(save_view, NewView("projects", "开了工的", form))
    view_id = app.write(save_view, NewView("firms", "名录", ViewForm(), Access.LOCKED)).value
    app.write(pin_view, PinView(str(view_id)))
    app.database.close()
    return june_crm


def test_projects_are_listed_by_a_view_in_its_order(crm: Crm) -> None:
    every = crm.json("projects")["projects"]
    found = crm.json("projects", "--view", "开了工的")["projects"]
    started = [item for item in every if item["started_on"]]
    assert 0 < len(started) < len(every)
    assert [item["name"] for item in found] == sorted(item["name"] for item in started)
    both = crm.json("projects", "--view", "开了工的", "--where", f"name={found[0]['name']}")
    assert both["projects"] == found[:1]


def test_a_ready_view_is_named_by_its_id_in_any_language(crm: Crm) -> None:
    found = crm.json("projects", "--view", "projects.all")["projects"]
    assert {item["id"] for item in found} == {
        item["id"] for item in crm.json("projects")["projects"]
    }
    assert crm("--lang", "en", "projects", "--view", "All projects").status == 0
    assert crm.json("list", "firms", "--view", "firms.targets") == {"firms": []}
    assert crm.json("list", "requests", "--view", "requests.open") == {"requests": []}


def test_an_unknown_view_and_that_of_somebody_else_are_refused(crm: Crm) -> None:
    assert "开了工的" in crm.refused("projects", "--view", "没有的")
    said = crm("projects", "--view", "开了工的", actor="li")
    assert said.status == 1
    assert "没有“开了工的”这个视图" in said.err
    assert "全部企业" not in crm.refused("projects", "--view", "名录")
    assert crm.refused("list", "monthly", "--view", "名录")


def test_the_views_are_listed_the_pinned_first(crm: Crm) -> None:
    found = crm.json("views")["views"]
    assert [item["name"] for item in found][:2] == ["名录", "开了工的"]
    assert found[0] == {
        "id": found[0]["id"], "list": "firms", "name": "名录", "owner": "wang", "access": "locked",
        "pinned": True, "link": f"crm://view/{found[0]['id']}", "form": found[0]["form"],
    }  # fmt: skip
    assert [item["id"] for item in found[2:]] == list(BY_ID)
    assert (found[2]["owner"], found[2]["access"]) == (None, None)
    printed = crm("views").out
    assert "开了工的" in printed
    assert "现成" in printed
    assert "开了工的" not in crm("views", actor="li").out
