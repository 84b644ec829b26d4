"""The lists of the day, each rule with a fixed clock (1 September 2025, a Monday)."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.db.schema.calendar import calendar_day
from invest_crm.db.schema.imports import import_batch
from invest_crm.db.schema.projects import side_state
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.services import firms
from invest_crm.services.projects import edit
from invest_crm.services.requests import CloseRequests, close_requests
from invest_crm.services.tasks import AddTask, add_task
from invest_crm.services.today import Today, today
from tests.support.factories import put, wan, yi

if TYPE_CHECKING:
    from invest_crm.services.work import App
    from tests.support.factories import Bureau

FULL = {"chain": "mutton-sheep", "leader": "王县长", "lead_unit": "县投促局"}


def look(office: Bureau) -> Today:
    return office.app.read(today)


def signed(office: Bureau, on: str, **values: Any) -> str:
    """A signed project of a ledger with yesterday's cut-off."""
    row = {"signed_on": on, "agreement_type": "INVESTMENT", **values}
    return office.ledger("2025-08-31", row)[0]


def taken_over(office: Bureau, cut_off: str, **values: Any) -> str:
    """A project from a ledger with this cut-off."""
    return office.ledger(cut_off, values)[0]


def pause(office: Bureau, project: str, on: str, until: str | None) -> None:
    office.fact(side_state, project, state="PAUSED", effective_on=on, until=until)


def request(office: Bureau, due: str | None, **values: object) -> str:
    row = {"firm": "乙公司", "firm_key": "乙公司", "content": "用电", "due_day": due, **values}
    return str(office.app.write(put, (service_request, row)).value)


# ---- the day ---------------------------------------------------------------------------------


def test_an_empty_day_is_calm(office: Bureau) -> None:
    found = look(office)
    assert found.calm
    assert (found.day, found.badge) == (date(2025, 9, 1), 0)
    assert (found.workday, found.festival) == (True, "")


def test_a_festival_and_the_bureau_s_own_days_are_named(app: App, office: Bureau) -> None:
    app.clock.set("2025-10-01T19:30")  # type: ignore[attr-defined]
    found = look(office)
    assert (found.workday, found.hour) == (False, 19)
    assert found.festival != ""
    app.clock.set("2025-09-06T09:00")  # type: ignore[attr-defined]
    assert (look(office).workday, look(office).festival) == (False, "")
    row = {"day": "2025-09-06", "kind": "work"}
    app.write(put, (calendar_day, row))
    assert look(office).workday


# ---- signed, not started ---------------------------------------------------------------------


def test_not_started_counts_from_the_day_three_months_are_full(office: Bureau) -> None:
    late, young = signed(office, "2025-06-01"), signed(office, "2025-06-02")
    ids = [row.id for row in look(office).not_started]
    assert ids == [late]
    assert young not in ids


def test_an_age_reached_this_week_comes_before_the_longest(office: Bureau) -> None:
    longest = signed(office, "2024-01-15")
    fresh = signed(office, "2025-02-26")
    passed = signed(office, "2025-02-25")
    year = signed(office, "2024-08-31")
    rows = look(office).not_started
    assert [row.id for row in rows] == [year, fresh, longest, passed]
    assert [row.mark for row in rows] == [12, 6, 0, 0]
    assert rows[1].number == 6
    assert look(office).badge == 2


def test_started_ended_and_paused_projects_do_not_wait(office: Bureau) -> None:
    signed(office, "2025-01-05", started_on="2025-05-01")
    ended = signed(office, "2025-01-05")
    office.side(ended, SideState.TERMINATED, "2025-08-01")
    paused = signed(office, "2025-01-05")
    pause(office, paused, "2025-08-01", None)
    assert look(office).not_started == ()


