"""签约未开工: who waits, how long by calendar months, and at which presumed step."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from invest_crm import words
from invest_crm.domain.calibre import DEFAULT_CALIBRE, Calibre
from invest_crm.domain.facts import ProjectFacts, closed_mask, mask
from invest_crm.domain.months import add_months
from invest_crm.domain.not_started import STEPS, Waiting, bucket_labels, waiting
from invest_crm.domain.stages import MilestoneKind, SideState

K = MilestoneKind


def _fact(signed: str | None = "2025-08-31", *kinds: MilestoneKind, **more: object) -> ProjectFacts:
    values: dict[str, object] = {"id": "p", "name": "甲", "signed_day": signed}
    started = int(K.STARTED in kinds)
    values |= {"reached": closed_mask(mask(kinds)), "start_grade": started, **more}
    return ProjectFacts(**values)  # type: ignore[arg-type]


def _one(fact: ProjectFacts, as_of: str) -> Waiting:
    (row,) = waiting([fact], date.fromisoformat(as_of), DEFAULT_CALIBRE)
    return row


@pytest.mark.parametrize(
    ("as_of", "months", "bucket"),
    [
        ("2025-08-31", 0, 0),
        ("2025-11-30", 3, 0),
        ("2025-12-01", 3, 1),
        ("2026-02-27", 5, 1),
        ("2026-02-28", 6, 1),
        ("2026-03-01", 6, 2),
        ("2026-08-31", 12, 2),
        ("2026-09-01", 12, 3),
        ("2029-01-01", 40, 3),
    ],
)
def test_a_bucket_includes_its_upper_end(as_of: str, months: int, bucket: int) -> None:
    row = _one(_fact(), as_of)
    assert (row.months, row.bucket) == (months, bucket)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1500))
def test_the_bucket_follows_the_calibre(signed: date, days: int) -> None:
    as_of = date.fromordinal(signed.toordinal() + days)
    row = _one(_fact(signed.isoformat()), as_of.isoformat())
    bounds = [add_months(signed, bound) for bound in DEFAULT_CALIBRE.buckets]
    assert row.bucket == len([bound for bound in bounds if bound < as_of])


@pytest.mark.parametrize(
    ("mode", "step"),
    [
        ("GRANT", K.PERMIT),
        ("ALLOCATION", K.PERMIT),
        (None, K.PERMIT),
        ("LEASED_PLANT", K.STARTED),
        ("FARM_LAND", K.STARTED),
        ("OPERATION", K.STARTED),
    ],
)
def test_only_those_who_build_wait_for_a_building_permit(
    mode: str | None, step: MilestoneKind
) -> None:
    fact = _fact("2025-08-31", K.REGISTERED, K.FILED, K.LAND, site_mode=mode)
    assert _one(fact, "2025-12-01").step is step


def test_started_terminated_merged_and_unsigned_projects_do_not_wait() -> None:
    facts = [
        _fact("2025-01-01", K.STARTED),
        _fact("2025-01-01", K.COMPLETED, start_grade=1),
        _fact("2025-01-01", side=SideState.TERMINATED),
        _fact("2025-01-01", side=SideState.MERGED),
        _fact(None),
    ]
    assert waiting(facts, date(2026, 1, 1), DEFAULT_CALIBRE) == []


def test_paused_and_stalled_projects_wait() -> None:
    facts = [_fact(side=side) for side in (SideState.PAUSED, SideState.STALLED, SideState.ACTIVE)]
    assert len(waiting(facts, date(2026, 1, 1), DEFAULT_CALIBRE)) == 3


def test_a_start_below_the_grade_asked_for_is_no_start() -> None:
    fact = _fact("2025-01-01", K.STARTED)
    strict = Calibre(started_grade=3)
    (row,) = waiting([fact], date(2025, 6, 1), strict)
    assert row.step is K.PERMIT
    assert waiting([replace(fact, start_grade=3)], date(2025, 6, 1), strict) == []


@pytest.mark.parametrize(
    ("kinds", "step"),
    [
        ((), K.REGISTERED),
        ((K.FILED, K.LAND), K.REGISTERED),
        ((K.REGISTERED,), K.FILED),
        ((K.REGISTERED, K.LAND, K.PERMIT), K.FILED),
        ((K.REGISTERED, K.FILED), K.LAND),
        ((K.REGISTERED, K.FILED, K.LAND), K.PERMIT),
        ((K.REGISTERED, K.FILED, K.LAND, K.PERMIT), K.STARTED),
    ],
)
def test_the_holding_step_is_the_first_not_reached(
    kinds: tuple[MilestoneKind, ...], step: MilestoneKind
) -> None:
    row = _one(_fact("2025-01-01", *kinds), "2025-06-01")
    assert row.step is step
    assert row.step_label
    assert row.holder


def test_the_holder_is_the_steps_usual_department() -> None:
    with words.using("zh_CN"):
        rows = [
            _one(_fact("2025-01-01", *(step[0] for step in STEPS[:done])), "2025-06-01")
            for done in range(5)
        ]
    assert [row.step_label for row in rows[:3]] == ["注册", "立项", "供地"]
    assert len({row.holder for row in rows}) == 5


def test_days_count_from_the_last_dated_fact() -> None:
    days = ((K.REGISTERED, "2025-10-01"), (K.FILED, "2025-09-15"))
    assert _one(_fact(days=days), "2025-10-31").days == 30
    assert _one(_fact(), "2025-10-31").days == 61
    assert _one(_fact(days=((K.REGISTERED, "2025-03-01"),)), "2025-10-31").days == 61


def test_days_are_never_negative() -> None:
    assert _one(_fact("2025-10-01"), "2025-09-30").days == 0


def test_the_longest_waiting_comes_first() -> None:
    facts = [
        _fact("2025-06-10", id="c"),
        _fact("2025-06-05", id="b"),
        _fact("2025-01-01", id="a", days=((K.LAND, "2025-08-01"),)),
        _fact("2025-06-10", id="a2"),
    ]
    rows = waiting(facts, date(2025, 9, 1), DEFAULT_CALIBRE)
    assert [row.id for row in rows] == ["a", "b", "a2", "c"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_is_a_word_for_each_bucket(language: str) -> None:
    with words.using(language):
        labels = bucket_labels(DEFAULT_CALIBRE)
        assert len(set(labels)) == 4
        assert "12" in labels[-1]
        assert bucket_labels(Calibre(buckets=(6,)))[0] != labels[0]
