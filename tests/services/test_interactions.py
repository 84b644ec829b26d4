"""Visits and tasks: entered by a line, corrected, undone, told in one stream, kept from silence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from invest_crm.db.schema.interactions import interaction, task
from invest_crm.domain.interactions import InteractionKind, TaskState
from invest_crm.domain.quick_entry import FIRM, PROJECT, Corrections, Subject
from invest_crm.errors import UserError
from invest_crm.services import tasks
from invest_crm.services.interactions import (
    list_interactions,
    load_interaction,
    void_interaction,
)
from invest_crm.services.quick_entry import (
    CorrectLine,
    LogLine,
    as_line,
    correct_line,
    log_line,
    named_in,
    understand,
)
from invest_crm.services.timeline import AskTimeline, timeline
from invest_crm.services.today import today
from invest_crm.services.undo import history
from tests.support.factories import CANARY, all_rows, images, log_texts, person

if TYPE_CHECKING:
    from invest_crm.services.interactions import Recorded
    from invest_crm.services.quick_entry import Understood
    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.timeline import Timeline
    from tests.support.factories import Bureau


def say(office: Bureau, line: str, here: Subject | None = None, **given: Any) -> Recorded:
    found = office.app.write(log_line, LogLine(line, here, Corrections(**given))).value
    assert found is not None
    return found


def means(office: Bureau, line: str, here: Subject | None = None, **given: Any) -> Understood:
    return office.app.read(understand, LogLine(line, here, Corrections(**given)))


def stream(office: Bureau, kind: str, record: str, **asked: Any) -> Timeline:
    return office.app.read(timeline, AskTimeline(kind, record, **asked))


def open_ones(office: Bureau) -> list[TaskLine]:
    return list(office.app.read(tasks.open_tasks))


def at(office: Bureau, moment: str) -> None:
    office.app.clock.set(moment)  # type: ignore[attr-defined]


def refused(office: Bureau, line: str, here: Subject | None = None) -> str:
    before = images(office.app)
    with pytest.raises(UserError) as caught:
        say(office, line, here)
    assert images(office.app) == before
    return caught.value.code


# ---- the line --------------------------------------------------------------------------------


def test_a_line_makes_an_interaction_and_its_task_in_one_action(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("宁波甲食品有限公司")
    made = say(office, "8/30 赴宁波拜访宁波甲食品有限公司 @张三 下周三回访 @李四")
    (found,) = office.app.read(list_interactions)
    assert found["held_on"] == {"value": "2025-08-30", "precision": "day", "raw": "8/30"}
    assert (found["kind"], found["firm"], found["ours"]) == ("VISIT", firm, ["张三"])
    assert found["text"] == "赴宁波拜访宁波甲食品有限公司"
    (line,) = open_ones(office)
    assert (line.text, line.assignee, line.due) == ("回访", "李四", date(2025, 9, 10))
    assert (line.firm_id, line.interaction_id) == (firm, made.interaction_id)
    office.undo()
    assert office.app.read(all_rows, interaction) == []
    assert office.app.read(all_rows, task) == []
    office.redo()
    assert len(open_ones(office)) == 1


def test_a_record_is_found_by_its_short_name_and_without_its_legal_form(office: Bureau) -> None:
    firm = office.firm("宁波甲食品有限公司", short_name="甲食")
    project = office.take_up("甲食肉羊屠宰项目")
    for line in ("拜访宁波甲食品", "拜访甲食", "拜访宁波甲食品有限公司"):
        (found,) = office.app.read(named_in, line)
        assert (found.kind, found.id) == (FIRM, firm)
    (found,) = office.app.read(named_in, "调度甲食肉羊屠宰项目")
    assert (found.kind, found.id) == (PROJECT, project)
    assert office.app.read(named_in, "拜访某公司") == []


def test_a_name_in_the_trash_is_not_found(office: Bureau) -> None:
    from invest_crm.services.firms import archive_firms

    office.app.write(archive_firms, (office.firm("宁波甲食品有限公司"),))
    assert office.app.read(named_in, "拜访宁波甲食品有限公司") == []


def test_of_two_records_one_has_to_be_chosen(any_office: Bureau) -> None:
    office = any_office
    first, other = (
        office.firm("甲甲有限公司", short_name="恒丰"),
        office.firm("乙乙有限公司", short_name="恒丰"),
    )
    found = means(office, "昨天拜访恒丰")
    assert found.firm is None
    assert {item.id for item in found.unsure} == {first, other}
    assert refused(office, "昨天拜访恒丰") == "subject-unsure"
    say(office, "昨天拜访恒丰", subjects=(Subject(FIRM, other, "乙乙有限公司"),))
    assert office.app.read(list_interactions)[0]["firm"] == other


def test_the_record_one_stands_on_is_meant_unless_another_is_named(office: Bureau) -> None:
    here = Subject(FIRM, office.firm("甲甲有限公司"), "甲甲有限公司")
    other = office.firm("乙乙有限公司")
    project = office.take_up("丙丙项目")
    assert means(office, "昨天来访", here).firm == here
    found = means(office, "昨天拜访乙乙有限公司", here).firm
    assert found is not None
    assert found.id == other
    both = means(office, "昨天谈丙丙项目", here)
    assert both.project is not None
    assert (both.firm, both.project.id) == (here, project)
    alone = means(office, "昨天谈丙丙项目", here, without=frozenset({FIRM}))
    assert alone.firm is None


def test_a_person_of_the_firm_is_of_their_side_until_said_otherwise(office: Bureau) -> None:
    firm = office.firm("甲甲有限公司", contacts=(person("王总"),))
    here = Subject(FIRM, firm, "甲甲有限公司")
    found = means(office, "昨天来访 @王总 @张三", here)
    assert (found.ours, found.theirs) == (("张三",), ("王总",))
    found = means(office, "昨天来访 @王总 @张三", here, ours=frozenset({"王总"}))
    assert (found.ours, found.theirs) == (("王总", "张三"), ())


def test_what_nobody_said_is_presumed_and_told_as_such(office: Bureau) -> None:
    here = Subject(FIRM, office.firm("甲甲有限公司"), "甲甲有限公司")
    found = means(office, "谈了用地", here)
    assert (found.entry.held, found.entry.kind) == (None, None)
    assert found.held.value == "2025-09-01"
    assert found.kind is InteractionKind.OTHER
    assert not found.has_next


@pytest.mark.parametrize(
    ("line", "code"), [("昨天拜访某公司", "subject-missing"), ("昨天 @张三", "text-missing")]
)
def test_half_a_line_is_refused_and_nothing_is_written(
    office: Bureau, line: str, code: str
) -> None:
    assert refused(office, line) == code


def test_a_day_to_come_makes_a_task_that_needs_no_record(office: Bureau) -> None:
    made = say(office, "下周三 交月报材料")
    assert made.interaction_id == ""
    (line,) = open_ones(office)
    assert (line.text, line.assignee, line.due) == ("交月报材料", "wang", date(2025, 9, 10))


def test_a_telephone_number_stands_masked_in_lists_and_not_in_the_log(any_office: Bureau) -> None:
    office = any_office
    here = Subject(FIRM, office.firm("甲甲有限公司"), "甲甲有限公司")
    made = say(office, f"昨天电话{CANARY} 下周一打{CANARY}", here)
    office.app.write(tasks.complete_task, tasks.CompleteTask(made.task_id, f"已打{CANARY}"))
    shown = [
        str(office.app.read(list_interactions)),
        str(office.app.read(tasks.list_tasks)),
        str(stream(office, FIRM, here.id)),
        " ".join(entry.what for entry in office.app.read(history)),
        log_texts(office.app),
    ]
    assert not any(CANARY in text for text in shown)
    assert CANARY in str(office.app.read(list_interactions, reveal=True))
    assert CANARY in str(office.app.read(tasks.list_tasks, reveal=True))


# ---- correcting ------------------------------------------------------------------------------


def test_a_correction_voids_and_adds_and_keeps_the_task(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("甲甲有限公司", contacts=(person("王总"),))
    here = Subject(FIRM, firm, "甲甲有限公司")
    made = say(office, "8/30 拜访 @张三 @王总 下周三回访", here)
    found = office.app.read(as_line, made.interaction_id)
    assert found is not None
    line, given = found
    assert line == "拜访 @张三 @王总"
    right = LogLine(f"{line} 谈了用地", None, replace(given, kind=InteractionKind.CALL))
    office.app.write(correct_line, CorrectLine(made.interaction_id, right))
    (now,) = office.app.read(list_interactions)
    assert (now["kind"], now["text"]) == ("CALL", "拜访 谈了用地")
    assert (now["held_on"]["value"], now["theirs"]) == ("2025-08-30", ["王总"])  # type: ignore[index]
    assert open_ones(office)[0].interaction_id == now["id"]
    reasons = {row.id: row.void_reason for row in office.app.read(all_rows, interaction)}
    assert reasons == {made.interaction_id: "corrected", now["id"]: None}
    office.undo()
    (before,) = office.app.read(list_interactions)
    assert (before["id"], before["kind"]) == (made.interaction_id, "VISIT")
    assert open_ones(office)[0].interaction_id == made.interaction_id


def test_what_was_taken_back_is_gone_and_cannot_be_corrected(office: Bureau) -> None:
    here = Subject(FIRM, office.firm("甲甲有限公司"), "甲甲有限公司")
    made = say(office, "昨天拜访 下周三回访", here)
    office.app.write(void_interaction, made.interaction_id)
    assert office.app.read(load_interaction, made.interaction_id) is None
    assert len(open_ones(office)) == 1, "what follows from it stays"
    with pytest.raises(UserError) as caught:
        office.app.write(void_interaction, made.interaction_id)
    assert caught.value.code == "interaction-gone"
    office.undo()
    assert len(office.app.read(list_interactions)) == 1


# ---- tasks -----------------------------------------------------------------------------------


def new_task(office: Bureau, text: str = "回访", due: str | None = "2025-09-05") -> str:
    day = None if due is None else date.fromisoformat(due)
    return str(office.app.write(tasks.add_task, tasks.AddTask(text, day)).value)


def test_each_step_of_a_task_can_be_undone(any_office: Bureau) -> None:
    office = any_office
    made = new_task(office)
    steps: list[tuple[Any, Any, str]] = [
        (tasks.postpone_task, tasks.PostponeTask((made,), date(2025, 9, 20)), "Postpone"),
        (tasks.snooze_task, tasks.SnoozeTask(made, date(2025, 9, 9)), "Put task aside"),
        (tasks.hand_over_task, tasks.HandOver(made, "李四"), "Hand task to 李四"),
        (tasks.edit_task, tasks.EditTask(made, "登门回访"), "Edit task"),
        (tasks.complete_task, tasks.CompleteTask(made, "满意"), "Task done"),
        (tasks.reopen_task, made, "Take up task again"),
        (tasks.drop_task, tasks.DropTask(made, "不再投资"), "Drop task"),
    ]
    seen = [images(office.app)["task"]]
    for use_case, command, name in steps:
        office.app.write(use_case, command)
        seen.append(images(office.app)["task"])
        assert seen[-1] != seen[-2]
        assert office.app.read(history, 1)[0].what.startswith(name)
    for before in reversed(seen[:-1]):
        office.undo()
        now = images(office.app)["task"]
        assert _readable(office, now) == _readable(office, before)


def _readable(office: Bureau, rows: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what stands behind their tokens."""
    tokens = [row[name] for row in rows.values() for name in ("text", "result")]
    texts = office.app.read(lambda view: view.reveal(tokens))
    hidden = ("text", "result")
    return [{**row, **{key: texts.get(row[key]) for key in hidden}} for row in rows.values()]


