"""Land as of a day: statuses, alarms and consequences of domain rule 3.4."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from invest_crm.domain.land import Alarm, Consequence, LandFacts, idle_fee, standing
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus

START = date(2024, 3, 31)
SUPPLIED = LandFacts(supplied=date(2023, 12, 1), agreed_start=START)


@pytest.mark.parametrize(
    ("day", "alarm", "status"),
    [
        (date(2024, 1, 30), None, ParcelStatus.UNUSED),
        (date(2024, 1, 31), Alarm.START_SOON, ParcelStatus.UNUSED),
        (date(2024, 3, 30), Alarm.START_SOON, ParcelStatus.UNUSED),
        (date(2024, 3, 31), Alarm.START_DUE, ParcelStatus.UNUSED),
        (date(2024, 12, 30), Alarm.START_DUE, ParcelStatus.UNUSED),
        (date(2024, 12, 31), Alarm.NEARLY_IDLE, ParcelStatus.UNUSED),
        (date(2025, 3, 30), Alarm.NEARLY_IDLE, ParcelStatus.UNUSED),
        (date(2025, 3, 31), Alarm.IDLE, ParcelStatus.IDLE),
        (date(2025, 12, 31), Alarm.NEARLY_TAKEN, ParcelStatus.IDLE),
        (date(2026, 3, 30), Alarm.NEARLY_TAKEN, ParcelStatus.IDLE),
        (date(2026, 3, 31), Alarm.TAKE_BACK, ParcelStatus.IDLE),
    ],
)
def test_each_alarm_comes_on_its_day_and_not_the_day_before(day, alarm, status) -> None:
    found = standing(SUPPLIED, day)
    assert (found.alarm, found.status) == (alarm, status)


def test_what_comes_next_is_known_with_its_day() -> None:
    found = standing(SUPPLIED, date(2024, 4, 1))
    assert (found.next, found.next_day) == (Alarm.NEARLY_IDLE, date(2024, 12, 31))
    assert standing(SUPPLIED, date(2026, 4, 1)).next is None


@pytest.mark.parametrize(
    ("day", "by_firm", "by_government"),
    [
        (date(2025, 3, 30), Consequence.NOTHING, Consequence.NOTHING),
        (date(2025, 3, 31), Consequence.FEE, Consequence.NO_FEE),
        (date(2026, 3, 31), Consequence.TAKE_BACK, Consequence.NO_FEE),
    ],
)
def test_a_cause_of_the_government_means_no_fee_and_no_taking_back(
    day, by_firm, by_government
) -> None:
    assert standing(SUPPLIED, day).consequence is by_firm
    caused = replace(SUPPLIED, government_caused=True)
    assert standing(caused, day).consequence is by_government
    assert standing(caused, day).status == standing(SUPPLIED, day).status


def test_a_confirmed_start_ends_the_clock_from_its_day_on() -> None:
    started = replace(SUPPLIED, start_confirmed=date(2025, 6, 1))
    assert standing(started, date(2025, 5, 31)).alarm is Alarm.IDLE
    after = standing(started, date(2025, 6, 1))
    assert (after.alarm, after.next, after.status) == (None, None, ParcelStatus.IN_USE)


@pytest.mark.parametrize(
    ("built", "invested", "idle"),
    [(3332, 9000, True), (3333, 9000, False), (9000, 2499, True), (9000, 2500, False),
     (None, None, False)],
)  # fmt: skip
def test_stopped_works_are_idle_after_a_year_where_little_was_built_or_invested(
    built, invested, idle
) -> None:
    facts = replace(
        SUPPLIED,
        start_confirmed=date(2024, 4, 1),
        stopped=date(2024, 7, 1),
        built=built,
        invested=invested,
    )
    found = standing(facts, date(2025, 7, 1))
    assert (found.status is ParcelStatus.IDLE) is idle
    assert found.consequence is (Consequence.SETTLE if idle else Consequence.NOTHING)
    assert standing(facts, date(2025, 6, 30)).status is ParcelStatus.IN_USE


def test_approved_land_without_supply_is_not_supplied() -> None:
    facts = LandFacts(approved=date(2024, 1, 1))
    assert standing(facts, date(2023, 12, 31)).status is None
    assert standing(facts, date(2024, 1, 1)).status is ParcelStatus.UNSUPPLIED


def test_a_recorded_status_that_the_dates_contradict_is_told() -> None:
    recorded = replace(SUPPLIED, status=ParcelStatus.UNUSED)
    assert not standing(recorded, date(2025, 3, 30)).differs
    assert standing(recorded, date(2025, 3, 31)).differs


def test_land_that_the_ledger_says_is_used_has_no_clock() -> None:
    used = replace(SUPPLIED, status=ParcelStatus.IN_USE)
    found = standing(used, date(2026, 6, 1))
    assert (found.status, found.alarm) == (ParcelStatus.IN_USE, None)


def test_land_recognised_as_idle_is_idle_without_waiting_for_the_year() -> None:
    facts = replace(SUPPLIED, recognised=date(2024, 6, 1))
    assert standing(facts, date(2024, 6, 1)).status is ParcelStatus.IDLE


def test_a_plant_has_the_status_it_was_given_and_no_clock() -> None:
    facts = LandFacts(ParcelKind.PLANT, ParcelStatus.VACANT, agreed_start=START)
    found = standing(facts, date(2030, 1, 1))
    assert (found.status, found.alarm) == (ParcelStatus.VACANT, None)


def test_the_fee_is_a_fifth_of_the_price_rounded_half_up() -> None:
    assert [idle_fee(fen) for fen in (1000, 2, 3, 123_456_789)] == [200, 0, 1, 24_691_358]
