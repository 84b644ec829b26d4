"""Units above size: thresholds by industry, who never belongs there, windows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.above_size import (
    CLASSES,
    STANDINGS,
    Revenue,
    is_new,
    never_eligible,
    next_window,
    size_class,
    standing,
)
from invest_crm.domain.industry import industry
from invest_crm.domain.reference import read_json, read_rows

WAN = 1_000_000  # fen


@pytest.mark.parametrize(
    ("code", "kind", "threshold"),
    [
        ("1351", "industry", 2000),  # slaughter
        ("1353", "industry", 2000),  # meat products
        ("1329", "industry", 2000),  # feed
        ("3971", "industry", 2000),  # electronics
        ("5930", "services-a", 2000),  # cold storage
        ("5432", "services-a", 2000),  # haulage
        ("6020", "services-a", 2000),  # express
        ("5292", "retail", 500),  # online shop
        ("5193", "wholesale", 2000),  # online wholesale
        ("6550", "services-a", 2000),
        ("6450", "services-a", 2000),
        ("6513", "services-a", 2000),
        ("7251", "services-b", 1000),  # live streaming, agencies
        ("7297", "services-b", 1000),
        ("7221", "services-b", 1000),
        ("7291", "services-b", 1000),  # travel agency
        ("7861", "services-a", 2000),  # scenic area
        ("9030", "services-c", 500),  # leisure
        ("9020", "services-c", 500),
        ("6130", "lodging", 200),  # homestay
        ("6110", "lodging", 200),
        ("6140", "lodging", 200),
        ("6241", "catering", 200),
        ("7020", "services-b", 1000),
        ("8411", "services-a", 2000),
        ("8511", "services-c", 500),
        ("C1351", "industry", 2000),
        ("4710", "construction", None),
        ("7010", "real-estate", None),
    ],
)
def test_the_threshold_follows_from_the_industry(
    code: str, kind: str, threshold: int | None
) -> None:
    found = size_class(code)
    assert found is not None
    assert found.id == kind
    assert found.threshold == (None if threshold is None else threshold * WAN)


@pytest.mark.parametrize("code", ["0313", "0314", "A0313", "0532", "A", "66", "J", "91", "T"])
def test_farms_banks_and_offices_are_never_units_above_size(code: str) -> None:
    assert never_eligible(code)
    assert size_class(code) is None
    assert standing(code, Revenue(10**12, 12)) == "never"
    assert standing(code, None, registered=True) == "never"


def test_every_industry_is_in_one_kind_or_in_none() -> None:
    kinds = read_json("above-size.json")["classes"]
    codes = [row[0] for row in read_rows("gbt4754-2017.csv")]
    assert len(codes) > 1900
    for code in codes:
        found = industry(code)
        assert found is not None
        fitting = [
            kind["id"]
            for kind in kinds
            if any(found.code.startswith(of) or found.section == of for of in kind["codes"])
        ]
        assert len(fitting) <= 1, code
        assert not (fitting and never_eligible(code)), code
        assert (size_class(code) is not None) == bool(fitting), code
    assert {kind["id"] for kind in kinds} == set(CLASSES)


@pytest.mark.parametrize("code", [None, "", "XYZ", "70"])
def test_without_a_telling_code_nothing_is_claimed(code: str | None) -> None:
    assert standing(code, Revenue(10**12, 12)) == "unknown"


@pytest.mark.parametrize(
    ("wan", "months", "found"),
    [
        (2000, 12, "should"),
        (1999, 12, "watch"),
        (1600, 12, "watch"),
        (1599, 12, "below"),
        (167, 1, "watch"),  # times twelve 2,004
        (166, 1, "below"),
        (0, 0, "below"),
    ],
)
def test_a_firm_is_watched_from_four_fifths_or_by_its_monthly_mean(
    wan: int, months: int, found: str
) -> None:
    assert standing("1351", Revenue(wan * WAN, months)) == found


def test_who_is_registered_stays_so_and_who_reported_nothing_is_not_judged() -> None:
    assert standing("1351", None, registered=True) == "registered"
    assert standing("1351", None) == "unreported"
    assert standing("7010", None) == "should"


def test_a_builder_belongs_in_by_its_qualification_not_by_what_it_earns() -> None:
    assert standing("4710", Revenue(10**12, 12)) == "unqualified"
    assert standing("4710", None, qualified=True) == "should"


def test_in_december_only_builders_and_developers_have_a_monthly_window() -> None:
    industrial, building = size_class("1351"), size_class("4710")
    assert industrial is not None
    assert building is not None
    assert next_window(industrial, date(2025, 12, 3), new=True).kind == "annual"
    assert next_window(building, date(2025, 12, 3), new=True).kind == "monthly"


def test_the_last_day_of_a_monthly_window_is_local() -> None:
    industrial = size_class("1351")
    assert industrial is not None
    assert next_window(industrial, date(2025, 3, 3), new=True, closing=7).closes.day == 7


@given(st.integers(0, 5000), st.integers(1, 12), st.integers(0, 500))
def test_more_revenue_never_stands_lower(wan: int, months: int, more: int) -> None:
    order = ["below", "watch", "should"]
    low = standing("1351", Revenue(wan * WAN, months))
    high = standing("1351", Revenue((wan + more) * WAN, months))
    assert order.index(low) <= order.index(high)


def test_new_means_registered_since_october_of_the_year_before() -> None:
    assert is_new(date(2024, 10, 1), date(2025, 12, 31))
    assert not is_new(date(2024, 9, 30), date(2025, 1, 1))
    assert not is_new(date(2025, 2, 1), date(2025, 1, 1))


def test_new_units_register_every_month_others_in_autumn() -> None:
    industrial, building = size_class("1351"), size_class("4710")
    assert industrial is not None
    assert building is not None
    march = next_window(industrial, date(2025, 3, 21), new=True)
    assert (march.kind, march.opens, march.closes) == (
        "monthly",
        date(2025, 4, 1),
        date(2025, 4, 20),
    )
    autumn = next_window(industrial, date(2025, 3, 21), new=False)
    assert (autumn.kind, autumn.opens) == ("annual", date(2025, 10, 1))
    assert next_window(building, date(2025, 3, 2), new=False).kind == "monthly"


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.booleans())
def test_a_window_is_never_over(day: date, new: bool) -> None:
    kind = size_class("1351")
    assert kind is not None
    window = next_window(kind, day, new=new)
    assert window.opens <= window.closes
    assert day <= window.closes < day + timedelta(days=366)


def test_every_standing_has_its_words() -> None:
    made = {
        standing(code, Revenue(n * WAN, 3))
        for code in ("1351", "0313", None)
        for n in (1, 400, 1700, 2000)
    }
    assert made <= set(STANDINGS)
