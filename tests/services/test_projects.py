"""Projects: taken up, edited, moved on, archived; facts are voided and replaced, never lost."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from invest_crm import words
from invest_crm.db.schema.projects import agreement, milestone, project_amount
from invest_crm.domain.project_fields import BY_KEY, FIELDS
from invest_crm.domain.stages import MilestoneKind, SideState, Stage
from invest_crm.errors import UserError
from invest_crm.services.projects import edit, facts
from invest_crm.services.projects.listing import list_projects
from invest_crm.services.projects.moving import MoveProject, move_project
from invest_crm.services.projects.records import all_ids, load_one
from tests.support.factories import CANARY, Bureau, all_rows, person, wan, when, yi


def _move(office: Bureau, project_id: str, stage: Stage, on: str = "2025-08-01") -> None:
    command = MoveProject(project_id, stage, date.fromisoformat(on), reason="先行推进")
    office.app.write(move_project, command)


# ---- reading back ----------------------------------------------------------------------------


def test_every_field_comes_back_as_it_was_entered(any_office: Bureau) -> None:
    values: dict[str, Any] = {
        "name": "肉羊屠宰加工",
        "investor": "天津某公司",
        "content": "年屠宰 30 万只",
        "chain": "mutton-sheep",
        "total_investment": wan(35000),
        "fixed_investment": wan(28000),
        "external_funds": wan(30000),
        "year_plan": wan(5000),
        "funds_in_place": wan(1200),
        "site_mode": "GRANT",
        "land_mu": 6_666_667,
        "agreement_type": "FORMAL",
        "signed_on": when("2025-03"),
        "registered_on": when("2025-04-05"),
        "filed_on": when("2025-Q2"),
        "land_on": when("2025-H1"),
        "started_on": when("2025-08"),
        "in_stats_on": when("√"),
        "project_code": "2503-622922-04-01-123456",
        "leader": "张三、李四",
        "contacts": (person("王五", post="经理"), person("赵六", "")),
        "remark": "两行\n备注",
        "flags": ("approx",),
        "extra": {"其他": "x"},
    }
    project_id = any_office.take_up(**values)
    record = any_office.record(project_id)
    assert {key: record[key] for key in values} == values
    assert record["stage"] == "STARTED"
    assert record["side_state"] is None
    assert (record.archived_at, record.latest_cut_off) == (None, "2025-09-01")


def test_a_record_holds_every_field(office: Bureau) -> None:
    record = office.record(office.take_up("甲"))
    assert set(BY_KEY) <= set(record.values)


def test_an_unknown_project_is_none(office: Bureau) -> None:
    assert office.app.read(load_one, "no-such") is None


@pytest.mark.parametrize("name", ["", "   ", None])
def test_a_project_needs_a_name(office: Bureau, name: str | None) -> None:
    with pytest.raises(UserError) as refused:
        office.take_up(name)  # type: ignore[arg-type]
    assert refused.value.code == "name-missing"
    project_id = office.take_up("甲")
    with pytest.raises(UserError):
        office.edit(project_id, name=name)


@pytest.mark.parametrize(
    "job",
    [
        lambda office: office.edit("gone", park="东园"),
        lambda office: _move(office, "gone", Stage.SIGNED),
        lambda office: office.app.write(
            facts.set_side_state,
            facts.SetSideState("gone", SideState.STALLED, date(2025, 1, 1), "协商"),
        ),
    ],
)
def test_a_project_that_is_gone_is_refused_in_words(office: Bureau, job: Any) -> None:
    with pytest.raises(UserError) as refused:
        job(office)
    assert refused.value.code == "project-gone"
    assert refused.value.safe
    assert refused.value.todo


# ---- facts -----------------------------------------------------------------------------------


def test_a_corrected_date_voids_the_fact_and_adds_another(any_office: Bureau) -> None:
    project_id = any_office.take_up(started_on="2025-05", signed_on="2025-03")
    any_office.edit(project_id, started_on="2025-06")
    rows = any_office.app.read(all_rows, milestone)
    told = sorted((row.effective_value, row.voided_at is None) for row in rows)
    assert told == [("2025-05", False), ("2025-06", True)]
    voided = next(row for row in rows if row.voided_at)
    assert voided.void_reason
    assert any_office.record(project_id)["started_on"] == when("2025-06")


def test_a_cleared_date_is_voided_and_the_stage_falls_back(office: Bureau) -> None:
    project_id = office.take_up(started_on="2025-05", signed_on="2025-03")
    office.edit(project_id, started_on=None)
    record = office.record(project_id)
    assert (record["started_on"], record["stage"]) == (None, "SIGNED")


def test_an_edit_touches_only_the_facts_it_changes(office: Bureau) -> None:
    project_id = office.take_up(started_on="2025-05", signed_on="2025-03", total_investment=5)
    office.edit(project_id, started_on="2025-05", signed_on="2025-03", park="东园")
    tables = (agreement, milestone, project_amount)
    assert [len(office.app.read(all_rows, table)) for table in tables] == [1, 1, 1]


def test_every_hand_entered_fact_says_who_when_and_whence(office: Bureau) -> None:
    office.take_up(started_on="2025-05")
    (row,) = office.app.read(all_rows, milestone)
    assert (row.source, row.recorded_by, row.cut_off) == ("hand", "wang", "2025-09-01")
    assert row.recorded_at.startswith("2025-09-01T01:00")
    assert (row.effective_day, row.grade) == ("2025-05-31", 1)


def test_contacts_are_replaced_not_added(any_office: Bureau) -> None:
    project_id = any_office.take_up(contacts=(person("张三"), person("李四", "13800001111")))
    any_office.edit(project_id, contacts=(person("李四", "13800001111"), person("王五", "")))
    names = [contact.name for contact in any_office.record(project_id)["contacts"]]
    assert names == ["李四", "王五"]
    any_office.edit(project_id, contacts=())
    assert any_office.record(project_id)["contacts"] == ()


# ---- moving on the board ---------------------------------------------------------------------


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.rank > Stage.SIGNED.rank])
def test_moving_to_a_stage_records_its_dated_milestone(office: Bureau, stage: Stage) -> None:
    project_id = office.take_up(signed_on="2025-03")
    _move(office, project_id, stage)
    assert office.record(project_id)["stage"] == stage.value
    (row,) = office.app.read(all_rows, milestone)
    assert (row.kind, row.effective_value) == (stage.value, "2025-08-01")


def test_moving_to_signed_writes_an_agreement(office: Bureau) -> None:
    project_id = office.take_up("甲")
    _move(office, project_id, Stage.SIGNED)
    record = office.record(project_id)
    assert (record["stage"], record["agreement_type"]) == ("SIGNED", "INVESTMENT")
    assert record["signed_on"] == when("2025-08-01")


def test_talks_move_both_ways_and_leave_no_milestone(office: Bureau) -> None:
    project_id = office.take_up("甲")
    for stage in (Stage.CONTACT, Stage.REVIEW, Stage.INTENT):
        _move(office, project_id, stage)
        assert office.record(project_id)["stage"] == stage.value
    assert office.app.read(all_rows, milestone) == []


def test_a_signed_project_does_not_go_back_to_talks(office: Bureau) -> None:
    project_id = office.take_up(signed_on="2025-03")
    with pytest.raises(UserError) as refused:
        _move(office, project_id, Stage.CONTACT)
    assert refused.value.code == "stage-backwards"


@pytest.mark.parametrize("stage", [Stage.SIGNED, Stage.REGISTERED, Stage.STARTED])
def test_moving_to_a_stage_already_reached_changes_no_date(office: Bureau, stage: Stage) -> None:
    """Nothing is taken back: a drag to the left must not move a project to another cohort."""
    dates = {"signed_on": "2025-03", "registered_on": "2025-04", "started_on": "2025-05"}
    project_id = office.take_up(agreement_type="FORMAL", **dates)
    with suppress(UserError):
        _move(office, project_id, stage)
    record = office.record(project_id)
    assert {key: record[key].value for key in dates} == dates
    assert record["agreement_type"] == "FORMAL"


# ---- side states, archive --------------------------------------------------------------------


def test_side_states_follow_their_day_and_stay_in_the_history(office: Bureau) -> None:
    project_id = office.take_up("甲")
    office.side(project_id, SideState.PAUSED, "2025-06-01")
    assert office.record(project_id)["side_state"] == "PAUSED"
    office.side(project_id, SideState.STALLED, "2025-05-01")
    assert office.record(project_id)["side_state"] == "PAUSED"
    office.side(project_id, SideState.ACTIVE, "2025-07-01")
    assert office.record(project_id)["side_state"] is None


def test_a_side_state_of_tomorrow_is_not_in_force_today(office: Bureau) -> None:
    project_id = office.take_up("甲", signed_on="2025-03")
    office.side(project_id, SideState.TERMINATED, "2026-01-01")
    assert office.record(project_id)["side_state"] is None


def test_an_archived_project_keeps_everything_and_counts_nowhere(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲", signed_on="2025-03")
    before = dict(any_office.record(project_id).values)
    assert any_office.app.write(edit.archive_projects, (project_id,)).value == 1
    assert any_office.app.read(all_ids) == []
    assert any_office.app.read(all_ids, archived=True) == [project_id]
    assert any_office.value("signed.count", "2025-09-01") == 0
    assert dict(any_office.record(project_id).values) == before
    any_office.app.write(edit.restore_projects, (project_id,))
    assert any_office.value("signed.count", "2025-09-01") == 1


# ---- lists -----------------------------------------------------------------------------------


def test_a_list_in_the_public_shape(any_office: Bureau) -> None:
    any_office.take_up(
        total_investment=wan(35000),
        signed_on="2025-08",
        land_mu=6_666_667,
        site_mode="GRANT",
        agreement_type="FORMAL",
        contacts=(person("张三"),),
        flags=("range", "approx"),
    )
    (row,) = any_office.app.read(list_projects)
    assert [key for key in row if key in BY_KEY] == [field.key for field in FIELDS]
    assert (row["total_investment"], row["land_mu"]) == ("35000", "100.00")
    assert row["signed_on"] == {"value": "2025-08", "precision": "month", "raw": "2025-08"}
    assert row["started_on"] is None
    assert row["flags"] == ["approx", "range"]
    assert CANARY not in str(row)
    (shown,) = any_office.app.read(list_projects, reveal=True)
    assert shown["contacts"] == [{"name": "张三", "phone": CANARY}]


def test_labels_follow_the_language(office: Bureau) -> None:
    office.take_up(chain="mutton-sheep", site_mode="GRANT", signed_on="2025-08",
                   agreement_type="FORMAL")  # fmt: skip
    labels = []
    for language in words.LANGUAGES:
        with words.using(language):
            (row,) = office.app.read(list_projects)
        labels.append({key: row[key] for key in row if key.endswith("_label") and row[key]})
    assert set(labels[0]) == {f"{key}_label" for key in
                              ("stage", "chain", "site_mode", "agreement_type")}  # fmt: skip
    assert not set(labels[0].values()) & set(labels[1].values())


def test_conditions_compare_values_and_labels(office: Bureau) -> None:
    first = office.take_up("甲", township="城关镇", signed_on="2025-08")
    second = office.take_up("乙", chain="mutton-sheep")

    def found(*conditions: tuple[str, str]) -> list[object]:
        return [row["id"] for row in office.app.read(list_projects, conditions)]

    assert found(("township", "城关镇")) == [first]
    assert found(("township", "")) == [second]
    assert found(("stage", "SIGNED")) == [first]
    assert found(("signed_on", "2025-08")) == [first]
    assert found(("chain", "mutton-sheep"), ("name", "乙")) == [second]
    assert found(("id", first)) == [first]
    with words.using("en"):
        assert found(("stage", "Signed")) == [first]
    with pytest.raises(UserError) as refused:
        found(("colour", "red"))
    assert refused.value.code == "field-unknown"


_SHAPES: list[dict[str, Any]] = [
    {},
    {"signed_on": "2025-03", "agreement_type": "FRAMEWORK"},
    {"signed_on": "2025-03", "agreement_type": "LETTER"},
    {"signed_on": "2025-03", "agreement_type": "FORMAL", "filed_on": "2025-04"},
    {"agreement_type": "INVESTMENT"},
    {"signed_on": "2025-03", "in_production_on": "2025-07"},
    {"signed_on": "2025-03", "in_stats_on": "√"},
]


@pytest.mark.parametrize("values", _SHAPES)
def test_the_stage_as_of_today_is_the_stage_of_today(
    office: Bureau, values: dict[str, Any]
) -> None:
    project_id = office.take_up(**values)
    (row,) = office.app.read(list_projects, as_of=date(2025, 9, 30))
    assert row["stage"] == office.record(project_id)["stage"]


def test_a_project_at_capacity_is_so_as_of_today(office: Bureau) -> None:
    project_id = office.take_up(signed_on="2025-03")
    office.reach(project_id, MilestoneKind.AT_CAPACITY, "2025-08-01")
    (row,) = office.app.read(list_projects, as_of=date(2025, 9, 30))
    assert row["stage"] == office.record(project_id)["stage"] == "AT_CAPACITY"


def test_before_it_signed_a_project_was_where_it_entered(office: Bureau) -> None:
    project_id = office.take_up("甲")
    _move(office, project_id, Stage.INTENT)
    office.edit(project_id, signed_on="2025-06-01")
    (row,) = office.app.read(list_projects, as_of=date(2025, 5, 31))
    assert (row["stage"], row["signed_on"]) == ("INTENT", None)
    (row,) = office.app.read(list_projects, as_of=date(2025, 6, 1))
    assert row["stage"] == "SIGNED"


def test_a_list_as_of_a_day_leaves_out_what_happened_later(office: Bureau) -> None:
    project_id = office.take_up(signed_on="2025-03", funds_in_place=5)
    office.side(project_id, SideState.TERMINATED, "2025-08-01")
    (row,) = office.app.read(list_projects, as_of=date(2025, 7, 31))
    assert row["side_state"] is None
    assert row["funds_in_place"] is None


def test_a_list_as_of_a_day_has_the_amounts_of_that_day(office: Bureau) -> None:
    (project_id,) = office.ledger("2025-03-31", {"signed_on": "2025-02", "total_investment": yi(3)})
    office.app.clock.set("2025-06-10T09:00")  # type: ignore[attr-defined]
    office.edit(project_id, total_investment=yi(2))
    amounts = {
        day: office.app.read(list_projects, as_of=date.fromisoformat(day))[0]["total_investment"]
        for day in ("2025-03-01", "2025-03-31", "2025-06-09", "2025-06-10")
    }
    assert list(amounts.values()) == ["30000", "30000", "30000", "20000"]


def test_money_in_place_is_one_figure_in_lists_and_figures(office: Bureau) -> None:
    (project_id,) = office.ledger("2025-05-31", {"signed_on": "2025-03", "funds_in_place": wan(10)})
    for month, amount in (("2025-06", 3), ("2025-07", 4)):
        office.month(project_id, month, funds_month=wan(amount))
    assert office.record(project_id)["funds_in_place"] == wan(17)
    found = {
        day: office.app.read(list_projects, as_of=date.fromisoformat(day))[0]["funds_in_place"]
        for day in ("2025-05-31", "2025-06-29", "2025-06-30", "2025-07-31")
    }
    assert list(found.values()) == ["10", "10", "13", "17"]
