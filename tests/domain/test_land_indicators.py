"""Control indicators: formulas with their units, limits by the day they hold from."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm.domain.area import mu_to_sqdm
from invest_crm.domain.land_indicators import (
    Indicator,
    Limit,
    edition_on,
    editions,
    limit_text,
    per_hectare,
    per_mu,
    plot_ratio,
    share_of,
    value_text,
)
from invest_crm.domain.money import FEN_PER_WAN, FEN_PER_YI


@pytest.mark.parametrize(
    ("fen", "mu", "per"),
    [(2 * FEN_PER_YI, 100, "200"), (15_000 * FEN_PER_WAN, 100, "150"), (0, 10, "0"),
     (100 * FEN_PER_WAN, 3, "33.33")],
)  # fmt: skip
def test_money_per_land_is_in_ten_thousands_a_mu(fen: int, mu: int, per: str) -> None:
    found = per_mu(fen, mu_to_sqdm(mu))
    assert found is not None
    assert value_text(found) == per
    assert value_text(per_hectare(20_000)) == "3000"  # 200万元/亩 = 3000万元/公顷


def test_a_hectare_is_fifteen_mu_and_ten_thousand_square_metres() -> None:
    hectare = 1_000_000  # square decimetres
    assert per_mu(15 * FEN_PER_WAN, hectare) == 100
    assert mu_to_sqdm(15) == hectare


def test_without_land_there_is_no_indicator() -> None:
    assert per_mu(FEN_PER_YI, 0) is plot_ratio([(1, 1)], 0) is share_of(1, 0) is None


def test_storeys_above_eight_metres_count_twice_and_at_eight_once() -> None:
    assert plot_ratio([(1_000, 800)], 1_000) == 100
    assert plot_ratio([(1_000, 801)], 1_000) == 200


def test_shares_are_rounded_half_up() -> None:
    assert [share_of(part, 20_000) for part in (1, 2, 3)] == [1, 1, 2]


@pytest.mark.parametrize(
    ("day", "edition", "coverage"),
    [("2004-10-31", None, None), ("2004-11-01", "2004", "≥ 30"), ("2023-05-15", "2008", "≥ 30"),
     ("2023-05-16", "2023", "≥ 40"), ("2030-01-01", "2023", "≥ 40")],
)  # fmt: skip
def test_the_limits_are_those_in_force_on_the_day(day, edition, coverage) -> None:
    found = edition_on(date.fromisoformat(day))
    assert (None if found is None else found.id) == edition
    if found is not None:
        assert limit_text(found.limits[Indicator.COVERAGE]) == coverage


def test_a_limit_is_kept_at_its_edge_and_broken_beyond() -> None:
    assert Limit(least=4000).keeps(4000)
    assert not Limit(least=4000).keeps(3999)
    assert Limit(most=700).keeps(700)
    assert not Limit(most=700).keeps(701)


def test_every_edition_names_its_source_and_they_follow_each_other() -> None:
    days = [one.since for one in editions()]
    assert days == sorted(days)
    assert all(one.source and one.limits for one in editions())
