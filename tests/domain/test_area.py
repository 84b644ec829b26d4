"""Area: exact conversion and the reading of land cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.area import AreaReading, mu_to_sqdm, parse_area, sqdm_to_mu_text


@pytest.mark.parametrize(
    ("cell", "unit", "sqdm"),
    [
        ("80亩", None, 5_333_333),
        ("用地需求80亩", None, 5_333_333),
        (80, "亩", 5_333_333),
        ("一百五十亩", None, 10_000_000),
        ("1公顷", None, 1_000_000),
        ("1 ha", None, 1_000_000),
        ("1.5", "公顷", 1_500_000),
        ("2000㎡", "亩", 200_000),
        ("2,000 m²", None, 200_000),
        ("2000平米", None, 200_000),
        ("2万平方米", None, 2_000_000),
        (2, "万平方米", 2_000_000),
        (1, "㎡", 100),
        ("0.1平方公里", None, 10_000_000),
        ("0.01万亩", None, mu_to_sqdm(100)),
        ("150亩（合10公顷）", None, 10_000_000),
        ("150亩，其中新增30亩", None, 10_000_000),
        (0, None, 0),
    ],
)
def test_an_area_is_read_in_its_unit(cell: object, unit: str | None, sqdm: int) -> None:
    assert parse_area(cell, unit) == AreaReading(sqdm)


@pytest.mark.parametrize("cell", ["占地100余亩", "约100亩", "近100亩", "100亩左右", "100亩以上"])
def test_an_approximate_area_says_so(cell: str) -> None:
    assert parse_area(cell) == AreaReading(mu_to_sqdm(100), frozenset({"approx"}))


def test_of_a_range_the_low_end_counts() -> None:
    expected = AreaReading(mu_to_sqdm(80), frozenset({"range"}))
    assert parse_area("80-100亩") == parse_area("80亩～100亩") == expected
    assert parse_area("80-100", "亩") == expected


def test_phases_are_added() -> None:
    reading = parse_area("一期约50亩，二期100亩")
    assert reading == AreaReading(mu_to_sqdm(50) + mu_to_sqdm(100), frozenset({"approx", "phases"}))
    assert parse_area("一期50亩，二期200000亩").problem == "area-suspicious"


@pytest.mark.parametrize(
    ("cell", "unit", "problem"),
    [
        (80, None, "unit-missing"),
        ("80", None, "unit-missing"),
        ("#REF!", "亩", "error-cell"),
        ("很大", "亩", "area-unreadable"),
        ("2024年用地50亩", None, "area-unreadable"),
        ("50亩和30亩", None, "area-unreadable"),
        ("十百亩", None, "area-unreadable"),
        (True, "亩", "area-unreadable"),
        (date(2025, 1, 1), "亩", "area-unreadable"),
        ("-5亩", None, "area-negative"),
        (-5, "亩", "area-negative"),
        ("-5", "亩", "area-negative"),
        (100_001, "亩", "area-suspicious"),
        ("100-80亩", None, "area-suspicious"),
    ],
)
def test_a_doubtful_area_is_left_null(cell: object, unit: str | None, problem: str) -> None:
    reading = parse_area(cell, unit)
    assert (reading.sqdm, reading.problem) == (None, problem)


def test_an_empty_or_unknown_cell_is_no_problem() -> None:
    assert parse_area("", "亩") == AreaReading()
    assert parse_area("待定", "亩") == AreaReading(flags=frozenset({"unknown"}))


def test_a_strange_column_unit_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="not a unit of area"):
        parse_area(1, "斤")


@pytest.mark.parametrize("bad", ["", "abc", "NaN"])
def test_what_is_no_number_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        mu_to_sqdm(bad)


@given(st.integers(0, 10**7))
def test_mu_with_two_decimals_come_back(hundredths: int) -> None:
    mu = Decimal(hundredths) / 100
    assert sqdm_to_mu_text(mu_to_sqdm(mu)) == f"{mu:.2f}"


def test_unknown_area_is_a_dash() -> None:
    assert sqdm_to_mu_text(None) == "—"
    assert (mu_to_sqdm(3), mu_to_sqdm("1500")) == (200_000, 100_000_000)


@given(
    st.one_of(
        st.text(),
        st.floats(),
        st.integers(),
        st.text(alphabet="0123456789.,-~约余亩公顷平方米万里一二期十百，()其中", max_size=16),
    ),
    st.sampled_from(["亩", None, "平方米"]),
)
def test_no_cell_breaks_the_reader(cell: object, unit: str | None) -> None:
    reading = parse_area(cell, unit)
    assert reading.sqdm is None or reading.sqdm >= 0
