"""GB/T 4754-2017: the right edition, complete, and found the way people look."""

from __future__ import annotations

from collections import Counter

import pytest

from invest_crm.domain.industry import (
    CLASSIFICATION_VERSION,
    all_industries,
    industry,
    is_within,
    normalise_code,
    path_of,
    search_industry,
    section_of,
)
from invest_crm.domain.reference import provenance


def test_the_table_has_every_level_in_full() -> None:
    levels = Counter(entry.level for entry in all_industries())
    assert levels == {1: 20, 2: 97, 3: 473, 4: 1381}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("0711", "陆地石油开采"),
        ("0712", "海洋石油开采"),
        ("1363", "鱼油提取及制品制造"),
        ("1439", "其他方便食品制造"),
        ("9291", "消防管理机构"),
        ("9299", "其他未列明国家机构"),
        ("0511", "种子种苗培育活动"),
        ("6130", "民宿服务"),
    ],
)
def test_names_are_those_of_the_2017_edition(code: str, name: str) -> None:
    found = industry(code)
    assert found is not None
    assert found.name == name


def test_codes_of_other_editions_are_unknown() -> None:
    assert industry("1364") is None
    assert industry("9290") is None


def test_every_entry_hangs_below_its_parent() -> None:
    for entry in all_industries():
        assert [step.level for step in path_of(entry.code)] == list(range(1, entry.level + 1))


@pytest.mark.parametrize("typed", ["0314", "A0314", " a0314 ", "Ａ０３１４"])
def test_a_letter_before_the_code_is_understood(typed: str) -> None:
    assert normalise_code(typed) == "0314"
    assert section_of(typed) == "A"


def test_a_wrong_letter_is_not_dropped() -> None:
    assert industry("C0314") is None


def test_below_is_told_by_level() -> None:
    assert is_within("0314", "A")
    assert is_within("0314", "031")
    assert not is_within("031", "0314")
    assert not is_within("9999", "A")


def test_search_finds_by_code_name_and_initials() -> None:
    assert [entry.code for entry in search_industry("0531")][:1] == ["0531"]
    assert "1351" in [entry.code for entry in search_industry("屠宰")]
    assert [entry.name for entry in search_industry("msfw")][:1] == ["民宿服务"]
    assert search_industry("  ") == ()


def test_the_table_says_where_it_came_from() -> None:
    origin = provenance("gbt4754-2017.csv")
    assert origin.version == CLASSIFICATION_VERSION
    assert origin.source
    assert origin.licence
