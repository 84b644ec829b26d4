"""Applications for connection: folded from their steps; what does not fit changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.utility_cases import (
    RESUMED,
    STEP,
    STOPPED,
    WITHDRAWN,
    CaseState,
    CaseStep,
    fold,
    shipped,
)

POWER = shipped()["power_10kv"]
DAY = date(2025, 9, 1)


def steps(*kinds: str) -> list[CaseStep]:
    return [CaseStep(kind, DAY + timedelta(days=place)) for place, kind in enumerate(kinds, 1)]


def test_an_application_goes_step_by_step_to_the_connection() -> None:
    found = fold(POWER, DAY, steps(*(f"{STEP}{n}" for n in range(5))))
    assert (found.state, found.done, found.ended) == (
        CaseState.CONNECTED, 5, DAY + timedelta(days=5),
    )  # fmt: skip


def test_the_clock_stands_from_a_stop_until_it_goes_on_or_a_step_is_done() -> None:
    found = fold(POWER, DAY, steps(f"{STEP}0", STOPPED))
    assert (found.state, found.pauses[-1].until) == (CaseState.STOPPED, None)
    on = fold(POWER, DAY, steps(f"{STEP}0", STOPPED, RESUMED))
    assert (on.state, on.pauses[-1].until) == (CaseState.RUNNING, DAY + timedelta(days=3))
    done = fold(POWER, DAY, steps(f"{STEP}0", STOPPED, f"{STEP}1"))
    assert (done.state, done.done) == (CaseState.RUNNING, 2)
    assert done.pauses[-1].until == DAY + timedelta(days=3)


def test_a_step_out_of_turn_changes_nothing() -> None:
    assert fold(POWER, DAY, steps(f"{STEP}3", RESUMED)) == fold(POWER, DAY, [])


KINDS = st.sampled_from([STOPPED, RESUMED, WITHDRAWN, *(f"{STEP}{n}" for n in range(6))])


@given(st.lists(KINDS, max_size=12))
def test_no_course_of_events_does_more_steps_than_there_are(kinds: list[str]) -> None:
    found = fold(POWER, DAY, steps(*kinds))
    assert 0 <= found.done <= len(POWER.steps)
    assert (found.state is CaseState.CONNECTED) == (found.done == len(POWER.steps))
    open_pauses = [pause for pause in found.pauses if pause.until is None]
    assert len(open_pauses) <= 1
    if found.state is CaseState.STOPPED:
        assert open_pauses
