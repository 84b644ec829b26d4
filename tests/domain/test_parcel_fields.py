"""Measures, statuses and utilities as ledgers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm import words
from invest_crm.domain.parcel_fields import (
    BY_KEY,
    FIELDS,
    MEASURES,
    choice_label,
    measure_text,
)
from invest_crm.domain.parcel_reading import (
    LEDGER_KINDS,
    LEDGER_STATUSES,
    kind_code,
    parse_measure,
    status_code,
)
from invest_crm.domain.utilities import (
    UTILITIES,
    Utility,
    UtilityState,
    parse_utilities,
    parse_utility,
    ready_count,
)

READY, BUILDING, NONE = UtilityState


@pytest.mark.parametrize(
    ("key", "cell", "stored"),
    [
        ("height", 8.5, 850), ("height", "8.5米", 850), ("height", "约9m", 900),
        ("load", "2吨/㎡", 2000), ("load", "20kN/㎡", 2039), ("crane", "10t", 10_000),
        ("rent", "12.5元/㎡/月", 1250), ("floor_area", "1.2万㎡", 1_200_000),
        ("floor_area", 3600, 360_000), ("built_percent", 0.33, 3300),
        ("built_percent", "0.5%", 50), ("built_percent", "30", 3000), ("height", "无", None),
    ],
)  # fmt: skip
def test_measures_are_read_in_their_units(key, cell, stored) -> None:
    assert parse_measure(BY_KEY[key], cell) == (stored, True)


@pytest.mark.parametrize("cell", ["很高", "-3", -3, 10**12])
def test_what_is_no_measure_is_refused(cell) -> None:
    assert parse_measure(BY_KEY["height"], cell) == (None, False)


@given(st.sampled_from(sorted(MEASURES)), st.integers(0, 2**31 - 1))
def test_a_measure_written_is_read_again_the_same(key, value) -> None:
    assert parse_measure(BY_KEY[key], measure_text(BY_KEY[key], value)) == (value, True)


@pytest.mark.parametrize(
    ("text", "state", "capacity", "day"),
    [
        ("1", READY, "", ""), ("√", READY, "", ""), ("已通", READY, "", ""),
        ("已接通红线", READY, "", ""), ("0", NONE, "", ""), ("未通", NONE, "", ""),
        ("×", NONE, "", ""), ("在建", BUILDING, "", ""), ("部分通", BUILDING, "", ""),
        ("已通（630kVA）", READY, "630kVA", ""), ("DN300", READY, "DN300", ""),
        ("在建，2026年12月底", BUILDING, "", "2026-12"), ("2026.6.1", BUILDING, "", "2026-06-01"),
        ("已通，2×10MVA", READY, "2×10MVA", ""),
    ],
)  # fmt: skip
def test_a_utility_is_read_as_counties_write_it(text, state, capacity, day) -> None:
    assert parse_utility(text) == (Utility(state, capacity, day), True)


@pytest.mark.parametrize("text", ["", "—", "待定"])
def test_a_blank_utility_says_nothing(text) -> None:
    assert parse_utility(text) == (None, True)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("state", list(UtilityState))
def test_a_utility_shown_is_read_again_the_same_in_both_languages(language, state) -> None:
    words.use(language)
    one = Utility(state, "10MVA", "2026-12-31")
    assert parse_utility(one.shown) == (one, True)
    assert parse_utility(one.written()) == (one, True)


def test_a_set_of_utilities_is_read_by_its_name() -> None:
    found, readable = parse_utilities("五通一平")
    assert (sorted(found), readable) == (
        ["drain", "levelled", "power", "road", "telecom", "water"],
        True,
    )
    assert ready_count(parse_utilities("已完成七通一平")[0]) == len(UTILITIES)
    assert ready_count(parse_utilities("未通")[0]) == 0


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_word_we_write_for_a_code_is_read_as_that_code(language) -> None:
    words.use(language)
    for code, word in LEDGER_STATUSES.items():
        assert status_code(word) == code
        assert status_code(choice_label("status", code)) == code
    for code, word in LEDGER_KINDS.items():
        assert kind_code(word) == kind_code(choice_label("kind", code)) == code


def test_the_utilities_are_fields_in_their_order() -> None:
    assert tuple(field.key for field in FIELDS if field.kind == "utility") == UTILITIES
