"""What suits a project: hard limits with their reasons, a score whose parts add up."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from invest_crm import words
from invest_crm.domain.area import mu_to_sqdm
from invest_crm.domain.land_match import AREA, PARK, SUPPLY, TIME, USE, Need, Offer, fit
from invest_crm.domain.land_path import path_of, waits_at
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus
from invest_crm.domain.project_fields import SITE_MODES
from invest_crm.domain.utilities import UTILITIES, Utility, UtilityState

DAY = date(2025, 9, 1)
READY, NONE = Utility(UtilityState.READY), Utility(UtilityState.NONE)
NEED = Need(ParcelKind.LAND, mu_to_sqdm(80), "工业", ("power", "water"), parks=("开发区",),
            wanted_on=date(2026, 3, 1))  # fmt: skip
OFFER = Offer("1", "东区1号", ParcelKind.LAND, ParcelStatus.UNSUPPLIED, mu_to_sqdm(100), "工业用地",
              dict.fromkeys(UTILITIES, READY), park="开发区")  # fmt: skip
PLANT_NEED = Need(ParcelKind.PLANT, 200_000, height=800, load=1000, crane=5000)
PLANT = Offer("2", "3号厂房", ParcelKind.PLANT, ParcelStatus.VACANT, 300_000, "通用厂房",
              dict.fromkeys(UTILITIES, READY), height=900, load=2000, crane=10_000)  # fmt: skip


@pytest.fixture(autouse=True)
def _chinese() -> None:
    words.use("zh_CN")


def refused(need: Need, offer: Offer) -> str:
    return "；".join(fit(need, offer, DAY).refusals)


def test_what_breaks_no_limit_suits_and_its_parts_add_up_to_the_score() -> None:
    found = fit(NEED, OFFER, DAY)
    assert found.suits
    assert [part.points for part in found.parts] == [AREA * 80 // 100, SUPPLY, PARK, TIME, USE]
    assert found.score == sum(part.points for part in found.parts) == 92
    assert AREA + SUPPLY + PARK + TIME + USE == 100
    assert found.parts[0].reason == "可用 100 亩，需要 80 亩"


BROKEN = {
    "另一类": ({"kind": ParcelKind.PLANT}, "厂房"),
    "在用": ({"status": ParcelStatus.IN_USE}, "已供在用"),
    "已供": ({"status": ParcelStatus.UNUSED}, "供而未用"),
    "不够大": ({"free": mu_to_sqdm(79)}, "79 亩"),
    "面积不明": ({"free": None}, "面积不明"),
    "用途不符": ({"use": "商业用地"}, "商业用地"),
    "没有电": ({"utilities": {**OFFER.utilities, "power": NONE}}, "供电"),
    "电来不及": (
        {"utilities": {**OFFER.utilities,
                       "power": Utility(UtilityState.BUILDING, "", "2026-04")}}, "供电"),
    "太晚": ({"available_on": date(2026, 3, 2)}, "2026-03-02"),
    "别人的": ({"taken_by": "乙项目"}, "乙项目"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_each_hard_limit_refuses_with_its_reason_and_without_a_score(case: str) -> None:
    changes, reason = BROKEN[case]
    found = fit(NEED, replace(OFFER, **changes), DAY)
    assert not found.suits
    assert reason in found.refusals[0]
    assert (len(found.refusals), found.score) == (1, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"utilities": {**OFFER.utilities, "power": Utility(UtilityState.BUILDING, "", "2026-02")}},
        {"available_on": date(2026, 3, 1)}, {"free": mu_to_sqdm(80)}, {"use": ""},
        {"utilities": {**OFFER.utilities, "gas": NONE}}, {"park": "别处"},
    ],
)  # fmt: skip
def test_what_just_keeps_the_limits_suits(changes) -> None:
    assert refused(NEED, replace(OFFER, **changes)) == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"height": 799}, "层高"), ({"load": None}, "荷载"), ({"crane": 4999}, "行车")],
)
def test_a_plant_needs_its_height_load_and_crane(changes, reason: str) -> None:
    assert fit(PLANT_NEED, PLANT, DAY).suits
    assert reason in refused(PLANT_NEED, replace(PLANT, **changes))


def test_a_plant_that_has_just_what_is_asked_for_suits() -> None:
    just = {"height": 800, "load": 1000, "crane": 5000, "free": 200_000}
    assert refused(PLANT_NEED, replace(PLANT, **just)) == ""


@pytest.mark.parametrize(
    ("changes", "part"),
    [({"park": "别处"}, 2), ({"free": mu_to_sqdm(200)}, 0), ({"status": ParcelStatus.IDLE}, 3),
     ({"utilities": {**OFFER.utilities, "gas": NONE}}, 1), ({"use": ""}, 4)],
)  # fmt: skip
def test_what_suits_less_loses_points_in_its_own_part_only(changes, part: int) -> None:
    best, less = fit(NEED, OFFER, DAY).parts, fit(NEED, replace(OFFER, **changes), DAY).parts
    assert less[part].points < best[part].points
    assert [one.points for place, one in enumerate(less) if place != part] == [
        one.points for place, one in enumerate(best) if place != part
    ]


def test_every_site_mode_has_a_path_and_no_step_twice() -> None:
    for mode in SITE_MODES:
        codes = [step.code for step in path_of(mode)]
        assert codes
        assert len(codes) == len(set(codes))
    assert path_of(None) == ()


def test_a_project_waits_at_the_step_after_the_last_one_reached() -> None:
    first, last = path_of("GRANT")[0], path_of("GRANT")[-1]
    assert waits_at("GRANT", ()) == first
    after = waits_at("GRANT", {"PLANNING", "CONTRACT"})
    assert after is not None
    assert after.code == "PAID"
    assert waits_at("GRANT", {last.code}) is None
