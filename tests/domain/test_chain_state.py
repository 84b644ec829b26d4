"""The state of a link of the chain and the rates of a whole chain."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.chain_state import (
    COVERED,
    STATES,
    LeafCounts,
    coming_rate,
    completeness,
    critical_coverage,
    leaf_state,
)


@dataclass(frozen=True)
class Stated:
    state: str
    critical: bool = False


COUNTS = st.builds(LeafCounts, **{name: st.integers(0, 4) for name in LeafCounts.__struct_fields__})


@pytest.mark.parametrize(
    ("counts", "farming", "state"),
    [
        (LeafCounts(local=1, leaders=1), False, "strong"),
        (LeafCounts(local=3, in_statistics=3), False, "strong"),
        (LeafCounts(local=3, in_statistics=2), False, "present"),
        (LeafCounts(local=1, in_statistics=1), False, "present"),
        (LeafCounts(local=1), True, "present"),
        (LeafCounts(local=5, signed=2, targets=3), False, "weak"),
        (LeafCounts(signed=1), False, "coming"),
        (LeafCounts(started=1, targets=4, talks=1), False, "coming"),
        (LeafCounts(in_production=1), False, "coming"),
        (LeafCounts(targets=1), False, "talks"),
        (LeafCounts(talks=1), True, "talks"),
        (LeafCounts(), True, "missing"),
    ],
)
def test_the_first_rule_that_matches_wins(counts: LeafCounts, farming: bool, state: str) -> None:
    assert leaf_state(counts, out_of_scope_for_statistics=farming) == state


@given(COUNTS, st.booleans(), st.sampled_from(STATES))
def test_a_state_set_by_hand_always_wins(counts: LeafCounts, farming: bool, state: str) -> None:
    assert leaf_state(counts, out_of_scope_for_statistics=farming, override=state) == state


def test_an_unknown_state_set_by_hand_is_refused() -> None:
    with pytest.raises(ValueError, match="splendid"):
        leaf_state(LeafCounts(), out_of_scope_for_statistics=False, override="splendid")


@given(COUNTS, st.booleans())
def test_a_leaf_is_covered_exactly_if_a_firm_or_leader_is_there(
    counts: LeafCounts, farming: bool
) -> None:
    state = leaf_state(counts, out_of_scope_for_statistics=farming)
    has_firm = bool(counts.local or counts.leaders or counts.in_statistics >= 3)
    assert (state in COVERED) == has_firm


def test_left_out_leaves_leave_every_denominator() -> None:
    leaves = [Stated("excluded", critical=True), Stated("strong", critical=True), Stated("missing")]
    assert completeness(leaves) == (1, 2)
    assert critical_coverage(leaves) == (1, 1)


def test_weak_counts_as_covered_and_coming_does_not() -> None:
    assert completeness([Stated("weak"), Stated("coming"), Stated("talks")]) == (1, 3)


def test_talks_stay_in_the_denominator_of_the_coming_rate() -> None:
    leaves = [Stated(one) for one in ("coming", "talks", "missing", "strong", "excluded")]
    assert coming_rate(leaves) == (1, 3)


def test_an_empty_chain_has_rates_of_nothing() -> None:
    assert completeness([]) == critical_coverage([]) == coming_rate([]) == (0, 0)
