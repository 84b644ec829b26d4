"""Approvals of projects: paths, steps, gaps, promises, help, the catalogue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from invest_crm.domain.approvals.gaps import Paper
from invest_crm.domain.approvals.items import Item, ItemStage, Limit, MaterialKind, shipped
from invest_crm.domain.approvals.rules import Eia
from invest_crm.domain.approvals.state import BROKEN, State, StepKind, StopReason
from invest_crm.domain.stages import MilestoneKind
from invest_crm.errors import UserError
from invest_crm.services.approvals.acts import (
    TakeBack,
    TakeStep,
    take_back,
    take_step,
)
from invest_crm.services.approvals.cases import (
    AddApproval,
    EditCase,
    add_approval,
    load_case,
    open_case,
    save_case,
    undecided,
)
from invest_crm.services.approvals.catalogue import (
    SaveItem,
    catalogue,
    items_in_force,
    reset_item,
    retire_item,
    save_item,
)
from invest_crm.services.approvals.papers import (
    AcceptGap,
    ReceivePapers,
    accept_gap,
    last_promise,
    receive_papers,
)
from invest_crm.services.approvals.reading import (
    approval_lines,
    project_approvals,
)
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.projects.edit import archive_projects
from invest_crm.services.projects.panel import project_panel
from invest_crm.services.timeline import AskTimeline, timeline
from invest_crm.services.trash import list_trash, restore_trash
from invest_crm.services.undo import undo
from tests.support.approvals import MONDAY, at, day, gap, grant, ids, line, path, refused, take
from tests.support.factories import colleague

if TYPE_CHECKING:
    from invest_crm.services.approvals.reading import ApprovalLine
    from tests.support.factories import Bureau

# ---- paths -------------------------------------------------------------------------------------


def test_a_path_is_set_up_from_what_is_known_of_the_project(any_office: Bureau) -> None:
    office = any_office
    project = path(office)
    codes = {one.item.code for one in office.app.read(project_approvals, project)}
    assert {"FILE", "LANDP", "WORKP", "CONP", "EIA-F", "ACC"} <= codes
    assert "ENE" not in codes
    assert "ENE" in {item.code for item in office.app.read(undecided, project)}
    assert refused(lambda: office.app.write(open_case, project), office) == "path-complete"


def test_the_path_follows_the_data_of_the_case_but_keeps_what_happened(office: Bureau) -> None:
    project = path(office)
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    values = {"eia": Eia.REPORT, "tce": 2000, "kwh": 0, "earthwork": 60_000}
    made = office.app.write(save_case, EditCase(project, values)).value
    assert made is not None
    codes = {one.item.code for one in office.app.read(project_approvals, project)}
    assert {"EIA-B", "ENE", "WAT-B", "EIA-F"} <= codes
    office.app.write(save_case, EditCase(project, {"tce": 10, "eia": Eia.FORM}))
    codes = {one.item.code for one in office.app.read(project_approvals, project)}
    assert "ENE" not in codes
    assert "EIA-B" not in codes
    assert "EIA-F" in codes


def test_what_waits_for_what_is_told_and_what_may_begin_now(office: Bureau) -> None:
    project = path(office)
    assert line(office, project, "REG").may_begin
    file = line(office, project, "FILE")
    assert (file.may_begin, file.waits) == (False, ("Company registration",))
    grant(office, project, "REG", "09-01", "09-01")
    assert line(office, project, "FILE").may_begin
    take(office, project, "PLAN", StepKind.NOT_NEEDED, "09-01", note="厂房已建成")
    assert "Scheme review" not in line(office, project, "WORKP").waits


def test_a_single_item_can_be_added_under_its_own_title(office: Bureau) -> None:
    project = path(office)
    office.app.write(add_approval, AddApproval(project, "TRADE", "食品生产许可证"))
    assert line(office, project, "TRADE").name == "食品生产许可证"
    assert refused(
        lambda: office.app.write(add_approval, AddApproval(project, "NONE")), office
    ) == "item-unknown"  # fmt: skip


def test_approvals_of_a_project_in_the_trash_are_not_listed(office: Bureau) -> None:
    project = path(office)
    assert office.app.read(approval_lines)
    office.app.write(archive_projects, (project,))
    assert office.app.read(approval_lines) == []


# ---- steps and clocks --------------------------------------------------------------------------


def test_a_clock_runs_by_the_promised_and_the_legal_limit(any_office: Bureau) -> None:
    office = any_office
    project = path(office)
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    one = line(office, project, "EIA-F")
    assert one.clock is not None
    assert one.legal is not None
    assert (one.clock.due, one.clock.left) == (day("09-10"), 7)
    assert one.legal.due == day("10-09")  # the thirtieth day falls on the National Day holiday
    assert (one.department, one.held) == ("ecology", 0)
    at(office, "09-12")
    one = line(office, project, "EIA-F")
    assert one.due is not None
    assert (one.late, one.due.left, one.held) == (True, -2, 9)


def test_a_stop_keeps_the_clock_and_says_what_for(office: Bureau) -> None:
    project = path(office)
    take(office, project, "PRE", StepKind.ACCEPTED, "09-01")
    take(office, project, "PRE", StepKind.STOPPED, "09-03", reason=StopReason.EXPERTS.value)
    at(office, "10-20")
    stopped = line(office, project, "PRE")
    assert (stopped.state, stopped.late, stopped.due) == (State.STOPPED, False, None)
    assert stopped.clock is not None
    assert stopped.clock.left == 6
    take(office, project, "PRE", StepKind.RESUMED, "10-20")
    again = line(office, project, "PRE")
    assert again.clock is not None
    assert again.clock.due == day("10-28")


def test_what_does_not_fit_the_state_or_the_day_is_refused(office: Bureau) -> None:
    project = path(office)

    def step(kind: StepKind, on: str, **more: Any) -> str:
        return refused(lambda: take(office, project, "PRE", kind, on, **more), office)

    assert step(StepKind.RESUMED, "09-01") == "approval-state"
    assert step(StepKind.GRANTED, "09-01") == "approval-state"
    one = line(office, project, "PRE").id
    ahead = TakeStep((one,), StepKind.ACCEPTED, day("09-02"))
    assert refused(lambda: office.app.write(take_step, ahead), office) == "day-to-come"
    take(office, project, "PRE", StepKind.ACCEPTED, "09-01")
    assert step(StepKind.STOPPED, "08-29", reason="experts") == "day-before"
    assert step(StepKind.STOPPED, "09-01") == "stop-reason"
    assert step(StepKind.REFUSED, "09-01") == "reason-missing"


def test_a_filing_is_granted_when_it_is_handed_in(office: Bureau) -> None:
    project = path(office)
    take(office, project, "REG", StepKind.ACCEPTED, "09-01")
    take(office, project, "REG", StepKind.GRANTED, "09-01")
    take(office, project, "FILE", StepKind.GRANTED, "09-01")
    assert line(office, project, "FILE").state is State.GRANTED


def test_nothing_is_granted_before_what_it_needs_unless_it_is_said_why(office: Bureau) -> None:
    project = path(office)
    take(office, project, "WORKP", StepKind.ACCEPTED, "09-01")
    grant_it = lambda note: take(  # noqa: E731
        office, project, "WORKP", StepKind.GRANTED, "09-01", note=note
    )
    assert refused(lambda: grant_it(""), office) == "approval-waits"
    grant_it("县政府专题会议同意先行核发")
    assert line(office, project, "WORKP").state is State.GRANTED


def test_several_are_accepted_in_one_action_or_none(office: Bureau) -> None:
    project = path(office)
    both = tuple(line(office, project, code).id for code in ("PRE", "EIA-F"))
    office.app.write(take_step, TakeStep(both, StepKind.ACCEPTED, MONDAY))
    assert ids(office.app.read(project_approvals, project), State.ACCEPTED) == {"PRE", "EIA-F"}
    three = (*both, line(office, project, "REG").id)
    again = TakeStep(three, StepKind.ACCEPTED, MONDAY)
    assert refused(lambda: office.app.write(take_step, again), office) == "approval-state"


def test_the_latest_step_can_be_taken_back(office: Bureau) -> None:
    project = path(office)
    gap(office, project, "EIA-F", "09-01", "09-03")
    one = line(office, project, "EIA-F").id
    office.app.write(take_back, TakeBack(one))
    back = line(office, project, "EIA-F")
    assert (back.state, back.papers) == (State.NOT_BEGUN, ())
    assert refused(lambda: office.app.write(take_back, TakeBack(one)), office) == "step-none"


def test_a_permit_is_void_three_months_after_it_unless_it_is_extended(office: Bureau) -> None:
    project = path(office)
    grant(office, project, "CONP", "09-01", "09-01")
    found = line(office, project, "CONP").due
    assert found is not None
    assert (found.matter, found.day) == ("start", day("12-01"))
    for _number in range(2):
        take(office, project, "CONP", StepKind.EXTENDED, "09-02")
    found = line(office, project, "CONP").due
    assert found is not None
    assert found.day == date(2026, 6, 1)
    third = lambda: take(office, project, "CONP", StepKind.EXTENDED, "09-02")  # noqa: E731
    assert refused(third, office) == "extension-none"
    office.reach(project, MilestoneKind.STARTED, "2025-09-02")
    assert line(office, project, "CONP").due is None


# ---- gaps and promises -------------------------------------------------------------------------


def test_without_its_main_materials_nothing_is_accepted(any_office: Bureau) -> None:
    office = any_office
    project = path(office)
    one = line(office, project, "EIA-F").id
    papers = (
        Paper("环境影响报告表", MaterialKind.MAIN),
        Paper("授权委托书", MaterialKind.SECONDARY, None, day("09-03")),
    )
    with pytest.raises(UserError) as caught:
        office.app.write(accept_gap, AcceptGap(one, MONDAY, papers))
    assert caught.value.code == "main-missing"
    assert "环境影响报告表" in caught.value.what


def test_a_promise_has_its_limits_and_the_clock_starts_with_it(office: Bureau) -> None:
    project = path(office)
    item = shipped()["EIA-F"]
    assert office.app.read(last_promise, item, MONDAY) == day("09-08")
    late = lambda: gap(office, project, "EIA-F", "09-01", "09-09")  # noqa: E731
    assert refused(late, office) == "promise-wrong"
    none = AcceptGap(
        line(office, project, "EIA-F").id, MONDAY, (Paper("甲", MaterialKind.MAIN, MONDAY),)
    )
    assert refused(lambda: office.app.write(accept_gap, none), office) == "gap-none"
    gap(office, project, "EIA-F", "09-01", "09-08")
    found = line(office, project, "EIA-F")
    assert found.clock is not None
    assert found.due is not None
    assert (found.state, found.clock.due) == (State.GAP, day("09-10"))
    assert (found.due.matter, found.due.day) == ("papers", day("09-08"))


def test_a_grant_waits_for_the_last_paper(office: Bureau) -> None:
    project = path(office)
    gap(office, project, "EIA-F", "09-01", "09-08")
    do = lambda: take(office, project, "EIA-F", StepKind.GRANTED, "09-05", note="急")  # noqa: E731
    at(office, "09-05")
    assert refused(do, office) == "gap-open"
    found = line(office, project, "EIA-F")
    office.app.write(
        receive_papers, ReceivePapers(found.id, tuple(p.id for p in found.papers), day("09-05"))
    )
    do()
    assert line(office, project, "EIA-F").state is State.GRANTED


def test_a_broken_promise_is_late_noticed_ended_and_excludes_the_firm_until_repaired(
    any_office: Bureau,
) -> None:
    office = any_office
    project = path(office, investor="甲公司")
    other = path(office, "乙", investor="甲公司")
    gap(office, project, "EIA-F", "09-01", "09-03")
    end = {"note": "未按期补交材料", "reason": BROKEN}
    at(office, "09-03")
    early = lambda: take(office, project, "EIA-F", StepKind.ENDED, "09-03", **end)  # noqa: E731
    assert refused(early, office) == "promise-kept"
    at(office, "09-05")
    assert line(office, project, "EIA-F").late
    unnoticed = lambda: take(office, project, "EIA-F", StepKind.ENDED, "09-05", **end)  # noqa: E731
    assert refused(unnoticed, office) == "notice-first"
    take(office, project, "EIA-F", StepKind.NOTICED, "09-05")
    take(office, project, "EIA-F", StepKind.ENDED, "09-08", **end)
    assert line(office, project, "EIA-F").course.broken
    again = lambda: gap(office, other, "EIA-F", "09-09", "09-11")  # noqa: E731
    at(office, "09-09")
    assert refused(again, office) == "promise-excluded"
    take(office, project, "EIA-F", StepKind.REPAIRED, "09-10")
    gap(office, other, "EIA-F", "09-10", "09-12")
    assert line(office, other, "EIA-F").state is State.GAP


def test_accepted_anew_with_all_papers_nothing_of_the_broken_promise_holds_it(
    office: Bureau,
) -> None:
    project = path(office)
    gap(office, project, "EIA-F", "09-01", "09-03")
    take(office, project, "EIA-F", StepKind.NOTICED, "09-05")
    end = {"note": "未按期补交材料", "reason": BROKEN}
    take(office, project, "EIA-F", StepKind.ENDED, "09-08", **end)
    grant(office, project, "EIA-F", "09-10", "09-12")
    found = line(office, project, "EIA-F")
    assert (found.state, found.papers) == (State.GRANTED, ())
    assert found.course.broken
    take(office, project, "EIA-F", StepKind.REPAIRED, "09-15")
    found = line(office, project, "EIA-F")
    assert (found.state, found.course.broken) == (State.GRANTED, False)


def test_on_promise_it_is_granted_at_once_and_checked_later(office: Bureau) -> None:
    project = path(office)
    without = lambda: take(office, project, "EIA-F", StepKind.PROMISED, "09-01")  # noqa: E731
    assert refused(without, office) == "check-day"
    take(office, project, "EIA-F", StepKind.PROMISED, "09-01", due=day("11-28"))
    found = line(office, project, "EIA-F")
    assert found.due is not None
    assert (found.state, found.due.matter, found.due.day) == (
        State.GRANTED,
        "check",
        day("11-28"),
    )
    take(office, project, "EIA-F", StepKind.CHECK_FAILED, "11-28")
    assert line(office, project, "EIA-F").state is State.ENDED


def test_what_happened_stands_in_the_stream_and_the_history_of_the_project(office: Bureau) -> None:
    project = path(office)
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    found = office.app.read(timeline, AskTimeline("project", project))
    titles = [item.title for item in found.items]
    assert "Environmental form approval: accepted" in titles
    panel = office.app.read(project_panel, project)
    assert panel is not None
    assert panel.history[0].what == "Environmental form approval of 甲 accepted"
    office.app.write(take_back, TakeBack(line(office, project, "EIA-F").id))
    found = office.app.read(timeline, AskTimeline("project", project))
    assert "Environmental form approval: accepted" not in [item.title for item in found.items]


def test_a_step_taken_back_lies_in_the_trash_and_comes_back(office: Bureau) -> None:
    project = path(office)
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    office.app.write(take_back, TakeBack(line(office, project, "EIA-F").id))
    (gone,) = office.app.read(list_trash)
    assert (gone.kind, gone.name) == ("approval", "甲")
    office.app.write(restore_trash, (gone.id,))
    assert line(office, project, "EIA-F").state is State.ACCEPTED
    assert office.app.read(list_trash) == []


# ---- helping -----------------------------------------------------------------------------------


def test_the_six_steps_of_helping_follow_each_other(office: Bureau) -> None:
    project = path(office)
    values = {
        "our_agent": "王敏",
        "their_agent": "李强",
        "entrusted_on": day("08-20"),
        "analysed_on": day("08-22"),
    }
    office.app.write(save_case, EditCase(project, values))
    case = office.app.read(load_case, project)
    assert (case["our_agent"], case["analysed_on"]) == ("王敏", day("08-22"))
    wrong = EditCase(project, {"planned_on": day("08-21")})
    assert refused(lambda: office.app.write(save_case, wrong), office) == "steps-disordered"
    ahead = EditCase(project, {"planned_on": day("09-02")})
    assert refused(lambda: office.app.write(save_case, ahead), office) == "day-to-come"


def test_two_people_who_edit_the_same_field_of_a_case_are_told(office: Bureau) -> None:
    project = path(office)
    office.app.write(save_case, EditCase(project, {"our_agent": "王敏"}))
    zhao = colleague(office.app, "zhao")
    zhao.write(save_case, EditCase(project, {"our_agent": "赵云"}, {"our_agent": "王敏"}))
    late = EditCase(project, {"our_agent": "孙立"}, {"our_agent": "王敏"})
    with pytest.raises(EditConflict) as caught:
        office.app.write(save_case, late)
    (conflict,) = caught.value.conflicts
    assert conflict.by is not None
    assert (conflict.current, conflict.by.actor) == ("赵云", "zhao")


# ---- the catalogue -----------------------------------------------------------------------------


def test_the_bureau_changes_an_item_and_goes_back_to_the_shipped_one(any_office: Bureau) -> None:
    office = any_office
    project = path(office)
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    seen = office.app.read(items_in_force)["EIA-F"]
    office.app.write(save_item, SaveItem(replace(seen, promise=Limit(3)), seen))
    found = line(office, project, "EIA-F").clock
    assert found is not None
    assert found.due == day("09-04")
    own = [one.item.code for one in office.app.read(catalogue) if one.own]
    assert own == ["EIA-F"]
    office.app.write(reset_item, "EIA-F")
    found = line(office, project, "EIA-F").clock
    assert found is not None
    assert found.due == day("09-10")
    undone = office.app.write(undo, None).value
    assert undone is not None
    assert office.app.read(items_in_force)["EIA-F"].promise == Limit(3)


def test_an_added_item_is_taken_into_paths_and_a_retired_one_is_not(office: Bureau) -> None:
    new = Item("CIVIL", "白蚁防治备案", "", "housing", ItemStage.PERMIT, promise=Limit(2))
    office.app.write(save_item, SaveItem(new))
    assert "CIVIL" in {one.item.code for one in _of(office, path(office))}
    office.app.write(retire_item, "CIVIL")
    assert "CIVIL" not in {one.item.code for one in _of(office, path(office, "乙"))}


def _of(office: Bureau, project: str) -> list[ApprovalLine]:
    return office.app.read(project_approvals, project)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"zh": " "}, "item-name"),
        ({"promise": Limit(500)}, "item-days"),
        ({"needs": ("NONE",)}, "item-needs"),
        ({"needs": ("CONP",)}, "item-needs"),
    ],
)
def test_a_wrong_item_is_refused(office: Bureau, changes: dict[str, Any], code: str) -> None:
    seen = shipped()["LANDP"]
    wrong = SaveItem(replace(seen, **changes), seen)
    assert refused(lambda: office.app.write(save_item, wrong), office) == code


def test_an_item_somebody_changed_meanwhile_is_not_overwritten(office: Bureau) -> None:
    seen = shipped()["LANDP"]
    office.app.write(save_item, SaveItem(replace(seen, promise=Limit(1)), seen))
    late = SaveItem(replace(seen, promise=Limit(2)), seen)
    assert refused(lambda: office.app.write(save_item, late), office) == "item-changed"
