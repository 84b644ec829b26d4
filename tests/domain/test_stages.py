"""The ladder, the milestones and what they imply: the table of the figures page and no more."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm import words
from invest_crm.domain.stages import (
    COUNTED_AGREEMENTS,
    IMPLIES,
    AgreementType,
    MilestoneKind,
    SideState,
    Stage,
    Step,
    stage_of,
    with_implied,
)

K = MilestoneKind
SETS = st.sets(st.sampled_from(MilestoneKind))


@pytest.mark.parametrize(
    ("kind", "implied"),
    [
        (K.REGISTERED, ""),
        (K.FILED, ""),
        (K.LAND, ""),
        (K.PERMIT, ""),
        (K.STARTED, "REGISTERED FILED LAND"),
        (K.IN_STATS, "STARTED REGISTERED FILED LAND"),
        (K.COMPLETED, "STARTED REGISTERED FILED LAND"),
        (K.IN_PRODUCTION, "STARTED REGISTERED FILED LAND"),
        (K.AT_CAPACITY, "IN_PRODUCTION STARTED REGISTERED FILED LAND"),
        (K.IN_SIZE, "IN_PRODUCTION STARTED REGISTERED FILED LAND"),
    ],
)
def test_a_milestone_implies_what_the_table_says_and_no_more(
    kind: MilestoneKind, implied: str
) -> None:
    assert with_implied([kind]) == {kind, *map(MilestoneKind, implied.split())}


def test_nothing_implies_statistics_completion_size_or_permit() -> None:
    targets = frozenset().union(*IMPLIES.values())
    assert not targets & {K.IN_STATS, K.COMPLETED, K.IN_SIZE, K.AT_CAPACITY, K.PERMIT}
    assert "SIGNED" not in MilestoneKind.__members__


@given(SETS, SETS)
def test_implication_is_a_closure(some: set[MilestoneKind], more: set[MilestoneKind]) -> None:
    closed = with_implied(some)
    assert some <= closed
    assert with_implied(closed) == closed
    assert with_implied(some | more) == closed | with_implied(more)


def test_the_stage_is_the_furthest_step_reached() -> None:
    assert stage_of(Stage.INTENT, signed=False, reached=()) is Stage.INTENT
    assert stage_of(Stage.LEAD, signed=True, reached=()) is Stage.SIGNED
    assert stage_of(Stage.LEAD, signed=True, reached=[K.LAND, K.REGISTERED]) is Stage.LAND
    assert stage_of(Stage.LEAD, signed=False, reached=[K.REGISTERED]) is Stage.REGISTERED
    assert stage_of(Stage.AT_CAPACITY, signed=True, reached=[K.FILED]) is Stage.AT_CAPACITY


def test_statistics_are_shown_beside_the_ladder_never_on_it() -> None:
    beside = {kind for kind in MilestoneKind if kind.stage is None}
    assert beside == {K.PERMIT, K.IN_STATS, K.IN_SIZE}
    assert stage_of(Stage.LEAD, signed=True, reached=[K.IN_STATS, K.IN_SIZE]) is Stage.SIGNED


def test_the_ladder_ranks_in_its_order() -> None:
    assert [stage.rank for stage in Stage] == list(range(12))
    assert all(low.rank < high.rank for low, high in combinations(Stage, 2))


def test_five_steps_are_shown() -> None:
    steps = {step: [stage.value for stage in Stage if stage.step is step] for step in Step}
    assert steps == {
        Step.TALKS: ["LEAD", "CONTACT", "INTENT", "REVIEW"],
        Step.SIGNED: ["SIGNED"],
        Step.LANDED: ["REGISTERED", "FILED", "LAND"],
        Step.BUILDING: ["STARTED", "COMPLETED"],
        Step.PRODUCING: ["IN_PRODUCTION", "AT_CAPACITY"],
    }


def test_only_investment_agreements_and_formal_contracts_count_as_signed() -> None:
    assert {AgreementType.INVESTMENT, AgreementType.FORMAL} == COUNTED_AGREEMENTS


def test_a_milestone_shows_in_its_field() -> None:
    assert (K.STARTED.field, K.IN_STATS.field) == ("started_on", "in_stats_on")


@pytest.mark.parametrize("codes", [Stage, Step, MilestoneKind, SideState, AgreementType])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_code_has_its_own_word(codes: type, language: str) -> None:
    with words.using(language):
        labels = [code.label for code in codes]  # type: ignore[attr-defined]
    assert len(set(labels)) == len(labels)
    assert all(labels)


def test_chinese_words_are_those_of_the_office() -> None:
    with words.using("zh_CN"):
        shown = [Stage.SIGNED.label, MilestoneKind.IN_STATS.label, SideState.TERMINATED.label]
    assert shown == ["签约", "入库", "终止"]