def test_a_closed_task_is_not_closed_again(office: Bureau) -> None:
    made = new_task(office)
    office.app.write(tasks.drop_task, tasks.DropTask(made))
    for use_case, command in (
        (tasks.complete_task, tasks.CompleteTask(made)),
        (tasks.hand_over_task, tasks.HandOver(made, "李四")),
    ):
        with pytest.raises(UserError) as caught:
            office.app.write(use_case, command)  # type: ignore[arg-type]
        assert caught.value.code == "task-closed"
    with pytest.raises(UserError):
        office.app.write(tasks.reopen_task, "nothing")


def test_a_new_day_must_lie_ahead_and_be_one(office: Bureau) -> None:
    assert office.app.read(tasks.day_meant, " ＋７ ") == date(2025, 9, 8)
    for words in ("昨天", "2025-08-31", "随便", "下周三下午吧", ""):
        with pytest.raises(UserError) as caught:
            office.app.read(tasks.day_meant, words)
        assert caught.value.code == "day-unread"


def test_today_counts_one_s_own_and_tells_of_the_others(any_office: Bureau) -> None:
    office = any_office
    late, now, soon, later = (
        new_task(office, due=day)
        for day in ("2025-08-29", "2025-09-01", "2025-09-08", "2025-09-30")
    )
    other = new_task(office, due="2025-08-01")
    office.app.write(tasks.hand_over_task, tasks.HandOver(other, "李四"))
    found = office.app.read(today)
    assert [line.id for line in found.own] == [late, now, soon, later]
    assert [line.id for line in found.awake] == [other, late, now, soon, later]
    assert found.badge == 2
    assert not found.calm


