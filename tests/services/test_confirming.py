"""Starred stages: a second person confirms or refuses; nobody confirms their own step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm.domain.stages import AgreementType, MilestoneKind, Stage
from invest_crm.errors import UserError
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.projects import confirming
from invest_crm.services.projects.confirming import Decide, decide, pending, to_confirm
from invest_crm.services.projects.facts import AddAgreement, add_agreement
from invest_crm.services.projects.moving import MoveProject, move_project
from tests.support.factories import colleague, images, when

if TYPE_CHECKING:
    from tests.support.factories import Bureau

DAY = date(2025, 8, 1)


def _started(office: Bureau, ask: str = "") -> str:
    (project,) = office.ledger("2025-08-31", {"signed_on": "2025-03-01"})
    command = MoveProject(project, Stage.STARTED, DAY, reason="现场已开挖", ask=ask)
    office.app.write(move_project, command)
    return project


def _codes(office: Bureau, actor: str) -> list[tuple[str, Stage]]:
    found = colleague(office.app, actor).read(to_confirm)
    return [(one.project_id, one.stage) for one in found]


def test_a_start_counts_at_once_and_waits_for_a_second_person(any_office: Bureau) -> None:
    project = _started(any_office)
    assert any_office.record(project)["stage"] == "STARTED"
    assert any_office.app.read(pending) == {project: (Stage.STARTED,)}
    assert any_office.app.read(pending, [project]) == {project: (Stage.STARTED,)}
    assert _codes(any_office, "wang") == []
    assert _codes(any_office, "li") == [(project, Stage.STARTED)]


def test_a_project_taken_up_by_hand_as_started_waits_as_well(any_office: Bureau) -> None:
    project = any_office.take_up("甲", signed_on="2025-03-01", started_on="2025-08-01")
    asked = set(any_office.app.read(pending)[project])
    assert {Stage.SIGNED, Stage.STARTED} <= asked


def test_who_is_asked_sees_it_and_nobody_else(any_office: Bureau) -> None:
    project = _started(any_office, ask="li")
    assert _codes(any_office, "li") == [(project, Stage.STARTED)]
    assert _codes(any_office, "zhao") == []


def test_confirming_says_who_asked_who_confirmed_and_when(any_office: Bureau) -> None:
    project = _started(any_office)
    colleague(any_office.app, "li").write(decide, Decide(project, Stage.STARTED))
    found = any_office.app.read(confirming.latest_confirmations, project)[Stage.STARTED]
    assert (found.state, found.asked_by, found.decided_by) == ("CONFIRMED", "wang", "li")
    assert found.decided_at > found.asked_at
    assert not any_office.app.read(pending)


def test_nobody_confirms_their_own_step(any_office: Bureau) -> None:
    project = _started(any_office)
    with pytest.raises(UserError) as refused:
        any_office.app.write(decide, Decide(project, Stage.STARTED))
    assert refused.value.code == "confirm-own"
    assert any_office.app.read(pending)


def test_a_refusal_takes_the_step_back_with_its_reason_and_undo_brings_it_again(
    any_office: Bureau,
) -> None:
    project = _started(any_office)
    li = colleague(any_office.app, "li")
    before = images(any_office.app)
    refusal = Decide(project, Stage.STARTED, "只是平场，电话13812345678")
    done = li.write(decide, refusal).changes.change_set_id
    assert any_office.record(project)["stage"] == "SIGNED"
    found = any_office.app.read(confirming.latest_confirmations, project)[Stage.STARTED]
    assert (found.state, found.decided_by) == ("REFUSED", "li")
    assert "只是平场" in found.reason
    assert "13812345678" not in found.reason
    any_office.undo(done)
    assert images(any_office.app) == before


def test_a_refused_signing_leaves_what_else_was_agreed(any_office: Bureau) -> None:
    project = any_office.take_up(name="甲", investor="乙")
    any_office.agree(project, AgreementType.LETTER, "2025-02-01")
    command = AddAgreement(project, AgreementType.FORMAL, when("2025-08-01"))
    any_office.app.write(add_agreement, command)
    assert any_office.app.read(pending) == {project: (Stage.SIGNED,)}
    colleague(any_office.app, "li").write(decide, Decide(project, Stage.SIGNED, "未盖章"))
    assert any_office.record(project)["stage"] == "LEAD"
    assert any_office.record(project)["signed_on"].value == "2025-02-01"


def test_a_date_typed_by_hand_is_confirmed_and_one_from_a_ledger_is_not(
    any_office: Bureau,
) -> None:
    (project,) = any_office.ledger("2025-08-31", {"started_on": "2025-06-01"})
    assert not any_office.app.read(pending)
    any_office.edit(project, started_on="2025-07-01")
    assert any_office.app.read(pending) == {project: (Stage.STARTED,)}
    any_office.edit(project, started_on=None)
    assert not any_office.app.read(pending)


def test_a_corrected_date_is_asked_anew_and_only_once(any_office: Bureau) -> None:
    project = _started(any_office)
    colleague(any_office.app, "li").write(decide, Decide(project, Stage.STARTED))
    any_office.edit(project, started_on="2025-07-01")
    any_office.edit(project, started_on="2025-07-02")
    assert [one.stage for one in colleague(any_office.app, "li").read(to_confirm)] == [
        Stage.STARTED
    ]


def test_the_option_names_who_confirms_or_that_nobody_does(any_office: Bureau) -> None:
    any_office.app.write(set_option, SetOption(confirming.NAMES, "赵局长、钱股长"))
    project = _started(any_office)
    assert any_office.app.read(confirming.confirmers) == ("赵局长", "钱股长")
    with pytest.raises(UserError) as refused:
        colleague(any_office.app, "li").write(decide, Decide(project, Stage.STARTED))
    assert refused.value.code == "confirm-not-allowed"
    colleague(any_office.app, "赵局长").write(decide, Decide(project, Stage.STARTED))
    any_office.app.write(set_option, SetOption(confirming.WANTED, "no"))
    any_office.edit(project, started_on="2025-07-01")
    assert not any_office.app.read(pending)


def test_who_may_not_confirm_cannot_be_asked(any_office: Bureau) -> None:
    with pytest.raises(UserError) as refused:
        _started(any_office, ask="wang")
    assert refused.value.code == "confirm-not-allowed"


def test_figures_wait_for_confirmation_only_where_the_calibre_says_so(
    any_office: Bureau,
) -> None:
    from invest_crm.services.calibres import NewCalibre, add_calibre

    project = _started(any_office)
    assert any_office.value("started.count", "2025-09-01") == 1
    any_office.app.write(add_calibre, NewCalibre("严口径", 2025, {"confirmed_only": "yes"}))
    assert any_office.value("started.count", "2025-09-01") == 0
    colleague(any_office.app, "li").write(decide, Decide(project, Stage.STARTED))
    assert any_office.value("started.count", "2025-09-01") == 1
    (other,) = any_office.ledger("2025-08-31", {"name": "他", "started_on": "2025-06-01",
                                               "signed_on": "2025-01-01"})  # fmt: skip
    assert any_office.value("started.count", "2025-09-01") == 2
    any_office.reach(other, MilestoneKind.COMPLETED, "2025-07-01")
    assert any_office.value("signed.count", "2025-09-01") == 2
