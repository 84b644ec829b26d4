"""Monthly reports typed, pasted, corrected, closed; what is missing and odd. On both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.domain.month_reports import Deadline, Subject
from invest_crm.domain.month_warnings import Kind
from invest_crm.domain.stages import SideState
from invest_crm.errors import UserError
from invest_crm.services.cells import EditCells
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.history import record_history
from invest_crm.services.listing import ListQuery, list_ids
from invest_crm.services.money import reports
from invest_crm.services.money.books import deadline, kept_since, owners
from invest_crm.services.money.closing import Reopen, close_month, reopen_month
from invest_crm.services.money.corrections import Correct, TakeBack, correct_month, take_back
from invest_crm.services.money.month_grid import MONTHS
from invest_crm.services.month_locks import closed_months
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.projects.records import load, load_one
from invest_crm.services.stored import EditRecord
from tests.support.factories import Bureau, Clock, all_rows, wan, yi

AUGUST = "2025-08"
"""The month being reported on 1 September 2025, the day of every test."""


@pytest.fixture
def bureau(any_office: Bureau) -> Bureau:
    return any_office


def take_up(bureau: Bureau, name: str = "甲", **values: Any) -> str:
    values = {"signed_on": "2025-01-10", "started_on": "2025-06-05", "total_investment": yi(1),
              "lead_unit": "县商务局", **values}  # fmt: skip
    return bureau.ledger("2025-08-31", {"name": name, **values})[0]


def type_in(bureau: Bureau, project: str, month: str = AUGUST, **values: Any) -> Any:
    cells = {reports.record_id(project, month): values}
    seen = {key: dict.fromkeys(own) for key, own in cells.items()}
    return bureau.app.write(reports.edit_report_cells, EditCells(cells, seen))


def line(bureau: Bureau, project: str, month: str = AUGUST) -> reports.MonthRecord:
    key = reports.record_id(project, month)
    return bureau.app.read(reports.load, [key])[key]


def listed(bureau: Bureau, **filters: Any) -> list[str]:
    return bureau.app.read(list_ids, MONTHS, ListQuery(filters=filters))


def refused(bureau: Bureau, use_case: Any, command: Any) -> str:
    with pytest.raises(UserError) as caught:
        bureau.app.write(use_case, command)
    return caught.value.code


# ---- typing ----------------------------------------------------------------------------------


def test_a_month_is_typed_and_its_sums_follow(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, "2025-07", completed_month=wan(100), funds_month=wan(60))
    type_in(bureau, one, completed_month=wan(50), progress_text="主体施工", filled_by="李工")
    found = line(bureau, one)
    assert (found["completed_year"], found["completed_total"]) == (wan(150), wan(150))
    assert (found["funds_month"], found["funds_total"]) == (None, wan(60))
    assert (found["state"], found["progress_text"], found["filled_by"]) == (
        "reported", "主体施工", "李工",
    )  # fmt: skip


def test_what_is_typed_anew_replaces_and_keeps_what_was_not_touched(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, completed_month=wan(50), problem_text="缺钢材")
    key = reports.record_id(one, AUGUST)
    command = EditCells({key: {"completed_month": wan(70)}}, {key: {"completed_month": wan(50)}})
    bureau.app.write(reports.edit_report_cells, command)
    rows = bureau.app.read(all_rows, monthly_report)
    assert sorted((row.completed_month, row.voided_at is None) for row in rows) == [
        (wan(50), False), (wan(70), True),
    ]  # fmt: skip
    assert line(bureau, one)["problem_text"] == "缺钢材"
    bureau.undo()
    assert line(bureau, one)["completed_month"] == wan(50)


def test_a_report_that_is_cleared_was_never_made(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, take_up(bureau, "乙"), completed_month=0)
    type_in(bureau, one, completed_month=wan(50))
    key = reports.record_id(one, AUGUST)
    command = EditCells({key: {"completed_month": None}}, {key: {"completed_month": wan(50)}})
    bureau.app.write(reports.edit_report_cells, command)
    assert line(bureau, one)["state"] == "missing"


def test_two_people_at_one_month_do_not_lose_a_figure(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, completed_month=wan(50))
    key = reports.record_id(one, AUGUST)
    with pytest.raises(EditConflict) as caught:
        bureau.app.write(
            reports.save_report,
            EditRecord(key, {"completed_month": wan(70)}, {"completed_month": None}),
        )
    (conflict,) = caught.value.conflicts
    assert (conflict.current, conflict.wanted) == (wan(50), wan(70))
    assert conflict.by is not None
    assert "甲" in conflict.by.what


def test_a_month_is_not_reported_with_less_than_nothing_nor_before_it_comes(
    bureau: Bureau,
) -> None:
    one = take_up(bureau)
    for month, values, code in (
        (AUGUST, {"funds_month": -1}, "amount-negative"),
        ("2025-10", {"funds_month": 1}, "month-to-come"),
    ):
        command = EditCells({reports.record_id(one, month): values}, {})
        assert refused(bureau, reports.edit_report_cells, command) == code
    assert bureau.app.read(all_rows, monthly_report) == []


def test_pasted_lines_find_their_projects_by_name(bureau: Bureau) -> None:
    one, two = take_up(bureau, "甲"), take_up(bureau, "乙")
    new = [{"name": "乙", "month": AUGUST, "funds_month": wan(2)},
           {"name": "甲", "month": AUGUST, "funds_month": wan(1)}]  # fmt: skip
    bureau.app.write(reports.edit_report_cells, EditCells({}, {}, new, "paste"))
    assert (line(bureau, one)["funds_month"], line(bureau, two)["funds_month"]) == (wan(1), wan(2))
    unknown = EditCells({}, {}, [{"name": "丙", "month": AUGUST, "funds_month": 1}], "paste")
    assert refused(bureau, reports.edit_report_cells, unknown) == "project-unknown"


def test_a_line_pasted_beside_another_project_is_refused(bureau: Bureau) -> None:
    one = take_up(bureau)
    take_up(bureau, "乙")
    values = {reports.record_id(one, AUGUST): {"name": "乙", "funds_month": wan(5)}}
    assert refused(bureau, reports.edit_report_cells, EditCells(values, {})) == "name-differs"


# ---- corrections -----------------------------------------------------------------------------


def test_a_correction_adds_to_its_month_with_who_and_why(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, "2025-07", funds_month=wan(100))
    type_in(bureau, one, funds_month=wan(10))
    made = Correct(one, "2025-07", None, -wan(30), "重复填报")
    bureau.app.write(correct_month, made)
    found = bureau.app.read(reports.facts_of, reports.record_id(one, "2025-07"))
    assert found is not None
    (entry,) = found.corrections
    assert (entry.reason, entry.by, entry.on) == ("重复填报", "wang", date(2025, 9, 1))
    assert found.record["funds_month"] == wan(100)
    assert (found.record["funds_more"], found.record["funds_total"]) == (-wan(30), wan(70))
    assert line(bureau, one)["funds_total"] == wan(80)
    assert bureau.record(one)["funds_in_place"] == wan(80)
    assert bureau.value("funds.amount", "2025-09-01") == wan(80)


def test_a_correction_needs_a_reason_an_amount_and_a_report(bureau: Bureau) -> None:
    one = take_up(bureau)
    for command, code in (
        (Correct(one, AUGUST, None, wan(1), " "), "reason-missing"),
        (Correct(one, AUGUST, None, 0, "x"), "correction-empty"),
        (Correct(one, AUGUST, None, wan(1), "x"), "report-first"),
    ):
        assert refused(bureau, correct_month, command) == code
    type_in(bureau, one, funds_month=wan(10))
    assert refused(bureau, correct_month, Correct(one, AUGUST, None, -wan(11), "x")) == "below-zero"
    assert bureau.app.read(all_rows, month_correction) == []


def test_a_correction_taken_back_no_longer_counts(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, funds_month=wan(10))
    made = bureau.app.write(correct_month, Correct(one, AUGUST, None, -wan(4), "x")).value
    assert refused(bureau, take_back, TakeBack(str(made), "")) == "reason-missing"
    bureau.app.write(take_back, TakeBack(str(made), "没有错"))
    assert line(bureau, one)["funds_total"] == wan(10)
    bureau.undo()
    assert line(bureau, one)["funds_total"] == wan(6)


def test_what_was_known_then_does_not_know_a_later_correction(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, "2025-07", funds_month=wan(100))
    before = "2025-09-01T23:00:00.000000Z"
    bureau.app.clock = Clock("2025-09-10T09:00")
    bureau.app.write(correct_month, Correct(one, "2025-07", None, -wan(30), "x"))
    assert bureau.value("funds.amount", "2025-08-31") == wan(70)
    assert bureau.value("funds.amount", "2025-08-31", known_at=before) == wan(100)


# ---- closing ---------------------------------------------------------------------------------


def test_a_closed_month_takes_corrections_only(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, funds_month=wan(10))
    bureau.app.write(close_month, AUGUST)
    closed = bureau.app.read(closed_months)[AUGUST]
    assert (closed.by, closed.at[:10]) == ("wang", "2025-09-01")
    command = EditCells({reports.record_id(one, AUGUST): {"funds_month": wan(11)}}, {})
    assert refused(bureau, reports.edit_report_cells, command) == "month-locked"
    bureau.app.write(correct_month, Correct(one, AUGUST, None, wan(1), "漏报"))
    assert line(bureau, one)["funds_total"] == wan(11)
    assert refused(bureau, close_month, AUGUST) == "month-closed"


def test_a_month_whose_figures_still_come_in_is_not_closed(bureau: Bureau) -> None:
    assert refused(bureau, close_month, "2025-09") == "month-to-come"


def test_opening_again_needs_a_reason_and_is_in_the_history(bureau: Bureau) -> None:
    one = take_up(bureau)
    made = str(bureau.app.write(close_month, AUGUST).value)
    assert refused(bureau, reopen_month, Reopen(AUGUST, "")) == "reason-missing"
    bureau.app.write(reopen_month, Reopen(AUGUST, "漏了两家"))
    assert bureau.app.read(closed_months) == {}
    type_in(bureau, one, funds_month=wan(1))
    newest, oldest = bureau.app.read(record_history, [made])
    assert "漏了两家" in newest.what
    assert AUGUST in oldest.what
    assert refused(bureau, reopen_month, Reopen(AUGUST, "x")) == "month-open"


def test_undo_does_not_reach_into_a_closed_month(bureau: Bureau) -> None:
    one = take_up(bureau)
    typed = type_in(bureau, one, funds_month=wan(10)).changes.change_set_id
    bureau.app.write(close_month, AUGUST)
    with pytest.raises(UserError) as caught:
        bureau.undo(typed)
    assert caught.value.code == "month-locked"
    bureau.undo()  # the closing itself goes back
    bureau.undo(typed)
    assert line(bureau, one)["funds_month"] is None


# ---- what is missing -------------------------------------------------------------------------


def test_missing_months_are_told_with_the_days(bureau: Bureau) -> None:
    one = take_up(bureau)
    type_in(bureau, one, "2025-06", funds_month=wan(1))
    (owner,) = bureau.app.read(owners)
    since = bureau.app.read(kept_since)
    found = owner.missing(since, bureau.app.read(deadline), bureau.app.today)
    assert [(item.month, item.late) for item in found] == [("2025-07", 35), (AUGUST, 4)]
    assert (line(bureau, one)["state"], line(bureau, one)["late"]) == ("missing", 4)


def test_days_are_counted_from_the_report_day_of_the_options(bureau: Bureau) -> None:
    bureau.app.write(set_option, SetOption("monthly.cut_off", "31"))
    bureau.app.write(set_option, SetOption("monthly.report", "5"))
    assert bureau.app.read(deadline) == Deadline(31, 5)
    one = take_up(bureau)
    type_in(bureau, one, "2025-06", funds_month=wan(1))
    assert (line(bureau, one)["late"], line(bureau, one, "2025-07")["late"]) == (0, 27)


def test_the_list_and_the_rule_agree_on_who_owes(bureau: Bureau) -> None:
    take_up(bureau, "在建")
    take_up(bureau, "未开工", started_on=None)
    early = take_up(bureau, "先到资", started_on=None)
    take_up(bureau, "已投产", in_production_on="2025-07-15")
    take_up(bureau, "投产时间不详", in_production_on="√")
    paused = take_up(bureau, "暂缓")
    bureau.side(paused, SideState.PAUSED, "2025-08-01")
    type_in(bureau, early, "2025-07", funds_month=wan(1))
    since = bureau.app.read(kept_since)
    for month in ("2025-05", "2025-06", "2025-07", AUGUST):
        owed = {owner.name for owner in bureau.app.read(owners) if owner.owes(month, since)}
        ids = listed(bureau, month=month)
        asked = {line(bureau, *reports.parts_of(one))["name"] for one in ids}
        assert asked == owed, month
    assert {line(bureau, *reports.parts_of(one))["name"] for one in listed(bureau)} == {
        "在建", "先到资", "投产时间不详",
    }, "an undated tick may be of the very last day of its ledger"  # fmt: skip


def test_the_list_of_a_month_of_a_project_and_of_those_missing(bureau: Bureau) -> None:
    one, two = take_up(bureau, "甲"), take_up(bureau, "乙")
    type_in(bureau, one, "2025-07", funds_month=wan(7))
    type_in(bureau, one, funds_month=wan(1))
    key = reports.record_id
    assert listed(bureau) == [key(two, AUGUST), key(one, AUGUST)]
    assert listed(bureau, lacking=True) == [key(two, AUGUST)]
    assert listed(bureau, project=one)[:2] == [key(one, "2025-09"), key(one, AUGUST)]
    assert listed(bureau, ids=[key(one, "2025-07")]) == [key(one, "2025-07")]
    bureau.app.write(correct_month, Correct(one, "2025-07", None, -1, "x"))
    assert listed(bureau, month="2025-07", corrected=True) == [key(one, "2025-07")]
    by_sum = ListQuery(sort=(("funds_total", True),))
    assert bureau.app.read(list_ids, MONTHS, by_sum)[0] == key(one, AUGUST)


def test_sums_in_the_list_are_those_of_the_book(bureau: Bureau) -> None:
    from invest_crm.services.listing import cell_value

    one = take_up(bureau)
    for month, amount in (("2024-12", 5), ("2025-06", 7), (AUGUST, 11)):
        bureau.month(one, month, completed_month=wan(amount))
    bureau.app.write(correct_month, Correct(one, "2025-06", -wan(3), None, "x"))
    found, key = line(bureau, one), reports.record_id(one, AUGUST)
    for name, amount in (("completed_year", wan(15)), ("completed_total", wan(20))):
        assert found[name] == bureau.app.read(cell_value, MONTHS, key, name) == amount
    assert bureau.app.read(cell_value, MONTHS, key, "funds_total") is None


# ---- warnings --------------------------------------------------------------------------------


def test_warnings_narrow_the_list_and_paused_projects_are_quiet(bureau: Bureau) -> None:
    odd, fine = take_up(bureau, "甲", total_investment=wan(100)), take_up(bureau, "乙")
    for project in (odd, fine):
        type_in(bureau, project, completed_month=wan(50), funds_month=wan(120))
    assert [one.kind for one in line(bureau, odd)["warned"]] == [Kind.FUNDS_OVER]
    assert listed(bureau, warned=True) == [reports.record_id(odd, AUGUST)]
    bureau.side(odd, SideState.PAUSED, "2025-08-01")
    assert listed(bureau, warned=True) == []


def test_a_project_in_the_trash_has_no_reports(bureau: Bureau) -> None:
    from invest_crm.services.projects.edit import archive_projects

    one = take_up(bureau)
    type_in(bureau, one, funds_month=wan(1))
    bureau.app.write(archive_projects, (one,))
    assert listed(bureau) == []
    assert bureau.app.read(load_one, one) is not None


def test_the_book_of_a_subject_is_asked_for_by_project(bureau: Bureau) -> None:
    one, two = take_up(bureau, "甲"), take_up(bureau, "乙")
    type_in(bureau, one, funds_month=wan(1))
    (owner,) = bureau.app.read(owners, [one])
    assert owner.book.own(Subject.FUNDS, AUGUST) == wan(1)
    assert bureau.app.read(owners, [two])[0].book.months == frozenset()


def test_a_project_as_of_an_earlier_day_knows_the_corrections_of_its_months(
    bureau: Bureau,
) -> None:
    one = take_up(bureau)
    type_in(bureau, one, "2025-07", funds_month=wan(100))
    bureau.app.write(correct_month, Correct(one, "2025-07", None, -wan(30), "重复"))
    found = bureau.app.read(load, [one], as_of=date(2025, 8, 15))
    assert found[one]["funds_in_place"] == wan(70)
