"""Demand against capacity by month: first short month and who collides, against brute force."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.months import month_later, months_from
from invest_crm.domain.utility_balance import Capacity, Demand, outlook
from invest_crm.domain.utility_needs import FIELDS, Supply, group_label, parse_amount

FIRST, LAST = "2025-09", "2027-08"
MONTHS = st.integers(-12, 30).map(lambda place: month_later(FIRST, place))
PARKS = st.sampled_from(["东园", "西园"])
SUPPLIES = st.sampled_from([Supply.POWER, Supply.WATER])
DEMANDS = st.builds(
    Demand,
    st.sampled_from("甲乙丙丁"),
    PARKS,
    SUPPLIES,
    st.integers(0, 90),
    MONTHS,
    MONTHS | st.just(""),
)
CAPACITIES = st.builds(Capacity, PARKS, SUPPLIES, st.integers(0, 150), MONTHS)


@given(st.lists(DEMANDS, max_size=8), st.lists(CAPACITIES, max_size=4))
def test_every_month_is_as_counted_by_hand(demands, capacities) -> None:
    found = outlook("东园", Supply.POWER, demands, capacities, FIRST, LAST)
    mine = [one for one in demands if one.park == "东园" and one.utility is Supply.POWER]
    supplied = [one for one in capacities if one.park == "东园" and one.utility is Supply.POWER]
    first_short = None
    for month, line in zip(months_from(FIRST, LAST), found.months, strict=True):
        taken = 0
        who = set()
        for one in mine:
            if one.first <= month and (one.last == "" or one.last >= month):
                taken += one.amount
                who.add(one.project)
        known = [one for one in supplied if one.first <= month]
        newest = max((one.first for one in known), default="")
        amounts = [one.amount for one in known if one.first == newest]
        assert (line.month, line.demand, set(line.projects)) == (month, taken, who)
        assert (line.capacity is None) == (not known)
        assert line.capacity is None or line.capacity == amounts[-1]
        if first_short is None and line.capacity is not None and taken > line.capacity:
            first_short = month
    assert (found.short.month if found.short else None) == first_short


def test_the_first_short_month_names_the_projects_that_collide() -> None:
    demands = [
        Demand("甲", "东园", Supply.POWER, 600, "2025-01"),
        Demand("乙", "东园", Supply.POWER, 500, "2026-03", "2026-12"),
        Demand("丙", "西园", Supply.POWER, 900, "2025-01"),
    ]
    supplied = [Capacity("东园", Supply.POWER, 1_000, "2025-01"),
                Capacity("东园", Supply.POWER, 2_000, "2026-06")]  # fmt: skip
    found = outlook("东园", Supply.POWER, demands, supplied, FIRST, LAST)
    assert found.short is not None
    assert (found.short.month, found.short.left, found.short.projects) == (
        "2026-03", -100, ("甲", "乙"),
    )  # fmt: skip
    after = next(one for one in found.months if one.month == "2026-06")
    assert (after.left, after.short) == (900, False)


def test_what_just_fits_is_not_short_and_the_unknown_is_neither() -> None:
    demand = [Demand("甲", "东园", Supply.GAS, 5, "2025-01")]
    fits = outlook("东园", Supply.GAS, demand, [Capacity("东园", Supply.GAS, 5, "2025-01")],
                   FIRST, LAST)  # fmt: skip
    unknown = outlook("东园", Supply.GAS, demand, [], FIRST, LAST)
    assert fits.short is None
    assert unknown.short is None
    assert unknown.months[0].left is None


def test_amounts_are_exact_and_nonsense_is_said() -> None:
    assert parse_amount("0.001") == (1, True)
    assert parse_amount("0.0001") == (None, False)
    assert parse_amount("-3") == (None, False)
    assert parse_amount("nan") == (None, False)


def test_every_field_has_a_group_and_every_supply_counts_known_fields() -> None:
    keys = {field.key for field in FIELDS}
    assert len(keys) == len(FIELDS)
    assert all(group_label(field.group) for field in FIELDS)
    for supply in Supply:
        assert keys.issuperset(supply.fields)
        assert {field.unit for field in FIELDS if field.key in supply.fields} == {supply.unit}
