"""Entry into the statistics: lists, papers, steps and what they write, revenue, the metric."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm.db.schema.statistics import firm_revenue
from invest_crm.domain.statistics.materials import Work
from invest_crm.domain.statistics.state import State, StepKind
from invest_crm.errors import UserError
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.firm_panel import firm_panel
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.projects.panel import project_panel
from invest_crm.services.statistics.acts import (
    EditCase,
    HandOn,
    TakeBack,
    TakeStep,
    edit_case,
    hand_on,
    take_back,
    take_step,
)
from invest_crm.services.statistics.firms import firm_lines
from invest_crm.services.statistics.lists import list_firms, list_projects
from invest_crm.services.statistics.papers import (
    CannotProvide,
    SavePaper,
    cannot_provide,
    save_paper,
)
from invest_crm.services.statistics.projects import project_lines
from invest_crm.services.statistics.revenue import (
    PasteRevenue,
    ReportRevenue,
    RevenueRow,
    VoidRevenue,
    paste_revenue,
    report_revenue,
    void_revenue,
)
from invest_crm.services.timeline import AskTimeline, timeline
from invest_crm.services.today import today
from invest_crm.services.trash import list_trash, restore_trash
from tests.support.approvals import at, refused
from tests.support.factories import all_rows, log_texts, wan
from tests.support.statistics import (
    STARRED,
    bring,
    day,
    earned,
    firm_line,
    paper,
    project_line,
    started,
    take,
)

if TYPE_CHECKING:
    from tests.support.factories import Bureau

SECRET = 12_345_678
"""An amount in 万元 that nothing but the store of personal values may show."""


# ---- 应入未入 ----------------------------------------------------------------------------------


def test_the_list_is_the_difference_of_the_metric(any_office: Bureau) -> None:
    office = any_office
    due = started(office, "应入")
    inside = started(office, "已入", in_stats_on="2025-08")
    started(office, "太小", total_investment=wan(400))
    office.take_up("未开工", signed_on="2025-03-01", agreement_type="INVESTMENT")
    lines = {line.name: line.stands for line in office.app.read(project_lines)}
    assert lines == {"应入": "due", "已入": "in", "太小": "below"}
    rate = office.figures("2025-09-01")["in_stats.rate"]
    assert rate.base is not None
    assert set(rate.base) - set(rate.projects) == {due}
    assert rate.projects == (inside,)
    assert [row.id for row in office.app.read(today).should_be_in_stats] == [due]


def test_the_total_of_the_filing_decides_and_its_absence_is_told(any_office: Bureau) -> None:
    office = any_office
    small, large = started(office, "甲"), started(office, "乙", total_investment=wan(300))
    assert project_line(office, small).planned is None
    paper(office, small, "FILING", amount=wan(499))
    paper(office, large, "FILING", amount=wan(500))
    assert project_line(office, small).stands == "below"
    assert project_line(office, large).stands == "due"
    assert office.figures("2025-09-01")["in_stats.rate"].base == (large,)


def test_figures_of_an_earlier_moment_know_nothing_of_a_later_filing(office: Bureau) -> None:
    project = started(office)
    before = "2025-09-01T02:00:00.000000Z"
    at(office, "09-02")
    paper(office, project, "FILING", amount=wan(499))
    then = office.figures("2025-09-02", known_at=before)["in_stats.rate"]
    assert then.base == (project,)
    assert office.figures("2025-09-02")["in_stats.rate"].base == ()


def test_missing_papers_follow_the_type_of_the_project(office: Bureau) -> None:
    project = started(office)
    assert {one.code for one in project_line(office, project).missing} == {
        *("filing", "works_contract", "site_photo"),
    }
    bring(office, "project", project, "FILING", "SITE_PHOTO")
    assert [one.code for one in project_line(office, project).missing] == ["works_contract"]
    office.app.write(edit_case, EditCase(Subject("project", project), Work.PURCHASE.value))
    line = project_line(office, project)
    assert {one.code for one in line.missing} == {
        *("equipment_contract", "payment", "equipment_photo"),
    }
    assert not line.presumed


def test_two_people_typing_the_same_paper_are_told_field_by_field(any_office: Bureau) -> None:
    office = any_office
    project = started(office)
    about, seen = Subject("project", project), {"name": "", "amount": None}
    paper(office, project, "FILING", name="甲项目", number="2025-1")
    mine = SavePaper(about, "FILING", {"name": "乙项目", "amount": wan(600)}, seen)
    with pytest.raises(EditConflict) as caught:
        office.app.write(save_paper, mine)
    assert [one.field for one in caught.value.conflicts] == ["name"]
    other = SavePaper(about, "FILING", {"name": "", "amount": wan(600)}, seen)
    office.app.write(save_paper, other)
    found = project_line(office, project).papers["FILING"]
    assert (found.name, found.number, found.amount) == ("甲项目", "2025-1", wan(600))


# ---- steps -------------------------------------------------------------------------------------


def test_papers_go_out_only_complete_or_with_a_reason(office: Bureau) -> None:
    project = started(office)
    assert refused(lambda: take(office, project, StepKind.HANDED, "09-01"), office) == (
        "stat-missing"
    )
    take(office, project, StepKind.HANDED, "09-01", note="纸质已交，扫描件后补")
    line = project_line(office, project)
    assert line.course.state is State.HANDED
    assert line.holder is not None
    assert (line.holder.unit, line.holder.since) == ("statistics", day("09-01"))


def test_an_acceptance_writes_the_milestone_and_the_code_in_one_action(
    any_office: Bureau,
) -> None:
    office = any_office
    project = started(office)
    bring(office, "project", project, *STARRED)
    take(office, project, StepKind.HANDED, "09-01")
    take(office, project, StepKind.VISITED, "09-01", passed=True)
    take(office, project, StepKind.ACCEPTED, "09-01", month="2025-09", code="410328-001")
    record = office.record(project)
    assert record["in_stats_on"].value == "2025-09"
    assert record["stat_code"] == "410328-001"
    assert project_line(office, project).stands == "in"
    office.undo()
    assert office.record(project)["in_stats_on"] is None
    assert office.record(project)["stat_code"] is None
    line = project_line(office, project)
    assert (line.stands, line.course.state) == ("due", State.VISITED)


def test_an_acceptance_taken_back_takes_the_milestone_along(office: Bureau) -> None:
    project = started(office)
    take(office, project, StepKind.ACCEPTED, "09-01", month="2025-08", code="7")
    office.app.write(take_back, TakeBack(Subject("project", project), "串号"))
    assert office.record(project)["in_stats_on"] is None
    (line,) = [one for one in office.app.read(list_trash) if one.kind == "statistics"]
    office.app.write(restore_trash, [line.id])
    assert office.record(project)["in_stats_on"].value == "2025-08"
    assert project_line(office, project).course.state is State.ACCEPTED


@pytest.mark.parametrize(
    ("kind", "on", "more", "code"),
    [
        (StepKind.VISITED, "09-01", {}, "stat-visit"),
        (StepKind.RETURNED, "09-01", {}, "reason-missing"),
        (StepKind.HANDED, "09-02", {"note": "无"}, "day-to-come"),
        (StepKind.ACCEPTED, "09-01", {"code": "7"}, "stat-month"),
        (StepKind.ACCEPTED, "09-01", {"code": "7", "month": "2025-10"}, "stat-month"),
        (StepKind.ACCEPTED, "09-01", {"month": "2025-09"}, "stat-code"),
        (StepKind.RETURNED, "09-01", {"note": "无"}, "stat-state"),
    ],
)
def test_a_step_says_what_it_must(
    office: Bureau, kind: StepKind, on: str, more: dict[str, str], code: str
) -> None:
    project = started(office)
    step = TakeStep("project", (project,), kind, day(on), **more)  # type: ignore[arg-type]
    assert refused(lambda: office.app.write(take_step, step), office) == code


def test_steps_stand_in_their_order(office: Bureau) -> None:
    project = started(office)
    take(office, project, StepKind.HANDED, "08-20", note="无")
    early = TakeStep("project", (project,), StepKind.RETURNED, day("08-19"), note="退")
    assert refused(lambda: office.app.write(take_step, early), office) == "day-before"


def test_a_project_without_a_start_is_accepted_only_with_a_reason(office: Bureau) -> None:
    project = office.take_up("甲", signed_on="2025-03-01", agreement_type="INVESTMENT")
    step = TakeStep("project", (project,), StepKind.ACCEPTED, day("09-01"), "", "2025-09", "7")
    assert refused(lambda: office.app.write(take_step, step), office) == "stat-not-started"


def test_who_holds_the_ball_is_one_person_since_a_day(office: Bureau) -> None:
    project = started(office)
    line = project_line(office, project)
    assert line.holder is not None
    assert (line.holder.unit, line.held) == ("县工信局", 62)
    office.app.write(hand_on, HandOn("project", (project,), person="李四"))
    line = project_line(office, project)
    assert line.holder is not None
    assert (line.holder.unit, line.holder.person, line.held) == ("县工信局", "李四", 0)


def test_what_cannot_be_provided_is_asked_for_again_on_its_day(any_office: Bureau) -> None:
    office = any_office
    project = started(office)
    about = Subject("project", project)
    answer = CannotProvide(about, "filing", "王总", day("09-01"), day("09-05"), "在办")
    office.app.write(cannot_provide, answer)
    line = project_line(office, project)
    assert line.answers["filing"].said_by == "王总"
    assert "filing" in {one.code for one in line.missing}
    assert "王总" not in log_texts(office.app)
    at(office, "09-05")
    asked = [one.matter for one in office.app.read(today).statistics if one.record == project]
    assert asked == []  # nothing but an answer is kept: no application was begun
    take(office, project, StepKind.HANDED, "09-05", note="缺备案")
    asked = [one.matter for one in office.app.read(today).statistics if one.record == project]
    assert asked == ["ask"]
    bring(office, "project", project, "FILING")
    assert not [one for one in office.app.read(today).statistics if one.record == project]


def test_the_round_is_that_of_the_local_calendar(office: Bureau) -> None:
    project = started(office)
    assert project_line(office, project).round.hand == day("09-08")
    office.app.write(set_option, SetOption("statistics.hand_day", "5"))
    at(office, "09-06")
    assert project_line(office, project).round.hand == day("10-05")


def test_a_project_in_the_statistics_without_its_row_is_reminded_of(office: Bureau) -> None:
    project = started(office)
    take(office, project, StepKind.ACCEPTED, "09-01", month="2025-08", code="7")
    assert not project_line(office, project).unreported
    at(office, "09-20")
    assert project_line(office, project).unreported
    assert [one.matter for one in office.app.read(today).statistics] == ["monthly"]
    office.month(project, "2025-09", completed_month=wan(1))
    assert not office.app.read(today).statistics


def test_what_happened_stands_in_history_and_timeline(office: Bureau) -> None:
    project = started(office)
    take(office, project, StepKind.HANDED, "09-01", note="无")
    panel = office.app.read(project_panel, project)
    assert panel is not None
    assert any("移交统计局" in line.what or "statistics" in line.what for line in panel.history)
    told = office.app.read(timeline, AskTimeline("project", project))
    assert any("统计" in item.title or "Statistics" in item.title for item in told.items)


# ---- 应统未统 ----------------------------------------------------------------------------------


def test_firms_stand_by_class_and_reported_revenue(any_office: Bureau) -> None:
    office = any_office
    made = {
        "应统": ("1351", 2000),
        "准": ("1351", 1400),
        "低": ("1351", 100),
        "羊场": ("0314", 90_000),
        "民宿": ("6130", 200),
    }
    for name, (industry, amount) in made.items():
        firm = office.firm(name, industry=industry, local=True)
        earned(office, firm, "2025-01", amount, last="2025-08")
    office.firm("无数", industry="1351", local=True)
    office.firm("外地", industry="1351")
    found = {line.name: line.standing for line in office.app.read(firm_lines)}
    assert found == {
        "应统": "should",
        "准": "watch",
        "低": "below",
        "羊场": "never",
        "民宿": "should",
        "无数": "unreported",
    }


def test_a_builder_is_asked_for_its_qualification(office: Bureau) -> None:
    firm = office.firm("建筑公司", industry="4710", local=True)
    assert firm_line(office, firm).standing == "unqualified"
    office.app.write(edit_case, EditCase(Subject("firm", firm), qualified=True))
    assert firm_line(office, firm).standing == "should"


def test_a_new_firm_has_a_window_each_month_others_in_autumn(office: Bureau) -> None:
    firm = office.firm(industry="1351", local=True)
    earned(office, firm, "2025-01", 3000, last="2025-08")
    line = firm_line(office, firm)
    assert (line.new, line.window and line.window.kind) == (None, "annual")
    paper(office, firm, "LICENCE", "firm", on=date(2025, 2, 1))
    line = firm_line(office, firm)
    assert line.new
    assert line.window is not None
    assert (line.window.kind, line.window.closes) == ("monthly", day("09-20"))
    assert line.open


def test_last_year_counts_where_it_was_enough(office: Bureau) -> None:
    firm = office.firm(industry="1351", local=True)
    earned(office, firm, "2024-01", 2100, last="2024-12")
    assert firm_line(office, firm).standing == "should"
    earned(office, firm, "2025-01", 10, last="2025-08")
    line = firm_line(office, firm)
    assert (line.standing, line.year) == ("should", 2024)


def test_a_firm_that_passes_is_in_with_its_projects_in_production(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("乙公司", industry="1351", local=True)
    project = started(office, investor="乙公司", in_production_on="2025-08-01")
    office.app.write(_tie, (project, firm))
    bring(office, "firm", firm, *(kind for one in firm_line(office, firm).checklist.materials
                                  for kind in one.kinds))  # fmt: skip
    take(office, firm, StepKind.HANDED, "09-01", subject="firm")
    take(office, firm, StepKind.ACCEPTED, "09-01", subject="firm", month="2025-09")
    line = firm_line(office, firm)
    assert (line.standing, line.holder) == ("registered", None)
    assert office.record(project)["in_size_on"].value == "2025-09"
    office.app.write(take_back, TakeBack(Subject("firm", firm)))
    assert firm_line(office, firm).standing == "unreported"
    assert office.record(project)["in_size_on"] is None


def test_a_farm_is_not_handed_in(office: Bureau) -> None:
    firm = office.firm(industry="0314", local=True)
    step = TakeStep("firm", (firm,), StepKind.HANDED, day("09-01"), "无")
    assert refused(lambda: office.app.write(take_step, step), office) == "stat-never"


# ---- revenue -----------------------------------------------------------------------------------


def test_revenue_is_corrected_by_a_new_figure_with_its_reason(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm(industry="1351", local=True)
    earned(office, firm, "2025-07", 100)
    again = ReportRevenue(firm, "2025-07", "2025-07", wan(110))
    assert refused(lambda: office.app.write(report_revenue, again), office) == "reason-missing"
    earned(office, firm, "2025-07", 110, reason="企业更正")
    (entry,) = firm_line(office, firm).entries
    assert (entry.amount, entry.reason) == (wan(110), "企业更正")
    assert len(office.app.read(all_rows, firm_revenue)) == 2
    office.undo()
    (entry,) = firm_line(office, firm).entries
    assert entry.amount == wan(100)


@pytest.mark.parametrize(
    ("first", "last", "amount", "code"),
    [
        ("2025-13", "2025-13", 1, "revenue-months"),
        ("2025-07", "2025-06", 1, "revenue-months"),
        ("2024-12", "2025-01", 1, "revenue-months"),
        ("2025-10", "2025-10", 1, "revenue-to-come"),
        ("2025-07", "2025-07", -1, "revenue-negative"),
    ],
)
def test_impossible_revenue_is_refused(
    office: Bureau, first: str, last: str, amount: int, code: str
) -> None:
    firm = office.firm(industry="1351")
    command = ReportRevenue(firm, first, last, wan(amount))
    assert refused(lambda: office.app.write(report_revenue, command), office) == code


def test_a_sheet_is_taken_whole_or_not_at_all(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("乙公司", industry="1351", credit_code="91310000MA1FL0AQ4C")
    rows = (
        RevenueRow("乙公司", "2025-01", "2025-01", wan(10)),
        RevenueRow("91310000MA1FL0AQ4C", "2025-02", "2025-02", wan(20)),
    )
    assert office.app.write(paste_revenue, PasteRevenue(rows)).value == 2
    wrong = (
        RevenueRow("乙公司", "2025-03", "2025-03", wan(1)),
        RevenueRow("丁", "2025-03", "2025-03", 1),
    )
    with pytest.raises(UserError) as caught:
        office.app.write(paste_revenue, PasteRevenue(wrong))
    assert caught.value.code == "firm-unknown"
    assert "2" in str(caught.value)
    assert len(firm_line(office, firm).entries) == 2
    again = PasteRevenue((*rows, RevenueRow("乙公司", "2025-03", "2025-03", wan(30))))
    assert office.app.write(paste_revenue, again).value == 1


def test_a_figure_taken_back_is_in_the_trash(office: Bureau) -> None:
    firm = office.firm(industry="1351", local=True)
    made = earned(office, firm, "2025-07", 100)
    office.app.write(void_revenue, VoidRevenue(made, "重复"))
    assert not firm_line(office, firm).entries
    (line,) = [one for one in office.app.read(list_trash) if one.kind == "statistics"]
    office.app.write(restore_trash, [line.id])
    assert len(firm_line(office, firm).entries) == 1


def test_revenue_stands_neither_in_the_log_nor_in_names_nor_in_what_is_due(
    office: Bureau,
) -> None:
    firm = office.firm("乙公司", industry="1351", local=True)
    earned(office, firm, "2025-07", SECRET)
    values = {"first": "2025-01", "last": "2025-06", "revenue": wan(SECRET)}
    paper(office, firm, "PROFIT_TABLE", "firm", **values)
    take(office, firm, StepKind.HANDED, "09-01", subject="firm", note="无")
    assert str(SECRET) not in log_texts(office.app)
    panel = office.app.read(firm_panel, firm)
    assert panel is not None
    assert str(SECRET) not in str(panel.history)
    assert str(SECRET) not in str(office.app.read(today).statistics)
    (shown,) = office.app.read(list_firms)
    assert shown["revenue"] == str(SECRET)


# ---- the metric --------------------------------------------------------------------------------


def _tie(work, command):  # type: ignore[no-untyped-def]
    from invest_crm.db.schema.projects import project

    work.name("project.edit", name="")
    work.update(project, command[0], investor_firm_id=command[1])


def test_the_rate_of_firms_is_taken_over_those_eligible_and_large_enough(
    any_office: Bureau,
) -> None:
    office = any_office
    made = {}
    firms = (("大", "1351", 3000), ("小", "1351", 100), ("羊", "0314", 9000), ("入", "1351", 0))
    for name, industry, amount in firms:
        firm = office.firm(name, industry=industry, local=True)
        made[name] = started(office, name, in_production_on="2025-08-01")
        office.app.write(_tie, (made[name], firm))
        if amount:
            earned(office, firm, "2025-01", amount, last="2025-08")
        if name == "入":
            step = TakeStep("firm", (firm,), StepKind.ACCEPTED, day("09-01"), "", "2025-09")
            office.app.write(take_step, step)
    figure = office.figures("2025-09-30")["in_size.rate"]
    assert figure.base is not None
    assert set(figure.base) == {made["大"], made["入"]}
    assert figure.projects == (made["入"],)
    assert str(figure.value) == "50.00"
    before = office.figures("2025-07-31")["in_size.rate"]
    assert before.base == ()


def test_the_rate_of_an_earlier_moment_does_not_know_later_revenue(office: Bureau) -> None:
    firm = office.firm("大", industry="1351", local=True)
    project = started(office, in_production_on="2025-08-01")
    office.app.write(_tie, (project, firm))
    at(office, "09-02")
    earned(office, firm, "2025-01", 3000, last="2025-08")
    later = office.figures("2025-09-02")["in_size.rate"]
    assert later.base == (project,)
    then = office.figures("2025-09-02", known_at="2025-09-01T09:00:00.000000Z")["in_size.rate"]
    assert then.base == ()


def test_lists_are_narrowed_and_say_who_holds_what(office: Bureau) -> None:
    project = started(office)
    (one,) = office.app.read(list_projects, "due")
    assert (one["id"], one["holder"], one["days"]) == (project, "县工信局", 62)
    assert one["missing"] == ["filing", "works_contract", "site_photo"]
    assert not office.app.read(list_projects, "in")
