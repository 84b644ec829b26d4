"""Places for projects: matched, reserved, assigned together, contracted, given back, weighed up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from invest_crm.domain.area import mu_to_sqdm
from invest_crm.domain.land_uses import UseState
from invest_crm.domain.parcel_fields import ParcelKind
from invest_crm.domain.utilities import Utility, UtilityState
from invest_crm.errors import UserError
from invest_crm.services.land_balance import balance
from invest_crm.services.land_matching import best_together, matches, overview
from invest_crm.services.land_needs import EditNeed, needs, save_need
from invest_crm.services.land_uses import (
    GiveBack,
    MoveUse,
    Reserve,
    give_back,
    move_use,
    reserve,
    uses,
)
from invest_crm.services.parcels import EditParcel, save_parcel
from invest_crm.services.project_land import ReachStep, project_land, reach_step
from invest_crm.services.undo import undo
from tests.support.factories import Bureau, images, when

READY = Utility(UtilityState.READY)


def place(office: Bureau, name: str, mu: int = 100, **values: Any) -> str:
    said = {"name": name, "area_mu": mu_to_sqdm(mu), "status": "UNSUPPLIED", "use": "工业用地"}
    return str(office.app.write(save_parcel, EditParcel(None, {**said, **values})).value)


def project(office: Bureau, name: str, mu: int = 80, **values: Any) -> str:
    said = {"signed_on": "2025-03", "site_mode": "GRANT", "land_mu": mu_to_sqdm(mu)}
    return str(office.take_up(name, **{**said, **values}))


def take(office: Bureau, project_id: str, parcel_id: str, mu: int | None = None) -> str:
    pair = (project_id, parcel_id, None if mu is None else mu_to_sqdm(mu))
    made = office.app.write(reserve, Reserve((pair,))).value
    assert made is not None
    return made[0]


def test_places_are_ranked_and_what_does_not_suit_says_why(any_office: Bureau) -> None:
    one = project(any_office, "甲项目", 80, park="开发区")
    close = place(any_office, "合适", 85, park="开发区")
    large = place(any_office, "太大", 300)
    small = place(any_office, "太小", 20)
    used = place(any_office, "在用", 90, status="IN_USE")
    found = any_office.app.read(matches, one)
    assert found is not None
    assert [fit.offer.id for fit in found.fits] == [close, large]
    assert found.fits[0].score > found.fits[1].score
    assert {fit.offer.id for fit in found.refused} == {small, used}
    assert all(len(fit.refusals) == 1 for fit in found.refused)


def test_what_is_asked_for_is_kept_and_decides(any_office: Bureau) -> None:
    one = project(any_office, "甲项目", 80)
    dry, wet = place(any_office, "无气"), place(any_office, "有气", gas=READY)
    values = {
        "utilities": ("gas",),
        "wanted_on": date(2026, 5, 1),
        "use": "工业",
        "parks": ("东区",),
    }
    any_office.app.write(save_need, EditNeed(one, values))
    any_office.app.write(save_need, EditNeed(one, {"area": mu_to_sqdm(90)}))
    (line,) = any_office.app.read(needs, [one])
    assert line.need is not None
    assert {key: getattr(line.need, key) for key in values} == values
    assert line.need.area == mu_to_sqdm(90)
    found = any_office.app.read(matches, one)
    assert found is not None
    assert ([fit.offer.id for fit in found.fits], [fit.offer.id for fit in found.refused]) == (
        [wet], [dry],
    )  # fmt: skip


def test_a_reserved_place_is_gone_for_others_until_it_is_undone(any_office: Bureau) -> None:
    one, other = project(any_office, "甲项目"), project(any_office, "乙项目")
    land = place(any_office, "东区")
    before = images(any_office.app)
    done = any_office.app.write(reserve, Reserve(((one, land, None),)))
    refused = any_office.app.read(matches, other).refused[0]
    assert "甲项目" in refused.refusals[0]
    assert any_office.app.read(matches, one).fits[0].offer.id == land  # its own
    with pytest.raises(UserError, match="甲项目") as no:
        take(any_office, other, land)
    assert no.value.code == "parcel-taken"
    any_office.app.write(undo, done.changes.change_set_id)
    assert images(any_office.app) == before
    take(any_office, other, land)


def test_a_part_may_be_taken_and_the_rest_stays_free(office: Bureau) -> None:
    one, other = project(office, "甲项目", 60), project(office, "乙项目", 40)
    land = place(office, "东区", 100)
    take(office, one, land, 60)
    assert office.app.read(matches, other).fits[0].offer.free == mu_to_sqdm(100) - mu_to_sqdm(60)
    with pytest.raises(UserError):
        take(office, other, land, 50)
    take(office, other, land, 39)


def test_all_or_nothing_is_reserved(office: Bureau) -> None:
    one, other = project(office, "甲项目"), project(office, "乙项目")
    land = place(office, "东区")
    with pytest.raises(UserError):
        office.app.write(reserve, Reserve(((one, land, None), (other, land, None))))
    assert office.app.read(uses) == []


def test_a_use_goes_on_to_contract_and_delivery_and_is_given_back(any_office: Bureau) -> None:
    one, land = project(any_office, "甲项目"), place(any_office, "东区")
    use = take(any_office, one, land)
    for state in (UseState.CONTRACTED, UseState.DELIVERED):
        command = MoveUse(use, state, date(2025, 8, 1))
        use = str(any_office.app.write(move_use, command).value)
    (line,) = any_office.app.read(uses, parcels=[land])
    assert (line.state, line.on, line.area) == (
        UseState.DELIVERED, date(2025, 8, 1), mu_to_sqdm(100),
    )  # fmt: skip
    with pytest.raises(UserError):
        any_office.app.write(give_back, GiveBack(use, " "))
    any_office.app.write(give_back, GiveBack(use, "项目终止"))
    assert any_office.app.read(uses) == []
    with pytest.raises(UserError) as gone:
        any_office.app.write(move_use, MoveUse(use, UseState.DELIVERED, date(2025, 8, 1)))
    assert gone.value.code == "use-gone"


def test_nothing_is_delivered_on_a_day_to_come(office: Bureau) -> None:
    use = take(office, project(office, "甲项目"), place(office, "东区"))
    with pytest.raises(UserError) as refused:
        office.app.write(move_use, MoveUse(use, UseState.DELIVERED, date(2025, 9, 2)))
    assert refused.value.code == "day-to-come"


def test_the_best_for_all_places_more_than_the_best_for_each(any_office: Bureau) -> None:
    choosy, easy = project(any_office, "挑剔", 95), project(any_office, "随和", 40)
    large, small = place(any_office, "大地", 100), place(any_office, "小地", 39)
    extra = place(any_office, "中地", 45)
    pairs = {one.line.id: one.fit for one in any_office.app.read(best_together)}
    assert pairs[choosy].offer.id == large
    assert pairs[easy].offer.id == extra
    take(any_office, choosy, large)
    rest = any_office.app.read(best_together)
    assert [one.line.id for one in rest] == [easy]
    assert small not in {one.fit.offer.id for one in rest if one.fit}


def test_who_gets_nothing_is_told_what_stands_in_the_way(office: Bureau) -> None:
    project(office, "甲项目", 500)
    place(office, "小地", 10)
    (pair,) = office.app.read(best_together)
    assert pair.fit is None
    assert pair.nearest is not None
    assert len(pair.nearest.refusals) == 1


def test_only_projects_that_look_for_a_place_are_in_the_overview(office: Bureau) -> None:
    one = project(office, "甲项目")
    project(office, "运营", site_mode="OPERATION")
    project(office, "已开工", started_on="2025-06")
    found = office.app.read(overview)
    assert [line.id for line in found.lines] == [one]


def test_the_way_to_the_land_follows_the_site_mode(any_office: Bureau) -> None:
    one = project(any_office, "甲项目")
    any_office.app.write(
        reach_step, ReachStep(one, "PLANNING", when("2025-05"), "王某", "批复12号")
    )
    land = any_office.app.read(project_land, one)
    assert land is not None
    assert [(line.step.code, line.state) for line in land.steps[:3]] == [
        ("PLANNING", "done"), ("PREREVIEW", "held"), ("CONVERSION", "todo"),
    ]  # fmt: skip
    first = land.steps[0]
    assert first.reached is not None
    assert (first.reached.value, first.person, first.note) == ("2025-05", "王某", "批复12号")


def test_a_step_is_corrected_taken_back_and_undone(any_office: Bureau) -> None:
    one = project(any_office, "甲项目")
    any_office.app.write(reach_step, ReachStep(one, "PLANNING", when("2025-05")))
    any_office.app.write(reach_step, ReachStep(one, "PLANNING", when("2025-06-01")))
    land = any_office.app.read(project_land, one)
    assert land.steps[0].reached.value == "2025-06-01"
    before = images(any_office.app)
    done = any_office.app.write(reach_step, ReachStep(one, "PLANNING", None))
    assert any_office.app.read(project_land, one).steps[0].state == "held"
    any_office.app.write(undo, done.changes.change_set_id)
    assert images(any_office.app) == before
    with pytest.raises(UserError):
        any_office.app.write(reach_step, ReachStep(one, "PLANNING", when("2026-01-01")))


def test_demand_and_supply_add_up_by_park_and_year_with_their_rows(any_office: Bureau) -> None:
    one = project(any_office, "甲项目", 80, park="东区")
    two = project(any_office, "乙项目", 30, park="东区")
    any_office.app.write(save_need, EditNeed(two, {"wanted_on": date(2026, 3, 1)}))
    done = project(any_office, "已交地", 50, park="东区")
    land = place(any_office, "甲地", 100, park="东区")
    later = place(any_office, "乙地", 60, park="西区", available_on=when("2026-06"))
    given = place(any_office, "丙地", 50, park="东区")
    place(any_office, "在用", 70, park="东区", status="IN_USE")
    use = take(any_office, done, given)
    any_office.app.write(move_use, MoveUse(use, UseState.DELIVERED, date(2025, 8, 1)))
    found = any_office.app.read(balance, ParcelKind.LAND)
    assert (found.parks, found.years) == (("东区", "西区"), (2025, 2026))
    cell = found.cell("东区", 2025)
    assert (cell.demand.ids, cell.supply.ids) == ([one], [land])
    assert found.balance("东区", 2025) == mu_to_sqdm(100) - mu_to_sqdm(80)
    assert found.balance("东区", 2026) == mu_to_sqdm(100) - mu_to_sqdm(80) - mu_to_sqdm(30)
    assert found.balance(None, 0) == mu_to_sqdm(160) - mu_to_sqdm(110)
    assert found.cell("东区", 2026).demand.ids == [two]
    assert found.cell("西区", 2026).supply.ids == [later]
    total = found.cell(None, 0)
    assert (set(total.demand.ids), set(total.supply.ids)) == ({one, two}, {land, later})
    parts = [found.cell(park, year) for park in found.parks for year in found.years]
    assert sum(one.demand.area for one in parts) == total.demand.area
    assert sum(one.supply.area for one in parts) == total.supply.area