def test_a_task_put_aside_is_quiet_and_comes_back_though_the_machine_was_off(
    office: Bureau,
) -> None:
    made = new_task(office, due="2025-09-03")
    office.app.write(tasks.snooze_task, tasks.SnoozeTask(made, date(2025, 9, 5)))
    found = office.app.read(today)
    assert (found.own, found.asleep, found.badge, found.calm) == ((), 1, 0, True)
    at(office, "2025-10-09T09:00")
    (line,) = office.app.read(today).own
    assert line.urgency is not None
    assert line.urgency.value == "overdue"


# ---- the stream ------------------------------------------------------------------------------


def test_a_stream_tells_everything_newest_first(any_office: Bureau) -> None:
    office = any_office
    project = office.take_up("甲甲项目", total_investment=10_000_000_000)
    here = Subject(PROJECT, project, "甲甲项目")
    at(office, "2025-09-02T09:00")
    office.edit(project, park="经开区")
    office.edit(project, township="城关镇")
    at(office, "2025-09-03T09:00")
    made = say(office, "今天 座谈 @张三 明天 报材料", here)
    at(office, "2025-09-04T09:00")
    office.app.write(tasks.complete_task, tasks.CompleteTask(made.task_id, "已报"))
    office.edit(project, signed_on="2025-09-04", agreement_type="INVESTMENT")
    say(office, "下周三 回访", here)
    found = stream(office, PROJECT, project)
    told = [(item.kind, item.day, item.count) for item in found.items]
    assert [day for _kind, day, _n in told] == sorted((d for _k, d, _n in told), reverse=True)
    assert ("edit", "2025-09-02", 2) in told, "edits of one person and day are one line"
    assert ("interaction", "2025-09-03", 1) in told
    assert {kind for kind, day, _n in told if day == "2025-09-04"} == {"task", "stage", "edit"}
    assert ("amount", "2025-09-01", 1) in told
    (done,) = [item for item in found.items if item.kind == "task"]
    assert done.text == "报材料: 已报"
    assert [line.text for line in found.open] == ["回访"]
    assert set(found.people) == {"wang", "张三"}


