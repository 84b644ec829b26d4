"""Matching in the window: places for a project, one click reserves, the best for all, demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from invest_crm.domain.area import mu_to_sqdm
from invest_crm.services.land_needs import needs
from invest_crm.services.land_uses import uses
from invest_crm.services.project_land import project_land
from invest_crm.services.undo import undo
from invest_crm.ui.land.indicator_panel import IndicatorPanel
from invest_crm.ui.land.land_occasions import StepPanel, UsePanel
from invest_crm.ui.land.match_page import ALL, BALANCE, LandMatchPage
from invest_crm.ui.land.need_panel import NeedPanel
from invest_crm.ui.projects.page import ProjectsPage
from tests.ui.pages import settled, show_page
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def wanting(office: Bureau, land: dict[str, str]) -> dict[str, str]:
    """Two projects that look for land (one of them for too much), one for a plant."""
    common = {"signed_on": "2025-03", "site_mode": "GRANT", "park": "开发区"}
    return {
        "fits": office.take_up("甲项目", land_mu=mu_to_sqdm(150), **common),
        "huge": office.take_up("乙项目", land_mu=mu_to_sqdm(900), **common),
        "plant": office.take_up("丙项目", signed_on="2025-03", site_mode="LEASED_PLANT"),
    }


@pytest.fixture
def page(qtbot, context: Context, wanting: dict[str, str]) -> LandMatchPage:
    return show_page(qtbot, context, LandMatchPage(context))


def rows(table) -> list[str]:
    return [row.id for row in table._rows]


def choose(page: LandMatchPage, project: str) -> None:
    page.projects.row_clicked.emit(project)
    assert settled()


def test_the_places_for_a_project_stand_ranked_with_the_reasons_beside(page, land, wanting) -> None:
    choose(page, wanting["fits"])
    assert rows(page.places) == [land["free"]]
    assert set(rows(page.refused)) == {land["idle"], land["used"]}  # of its kind
    assert page.panel.isVisible()
    assert page.panel.reserve.isVisible()
    page.refused.row_clicked.emit(land["used"])
    assert "已供在用" in page.panel._why.text()
    assert not page.panel.reserve.isVisible()
    assert not find_clipped(page)
    assert not find_nameless(page)


def test_one_click_reserves_and_an_undo_gives_the_place_free(page, land, wanting) -> None:
    choose(page, wanting["fits"])
    page.panel.reserve.click()
    assert settled()
    app = page._context.app
    (use,) = app.read(uses)
    assert (use.project_id, use.parcel_id, use.area) == (
        wanting["fits"], land["free"], mu_to_sqdm(150),
    )  # fmt: skip
    assert rows(page.projects)[-1] == wanting["fits"]  # those without a place stand first
    assert not page.panel.reserve.isVisible()  # it has it now
    from invest_crm.services.history import record_history

    app.write(undo, app.read(record_history, [use.id])[0].id)
    assert app.read(uses) == []


def test_what_a_project_needs_is_changed_in_a_form_and_asked_anew(page, land, wanting) -> None:
    choose(page, wanting["fits"])
    page.edit_need.click()
    panel = page.side.part()
    assert isinstance(panel, NeedPanel)
    panel.form.retype({"utilities": "燃气、供电", "area": "120", "wanted_on": "2026.5.1"})
    panel.accept()
    assert settled()
    (line,) = page._context.app.read(needs, [wanting["fits"]])
    assert (line.need.utilities, line.need.area) == (("gas", "power"), mu_to_sqdm(120))
    assert rows(page.places) == []  # no place has gas


def test_utilities_that_do_not_exist_are_named_beside_the_field(page, wanting) -> None:
    choose(page, wanting["plant"])
    page.edit_need.click()
    form = page.side.part().form
    form.retype({"utilities": "魔法"})
    assert not form.check()
    assert "供电" in form.problems()["utilities"]


def test_the_best_for_all_is_reserved_at_once_and_says_who_gets_nothing(
    page, land, wanting
) -> None:
    page.restore({"view": ALL})
    assert settled()
    assert set(rows(page.pairs)) == set(wanting.values())
    assert rows(page.pairs)[-1] == wanting["huge"]
    page.take_all.click()
    assert settled()
    taken = {one.project_id: one.parcel_id for one in page._context.app.read(uses)}
    assert taken == {wanting["fits"]: land["free"], wanting["plant"]: land["plant"]}
    assert not page.take_all.isVisible()


def test_every_number_of_demand_and_supply_opens_its_rows(page, land, wanting) -> None:
    page.restore({"view": BALANCE})
    assert settled()
    assert not find_clipped(page.balance)
    links = [one for one in page.balance.findChildren(QPushButton) if one.isVisible()]
    opened = []
    for link in links:
        link.click()
        opened.append(page.gone[-1])
    assert ("projects", {wanting["fits"], wanting["huge"]}) in [
        (name, set(state["ids"])) for name, state in opened
    ]
    assert any(name == "parcels" for name, _state in opened)
    assert all(state["reason"] for _name, state in opened)


@pytest.fixture
def projects(qtbot, context: Context, wanting: dict[str, str]) -> ProjectsPage:
    made = show_page(qtbot, context, ProjectsPage(context), {"open": wanting["fits"]})
    made.panel.set_current_tab("land")
    assert settled()
    return made


def test_a_step_on_the_way_to_the_land_is_recorded_in_the_panel(projects, wanting) -> None:
    tab = projects.land.tab()
    assert tab.path.isVisible()
    tab.path.clicked.emit("PLANNING")
    panel = projects.side.part()
    assert isinstance(panel, StepPanel)
    panel.form.retype({"on": "2025.6", "person": "王某"})
    panel.accept()
    assert settled()
    found = projects._context.app.read(project_land, wanting["fits"])
    assert (found.steps[0].state, found.steps[0].person) == ("done", "王某")
    assert [step.state for step in tab.path._steps[:2]] == ["done", "doing"]


def test_a_place_goes_on_to_contract_and_is_given_back_in_the_panel(
    projects, land, wanting
) -> None:
    from invest_crm.services.land_uses import Reserve, reserve

    app = projects._context.app
    app.write(reserve, Reserve(((wanting["fits"], land["free"], None),)))
    assert settled()
    tab = projects.land.tab()
    (use,) = rows(tab.places)
    tab.places.row_clicked.emit(use)
    panel = projects.side.part()
    assert isinstance(panel, UsePanel)
    panel.form.retype({"on": "2025.8.20"})
    panel.accept()
    assert settled()
    (line,) = app.read(uses)
    assert (line.state, line.on.isoformat()) == ("CONTRACTED", "2025-08-20")
    tab.places.row_clicked.emit(line.id)
    projects.side.part().form.retype({"note": "项目终止"})
    projects.side.part()._release()
    assert settled()
    assert app.read(uses) == []


def test_the_panel_leads_to_the_places_for_its_project(projects, wanting) -> None:
    projects.land.tab().find_place.click()
    assert projects.gone[-1] == ("land_matching", {"project": wanting["fits"]})


def test_an_indicator_is_entered_in_the_panel_and_stands_beside_its_limit(
    projects, wanting
) -> None:
    tab = projects.land.tab()
    tab.indicators.row_clicked.emit("COVERAGE")
    panel = projects.side.part()
    assert isinstance(panel, IndicatorPanel)
    panel.form.retype({"side": "MEASURED", "value": "38.5%", "on": "2025.8.1"})
    panel.accept()
    assert settled()
    row = next(one for one in tab.indicators._rows if one.id == "COVERAGE")
    texts = [cell if isinstance(cell, str) else cell.text for cell in row.cells]
    assert texts == ["建筑系数（%）", "—", "38.5", "≥ 40"]
    assert row.cells[2].tone == "bad"


def test_an_indicator_that_is_no_number_is_refused_beside_the_field(projects) -> None:
    projects.land.tab().indicators.row_clicked.emit("INTENSITY")
    form = projects.side.part().form
    form.retype({"value": "很高"})
    assert not form.check()
    assert "不是数字" in form.problems()["value"]
