"""What is known about a project as of a day: implication as bits, cohorts with both ends."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.facts import Cohort, ProjectFacts, closed_mask, cohort_of, mask
from invest_crm.domain.stages import MilestoneKind, SideState, with_implied

K = MilestoneKind


def _fact(**values: object) -> ProjectFacts:
    return ProjectFacts(**{"id": "p", "name": "甲", **values})  # type: ignore[arg-type]


@given(st.sets(st.sampled_from(MilestoneKind)))
def test_bits_say_the_same_as_the_implication_table(kinds: set[MilestoneKind]) -> None:
    fact = _fact(reached=closed_mask(mask(kinds)))
    assert {kind for kind in MilestoneKind if fact.has(kind)} == with_implied(kinds)


def test_bits_alone_imply_nothing() -> None:
    fact = _fact(reached=mask([K.STARTED]))
    assert fact.has(K.STARTED)
    assert not fact.has(K.REGISTERED)
    assert closed_mask(0) == 0


def test_the_filed_total_decides_the_threshold_before_the_agreed_one() -> None:
    assert _fact(total=5, filed_total=9).planned_total == 9
    assert _fact(total=5, filed_total=0).planned_total == 0
    assert _fact(total=5).planned_total == 5
    assert _fact().planned_total is None


def test_a_cohort_includes_both_its_ends() -> None:
    cohort = Cohort(date(2025, 1, 1), date(2025, 8, 31))
    days = ("2024-12-31", "2025-01-01", "2025-08-31", "2025-09-01")
    assert [cohort.holds(day) for day in days] == [False, True, True, False]


def test_an_open_end_holds_everything_on_that_side() -> None:
    assert Cohort().holds("1990-01-01")
    assert Cohort(end=date(2025, 1, 1)).holds("1990-01-01")
    assert not Cohort(end=date(2025, 1, 1)).holds("2025-01-02")
    assert Cohort(start=date(2025, 1, 1)).holds("2050-01-01")
    assert not Cohort(start=date(2025, 1, 1)).holds("2024-12-31")


def test_a_project_that_has_not_signed_is_in_no_cohort() -> None:
    assert not Cohort().holds(None)


def test_merged_projects_are_nowhere_and_terminated_ones_stay() -> None:
    facts = [_fact(id=side or "-", side=side, signed_day="2025-03-01") for side in SideState]
    facts += [_fact(id="plain", signed_day="2025-03-01"), _fact(id="talks")]
    found = {fact.id for fact in cohort_of(facts, Cohort())}
    assert found == {"plain", *(side.value for side in SideState)} - {"MERGED"}