def test_a_pause_that_is_over_is_told_and_the_project_speaks_again(office: Bureau) -> None:
    over, still = signed(office, "2025-01-05"), signed(office, "2025-01-05")
    pause(office, over, "2025-05-01", "2025-09-01")
    pause(office, still, "2025-05-01", "2025-09-02")
    found = look(office)
    assert [row.id for row in found.resume] == [over]
    assert [row.id for row in found.not_started] == [over]
    assert found.badge == 1


def test_a_paused_project_has_no_overdue_task_and_no_gap_until_its_day(office: Bureau) -> None:
    project = signed(office, "2025-01-05")
    office.app.write(add_task, AddTask("补材料", date(2025, 8, 20), project_id=project))
    assert [line.text for line in look(office).awake] == ["补材料"]
    assert tasks(office)
    pause(office, project, "2025-08-01", "2025-09-02")
    quiet = look(office)
    assert (quiet.awake, quiet.asleep, quiet.badge) == ((), 1, 0)
    assert not tasks(office)
    assert [line.text for line in office.app.read(today, date(2025, 9, 2)).awake] == ["补材料"]


def test_a_pause_taken_back_is_no_pause(office: Bureau) -> None:
    project = signed(office, "2025-01-05")
    pause(office, project, "2025-05-01", "2025-08-01")
    office.side(project, SideState.ACTIVE, "2025-08-02")
    assert look(office).resume == ()


# ---- statistics ------------------------------------------------------------------------------


def test_should_be_in_stats_is_started_at_the_threshold_and_not_in(office: Bureau) -> None:
    out = signed(office, "2025-01-05", started_on="2025-05-01", total_investment=wan(500))
    signed(office, "2025-01-05", started_on="2025-05-01", total_investment=wan(499))
    inside = signed(office, "2025-01-05", started_on="2025-05-01", total_investment=yi(1))
    office.reach(inside, MilestoneKind.IN_STATS, "2025-06")
    (row,) = look(office).should_be_in_stats
    assert (row.id, row.day, row.number) == (out, date(2025, 5, 1), 123)


# ---- requests --------------------------------------------------------------------------------


def test_requests_overdue_or_due_within_seven_days(any_office: Bureau) -> None:
    office = any_office
    late, last = request(office, "2025-08-30", unit="县住建局"), request(office, "2025-09-08")
    request(office, "2025-09-09")
    request(office, None)
    request(office, "2025-08-01", closed=True)
    request(office, "2025-08-01", archived_at="2025-08-02T00:00:00Z")
    rows = look(office).requests
    assert [(row.number, row.who) for row in rows] == [(-2, "县住建局"), (7, "")]
    assert late != last
    assert look(office).badge == 2


def test_a_request_opens_its_own_page(office: Bureau) -> None:
    asked = request(office, "2025-09-01", firm_id=office.firm())
    (row,) = look(office).requests
    assert (row.page, row.id, row.number) == ("requests", asked, 0)


def test_the_badge_falls_when_a_request_is_settled(office: Bureau) -> None:
    asked = request(office, "2025-08-30")
    request(office, "2025-09-01")
    assert look(office).badge == 2
    office.app.write(close_requests, CloseRequests((asked,), office.app.today))
    assert (look(office).badge, len(look(office).requests)) == (1, 1)


# ---- silence ---------------------------------------------------------------------------------


def silent(office: Bureau) -> dict[str, int]:
    return {row.id: row.number for row in look(office).silent}


def test_silence_begins_after_thirty_days(office: Bureau) -> None:
    quiet = taken_over(office, "2025-08-31", signed_on="2025-08-01")
    taken_over(office, "2025-08-31", signed_on="2025-08-02")
    assert silent(office) == {quiet: 31}


def test_without_any_date_the_cut_off_of_the_ledger_counts(office: Bureau) -> None:
    project = taken_over(office, "2025-07-31")
    assert silent(office) == {project: 32}


