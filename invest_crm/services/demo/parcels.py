"""Invented land and plants of three parks: of every status, some with alarms, some free."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import mu_to_sqdm
from invest_crm.domain.land import Alarm
from invest_crm.domain.months import add_months
from invest_crm.domain.parcel_fields import DISPOSALS, ParcelKind, ParcelStatus
from invest_crm.domain.utilities import UTILITIES, Utility, UtilityState
from invest_crm.services.demo import words
from invest_crm.services.demo.dice import WAN, on_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.stories import Story

    Values = dict[str, Any]

_LAND, _PLANTS, _LEAST = 0.45, 0.2, 8
"""Parcels and plants for every project, and at least so many."""
_USES = ("工业用地", "工业用地", "工业用地", "仓储用地", "物流仓储用地", "商业用地")
_BRIEF = {"演示经济开发区": "JK", "农产品加工园": "NC", "电商物流园": "DS"}
_SPREAD = (
    *(ParcelStatus.UNSUPPLIED,) * 9,
    *(ParcelStatus.UNUSED,) * 6,
    *(ParcelStatus.IDLE,) * 2,
    ParcelStatus.INEFFICIENT,
    *(ParcelStatus.IN_USE,) * 4,
)
_MONTHS_SINCE_START = {
    Alarm.START_SOON: -1, Alarm.START_DUE: 3, Alarm.NEARLY_IDLE: 10, Alarm.IDLE: 14,
    Alarm.NEARLY_TAKEN: 22, Alarm.TAKE_BACK: 26,
}  # fmt: skip
_CAPACITIES = {
    "power": ("10MVA", "630kVA", "2×10MVA"), "water": ("DN200", "DN300"), "gas": ("DN160",),
    "drain": ("DN500",), "road": ("12米", "24米"),
}  # fmt: skip
_REASONS = ("规划调整", "征拆未完成", "配套未到位", "意向企业未确定")


def make_parcels(dice: Dice, stories: Sequence[Story], today: date) -> list[Values]:
    """Land and plants in proportion to the projects."""
    parcels = max(_LEAST, round(len(stories) * _LAND))
    plants = max(_LEAST // 2, round(len(stories) * _PLANTS))
    numbers = dict.fromkeys(words.PARKS, 0)
    made = [_parcel(dice, place, numbers, today) for place in range(parcels)]
    takers = iter([story.investor for story in stories if story.signed and story.investor])
    for values in made:
        if values["status"] not in (ParcelStatus.UNSUPPLIED, ParcelStatus.INEFFICIENT):
            values["holder"] = next(takers, None) or values["holder"]
    return [*made, *(_plant(dice, place, numbers, today) for place in range(plants))]


def make_needs(dice: Dice, stories: Sequence[Story], today: date) -> list[tuple[int, Values]]:
    """What projects ask for, by their place in the list: plants by ㎡, some with a day."""
    made: list[tuple[int, Values]] = []
    for place, story in enumerate(stories):
        if story.site_mode not in ("GRANT", "LEASED_PLANT") or not story.signed:
            continue
        values: Values = dict.fromkeys(("area_sqdm", "use", "utilities", "height", "wanted_on"))
        if story.site_mode == "LEASED_PLANT":
            values["area_sqdm"] = dice.pick((2_000, 3_000, 4_500, 7_000)) * 100
            values["height"] = dice.pick((None, 450, 600))
        if dice.chance(0.5):
            values["utilities"] = dice.pick(('["power"]', '["power", "water"]', '["road"]'))
        if dice.chance(0.6):
            later = today + timedelta(days=dice.whole(60, 500))
            values["wanted_on"] = later.isoformat()
        made.append((place, values))
    return made


def _where(dice: Dice, numbers: dict[str, int], mark: str) -> Values:
    park = dice.pick(words.PARKS)
    numbers[park] += 1
    number = f"{_BRIEF[park]}-{mark}{numbers[park]:02d}"
    return {"number": number, "park": park, "township": dice.pick(words.TOWNSHIPS)}


def _parcel(dice: Dice, place: int, numbers: dict[str, int], today: date) -> Values:
    status = _SPREAD[place % len(_SPREAD)]
    where = _where(dice, numbers, "D")
    approved = dice.day(add_months(today, -60), add_months(today, -30))
    mu = dice.pick((12, 18, 25, 32, 45, 60, 85, 120, 160, 210))
    values: Values = {
        **where,
        "kind": ParcelKind.LAND.value,
        "name": f"{where['park']}{dice.pick('东西南北')}区{place + 1}号地块",
        "place": f"{dice.pick(('纬一路', '纬二路', '振兴大街'))}以{dice.pick('南北')}",
        "area_mu": mu_to_sqdm(mu) + dice.whole(0, 9) * 6_667,
        "use": dice.pick(_USES),
        "conditions": "容积率≥1.2，建筑系数≥40%，绿地率≤20%",
        "holder": "县土地储备中心",
        "status": status.value,
        "approval_no": f"省政土〔{approved.year}〕{dice.whole(10, 400)}号",
        "approved_on": on_day(approved),
        "unit": dice.pick(("县自然资源局", "县经开区管委会")),
        **dict(_utilities(dice, 0.75 if status is not ParcelStatus.UNSUPPLIED else 0.55, today)),
    }
    if status is ParcelStatus.UNSUPPLIED:
        values["unsupplied_reason"] = dice.pick(_REASONS)
        values["available_on"] = on_day(today + timedelta(days=dice.whole(-60, 300)))
    else:
        values.update(_supplied(dice, status, place, mu, today))
    return values


def _supplied(
    dice: Dice, status: ParcelStatus, place: int, mu: int, today: date
) -> Iterator[tuple[str, Any]]:
    early = (Alarm.START_SOON, Alarm.START_DUE, Alarm.NEARLY_IDLE)
    late = (Alarm.IDLE, Alarm.NEARLY_TAKEN, Alarm.TAKE_BACK)
    months = -dice.whole(3, 10)
    if status is ParcelStatus.UNUSED and place % 4:
        months = _MONTHS_SINCE_START[early[place % 3]]
    elif status is ParcelStatus.IDLE:
        months = _MONTHS_SINCE_START[late[place % 3]]
    start = add_months(today, -months) - timedelta(days=dice.whole(0, 12))
    supplied = add_months(start, -10)
    yield "supplied_on", on_day(min(supplied, today))
    yield "contract_no", f"{supplied.year}-{dice.whole(1, 99):03d}"
    yield "price", mu * dice.whole(9, 14) * WAN
    yield "agreed_start_on", on_day(start)
    yield "agreed_end_on", on_day(add_months(start, 24))
    if status is ParcelStatus.IDLE:
        yield "disposal", dice.pick(DISPOSALS)
        yield "due_on", on_day(today + timedelta(days=dice.whole(5, 120)))
        yield "government_caused", place % 3 == 1
        yield "progress_text", "已约谈受让人，正在商定处置方案"
    if status is ParcelStatus.INEFFICIENT:
        yield "basis", "亩均税收低于2万元"
        yield "disposal", "腾笼换鸟"
    if status is ParcelStatus.IN_USE:
        yield "start_confirmed_on", on_day(min(start, today))


def _plant(dice: Dice, place: int, numbers: dict[str, int], today: date) -> Values:
    where = _where(dice, numbers, "C")
    free = place % 3 != 2
    status = (ParcelStatus.VACANT, ParcelStatus.PARTLY_USED)[place % 2] if free else "IN_USE"
    return {
        **where,
        "kind": ParcelKind.PLANT.value,
        "name": f"{where['park']}{place + 1}号标准厂房",
        "place": f"创业路{dice.whole(1, 60)}号",
        "floor_area": dice.pick((2_400, 3_600, 5_000, 8_000, 12_000)) * 100,
        "use": dice.pick(("食品加工", "电子装配", "仓储物流", "通用厂房")),
        "holder": "县城投公司",
        "status": str(status),
        "height": dice.pick((450, 600, 810, 900, 1200)),
        "load": dice.pick((500, 800, 1000, 2000, 3000)),
        "crane": dice.pick((None, None, 5_000, 10_000)),
        "rent": dice.pick((600, 800, 1000, 1200)),
        "available_on": on_day(today + timedelta(days=dice.whole(-90, 120))) if free else None,
        "unit": "县经开区管委会",
        **dict(_utilities(dice, 0.9, today)),
    }


def _utilities(dice: Dice, share: float, today: date) -> Iterator[tuple[str, Utility]]:
    for key in UTILITIES:
        if dice.chance(share):
            capacity = dice.pick(_CAPACITIES[key]) if key in _CAPACITIES else ""
            yield key, Utility(UtilityState.READY, capacity)
        elif dice.chance(0.5):
            day = today + timedelta(days=dice.whole(30, 400))
            yield key, Utility(UtilityState.BUILDING, "", f"{day:%Y-%m}")
        else:
            yield key, Utility(UtilityState.NONE)