def test_a_stream_is_narrowed_by_kind_and_person_and_comes_in_pages(office: Bureau) -> None:
    project = office.take_up("甲甲项目")
    here = Subject(PROJECT, project, "甲甲项目")
    for n in range(5):
        say(office, f"8/{n + 10} 电话 @{'张三' if n % 2 else '李四'}", here)
    calls = stream(office, PROJECT, project, kinds=frozenset({"interaction"}))
    assert [item.day for item in calls.items] == [f"2025-08-{n}" for n in (14, 13, 12, 11, 10)]
    mine = stream(office, PROJECT, project, person="张三")
    assert [item.day for item in mine.items] == ["2025-08-13", "2025-08-11"]
    assert set(mine.people) == {"wang", "张三", "李四"}
    first = stream(office, PROJECT, project, most=2)
    assert (len(first.items), first.total) == (2, 6)


def test_the_stream_of_a_firm_holds_that_of_its_projects(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("甲甲有限公司")
    project = office.take_up("甲甲项目", investor="甲甲有限公司")
    other = office.take_up("乙乙项目")
    say(office, "8/30 电话", Subject(PROJECT, project, "甲甲项目"))
    say(office, "8/29 来访 下周三回访", Subject(FIRM, firm, "甲甲有限公司"))
    say(office, "8/28 电话", Subject(PROJECT, other, "乙乙项目"))
    found = stream(office, FIRM, firm, kinds=frozenset({"interaction"}))
    assert [(item.day, item.about) for item in found.items] == [
        ("2025-08-30", "甲甲项目"),
        ("2025-08-29", ""),
    ]
    assert [line.text for line in found.open] == ["回访"]
    assert stream(office, FIRM, "nobody").items == ()


def test_what_was_taken_back_is_not_told(office: Bureau) -> None:
    project = office.take_up("甲甲项目")
    made = say(office, "8/30 电话", Subject(PROJECT, project, "甲甲项目"))
    office.app.write(void_interaction, made.interaction_id)
    assert stream(office, PROJECT, project, kinds=frozenset({"interaction"})).items == ()


# ---- silence ---------------------------------------------------------------------------------


def test_a_visit_breaks_the_silence(any_office: Bureau) -> None:
    office = any_office
    row = {"signed_on": "2025-02-01", "agreement_type": "INVESTMENT"}
    silent, visited = office.ledger("2025-05-01", row, row)
    assert [item.id for item in office.app.read(today).silent] == [silent, visited]
    say(office, "8/20 电话", Subject(PROJECT, visited, "项目2"))
    assert [item.id for item in office.app.read(today).silent] == [silent]
    at(office, "2025-10-02T09:00")
    heard = {item.id: item.day for item in office.app.read(today).silent}
    assert heard[visited] == date(2025, 9, 1), "heard of when it was noted"


def test_a_visit_of_the_ledger_s_time_counts_from_its_own_day(office: Bureau) -> None:
    row = {"signed_on": "2025-02-01", "agreement_type": "INVESTMENT"}
    (project,) = office.ledger("2025-05-01", row)
    with_demo = {
        "project_id": project,
        "kind": "CALL",
        "held_day": "2025-08-15",
        "text": "电话",
        "recorded_at": "2025-01-01T00:00:00.000000Z",
    }
    office.fact(interaction, **with_demo)
    assert office.app.read(today).silent == ()
    at(office, "2025-09-15T09:00")
    (found,) = office.app.read(today).silent
    assert found.day == date(2025, 8, 15)


def test_states_have_words() -> None:
    assert {state.label for state in TaskState} == {"to be done", "done", "dropped"}
    assert len({kind.label for kind in InteractionKind}) == len(InteractionKind)
