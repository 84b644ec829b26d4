"""Control indicators of a project: promised, measured, by date, beside the limit in force."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm.domain.area import mu_to_sqdm
from invest_crm.domain.land_indicators import Indicator
from invest_crm.domain.money import FEN_PER_YI
from invest_crm.errors import UserError
from invest_crm.services.land_indicators import IndicatorLine, SetIndicator, Side, set_indicator
from invest_crm.services.project_land import project_land
from invest_crm.services.undo import undo
from tests.support.factories import Bureau, images


def line(office: Bureau, project: str, indicator: Indicator) -> IndicatorLine:
    found = office.app.read(project_land, project)
    assert found is not None
    return next(one for one in found.indicators if one.indicator is indicator)


def put(office: Bureau, project: str, side: Side, value: int | None, day: str) -> None:
    command = SetIndicator(project, Indicator.COVERAGE, side, value, date.fromisoformat(day))
    office.app.write(set_indicator, command)


def test_the_agreed_intensity_is_computed_until_somebody_enters_one(any_office: Bureau) -> None:
    one = any_office.take_up(
        "甲项目", land_mu=mu_to_sqdm(100), total_investment=3 * FEN_PER_YI,
        fixed_investment=2 * FEN_PER_YI,
    )  # fmt: skip
    promised = line(any_office, one, Indicator.INTENSITY).promised
    assert promised is not None
    assert (promised.value, promised.computed) == (20_000, True)
    command = SetIndicator(one, Indicator.INTENSITY, Side.PROMISED, 15_000, date(2025, 8, 1))
    any_office.app.write(set_indicator, command)
    promised = line(any_office, one, Indicator.INTENSITY).promised
    assert promised is not None
    assert (promised.value, promised.on, promised.computed) == (15_000, date(2025, 8, 1), False)


def test_without_land_nothing_is_computed(office: Bureau) -> None:
    one = office.take_up("甲项目", total_investment=3 * FEN_PER_YI)
    assert line(office, one, Indicator.INTENSITY).promised is None


def test_the_latest_day_counts_and_the_same_day_is_corrected(any_office: Bureau) -> None:
    one = any_office.take_up("甲项目")
    for value, day in ((4500, "2025-08-01"), (4100, "2025-07-01"), (4600, "2025-08-01")):
        put(any_office, one, Side.MEASURED, value, day)
    found = line(any_office, one, Indicator.COVERAGE).measured
    assert found is not None
    assert (found.value, found.on) == (4600, date(2025, 8, 1))


def test_limit_and_promise_are_both_to_be_kept(office: Bureau) -> None:
    one = office.take_up("甲项目")
    assert line(office, one, Indicator.COVERAGE).kept is None
    put(office, one, Side.PROMISED, 4500, "2025-05-01")
    assert line(office, one, Indicator.COVERAGE).kept is True
    put(office, one, Side.MEASURED, 4400, "2025-06-01")
    assert line(office, one, Indicator.COVERAGE).kept is False  # below the promise
    put(office, one, Side.MEASURED, 4500, "2025-07-01")
    assert line(office, one, Indicator.COVERAGE).kept is True
    put(office, one, Side.PROMISED, 3000, "2025-07-01")
    put(office, one, Side.MEASURED, 3900, "2025-08-01")
    assert line(office, one, Indicator.COVERAGE).kept is False  # below the national limit


def test_a_value_is_taken_back_and_the_taking_back_undone(any_office: Bureau) -> None:
    one = any_office.take_up("甲项目")
    put(any_office, one, Side.MEASURED, 4500, "2025-08-01")
    before = images(any_office.app)
    command = SetIndicator(one, Indicator.COVERAGE, Side.MEASURED, None, date(2025, 9, 1))
    done = any_office.app.write(set_indicator, command)
    assert line(any_office, one, Indicator.COVERAGE).measured is None
    any_office.app.write(undo, done.changes.change_set_id)
    assert images(any_office.app) == before


def test_nothing_is_measured_on_a_day_to_come(office: Bureau) -> None:
    one = office.take_up("甲项目")
    with pytest.raises(UserError) as refused:
        put(office, one, Side.MEASURED, 4500, "2025-09-02")
    assert refused.value.code == "day-to-come"
