"""Amounts and money in place, and what was known when."""

from __future__ import annotations

from typing import Any

import pytest

from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import milestone, project_amount
from invest_crm.domain.stages import MilestoneKind
from invest_crm.errors import UserError
from invest_crm.services import figures
from invest_crm.services.projects import edit
from tests.support.factories import Bureau, yi

K = MilestoneKind
SIGNED = {"signed_on": "2025-03-10"}


# ---- as known at -----------------------------------------------------------------------------


def test_a_fact_counts_from_when_it_was_recorded_until_it_was_voided(any_office: Bureau) -> None:
    clock: Any = any_office.app.clock
    clock.set("2025-03-20T09:00")
    project_id = any_office.take_up(**SIGNED)
    clock.set("2025-05-10T09:00")
    fact_id = any_office.reach(project_id, K.STARTED, "2025-04-01")
    clock.set("2025-06-10T09:00")
    any_office.void(milestone, fact_id)
    known = ["2025-03-19", "2025-05-09", "2025-05-10", "2025-06-09", "2025-06-10"]
    started = [
        any_office.value("started.count", "2025-09-01", known_at=figures.moment(day))
        for day in known
    ]
    assert started == [0, 0, 1, 1, 0]
    assert any_office.value("started.count", "2025-09-01") == 0
    signed = any_office.value("signed.count", "2025-09-01", known_at=figures.moment("2025-03-19"))
    assert signed == 0


def test_a_corrected_amount_is_known_only_later(office: Bureau) -> None:
    clock: Any = office.app.clock
    clock.set("2025-03-20T09:00")
    project_id = office.take_up(total_investment=yi(2), **SIGNED)
    clock.set("2025-06-20T09:00")
    office.edit(project_id, total_investment=yi(3))
    assert office.value("signed.amount", "2025-09-01") == yi(3)
    assert office.value("signed.amount", "2025-06-19") == yi(2)
    known = figures.moment("2025-05-01")
    assert office.value("signed.amount", "2025-09-01", known_at=known) == yi(2)


def test_a_project_archived_later_was_known_before(office: Bureau) -> None:
    clock: Any = office.app.clock
    clock.set("2025-03-20T09:00")
    project_id = office.take_up(**SIGNED)
    clock.set("2025-06-20T09:00")
    office.app.write(edit.archive_projects, (project_id,))
    assert office.value("signed.count", "2025-09-01") == 0
    known = figures.moment("2025-05-01")
    assert office.value("signed.count", "2025-09-01", known_at=known) == 1


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (None, None),
        ("2025-08-31", "2025-08-31T15:59:59.999999Z"),
        ("2025-08-31T18:00", "2025-08-31T10:00:00.000000Z"),
        ("2025-08-31T18:00:00+00:00", "2025-08-31T18:00:00.000000Z"),
        ("2025-08-31T18:00:00Z", "2025-08-31T18:00:00.000000Z"),
    ],
)
def test_a_moment_is_read_at_the_bureau(text: str | None, moment: str | None) -> None:
    assert figures.moment(text) == moment


def test_an_unreadable_moment_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        figures.moment("gestern")
    assert refused.value.code == "bad-moment"


# ---- amounts ---------------------------------------------------------------------------------


def test_a_changed_amount_takes_effect_from_its_files_cut_off(office: Bureau) -> None:
    (project_id,) = office.ledger("2025-03-31", {**SIGNED, "total_investment": yi(1)})
    row = {"kind": "total_investment", "amount": yi(2), "effective_on": "2025-06-30"}
    office.fact(project_amount, project_id, **row)
    days = ("2025-03-15", "2025-06-29", "2025-06-30")
    assert [office.value("signed.amount", day) for day in days] == [yi(1), yi(1), yi(2)]


def test_a_cleared_amount_no_longer_counts(office: Bureau) -> None:
    project_id = office.take_up(total_investment=yi(2), external_funds=yi(1), **SIGNED)
    office.edit(project_id, total_investment=None, external_funds=None)
    assert office.record(project_id)["total_investment"] is None
    assert office.value("signed.amount", "2025-09-30") == 0
    assert office.figures("2025-09-30")["funds.rate"].base == ()


# ---- money in place --------------------------------------------------------------------------


def test_money_in_place_is_the_latest_statement_and_the_months_after_it(any_office: Bureau) -> None:
    project_id = any_office.take_up(external_funds=1000, **SIGNED)
    any_office.stated(project_id, "2025-04-30", 100)
    any_office.stated(project_id, "2025-04-30", 999)
    any_office.month(project_id, "2025-04", funds_month=50)
    any_office.month(project_id, "2025-05", funds_month=30, completed_month=7)
    row = any_office.month(project_id, "2025-06", funds_month=20, completed_year=12)
    days = ("2025-04-29", "2025-04-30", "2025-05-31", "2025-06-29", "2025-06-30")
    # Without any statement the months alone are known: none had ended by 29 April.
    amounts = [any_office.value("funds.amount", day) for day in days]
    assert amounts == [0, 100, 130, 130, 150]
    assert any_office.value("funds.rate", "2025-06-30") == "15.00"
    assert any_office.value("fixed_investment.amount", "2025-06-30") == 12
    any_office.void(monthly_report, row)
    assert any_office.value("funds.amount", "2025-06-30") == 130
    assert any_office.value("fixed_investment.amount", "2025-06-30") == 7


def test_a_corrected_statement_of_the_same_day_takes_effect(office: Bureau) -> None:
    project_id = office.take_up(funds_in_place=100, **SIGNED)
    office.edit(project_id, funds_in_place=250)
    assert office.record(project_id)["funds_in_place"] == 250
    assert office.value("funds.amount", "2025-09-30") == 250


def test_cleared_money_in_place_no_longer_counts(office: Bureau) -> None:
    project_id = office.take_up(funds_in_place=100, **SIGNED)
    office.edit(project_id, funds_in_place=None)
    assert office.record(project_id)["funds_in_place"] is None
    assert office.figures("2025-09-30")["funds.amount"].projects == ()


def test_first_money_is_performance(office: Bureau) -> None:
    project_id = office.take_up(**SIGNED)
    assert office.value("performed.count", "2025-09-01") == 0
    office.stated(project_id, "2025-08-01", 1)
    assert office.value("performed.count", "2025-07-31") == 0
    assert office.value("performed.count", "2025-08-01") == 1
