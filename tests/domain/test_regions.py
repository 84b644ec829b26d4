"""Divisions: found by what people write, and the origin of funds between them."""

from __future__ import annotations

import pytest

from invest_crm.domain.regions import (
    Level,
    Origin,
    children_of,
    find_region,
    funds_origin,
    is_same_county,
    is_same_prefecture,
    is_same_province,
    nearest_region,
    region,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("浙江嘉兴", "330400"),
        ("浙江 嘉兴", "330400"),
        ("上海", "310000"),
        ("河北邢台", "130500"),
        ("广东东莞", "441900"),
        ("重庆", "500000"),
        ("陕西渭南", "610500"),
        ("浙江省杭州市余杭区", "330110"),
        ("浙江杭州余杭", "330110"),
        ("河北昌黎", "130322"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("新疆石河子", "659001"),
        ("上海市市辖区浦东新区", "310115"),
        ("海南省省直辖县级行政区划澄迈县", "469023"),
        ("湖北仙桃", "429004"),
        ("重庆长安汽车股份有限公司", "500000"),
        ("景宁", "331127"),
        ("中国台湾", "710000"),
        ("辽宁朝阳", "211300"),
        ("北京朝阳", "110105"),
        ("苏州工业园区", "320500"),
        ("济南市市中区", "370103"),
        ("四川省阿坝州", "513200"),
    ],
)
def test_a_place_is_found_as_people_write_it(text: str, code: str) -> None:
    found = find_region(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["鼓楼区", "朝阳区", "东方电气", "美国", "", "外省", "县"])
def test_no_guess_is_made(text: str) -> None:
    assert find_region(text) is None


def test_what_follows_a_province_is_not_forced_into_a_county() -> None:
    found = find_region("山东泰山啤酒")
    assert found is not None
    assert found.code == "370000"


def test_every_division_is_found_by_its_full_name() -> None:
    every = [item for top in children_of("") for item in (top, *_below(top.code))]
    assert len(every) == 3212
    lost = [item.full_name for item in every if find_region(item.full_name) != item]
    assert lost == []


def _below(code: str) -> list[object]:
    return [step for child in children_of(code) for step in (child, *_below(child.code))]


def test_short_codes_and_abolished_counties_lead_somewhere() -> None:
    city = region("3304")
    assert city is not None
    assert (city.name, city.level) == ("嘉兴市", Level.PREFECTURE)
    assert region("130521") is None  # 邢台县, abolished 2020
    nearest = nearest_region("130521")
    assert nearest is not None
    assert nearest.name == "邢台市"


def test_same_county_needs_county_codes() -> None:
    assert is_same_county("330421", "330421")
    assert not is_same_county("330400", "330400")
    assert is_same_prefecture("330421", "330400")
    assert not is_same_prefecture("330000", "330421")
    assert is_same_province("33", "330421")
    assert not is_same_province("", "")


@pytest.mark.parametrize(
    ("investor", "home", "origin"),
    [
        ("330421", "330421", Origin.COUNTY),
        ("330402", "330421", Origin.CITY),
        ("330100", "330421", Origin.PROVINCE),
        ("330110", "330421", Origin.PROVINCE),
        ("320500", "330421", Origin.COUNTRY),
        ("310000", "330421", Origin.COUNTRY),
        ("810000", "330421", Origin.ABROAD),
        ("710000", "330421", Origin.ABROAD),
        ("US", "330421", Origin.ABROAD),
        ("500151", "500240", Origin.CITY),  # within 重庆
        ("429004", "429005", Origin.PROVINCE),  # 仙桃 and 潜江 share no city
        ("330000", "330421", None),
        ("330400", "330421", None),
        ("", "330421", None),
    ],
)
def test_origin_of_funds(investor: str, home: str, origin: Origin | None) -> None:
    assert funds_origin(investor, home) is origin
