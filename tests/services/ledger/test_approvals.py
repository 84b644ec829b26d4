"""Ledgers of approvals: recognised, twice the same, what happened is added and never taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.approvals.state import State, StepKind
from invest_crm.services.approvals.acts import TakeStep, take_step
from invest_crm.services.approvals.cases import open_case
from invest_crm.services.approvals.reading import approval_lines, project_approvals
from invest_crm.services.approvals.records import load
from invest_crm.services.export import export_records
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.projects.listing import list_projects
from invest_crm.services.undo import undo
from tests.support.factories import images

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.approvals.reading import ApprovalLine
    from tests.services.ledger.conftest import Ledgers

HEAD = (
    *("项目名称", "审批事项", "主管部门", "受理时间", "承诺时限", "办结时间", "状态"),
    *("代办员", "备注"),
)
TITLE = "重点项目审批事项代办台账（截至2025年8月31日）"
NAME = "云岭食品肉羊加工项目"


@pytest.fixture
def county(any_ledgers: Ledgers) -> Ledgers:
    """A county with two projects, one of which has its path."""
    head = ("项目名称", "投资方", "总投资（亿元）", "签约时间")
    title = "签约项目台账（截至2025年8月31日）"
    rows = (
        (NAME, "云岭食品公司", 1.2, "2025-03-01"),
        ("晋北仓储项目", "晋北公司", 2, "2025-04-01"),
    )
    any_ledgers.take(any_ledgers.file(title, head, *rows))
    return any_ledgers


def project_of(ledgers: Ledgers, name: str = NAME) -> str:
    return next(str(one["id"]) for one in ledgers.app.read(list_projects) if one["name"] == name)


def short(ledgers: Ledgers, item: str, *rest: str | None) -> Path:
    """A ledger of one row: accepted on, limit, decided on, state of an item."""
    return ledgers.file(TITLE, HEAD[:7], (NAME, item, None, *rest))


def lines(ledgers: Ledgers) -> dict[str, ApprovalLine]:
    return {line.item.code: line for line in ledgers.app.read(approval_lines)}


def test_a_ledger_of_approvals_is_recognised_read_and_taken_twice_changes_nothing(
    county: Ledgers,
) -> None:
    path = county.file(
        TITLE, HEAD,
        (NAME, "环评报告表", "市生态环境局县分局", "2025-07-01", "7个工作日", "2025-07-09",
         "已办结", "王敏", None),
        (NAME, "施工许可证", "县住建局", "2025-08-25", None, None, "办理中", "王敏", "待缴费"),
        (NAME, "能评", None, None, None, None, "未办理", None, None),
    )  # fmt: skip
    plan = county.take(path)
    assert (plan.reading.kind, plan.counts) == ("approvals", {"new": 3})
    found = lines(county)
    assert (found["EIA-F"].course.began, found["EIA-F"].course.decided) == (
        date(2025, 7, 1), date(2025, 7, 9),
    )  # fmt: skip
    assert [found[code].state for code in ("EIA-F", "CONP", "ENE")] == [
        State.GRANTED, State.ACCEPTED, State.NOT_BEGUN,
    ]  # fmt: skip
    assert (found["CONP"].person, found["CONP"].department) == ("王敏", "housing")
    assert county.app.read(load, [found["CONP"].id])[found["CONP"].id]["note"] == "待缴费"
    before = images(county.app)
    assert county.take(path).counts == {"same": 3}
    assert images(county.app) == before


def test_a_later_ledger_adds_what_happened_to_the_path_that_is_there(county: Ledgers) -> None:
    county.app.write(open_case, project_of(county))
    paths = len(county.app.read(approval_lines))
    first = county.take(short(county, "项目备案", None, None, "2025-06-02", "已办结"))
    assert first.counts == {"changed": 1}
    assert len(county.app.read(approval_lines)) == paths
    county.take(short(county, "用地预审", "2025-07-01", None, None, "办理中"))
    plan = county.take(short(county, "用地预审", "2025-07-01", None, "2025-07-08", "办结"))
    (row,) = plan.rows
    assert [(one.field, str(getattr(one.after, "value", one.after))) for one in row.changes] == [
        ("decided_on", "2025-07-08"), ("status", "办结"),
    ]  # fmt: skip
    assert lines(county)["PRE"].state is State.GRANTED


def test_a_corrected_day_replaces_the_step_and_keeps_it_in_the_history(county: Ledgers) -> None:
    one = (NAME, "用地预审", None, "2025-07-01", None, "2025-07-08", "办结")
    county.take(county.file(TITLE, HEAD[:7], one))
    plan = county.take(county.file(TITLE, HEAD[:7], (*one[:3], "2025-07-02", *one[4:])))
    assert plan.counts == {"changed": 1}
    line = lines(county)["PRE"]
    assert (line.course.began, line.course.decided) == (date(2025, 7, 2), date(2025, 7, 8))
    assert [step.kind for step in line.steps] == [StepKind.ACCEPTED, StepKind.GRANTED]


def test_what_was_decided_is_never_taken_back_by_a_row_that_says_less(county: Ledgers) -> None:
    county.take(short(county, "用地预审", "2025-07-01", None, "2025-07-08", "办结"))
    plan = county.take(short(county, "用地预审", "2025-07-01", None, None, "办理中"))
    assert plan.counts == {"same": 1}
    assert [problem.code for problem in plan.problems()] == ["reversal"]
    assert lines(county)["PRE"].state is State.GRANTED


@pytest.mark.parametrize(
    ("row", "problem", "action"),
    [
        (("没有的", "用地预审", None, None, None, None, "办理中"), "project-unknown", "rejected"),
        ((NAME, "飞行许可", None, None, None, None, "办理中"), "item-unknown", "rejected"),
        ((NAME, "验收", None, None, None, None, "办理中"), "item-several", "rejected"),
        ((NAME, "用地预审", None, "2025年7月", None, None, None), "day-inexact", "new"),
        ((NAME, "用地预审", None, "2025-12-01", None, None, None), "day-to-come", "new"),
        ((NAME, "用地预审", None, None, None, None, "已办结"), "decided-day-missing", "new"),
        ((NAME, "用地预审", None, "2025-07-01", None, None, "补正"), "stop-day-missing", "new"),
        ((NAME, "用地预审", None, None, None, None, "随便"), "state-unknown", "new"),
        ((NAME, "用地预审", None, None, "3个工作日", None, None), "limit-differs", "new"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_told(
    county: Ledgers, row: Any, problem: str, action: str
) -> None:
    plan = county.take(county.file(TITLE, HEAD[:7], row))
    assert plan.counts == {action: 1}
    assert problem in {one.code for one in plan.problems()}


@pytest.mark.parametrize(
    ("word", "item"),
    [("立项", "FILE"), ("建设用地规划许可证", "LANDP"), ("环境影响报告书审批", "EIA-B"),
     ("能评", "ENE"), ("水土保持方案报告表", "WAT-F"), ("图审", "DRAW"),
     ("建筑工程施工许可", "CONP"), ("消防验收", "ACC-F"), ("排水许可证", "DRAIN"),
     ("conp", "CONP"), ("不动产权证", "TITLE"), ("安评", "SAF")],
)  # fmt: skip
def test_usual_names_mean_their_items(county: Ledgers, word: str, item: str) -> None:
    county.take(county.file(TITLE, HEAD[:7], (NAME, word, None, None, None, None, "未办理")))
    assert set(lines(county)) == {item}


STATES = {
    "已取得": State.GRANTED,
    "不予许可": State.REFUSED,
    "已终止": State.ENDED,
    "告知承诺": State.GRANTED,
}


@pytest.mark.parametrize(("word", "state"), STATES.items())
def test_a_day_of_the_decision_and_a_word_make_the_state(
    county: Ledgers, word: str, state: State
) -> None:
    path = short(county, "用地预审", "2025-07-01", None, "2025-07-04", word)
    county.take(path)
    assert lines(county)["PRE"].state is state
    assert county.take(path).counts == {"same": 1}


def test_the_same_item_twice_is_told_apart_by_what_stands_in_brackets(county: Ledgers) -> None:
    rows = (
        (NAME, "施工许可证", None, "2025-07-01", None, None, "办理中"),
        (NAME, "施工许可证（二期）", None, "2025-08-01", None, None, "办理中"),
        (NAME, "施工许可", None, "2025-07-02", None, None, "办理中"),
    )
    path = county.file(TITLE, HEAD[:7], *rows)
    plan = county.take(path)
    assert plan.counts == {"new": 2, "rejected": 1}
    assert {line.name for line in county.app.read(project_approvals, project_of(county))} >= {
        "施工许可证（二期）"
    }
    assert county.take(path).counts == {"same": 2, "rejected": 1}


def test_a_stop_in_the_program_is_kept_when_the_ledger_says_it_runs(county: Ledgers) -> None:
    county.take(short(county, "用地预审", "2025-07-01", None, None, "办理中"))
    one = lines(county)["PRE"].id
    stop = TakeStep((one,), StepKind.STOPPED, date(2025, 7, 3), reason="experts")
    county.app.write(take_step, stop)
    county.take(short(county, "用地预审", "2025-07-01", None, "2025-07-20", "办结"))
    line = lines(county)["PRE"]
    assert [step.kind for step in line.steps] == [
        StepKind.ACCEPTED, StepKind.STOPPED, StepKind.RESUMED, StepKind.GRANTED,
    ]  # fmt: skip
    assert line.state is State.GRANTED


def test_an_import_is_undone_whole(county: Ledgers) -> None:
    county.app.write(open_case, project_of(county))
    before = images(county.app)
    row = (NAME, "用地预审", "县自然资源局", "2025-07-01", None, "2025-07-08", "办结", "王敏", "x")
    reading = read_ledger(county.app, ImportLedger(county.file(TITLE, HEAD, row)))
    done = apply_ledger(county.app, reading)
    county.app.write(undo, done.changes.change_set_id)
    after = images(county.app)
    voided = {key: one for key, one in after["approval_step"].items() if not one["voided_at"]}
    assert voided == {}
    assert {**after, "approval_step": {}} == {**before, "approval_step": {}}


def test_an_export_imports_again_as_the_same(county: Ledgers, tmp_path: Path) -> None:
    county.app.write(open_case, project_of(county))
    rows = (
        (NAME, "用地预审", "县工信局", "2025-07-01", None, "2025-07-08", "办结", "王敏", "一次"),
        (NAME, "环评报告表", None, "2025-07-01", "99天", None, "容缺受理", "王敏", None),
        (NAME, "施工许可证（二期）", None, None, None, None, "未办理", None, None),
        (NAME, "能评", None, None, None, None, "不涉及", None, None),
    )  # fmt: skip
    county.take(county.file(TITLE, HEAD, *rows))
    for ending in ("xlsx", "csv"):
        target = tmp_path / f"审批.{ending}"
        done = county.app.read(export_records, "approvals", target)
        plan = county.take(target, kind="approvals")
        assert plan.counts == {"same": done.counts["approvals"]}, plan.problems()
