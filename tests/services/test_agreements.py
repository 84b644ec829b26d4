"""Agreements: chain, amounts, repeated signings and what figures count; promises of both sides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from invest_crm.domain.commitments import Fair, Side, State
from invest_crm.domain.signings import Signing
from invest_crm.domain.stages import AgreementType
from invest_crm.errors import UserError
from invest_crm.services.agreements.amounts import ChangeAmount, amount_changes, change_amount
from invest_crm.services.agreements.commitments import (
    EditCommitment,
    archive_commitments,
    facts_of,
    load,
    load_all,
    save_commitment,
)
from invest_crm.services.agreements.grid import COMMITMENTS
from invest_crm.services.agreements.outcomes import (
    SetCommitment,
    set_commitments,
)
from invest_crm.services.agreements.panel import commitment_panel
from invest_crm.services.agreements.repeats import AnswerSigning, answer_signing, unanswered
from invest_crm.services.agreements.scans import contract_files
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files
from invest_crm.services.figures import Question, snapshot
from invest_crm.services.listing import ListQuery, list_ids
from invest_crm.services.projects.facts import AddAgreement, add_agreement, agreements
from invest_crm.services.projects.records import load_one
from invest_crm.services.today import today
from invest_crm.services.trash import list_trash, restore_trash
from invest_crm.services.undo import undo
from tests.support.factories import Bureau, images, when, yi

TODAY = date(2025, 9, 1)


def sign(office: Bureau, project: str, on: str = "2025-08-01", **values: Any) -> str:
    command = AddAgreement(project, AgreementType.INVESTMENT, when(on), **values)
    return str(office.app.write(add_agreement, command).value)


def promise(office: Bureau, project: str, **values: Any) -> str:
    said = {"project_id": project, "side": "GOVERNMENT", "kind": "LAND", "wording": "三个月内供地",
            "fair": "NOT_NEEDED"}  # fmt: skip
    command = EditCommitment(None, {**said, **values})
    return str(office.app.write(save_commitment, command).value)


def refused(office: Bureau, code: str, do: Any, command: Any) -> None:
    before = images(office.app)
    with pytest.raises(UserError) as caught:
        office.app.write(do, command)
    assert caught.value.code == code
    assert images(office.app) == before


def counted(office: Bureau) -> dict[str, tuple[bool, int]]:
    """By project: whether figures count its signing, and its increases."""
    facts = office.app.read(snapshot, Question(as_of=TODAY))
    return {
        fact.name: (fact.signed_day is not None, sum(amount for _day, amount in fact.increases))
        for fact in facts
    }


def attach(office: Bureau, project: str, name: str, kind: str) -> None:
    offered = Offered(name, b"%PDF-1.4 " + name.encode(), kind)
    add_files(office.app, Subject("project", project), [offered])


# ---- agreements ------------------------------------------------------------------------------


def test_an_agreement_keeps_parties_ceremony_and_what_supplements_it(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    first = sign(office, project, parties="县政府、乙公司", ceremony=when("2025-08-18"))
    command = AddAgreement(project, AgreementType.TERMINATION, when("2025-08-20"), parent_id=first)
    office.app.write(add_agreement, command)
    lines = office.app.read(agreements, project)
    assert [(line.type, line.parent_id) for line in lines] == [
        (AgreementType.INVESTMENT, ""),
        (AgreementType.TERMINATION, first),
    ]
    assert (lines[0].parties, lines[0].ceremony.value) == ("县政府、乙公司", "2025-08-18")
    assert office.app.read(contract_files, project) == 0
    attach(office, project, "合同.pdf", "CONTRACT")
    assert office.app.read(contract_files, project) == 1


def test_an_amount_changes_with_a_reason_and_figures_follow_where_it_is_the_whole(
    any_office,
) -> None:
    office = any_office
    project = office.take_up("甲", total_investment=yi(3))
    signed = sign(office, project, amount=yi(3))
    change = ChangeAmount(signed, yi(2), date(2025, 8, 20), "补充协议调减", whole=True)
    office.app.write(change_amount, change)
    (made,) = office.app.read(amount_changes, [signed])[signed]
    assert (made.amount, made.reason) == (yi(2), "补充协议调减")
    assert office.app.read(agreements, project)[0].amount == yi(3), "what was signed stays"
    assert office.app.read(load_one, project)["total_investment"] == yi(2)
    refused(office, "reason-missing", change_amount, ChangeAmount(signed, 1, TODAY, " "))
    refused(office, "day-to-come", change_amount, ChangeAmount(signed, 1, date(2025, 9, 2), "x"))
    refused(office, "agreement-gone", change_amount, ChangeAmount("gone", 1, TODAY, "x"))


@pytest.mark.parametrize(
    ("signing", "counts"),
    [
        (Signing.NEW, (True, 0)),
        (Signing.INCREASE, (False, yi(1))),
        (Signing.RENEWAL, (False, 0)),
        (Signing.REPEAT, (False, 0)),
    ],
)
def test_a_signing_of_the_same_firm_is_asked_about_and_counted_by_the_answer(
    any_office, signing: Signing, counts: tuple[bool, int]
) -> None:
    office = any_office
    own = {"investor": "乙牧业有限公司", "park": "经开区"}
    first = office.take_up("甲", **own, total_investment=yi(3))
    earlier = sign(office, first, "2025-03-01", amount=yi(3))
    second = office.take_up("乙", **own, total_investment=yi(1))
    plain = AddAgreement(second, AgreementType.INVESTMENT, when("2025-08-01"), yi(1))
    refused(office, "signing-unanswered", add_agreement, plain)
    sign(office, second, amount=yi(1), signing=signing.value, signing_of=earlier)
    assert counted(office) == {"甲": (True, 0), "乙": counts}


@pytest.mark.parametrize(
    "other",
    [
        {"investor": "丙公司", "park": "经开区", "total_investment": yi(3)},
        {"investor": "乙牧业", "park": "物流园", "total_investment": yi(1)},
    ],
)
def test_another_firm_or_another_place_and_amount_is_not_asked_about(
    office: Bureau, other: dict[str, Any]
) -> None:
    first = office.take_up("甲", investor="乙牧业有限公司", park="经开区", total_investment=yi(3))
    sign(office, first, "2025-03-01", amount=yi(3))
    second = office.take_up("乙", **other)
    sign(office, second, amount=other["total_investment"])
    assert counted(office)["乙"] == (True, 0)


def test_a_signing_from_a_ledger_is_asked_about_afterwards(office: Bureau) -> None:
    rows = [
        {"name": name, "investor": "乙公司", "total_investment": yi(2), "signed_on": "2025-05-01"}
        for name in ("甲", "甲二")
    ]
    first, second = office.ledger("2025-08-31", *rows)
    (pair,) = office.app.read(unanswered, second)
    assert [one.project_id for one in pair[1]] == [first]
    office.app.write(answer_signing, AnswerSigning(pair[0], Signing.REPEAT))
    assert office.app.read(unanswered, second) == []
    assert counted(office) == {"甲": (True, 0), "甲二": (False, 0)}
    office.app.write(undo, None)
    assert counted(office)["甲二"] == (True, 0)


# ---- promises --------------------------------------------------------------------------------


def test_passed_needs_the_uploaded_opinion(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    clause = {"kind": "TAX_REWARD", "wording": "按地方留成给予奖励", "fair": "PENDING"}
    one = promise(office, project, **clause)
    passed = EditCommitment(one, {"fair": Fair.PASSED.value})
    refused(office, "opinion-missing", save_commitment, passed)
    assert not office.app.read(commitment_panel, one).opinion
    attach(office, project, "公平竞争审查意见.pdf", "FAIR_REVIEW")
    office.app.write(save_commitment, passed)
    assert office.app.read(load, [one])[one]["fair"] == Fair.PASSED
    assert office.app.read(load, [one])[one].warned()


def test_what_became_of_promises_are_dated_facts_in_one_action(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    ids = tuple(promise(office, project, due_on=f"2025-08-{day}") for day in (10, 20))
    records = office.app.read(load_all, project)
    assert [record.standing(TODAY) for record in records] == ["LATE", "LATE"]
    before = images(office.app)
    kept = SetCommitment(ids, State.KEPT, date(2025, 8, 25), "供地批复", yi(1))
    office.app.write(set_commitments, kept)
    assert {record.standing(TODAY) for record in office.app.read(load_all, project)} == {"KEPT"}
    (fact,) = office.app.read(facts_of, ids[0])
    assert (fact.on, fact.amount, fact.note) == (date(2025, 8, 25), yi(1), "供地批复")
    office.app.write(undo, None)
    assert images(office.app) == before
    broken = SetCommitment(ids, State.BROKEN, TODAY)
    refused(office, "note-missing", set_commitments, broken)
    refused(office, "day-to-come", set_commitments,
            SetCommitment(ids, State.KEPT, date(2025, 9, 2)))  # fmt: skip
    refused(office, "commitment-gone", set_commitments, SetCommitment(("x",), State.KEPT, TODAY))


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("wording-missing", {"wording": " "}),
        ("kind-unknown", {"side": Side.FIRM.value, "kind": "TAX_REFUND"}),
        ("project-unknown", {"project_id": None, "project": "没有这个项目"}),
    ],
)
def test_what_is_no_promise_is_refused(office: Bureau, code: str, values: dict[str, Any]) -> None:
    project = office.take_up("甲")
    said = {"project_id": project, "side": "GOVERNMENT", "kind": "LAND", "wording": "供地"}
    refused(office, code, save_commitment, EditCommitment(None, {**said, **values}))


def test_lists_ask_for_sides_due_days_and_warnings(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    late = promise(office, project, due_on="2025-08-20")
    soon = promise(office, project, due_on="2025-09-20", side="FIRM", kind="START", wording="开工")
    warned = promise(office, project, kind="TAX_REFUND", wording="税收返还", fair="PENDING")

    def found(**filters: Any) -> list[str]:
        return office.app.read(list_ids, COMMITMENTS, ListQuery(filters=filters))

    assert found() == [late, soon, warned]
    assert found(side="FIRM") == [soon]
    assert found(due="overdue") == [late]
    assert found(due="soon") == [soon]
    assert found(warned=True) == [warned]
    assert office.app.read(list_ids, COMMITMENTS, ListQuery(text="返还")) == [warned]


def test_due_promises_of_both_sides_stand_under_today(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    promise(office, project, due_on="2025-08-20")
    promise(office, project, due_on="2025-09-20", side="FIRM", kind="START", wording="开工")
    promise(office, project, due_on="2026-09-20")
    found = office.app.read(today)
    assert [(one.government, one.left) for one in found.promises] == [(True, -12), (False, 19)]


def test_a_promise_goes_to_the_trash_and_comes_back(office: Bureau) -> None:
    one = promise(office, office.take_up("甲"))
    office.app.write(archive_commitments, (one,))
    assert office.app.read(load_all) == []
    (line,) = office.app.read(list_trash)
    assert (line.kind, line.name) == ("commitment", "三个月内供地")
    office.app.write(restore_trash, [line.id])
    assert [record.id for record in office.app.read(load_all)] == [one]
