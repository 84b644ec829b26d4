"""Side states and agreements: rows that are added and voided, with the rules people must keep."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm.domain.stages import AgreementType, SideState
from invest_crm.errors import UserError
from invest_crm.services.projects.facts import (
    AddAgreement,
    SetSideState,
    VoidAgreement,
    add_agreement,
    agreements,
    set_side_state,
    void_agreement,
)
from invest_crm.services.timeline_facts import facts_of
from invest_crm.services.undo import undo
from tests.support.factories import when, yi

if TYPE_CHECKING:
    from tests.support.factories import Bureau

DAY = date(2025, 8, 1)


def state(office: Bureau, project: str, *wanted: object) -> str | None:
    """Set a state; returns what the project then shows."""
    office.app.write(set_side_state, SetSideState(project, *wanted))  # type: ignore[arg-type]
    found = office.record(project)["side_state"]
    return None if found is None else str(found)


def test_a_signed_project_is_terminated_and_taken_up_again(any_office: Bureau) -> None:
    project = any_office.take_up("甲", signed_on=when("2025-03-01"))
    assert state(any_office, project, SideState.TERMINATED, DAY, "", None, ("FUNDS", "MARKET")) == (
        "TERMINATED"
    )
    assert state(any_office, project, SideState.ACTIVE, date(2025, 8, 20), "") is None
    any_office.app.write(undo, None)
    assert any_office.record(project)["side_state"] == "TERMINATED"


def test_a_lost_project_says_why_from_the_list_and_in_its_history(any_office: Bureau) -> None:
    project = any_office.take_up("甲")
    wanted = (SideState.LOST, DAY, "转投邻县，电话13812345678", None, ("RIVAL", "OTHER"))
    assert state(any_office, project, *wanted) == "LOST"
    told = any_office.app.read(lambda view: list(facts_of(view, [project])))
    words = " ".join(one.text for one in told)
    assert "Taken by another region" in words
    assert "转投邻县" in words
    assert "13812345678" not in words


def test_a_pause_knows_the_day_on_which_it_ends(office: Bureau) -> None:
    project = office.take_up("甲")
    assert state(office, project, SideState.PAUSED, DAY, "等用地指标", date(2026, 3, 1)) == "PAUSED"


@pytest.mark.parametrize(
    ("signed", "wanted", "code"),
    [
        (True, (SideState.TERMINATED, DAY, "协商解除"), "reason-unlisted"),
        (True, (SideState.TERMINATED, DAY, "协商解除", None, ("NOTHING",)), "reason-unlisted"),
        (True, (SideState.TERMINATED, DAY, "  ", None, ("OTHER",)), "reason-missing"),
        (True, (SideState.STALLED, DAY, "  "), "reason-missing"),
        (True, (SideState.LOST, DAY, "去了邻县", None, ("RIVAL",)), "state-signed"),
        (False, (SideState.TERMINATED, DAY, "", None, ("MARKET",)), "state-unsigned"),
        (True, (SideState.PAUSED, DAY, "等指标"), "state-until"),
        (True, (SideState.PAUSED, DAY, "等指标", DAY), "state-until"),
        (True, (SideState.ACTIVE, DAY, ""), "state-none"),
    ],
)
def test_a_state_that_does_not_fit_is_refused(
    office: Bureau, signed: bool, wanted: tuple[object, ...], code: str
) -> None:
    project = office.take_up("甲", **({"signed_on": when("2025-03-01")} if signed else {}))
    with pytest.raises(UserError) as refused:
        state(office, project, *wanted)
    assert refused.value.code == code
    assert office.record(project)["side_state"] is None


def test_further_agreements_stand_beside_the_signing(any_office: Bureau) -> None:
    office = any_office
    project = office.take_up("甲", signed_on=when("2025-03-01"), total_investment=yi(1))
    more = AddAgreement(project, AgreementType.INCREASE, when("2025-06-01"), yi(2))
    added = office.app.write(add_agreement, more).value
    found = office.app.read(agreements, project)
    assert [(line.type, line.amount) for line in found] == [
        (AgreementType.INVESTMENT, yi(1)),
        (AgreementType.INCREASE, yi(2)),
    ]
    assert office.record(project)["signed_on"].value == "2025-03-01"
    assert added == found[1].id


def test_a_voided_agreement_does_not_count_and_stays_in_the_history(office: Bureau) -> None:
    project = office.take_up("甲", signed_on=when("2025-03-01"))
    (line,) = office.app.read(agreements, project)
    office.app.write(void_agreement, VoidAgreement(line.id, "录入错误"))
    assert office.app.read(agreements, project) == ()
    assert office.record(project)["stage"] == "LEAD"
    with pytest.raises(UserError) as refused:
        office.app.write(void_agreement, VoidAgreement(line.id, "再次"))
    assert refused.value.code == "agreement-gone"
    office.app.write(undo, None)
    assert office.record(project)["stage"] == "SIGNED"


def test_an_agreement_needs_its_day_and_a_reason_to_be_voided(office: Bureau) -> None:
    project = office.take_up("甲", signed_on=when("2025-03-01"))
    with pytest.raises(UserError) as refused:
        office.app.write(
            add_agreement, AddAgreement(project, AgreementType.FORMAL, when("2099-01-01"))
        )
    assert refused.value.code == "date-in-future"
    (line,) = office.app.read(agreements, project)
    with pytest.raises(UserError) as refused:
        office.app.write(void_agreement, VoidAgreement(line.id, " "))
    assert refused.value.code == "reason-missing"


def test_the_construction_permit_is_a_date_like_the_others(any_office: Bureau) -> None:
    office = any_office
    project = office.take_up("甲", signed_on=when("2025-03-01"), permit_on=when("2025-05-06"))
    assert office.record(project)["permit_on"].value == "2025-05-06"
    office.edit(project, permit_on=when("2025-05"))
    assert office.record(project)["permit_on"].value == "2025-05"
