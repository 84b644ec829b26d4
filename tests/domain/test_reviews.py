"""What follows from the opinions of a joint review, and who is asked about what."""

from __future__ import annotations

import pytest

from invest_crm.domain.departments import DEPARTMENTS
from invest_crm.domain.reviews import (
    ITEMS,
    REVIEWERS,
    Opinion,
    Outcome,
    Verdict,
    items_of,
    outcome,
)

YES, NO, AWAITED = Opinion(Verdict.AGREE), Opinion(Verdict.REFUSE), Opinion(None)
HELD, MET = Opinion(Verdict.CONDITION, 2), Opinion(Verdict.CONDITION)


@pytest.mark.parametrize(
    ("opinions", "follows"),
    [
        ((), Outcome.OPEN),
        ((YES, AWAITED), Outcome.OPEN),
        ((YES, YES), Outcome.PASSED),
        ((YES, HELD), Outcome.CONDITIONAL),
        ((YES, MET), Outcome.PASSED),
        ((YES, HELD, NO), Outcome.REFUSED),
        ((NO, AWAITED), Outcome.REFUSED),
    ],
)
def test_one_refusal_refuses_one_missing_leaves_open_conditions_hold(
    opinions: tuple[Opinion, ...], follows: Outcome
) -> None:
    assert outcome(opinions) is follows


def test_what_passed_may_be_signed_even_while_conditions_are_open() -> None:
    assert {one for one in Outcome if one.passes} == {Outcome.PASSED, Outcome.CONDITIONAL}


def test_every_item_is_somebodys_and_every_reviewer_is_a_department() -> None:
    asked = {item for department in REVIEWERS for item in items_of(department)}
    assert asked == set(ITEMS)
    assert set(REVIEWERS) <= set(DEPARTMENTS)
    assert items_of("县邮政管理局") == tuple(ITEMS)
