"""Figures from recorded facts: as of a day, as known at a moment, by group, explained."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import agreement
from invest_crm.domain.calibre import DEFAULT_CALIBRE, Calibre
from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState, Stage
from invest_crm.errors import UserError
from invest_crm.services import figures
from invest_crm.services.figure_shapes import explanation_json, figures_json, show
from invest_crm.services.figures import Question
from invest_crm.services.projects.listing import list_projects
from invest_crm.services.projects.moving import MoveProject, move_project
from tests.support.factories import Bureau, all_rows, wan, when, yi

K = MilestoneKind
SIGNED = {"signed_on": "2025-03-10"}


def _explain(office: Bureau, metric: str, as_of: str = "2025-09-01", **more: Any) -> Any:
    question = Question(date.fromisoformat(as_of), **more)
    return office.app.read(figures.explain, metric, question)


# ---- published figures, from recorded facts --------------------------------------------------


def _rows(count: int, **values: object) -> list[dict[str, object]]:
    return [{"signed_on": "2018-03", **values} for _ in range(count)]


def test_anqing_2018_from_a_ledger(office: Bureau) -> None:
    rows = [
        *_rows(118, in_production_on="√"),
        *_rows(81, started_on="2018-06"),
        *_rows(19),
    ]
    for place, row in enumerate(rows):
        row["name"] = f"项目{place}"
    office.ledger("2018-12-31", *rows)
    found = office.figures("2018-12-31", "2018-01-01")
    rates = [str(found[f"{name}.rate"].value) for name in ("started", "in_production")]
    assert rates == ["91.28", "54.13"]


def test_weinan_2010_from_recorded_facts(any_office: Bureau) -> None:
    rows = [*_rows(18, completed_on="√"), *_rows(180, started_on="√"), *_rows(94, filed_on="√")]
    rows = [{**row, "name": f"项目{place}"} for place, row in enumerate(rows)]
    ids = any_office.ledger("2018-12-31", *rows)
    any_office.side(ids[-1], SideState.TERMINATED, "2018-12-31")
    found = any_office.figures("2018-12-31", "2018-01-01")
    rates = [str(found[f"{name}.rate"].value) for name in ("started", "performed")]
    assert rates == ["67.81", "99.66"]


def test_a_citys_money_of_2006_against_its_target(any_office: Bureau) -> None:
    (project_id,) = any_office.ledger("2006-10-31", {"signed_on": "2006-02"})
    any_office.stated(project_id, "2006-10-31", wan(1_005_136))
    any_office.target("funds.amount", 2006, amount=yi(80))
    any_office.target("signed.count", 2006, number=0)
    found = any_office.figures("2006-10-31", "2006-01-01")
    assert str(found["targets.funds_amount.rate"].value) == "125.64"
    assert str(found["targets.funds_amount.pace"].value) == "42.31"
    assert found["targets.funds_amount.pace"].unit == "points"
    assert not [item.metric for item in found.figures if "signed_count" in item.metric]


def test_a_target_of_another_year_is_not_measured(office: Bureau) -> None:
    office.target("signed.count", 2024, number=5)
    assert not [item for item in office.figures("2025-09-01").figures if "targets" in item.metric]


# ---- latest possible day ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "cut_off", "first_day"),
    [
        ("2025-08-05", "2025-08-20", "2025-08-05"),
        ("2025-07", "2025-08-20", "2025-07-31"),
        ("2025-08", "2025-08-20", "2025-08-20"),
        ("2025-Q2", "2025-08-20", "2025-06-30"),
        ("2025-H1", "2025-08-20", "2025-06-30"),
        ("2025", "2025-08-20", "2025-08-20"),
        ("√", "2025-08-20", "2025-08-20"),
    ],
)
def test_a_milestone_counts_from_its_latest_possible_day(
    office: Bureau, written: str, cut_off: str, first_day: str
) -> None:
    office.ledger(cut_off, {"signed_on": "2025-01-05", "started_on": written})
    day = date.fromisoformat(first_day)
    before = day.fromordinal(day.toordinal() - 1).isoformat()
    assert office.value("started.count", before) == 0
    assert office.value("started.count", first_day) == 1


def test_a_signing_of_a_month_joins_the_cohort_at_both_ends(office: Bureau) -> None:
    office.ledger("2025-12-31", {"signed_on": "2025-08"})
    cohorts = [("2025-08-01", "2025-08-30"), ("2025-08-31", "2025-08-31"),
               ("2025-09-01", "2025-12-31")]  # fmt: skip
    counts = [office.figures("2025-12-31", *ends)["signed.count"].value for ends in cohorts]
    assert counts == [0, 1, 0]


def test_a_signing_without_a_date_counts_by_the_cut_off(office: Bureau) -> None:
    office.ledger("2025-06-30", {"agreement_type": "INVESTMENT"})
    assert office.value("signed.count", "2025-06-29") == 0
    assert office.value("signed.count", "2025-06-30") == 1


def test_the_flag_of_a_repeated_source_keeps_the_earliest_day(office: Bureau) -> None:
    (project_id,) = office.ledger("2025-06-30", {**SIGNED, "started_on": "√"})
    office.reach(project_id, K.STARTED, "2025-08-15")
    assert office.value("started.count", "2025-06-30") == 1


def test_a_date_in_the_future_is_a_plan_and_no_milestone(office: Bureau) -> None:
    """Figures page: a date after the cut-off is a plan. By hand the cut-off is today."""
    project_id = office.take_up(**SIGNED)
    with suppress(UserError):
        office.edit(project_id, started_on="2026-05-01")
    assert office.value("started.count", "2025-09-30") == 0
    assert office.record(project_id)["stage"] == "SIGNED"


def test_moving_a_card_into_the_future_is_no_milestone_today(office: Bureau) -> None:
    project_id = office.take_up(**SIGNED)
    move = MoveProject(project_id, Stage.STARTED, date(2026, 5, 1), reason="先行推进")
    with suppress(UserError):
        office.app.write(move_project, move)
    assert office.value("started.count", "2025-09-30") == 0


# ---- signing ---------------------------------------------------------------------------------


def test_a_framework_agreement_is_not_counted_as_signed(any_office: Bureau) -> None:
    for kind in ("LETTER", "FRAMEWORK", "SUPPLEMENT"):
        any_office.take_up(kind, signed_on="2025-03-10", agreement_type=kind)
    assert any_office.value("signed.count", "2025-09-01") == 0
    for kind in ("INVESTMENT", "FORMAL"):
        any_office.take_up(kind, signed_on="2025-03-10", agreement_type=kind)
    assert any_office.value("signed.count", "2025-09-01") == 2


def test_a_calibre_may_count_framework_agreements(office: Bureau) -> None:
    office.take_up("甲", signed_on="2025-03-10", agreement_type="FRAMEWORK")
    wide = Calibre(counted_agreements=frozenset(AgreementType))
    assert office.value("signed.count", "2025-09-01", calibre=wide) == 1


def test_a_project_counts_once_at_its_first_counted_signing(office: Bureau) -> None:
    project_id = office.take_up(total_investment=yi(2), signed_on="2024-05-06",
                                agreement_type="FRAMEWORK")  # fmt: skip
    office.agree(project_id, AgreementType.INVESTMENT, "2025-02-01", yi(2))
    office.agree(project_id, AgreementType.FORMAL, "2025-06-01", yi(2))
    assert office.value("signed.count", "2025-09-01", "2025-02-01") == 1
    assert office.value("signed.count", "2025-09-01", "2025-02-02") == 0
    assert office.value("signed.amount", "2025-09-01", "2025-01-01") == yi(2)


def test_an_increase_counts_its_increment_only(any_office: Bureau) -> None:
    project_id = any_office.take_up(total_investment=yi(3), signed_on="2023-05-06")
    any_office.agree(project_id, AgreementType.INCREASE, "2025-06-01", yi(1))
    found = any_office.figures("2025-09-01", "2025-01-01")
    assert (found["signed.count"].value, found["signed.amount"].value) == (0, yi(1))
    assert any_office.value("signed.amount", "2025-05-31", "2025-01-01") == 0
    assert any_office.value("signed.amount", "2025-09-01") == yi(4)


def test_an_increase_survives_a_corrected_signing_date(office: Bureau) -> None:
    project_id = office.take_up(total_investment=yi(3), signed_on="2023-05-06")
    office.agree(project_id, AgreementType.INCREASE, "2025-06-01", yi(1))
    office.edit(project_id, signed_on="2023-05-07")
    assert office.value("signed.amount", "2025-09-01", "2025-01-01") == yi(1)


# ---- side states -----------------------------------------------------------------------------


def test_a_merged_project_leaves_every_figure_from_that_day(any_office: Bureau) -> None:
    project_id = any_office.take_up(total_investment=9, started_on="2025-04-01", **SIGNED)
    any_office.side(project_id, SideState.MERGED, "2025-07-01")
    assert any_office.value("signed.count", "2025-06-30") == 1
    found = any_office.figures("2025-07-01")
    assert {item.value for item in found.figures if item.metric.endswith("count")} == {0}
    assert found["signed.amount"].value == 0


def test_a_terminated_project_stays_in_the_denominator(office: Bureau) -> None:
    first = office.take_up("甲", started_on="2025-04-01", **SIGNED)
    second = office.take_up("乙", **SIGNED)
    office.side(second, SideState.TERMINATED, "2025-07-01")
    assert office.value("started.rate", "2025-09-01") == "50.00"
    assert office.value("performed.rate", "2025-09-01") == "50.00"
    assert office.value("signed_not_started.count", "2025-09-01") == 0
    dropping = replace(DEFAULT_CALIBRE, keep_terminated=False)
    assert office.value("started.rate", "2025-09-01", calibre=dropping) == "100.00"
    office.side(second, SideState.ACTIVE, "2025-08-01")
    assert office.value("signed_not_started.count", "2025-09-01") == 1
    assert office.value("signed_not_started.count", "2025-07-15") == 0
    assert first


# ---- strength of a start ---------------------------------------------------------------------


def test_grades_of_evidence_and_statistics(any_office: Bureau) -> None:
    ids = [any_office.take_up(name, **SIGNED) for name in "甲乙丙丁"]
    any_office.reach(ids[0], K.STARTED, "2025-05-01", grade=1)
    any_office.reach(ids[1], K.STARTED, "2025-05-01", grade=3)
    any_office.reach(ids[2], K.STARTED, "2025-05-01", grade=1)
    any_office.reach(ids[2], K.IN_STATS, "2025-07-01")
    any_office.reach(ids[3], K.COMPLETED, "2025-05-01")
    names = ("started", "started.g2", "started.g3", "started.g4")
    for day, counts in (("2025-06-30", [4, 1, 1, 0]), ("2025-07-01", [4, 2, 2, 1])):
        found = any_office.figures(day)
        assert [found[f"{name}.count"].value for name in names] == counts
    states = any_office.app.read(all_rows, project_state)
    grades = {state.project_id: state.start_grade for state in states}
    assert [grades[item] for item in ids] == [1, 3, 4, 1]


# ---- growth ----------------------------------------------------------------------------------


def test_growth_compares_with_the_same_period_of_last_year(any_office: Bureau) -> None:
    for name, day, total in (
        ("甲", "2024-02-01", yi(1)),
        ("乙", "2024-08-31", yi(1)),
        ("丙", "2024-09-01", yi(9)),
        ("丁", "2025-01-01", yi(3)),
    ):
        any_office.take_up(name, signed_on=day, total_investment=total)
    found = any_office.figures("2025-08-31", "2025-01-01")
    values = [str(found[f"{name}.yoy"].value) for name in ("signed", "signed_amount")]
    assert values == ["-50.00", "50.00"]


def test_growth_over_nothing_is_undefined_and_says_so(office: Bureau) -> None:
    office.take_up(**SIGNED)
    found = office.figures("2025-08-31", "2025-01-01")["signed.yoy"]
    assert found.value is None
    assert found.note


def test_29_february_is_compared_with_28_february(office: Bureau) -> None:
    for name, day in (("甲", "2023-02-28"), ("乙", "2023-03-01"), ("丙", "2024-02-29")):
        office.take_up(name, signed_on=day)
    assert office.value("signed.yoy", "2024-02-29", "2024-01-01") == "0.00"


def test_growth_of_an_unfinished_period_compares_with_the_same_part_of_last_year(
    office: Bureau,
) -> None:
    office.take_up("甲", signed_on="2024-03-01")
    office.take_up("乙", signed_on="2024-11-01")
    office.take_up("丙", signed_on="2025-03-01")
    found = office.figures("2025-06-30", "2025-01-01", "2025-12-31")
    assert str(found["signed.yoy"].value) == "0.00"


# ---- groups ----------------------------------------------------------------------------------


def test_groups_have_keys_and_labels(office: Bureau) -> None:
    office.take_up(
        "甲", chain="mutton-sheep", leader="张三、李四", total_investment=yi(1), **SIGNED
    )
    office.take_up("乙", total_investment=yi(7), **SIGNED)
    office.take_up("丙", chain="mutton-sheep")
    found = {
        by: [(group.key, group.figures[0].value) for group in _by(office, by)]
        for by in figures.GROUPS
    }
    assert found["chain"] == [("mutton-sheep", 1), ("", 1)]
    assert found["leader"] == [("张三", 1), ("", 1)]
    assert found["unit"] == found["township"] == found["park"] == [("", 2)]
    assert found["tier"] == [("1-5", 1), ("5-10", 1)]
    assert all(group.label for by in figures.GROUPS for group in _by(office, by))


def test_size_tiers_stand_from_small_to_large(office: Bureau) -> None:
    for name, total in (
        ("甲", yi(7)),
        ("乙", yi(20)),
        ("丙", yi(1) // 2),
        ("丁", None),
        ("戊", yi(2)),
    ):
        office.take_up(name, total_investment=total, **SIGNED)
    assert [group.key for group in _by(office, "tier")] == ["lt1", "1-5", "5-10", "ge10", "unknown"]


def test_an_increase_of_an_old_project_stands_in_its_group(office: Bureau) -> None:
    old = office.take_up("甲", chain="mutton-sheep", signed_on="2023-01-01", total_investment=yi(5))
    office.agree(old, AgreementType.INCREASE, "2025-06-01", yi(1))
    whole = office.value("signed.amount", "2025-09-01", "2025-01-01")
    groups = _by(office, "chain", start=date(2025, 1, 1))
    assert whole == yi(1)
    assert sum(group.figures[1].value for group in groups) == whole


def _by(office: Bureau, by: str, **more: Any) -> Any:
    question = Question(date(2025, 9, 1), by=by, **more)
    return office.app.read(figures.figures, question).groups


# ---- explain ---------------------------------------------------------------------------------


def test_a_figure_is_explained_by_its_projects_its_base_and_who_is_left_out(
    office: Bureau,
) -> None:
    ids = {name: office.take_up(name, total_investment=yi(1), **SIGNED) for name in "甲乙丙丁"}
    early = office.take_up("早", signed_on="2024-12-31")
    office.take_up("谈")
    office.edit(ids["甲"], started_on="2025-05-01")
    office.side(ids["丙"], SideState.MERGED, "2025-06-01")
    office.side(ids["丁"], SideState.TERMINATED, "2025-06-01")
    told = _explain(office, "started.rate", start=date(2025, 1, 1))
    assert [item[:2] for item in told.numerator] == [(ids["甲"], "甲")]
    assert {item[0] for item in told.denominator} == {ids["甲"], ids["乙"], ids["丁"]}
    assert dict(told.excluded) == {ids["丙"]: "merged", early: "signed-outside-period"}
    shape = explanation_json(told)
    assert shape["value"] == "33.33"
    assert shape["numerator"] == [{"id": ids["甲"], "name": "甲", "amount": "10000"}]
    waiting = _explain(office, "signed_not_started.count", start=date(2025, 1, 1))
    assert dict(waiting.excluded)[ids["丁"]] == "terminated"
    assert dict(waiting.excluded)[ids["甲"]] == "not-in-base"


def test_an_unknown_figure_is_refused(office: Bureau) -> None:
    with pytest.raises(UserError) as refused:
        _explain(office, "profit.rate")
    assert refused.value.code == "metric-unknown"


def test_the_amount_signed_is_explained_to_the_last_yuan(office: Bureau) -> None:
    """The value and the list behind it come from the same query, increases included."""
    old = office.take_up("旧", signed_on="2023-01-01", total_investment=yi(5))
    office.agree(old, AgreementType.INCREASE, "2025-06-01", yi(1))
    office.take_up("新", total_investment=yi(2), **SIGNED)
    told = _explain(office, "signed.amount", start=date(2025, 1, 1))
    assert sum(item[2] or 0 for item in told.numerator) == told.figure.value == yi(3)


# ---- both databases, and the public shape ----------------------------------------------------


def _mixed(office: Bureau) -> None:
    rows: list[dict[str, Any]] = [
        {"name": "甲", "signed_on": "2025-03", "started_on": "2025-05", "chain": "mutton-sheep"},
        {"name": "乙", "signed_on": "2025-01-10", "in_stats_on": "√", "total_investment": wan(500)},
        {"name": "丙", "signed_on": "2024-02", "agreement_type": "FORMAL", "leader": "王五"},
        {"name": "丁", "signed_on": "2025-06", "agreement_type": "FRAMEWORK"},
        {"name": "戊", "signed_on": "2025-07", "external_funds": yi(1), "funds_in_place": wan(3)},
        {"name": "己", "signed_on": "2025", "registered_on": "2025-08", "land_on": "2025-H1"},
    ]
    ids = office.ledger("2025-08-31", *rows)
    office.agree(ids[2], AgreementType.INCREASE, "2025-04-01", yi(1))
    office.month(ids[0], "2025-07", funds_month=wan(1), completed_month=wan(2))
    office.side(ids[5], SideState.TERMINATED, "2025-08-01")


def test_every_figure_is_the_same_on_both_databases(any_office: Bureau) -> None:
    _mixed(any_office)
    names = {str(row["id"]): str(row["name"]) for row in any_office.app.read(list_projects)}
    found = any_office.figures("2025-08-31", "2025-01-01", by="chain")
    told = {item.metric: (str(item.value), "".join(names[i] for i in item.projects)) for item in
            found.figures}  # fmt: skip
    assert told["signed.count"] == ("4", "甲乙戊己")
    assert told["signed.amount"] == (str(yi(1) + wan(500)), "甲乙戊己丙")
    assert told["performed.rate"] == ("75.00", "甲乙戊")
    assert told["started.rate"] == ("50.00", "甲乙")
    assert told["started.g4.count"] == ("1", "乙")
    assert told["in_stats.rate"] == ("100.00", "乙")
    assert told["registered.rate"] == ("75.00", "甲乙己")
    assert told["funds.amount"] == (str(wan(4)), "甲戊")
    assert told["funds.rate"] == ("0.03", "戊")
    assert told["fixed_investment.amount"] == (str(wan(2)), "甲")
    assert told["signed_not_started.count"] == ("1", "戊")
    assert told["signed.yoy"] == ("300.00", "甲乙戊己")


def test_the_public_shape(office: Bureau) -> None:
    office.take_up(total_investment=wan(35000), **SIGNED)
    shape: Any = figures_json(office.figures("2025-08-31", "2025-01-01", by="township"))
    assert shape["as_of"] == "2025-08-31"
    assert shape["known_at"] is None
    assert shape["cohort"] == {"from": "2025-01-01", "to": "2025-08-31"}
    assert shape["calibre"] == "default-2026"
    by_id = {item["metric"]: item for item in shape["figures"]}
    assert by_id["signed.count"]["value"] == 1
    assert by_id["signed.amount"]["value"] == "35000"
    assert by_id["signed.amount"]["unit"] == "万元"
    rate = by_id["started.rate"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == ("0.00", 0, 1)
    assert by_id["funds.rate"]["value"] is None
    assert shape["groups"][0]["figures"][0]["metric"] == "signed.count"
    assert figures_json(office.figures("2025-08-31"))["cohort"] == {
        "from": None,
        "to": "2025-08-31",
    }


def test_an_undefined_value_is_shown_as_a_dash(office: Bureau) -> None:
    found = office.figures("2025-08-31")
    assert show(found["started.rate"]) == ("—", "")
    assert show(found["signed.count"])[0] == "0"
    assert show(found["signed.amount"])[1]


def test_the_list_as_of_a_day_agrees_with_the_figures(office: Bureau) -> None:
    """A month-precise start in a ledger cut on the 20th counts from the 20th in both."""
    office.ledger("2025-08-20", {"signed_on": "2025-01-05", "started_on": "2025-08"})
    for day in ("2025-08-19", "2025-08-20", "2025-08-31"):
        (row,) = office.app.read(list_projects, as_of=date.fromisoformat(day))
        started = office.value("started.count", day)
        assert (row["stage"] == "STARTED") == bool(started), day


def test_voided_agreements_sign_nothing(office: Bureau) -> None:
    office.take_up(**SIGNED)
    (row,) = office.app.read(all_rows, agreement)
    office.void(agreement, row.id)
    assert office.value("signed.count", "2025-09-30") == 0


def test_dates_read_back_as_written(office: Bureau) -> None:
    project_id = office.take_up(signed_on="2025-Q1", started_on="2025-08")
    record = office.record(project_id)
    assert record["signed_on"] == when("2025-Q1")
    assert record["started_on"] == when("2025-08")
