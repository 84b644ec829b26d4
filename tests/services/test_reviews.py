"""Joint reviews: convened, answered, conditions as tasks, taken back, removed, awaited, printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.interactions import TaskState
from invest_crm.domain.reviews import Outcome, Verdict
from invest_crm.domain.stages import Stage
from invest_crm.errors import UserError
from invest_crm.services.documents import MakeReport, make_report
from invest_crm.services.projects.gates import gate
from invest_crm.services.projects.panel import project_panel
from invest_crm.services.reviews.acts import (
    Answer,
    Condition,
    Convene,
    EditSheet,
    answer,
    convene,
    edit_sheet,
    remove_sheet,
    take_back,
)
from invest_crm.services.reviews.sheets import Sheet, project_sheets
from invest_crm.services.tasks import CompleteTask, complete_task, open_tasks
from invest_crm.services.timeline import AskTimeline, timeline
from invest_crm.services.today import today
from invest_crm.services.trash import list_trash, restore_trash
from invest_crm.services.undo import undo
from tests.support.factories import Bureau, images, log_texts

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 9, 1)
SECRET = "污水去向未落实，不得外传"


def begin(office: Bureau, project: str, *departments: str, on: date = TODAY) -> Sheet:
    office.app.write(convene, Convene(project, departments or ("reform", "ecology"), on))
    return latest(office, project)


def latest(office: Bureau, project: str) -> Sheet:
    return office.app.read(project_sheets, project)[0]


def say(office: Bureau, project: str, department: str, verdict: Verdict, **more: Any) -> None:
    sheet = latest(office, project)
    line = next(one for one in sheet.opinions if one.department == department)
    values = {"person": "吴芳", "on": TODAY, **more}
    office.app.write(answer, Answer(line.id, verdict, **values))


def refused(office: Bureau, code: str, do: Any, command: Any) -> None:
    before = images(office.app)
    with pytest.raises(UserError) as caught:
        office.app.write(do, command)
    assert caught.value.code == code
    assert images(office.app) == before


def test_the_result_follows_from_the_opinions_as_they_come(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    begin(office, project)
    assert latest(office, project).outcome is Outcome.OPEN
    say(office, project, "reform", Verdict.AGREE)
    held = (Condition("补充论证", "张三", date(2025, 9, 20)), Condition("明确边界"))
    say(office, project, "ecology", Verdict.CONDITION, conditions=held)
    sheet = latest(office, project)
    assert sheet.outcome is Outcome.CONDITIONAL
    tasks = office.app.read(open_tasks)
    assert [(line.assignee, line.due, line.project_id) for line in tasks] == [
        ("张三", date(2025, 9, 20), project),
        ("wang", None, project),
    ]
    for line in tasks:
        office.app.write(complete_task, CompleteTask(line.id))
    assert latest(office, project).outcome is Outcome.PASSED


def test_an_opinion_and_its_tasks_are_one_action_and_come_back(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    begin(office, project)
    before = images(office.app)
    say(office, project, "ecology", Verdict.CONDITION, conditions=(Condition("补充论证"),))
    office.app.write(undo, None)
    assert images(office.app) == before


def test_what_is_said_anew_drops_the_tasks_of_before(office: Bureau) -> None:
    project = office.take_up("甲")
    begin(office, project)
    say(office, project, "ecology", Verdict.CONDITION, conditions=(Condition("补充论证"),))
    say(office, project, "ecology", Verdict.REFUSE, reason=SECRET)
    assert office.app.read(open_tasks) == ()
    line = next(one for one in latest(office, project).opinions if one.department == "ecology")
    assert (line.reason, line.conditions) == (SECRET, ())
    office.app.write(take_back, line.id)
    assert latest(office, project).outcome is Outcome.OPEN


def test_what_departments_say_is_in_no_log_and_no_stream(office: Bureau) -> None:
    project = office.take_up("甲")
    begin(office, project)
    say(office, project, "ecology", Verdict.REFUSE, reason=SECRET)
    held = (Condition("补充污水论证"),)
    say(office, project, "reform", Verdict.CONDITION, conditions=held, reason="密")
    assert SECRET not in log_texts(office.app)
    assert "补充污水论证" not in log_texts(office.app)
    stream = office.app.read(timeline, AskTimeline("project", project))
    assert any("不同意" in item.text or "does not agree" in item.text for item in stream.items)
    assert SECRET not in str(stream.items)


def test_a_passed_review_is_the_opinion_the_gate_of_signing_asks_for(any_office) -> None:
    office = any_office
    project = office.take_up("甲")

    def asked() -> bool:
        found = office.app.read(gate, project, Stage.SIGNED)
        return any("REVIEW_OPINION" in need.papers for need in found.missing)

    begin(office, project)
    say(office, project, "reform", Verdict.AGREE)
    assert asked()
    say(office, project, "ecology", Verdict.CONDITION, conditions=(Condition("补充论证"),))
    assert not asked()
    begin(office, project)
    assert asked(), "the latest round counts"
    say(office, project, "reform", Verdict.REFUSE, reason="不符合产业政策")
    say(office, project, "ecology", Verdict.AGREE)
    assert asked()


def test_a_further_round_waits_for_the_one_before(office: Bureau) -> None:
    project = office.take_up("甲")
    begin(office, project)
    refused(office, "review-open", convene, Convene(project, ("reform",), TODAY))
    say(office, project, "reform", Verdict.REFUSE, reason="不符合产业政策")
    assert begin(office, project).round == 2
    assert [one.round for one in office.app.read(project_sheets, project)] == [2, 1]


def test_a_sheet_is_changed_and_further_departments_asked(office: Bureau) -> None:
    project = office.take_up("甲")
    sheet = begin(office, project)
    command = EditSheet(
        sheet.id, "副县长", date(2025, 9, 5), ("site",), "带图", ("tax", "reform"), TODAY
    )
    office.app.write(edit_sheet, command)
    found = latest(office, project)
    assert [one.department for one in found.opinions] == ["reform", "ecology", "tax"]
    assert (found.convened_by, found.held, found.items, found.note) == (
        "副县长", date(2025, 9, 5), ("site",), "带图",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "verdict", "more"),
    [
        ("day-to-come", Verdict.AGREE, {"on": date(2025, 9, 2)}),
        ("day-before", Verdict.AGREE, {"on": date(2025, 8, 31)}),
        ("person-missing", Verdict.AGREE, {"person": " "}),
        ("reason-missing", Verdict.REFUSE, {}),
        ("conditions-none", Verdict.CONDITION, {"conditions": (Condition(" "),)}),
    ],
)
def test_what_cannot_be_is_refused(
    office: Bureau, code: str, verdict: Verdict, more: dict[str, Any]
) -> None:
    project = office.take_up("甲")
    line = begin(office, project).opinions[0]
    values = {"person": "吴芳", "on": TODAY, **more}
    refused(office, code, answer, Answer(line.id, verdict, **values))


def test_nobody_asked_and_a_review_that_is_gone_are_refused(office: Bureau) -> None:
    project = office.take_up("甲")
    refused(office, "reviewers-none", convene, Convene(project, (" ",), TODAY))
    refused(office, "project-gone", convene, Convene("gone", ("reform",), TODAY))
    refused(office, "review-gone", remove_sheet, "gone")
    refused(office, "review-gone", take_back, "gone")


def test_who_has_not_answered_for_how_long_stands_under_today(any_office) -> None:
    office = any_office
    project = office.take_up("甲")
    begin(office, project, "reform", "ecology", on=date(2025, 8, 22))
    say(office, project, "reform", Verdict.AGREE)
    found = office.app.read(today)
    assert [(one.project, one.days, one.late) for one in found.opinions] == [("甲", 6, True)]
    assert found.badge >= 1
    say(office, project, "ecology", Verdict.AGREE)
    assert office.app.read(today).opinions == ()


def test_a_removed_round_lies_in_the_trash_and_comes_back(office: Bureau) -> None:
    project = office.take_up("甲")
    sheet = begin(office, project)
    say(office, project, "ecology", Verdict.CONDITION, conditions=(Condition("补充论证"),))
    before = images(office.app)
    office.app.write(remove_sheet, sheet.id)
    assert office.app.read(project_sheets, project) == []
    assert office.app.read(open_tasks) == ()
    (line,) = [one for one in office.app.read(list_trash) if one.kind == "review"]
    office.app.write(restore_trash, [line.id])
    assert images(office.app)["review_condition"] == before["review_condition"]
    assert [one.state for one in office.app.read(open_tasks)] == [TaskState.OPEN]
    history = office.app.read(project_panel, project).history
    assert len(history) >= 4, "what happens to a review is history of its project"


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html"])
def test_the_sheet_is_printed_with_its_note_of_confidence(
    office: Bureau, tmp_path: Path, suffix: str
) -> None:
    project = office.take_up("甲", investor="乙公司")
    begin(office, project)
    say(office, project, "ecology", Verdict.CONDITION, conditions=(Condition("补充论证"),))
    out = tmp_path / f"联审表.{suffix}"
    office.app.read(make_report, MakeReport("review", out, project=project))
    assert out.stat().st_size > 1000
    if suffix == "html":
        text = out.read_text(encoding="utf-8")
        assert "补充论证" in text
        assert "confidential" in text
    with pytest.raises(UserError) as caught:
        office.app.read(make_report, MakeReport("review", out, project=office.take_up("乙")))
    assert caught.value.code == "record-missing"