def test_being_entered_or_edited_by_hand_is_news(any_app: App, any_office: Bureau) -> None:
    app, office = any_app, any_office
    by_hand = office.take_up("甲", signed_on="2025-01-05")
    ledger = taken_over(office, "2025-01-31", signed_on="2025-01-05")
    assert silent(office) == {ledger: 239}
    office.edit(ledger, progress_text="已进场")
    assert silent(office) == {}
    app.clock.set("2025-10-02T09:00")  # type: ignore[attr-defined]
    assert silent(office) == {by_hand: 31, ledger: 31}


def test_a_fact_or_a_monthly_row_is_news(any_app: App, any_office: Bureau) -> None:
    app, office = any_app, any_office
    project = taken_over(office, "2025-01-31", signed_on="2025-01-05")
    office.reach(project, MilestoneKind.FILED, "2025-02-01")
    assert silent(office) == {}  # recorded today
    app.clock.set("2025-11-01T09:00")  # type: ignore[attr-defined]
    assert silent(office) == {project: 61}
    office.month(project, "2025-10", completed_month=wan(1))
    assert silent(office) == {}


def test_paused_and_producing_projects_may_be_silent(office: Bureau) -> None:
    paused = taken_over(office, "2025-01-31", signed_on="2025-01-05")
    pause(office, paused, "2025-02-01", "2025-12-31")
    taken_over(office, "2025-01-31", in_production_on="2025-01-05")
    assert silent(office) == {}


# ---- data ------------------------------------------------------------------------------------


def tasks(office: Bureau) -> dict[str, int]:
    return {task.kind: task.count for task in look(office).data}


def test_wrong_credit_codes_are_counted_with_their_firms(any_office: Bureau) -> None:
    office = any_office
    wrong = office.firm("甲公司", credit_code="91141082MA0TERT08X")
    office.firm("乙公司", credit_code="91141082MA0TERT08K")
    office.firm("丙公司")
    gone = office.firm("丁公司", credit_code="1")
    office.app.write(firms.archive_firms, (gone,))
    (task,) = look(office).data
    assert (task.kind, task.page, task.ids) == ("code", "firms", (wrong,))


def test_gaps_of_projects_leader_and_unit_only_after_signing(any_office: Bureau) -> None:
    office = any_office
    office.take_up("在谈", chain="mutton-sheep")
    signed(office, "2025-08-05", name="签约")
    assert tasks(office) == {"chain": 1, "node": 1, "leader": 1, "lead_unit": 1}


def test_ended_projects_need_no_data(office: Bureau) -> None:
    project = signed(office, "2025-08-05")
    office.side(project, SideState.TERMINATED, "2025-08-30")
    assert tasks(office) == {}


def test_imports_with_doubtful_rows_are_told_for_30_days(any_app: App, any_office: Bureau) -> None:
    app, office = any_app, any_office
    row = {"file_name": "台账.xlsx", "sha256": "0", "kind": "projects", "rejected_rows": 2}
    app.write(put, (import_batch, {**row, "suspicious_rows": 3}))
    app.write(put, (import_batch, {**row, "rejected_rows": 0}))
    assert tasks(office) == {"rejected": 2, "suspicious": 3}
    app.clock.set("2025-10-02T09:00")  # type: ignore[attr-defined]
    assert tasks(office) == {}


# ---- size ------------------------------------------------------------------------------------


def test_the_trash_is_in_no_list(office: Bureau) -> None:
    project = signed(office, "2025-01-05", started_on="2025-02-01", total_investment=yi(1))
    office.app.write(edit.archive_projects, (project,))
    assert look(office).calm


@pytest.mark.slow
def test_ten_thousand_projects_are_looked_through_in_seconds(office: Bureau) -> None:
    rows = [
        {"signed_on": f"2025-0{1 + n % 8}-11", "agreement_type": "INVESTMENT", **FULL}
        for n in range(10_000)
    ]
    office.ledger("2025-08-31", *rows)
    start = time.process_time()
    found = look(office)
    assert time.process_time() - start < 4
    assert len(found.not_started) > 5_000
