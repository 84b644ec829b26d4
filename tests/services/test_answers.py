"""客商暂不能提供: an explicit answer that meets nothing, and is asked about again on its day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm.domain.stages import Stage
from invest_crm.errors import UserError
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files
from invest_crm.services.projects.answered import answers_of
from invest_crm.services.projects.answers import (
    CannotProvide,
    WithdrawAnswer,
    cannot_provide,
    withdraw_answer,
)
from invest_crm.services.projects.gates import gate
from invest_crm.services.projects.moving import MoveProject, move_project
from invest_crm.services.today import today
from tests.support.factories import images, log_texts

if TYPE_CHECKING:
    from tests.support.factories import Bureau

SAID, AGAIN = date(2025, 8, 20), date(2025, 9, 20)


@pytest.fixture
def project(any_office: Bureau) -> str:
    return any_office.ledger("2025-08-31", {"name": "某项目", "signed_on": "2025-03-01"})[0]


def _say(office: Bureau, project: str, need: str = "LICENCE", again: date = AGAIN) -> str:
    command = CannotProvide(project, need, "张总 13912345678", SAID, again, "公司名未核准")
    return str(office.app.write(cannot_provide, command).value)


def test_the_answer_stands_with_who_when_and_until_when(any_office: Bureau, project: str) -> None:
    _say(any_office, project)
    (found,) = any_office.app.read(answers_of)[project].values()
    assert (found.need, found.said_on, found.ask_on) == ("LICENCE", SAID, AGAIN)
    assert found.recorded_by == "wang"
    assert "13912345678" not in log_texts(any_office.app)


def test_it_meets_nothing_and_the_gate_says_so(any_office: Bureau, project: str) -> None:
    _say(any_office, project)
    found = any_office.app.read(gate, project, Stage.REGISTERED)
    assert not found.is_open
    assert "LICENCE" in found.answers
    command = MoveProject(project, Stage.REGISTERED, date(2025, 8, 30))
    with pytest.raises(UserError) as refused:
        any_office.app.write(move_project, command)
    assert refused.value.code == "gate-missing"


def test_a_withdrawn_answer_stands_no_more_and_undo_brings_it_back(
    any_office: Bureau, project: str
) -> None:
    _say(any_office, project)
    any_office.app.write(withdraw_answer, WithdrawAnswer(project, "LICENCE"))
    assert not any_office.app.read(answers_of)
    with pytest.raises(UserError) as refused:
        any_office.app.write(withdraw_answer, WithdrawAnswer(project, "LICENCE"))
    assert refused.value.code == "answer-none"
    any_office.undo()
    assert "LICENCE" in any_office.app.read(answers_of)[project]


def test_it_is_quiet_until_its_day_and_gone_once_the_paper_is_there(
    any_office: Bureau, project: str
) -> None:
    _say(any_office, project)

    def asked(day: date) -> list[str]:
        return [row.id for row in any_office.app.read(today, day).ask_again]

    assert asked(date(2025, 9, 19)) == []
    assert asked(AGAIN) == [project]
    add_files(any_office.app, Subject("project", project), [Offered("营业执照.jpg", b"x")])
    assert asked(AGAIN) == []


def test_a_new_answer_takes_the_place_of_the_former_and_undo_gives_it_back(
    any_office: Bureau, project: str
) -> None:
    _say(any_office, project)
    before = images(any_office.app)
    _say(any_office, project, again=date(2025, 10, 8))
    (found,) = any_office.app.read(answers_of, [project])[project].values()
    assert found.ask_on == date(2025, 10, 8)
    any_office.undo()
    assert images(any_office.app) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"need": "signed_on"}, "answer-needless"),
        ({"need": "NOTHING"}, "answer-needless"),
        ({"said_by": " "}, "answer-who"),
        ({"ask_on": date(2025, 9, 1)}, "answer-day"),
        ({"said_on": date(2025, 9, 2)}, "answer-day"),
    ],
)
def test_what_makes_no_answer_is_refused(
    any_office: Bureau, project: str, change: dict[str, object], code: str
) -> None:
    whole: dict[str, object] = {
        "project_id": project,
        "need": "LICENCE",
        "said_by": "张总",
        "said_on": SAID,
        "ask_on": AGAIN,
    }
    with pytest.raises(UserError) as refused:
        any_office.app.write(cannot_provide, CannotProvide(**{**whole, **change}))  # type: ignore[arg-type]
    assert refused.value.code == code
