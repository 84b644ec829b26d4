"""Approvals: clocks against a day-by-day count, categories, gaps, states, indicators."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.approvals.clock import Pause, counted, due_day, read_clock
from invest_crm.domain.approvals.figures import Handled, joint_rate, parallel_rate, saved_rate
from invest_crm.domain.approvals.gaps import Paper, latest_promise, missing_main, wrong_promises
from invest_crm.domain.approvals.items import (
    Item,
    ItemStage,
    Limit,
    MaterialKind,
    circle,
    parallel_with,
    shipped,
)
from invest_crm.domain.approvals.rules import (
    CONDITIONS,
    PERMIT_LIMITS,
    Eia,
    Energy,
    Water,
    Works,
    chosen,
    eia_kind,
    energy_kind,
    needs_permit,
    water_kind,
)
from invest_crm.domain.approvals.state import BROKEN, State, Step, StepKind, StopReason, fold
from invest_crm.domain.day_line import Unit
from invest_crm.domain.departments import DEPARTMENTS
from invest_crm.domain.project_fields import SITE_MODES
from invest_crm.domain.workdays import Calendar, load_calendar

CALENDAR = load_calendar()
ITEMS = shipped()
SMALL = PERMIT_LIMITS["30/300"]
DAY = timedelta(days=1)
_2026 = st.dates(date(2026, 1, 1), date(2027, 3, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


def walked(
    calendar: Calendar, accepted: date, limit: Limit, pauses: list[Pause], horizon: int = 1500
) -> date | None:
    """The due day found by walking from day to day; None if an open pause never lets it come."""
    if not limit.days:
        return accepted

    def stands(day: date) -> bool:
        return any(p.since <= day and (p.until is None or day <= p.until) for p in pauses)

    day, left = accepted, limit.days
    for _step in range(horizon):
        day += DAY
        if stands(day):
            continue
        works = calendar.is_workday(day)
        if limit.unit is Unit.WORK:
            left -= works
        else:
            left -= 1 if left else 0
        if not left and works:
            return day
    return None


@st.composite
def courses(draw: st.DrawFn) -> tuple[date, Limit, list[Pause]]:
    """An acceptance, a limit and pauses that follow each other; the last may be open."""
    accepted = draw(_2026)
    limit = Limit(draw(st.integers(0, 60)), draw(st.sampled_from(Unit)))
    pauses: list[Pause] = []
    at = accepted
    for _number in range(draw(st.integers(0, 4))):
        since = at + draw(st.integers(0, 15)) * DAY
        until = since + draw(st.integers(0, 20)) * DAY
        pauses.append(Pause(since, until))
        at = until
    if pauses and draw(st.booleans()):
        pauses[-1] = Pause(pauses[-1].since)
    return accepted, limit, pauses


# ---- clocks ------------------------------------------------------------------------------------


@given(courses())
def test_a_due_day_is_the_one_found_by_walking_from_day_to_day(
    course: tuple[date, Limit, list[Pause]],
) -> None:
    accepted, limit, pauses = course
    assert due_day(CALENDAR, accepted, limit, pauses) == walked(CALENDAR, accepted, limit, pauses)


@given(courses(), st.integers(0, 200))
def test_days_used_are_the_days_that_count_and_late_is_past_the_due_day(
    course: tuple[date, Limit, list[Pause]], later: int
) -> None:
    accepted, limit, pauses = course
    today = accepted + later * DAY
    days = [accepted + n * DAY for n in range(1, later + 1)]
    alive = [day for day in days if not any(pause.holds(day) for pause in pauses)]
    expected = [day for day in alive if limit.unit is Unit.CALENDAR or CALENDAR.is_workday(day)]
    assert counted(CALENDAR, accepted, today, limit.unit, pauses) == len(expected)
    reading = read_clock(CALENDAR, accepted, limit, pauses, today)
    assert reading.late == (reading.due is not None and today > reading.due)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-04-30", 5, "2026-05-11"),
    ],
)
def test_working_days_are_counted_as_published(start: str, n: int, due: str) -> None:
    assert due_day(CALENDAR, d(start), Limit(n), ()) == d(due)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-03-02", 7, "2026-03-09"),
        ("2026-03-07", 7, "2026-03-16"),  # ends on a Saturday
        ("2026-09-24", 7, "2026-10-08"),  # ends on 1 October
        ("2026-01-28", 30, "2026-02-27"),
        ("2026-02-03", 60, "2026-04-07"),  # ends on 4 April, Tomb-sweeping Day
    ],
)
def test_a_calendar_period_that_ends_on_a_rest_day_ends_on_the_next_working_day(
    start: str, n: int, due: str
) -> None:
    assert due_day(CALENDAR, d(start), Limit(n, Unit.CALENDAR), ()) == d(due)


def test_the_days_of_an_expert_review_do_not_count() -> None:
    review = Pause(d("2026-03-04"), d("2026-03-10"))
    assert due_day(CALENDAR, d("2026-03-02"), Limit(5), [review]) == d("2026-03-16")
    assert due_day(CALENDAR, d("2026-03-02"), Limit(5), [Pause(d("2026-03-04"))]) is None
    still = read_clock(
        CALENDAR, d("2026-03-02"), Limit(5), [Pause(d("2026-03-04"))], d("2026-06-01")
    )
    assert (still.used, still.left, still.late) == (1, 4, False)


def test_a_year_without_announced_holidays_is_visibly_assumed() -> None:
    reading = read_clock(CALENDAR, d("2026-12-28"), Limit(10), (), d("2026-12-30"))
    assert reading.assumed_years == {2027}
    assert (
        read_clock(CALENDAR, d("2026-03-02"), Limit(5), (), d("2026-03-03")).assumed_years == set()
    )


# ---- the catalogue -----------------------------------------------------------------------------


def test_the_catalogue_is_sound() -> None:
    assert len(ITEMS) >= 30
    assert not circle(ITEMS)
    for item in ITEMS.values():
        assert item.department in DEPARTMENTS
        assert set(item.needs) <= ITEMS.keys()
        assert set(item.when) <= CONDITIONS.keys()
        assert set(item.modes) <= SITE_MODES.keys()
        assert any(one.kind is MaterialKind.MAIN for one in item.materials), item.code
    assert {item.code for item in ITEMS.values() if item.cert} == {
        "LANDP",
        "TITLE",
        "WORKP",
        "CONP",
    }
    assert (ITEMS["EIA-B"].legal, ITEMS["EIA-F"].legal) == (
        Limit(60, Unit.CALENDAR),
        Limit(30, Unit.CALENDAR),
    )


def test_items_that_wait_for_each_other_do_not_run_in_parallel() -> None:
    assert "WORKP" not in parallel_with(ITEMS["PLAN"], ITEMS)
    assert {"EIA-B", "WAT-B", "SAF"} <= set(parallel_with(ITEMS["ENE"], ITEMS))


def test_a_circle_is_found() -> None:
    one = Item("A", "甲", "", "market", ItemStage.SITE, needs=("B",))
    two = Item("B", "乙", "", "market", ItemStage.SITE, needs=("A",))
    assert circle({"A": one, "B": two}) == ["A", "B"]


# ---- categories --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mu", "earthwork", "kind"),
    [
        ("75", None, Water.REPORT),
        ("74.9", 49_999, Water.FORM),
        ("7.5", None, Water.FORM),
        ("7.4", 1000, Water.FORM),
        ("7.4", 999, Water.NONE),
        ("7.4", 50_000, Water.REPORT),
        (None, None, None),
        (None, 50_000, Water.REPORT),
    ],
)
def test_the_water_category_follows_from_mu_and_earthwork(
    mu: str | None, earthwork: int | None, kind: Water | None
) -> None:
    land = None if mu is None else round(Fraction(mu) * 200_000 / 3)
    assert water_kind(land, earthwork) is kind


@pytest.mark.parametrize(
    ("tce", "kwh", "kind"),
    [
        (999, 4_999_999, Energy.NONE),
        (1000, 0, Energy.REVIEW),
        (0, 5_000_000, Energy.REVIEW),
        (10_000, 0, Energy.PROVINCE),
        (None, None, None),
    ],
)
def test_energy_is_reviewed_from_the_thresholds_on(
    tce: int | None, kwh: int | None, kind: Energy | None
) -> None:
    assert energy_kind(tce, kwh) is kind


def test_what_a_person_says_of_the_eia_wins_over_the_presumption() -> None:
    assert eia_kind(None, "C2614") == (Eia.REPORT, True)
    assert eia_kind(Eia.FORM, "C2614") == (Eia.FORM, False)
    assert eia_kind(None, "1310") == (Eia.FORM, True)
    assert eia_kind(None, "食品加工") == (None, False)


@pytest.mark.parametrize(
    ("key", "cost", "floor", "needed"),
    [
        ("30/300", 30_000_000, 300, True),
        ("30/300", 29_999_999, 5000, False),
        ("30/300", None, 299, False),
        ("100/500", 50_000_000, None, False),
        ("200/1000", 300_000_000, 999, False),
        ("200/1000", None, None, True),
    ],
)
def test_small_works_need_no_permit_below_the_limit_set_here(
    key: str, cost: int | None, floor: int | None, *, needed: bool
) -> None:
    assert needs_permit(cost, floor, PERMIT_LIMITS[key]) is needed


def codes(works: Works) -> set[str]:
    return {item.code for item in chosen(ITEMS, works, SMALL)[0]}


def test_a_path_follows_the_site_mode_and_what_is_known() -> None:
    granted = Works("GRANT", land=5_000_000, tce=0, kwh=0, industry="1310")
    assert {"LANDP", "TITLE", "WORKP", "CONP", "EIA-F", "WAT-B", "ACC"} <= codes(granted)
    assert not {"EIA-B", "WAT-F", "ENE", "FIRE-D", "TRADE", "ACC-F"} & codes(granted)
    leased = Works("LEASED_PLANT", land=None, tce=0, kwh=0, eia=Eia.REGISTRATION)
    assert codes(leased) == {"REG", "FILE", "EIA-R", "POLL"}


def test_what_cannot_be_told_yet_is_named_and_not_taken() -> None:
    taken, undecided = chosen(ITEMS, Works("GRANT"), SMALL)
    open_codes = {item.code for item in undecided}
    assert {"EIA-B", "EIA-F", "ENE", "WAT-B"} <= open_codes
    assert not open_codes & {item.code for item in taken}


# ---- gaps --------------------------------------------------------------------------------------


def paper(kind: MaterialKind, received: str = "", promised: str = "") -> Paper:
    return Paper("甲", kind, d(received) if received else None, d(promised) if promised else None)


def test_a_promise_ends_two_working_days_before_the_limit_and_after_twenty_at_most() -> None:
    accepted = d("2026-03-02")
    assert latest_promise(CALENDAR, accepted, Limit(7)) == d("2026-03-09")
    assert latest_promise(CALENDAR, accepted, Limit(60, Unit.CALENDAR)) == d("2026-03-30")
    assert latest_promise(CALENDAR, accepted, None) == d("2026-03-30")
    assert latest_promise(CALENDAR, accepted, Limit(2)) == accepted


def test_only_secondary_papers_may_be_promised() -> None:
    main = paper(MaterialKind.MAIN, promised="2026-03-05")
    late = paper(MaterialKind.SECONDARY, promised="2026-03-10")
    good = paper(MaterialKind.SECONDARY, promised="2026-03-09")
    bare = paper(MaterialKind.SECONDARY)
    assert missing_main([main, good]) == ["甲"]
    assert wrong_promises([good], d("2026-03-02"), d("2026-03-09")) == []
    assert len(wrong_promises([late, bare], d("2026-03-02"), d("2026-03-09"))) == 2


# ---- states ------------------------------------------------------------------------------------


def step(kind: StepKind, on: str, reason: str = "", due: str = "") -> Step:
    return Step(kind, d(on), reason, d(due) if due else None)


def test_steps_lead_from_state_to_state() -> None:
    course = fold([step(StepKind.ACCEPTED, "2026-03-02")])
    assert (course.state, course.began) == (State.ACCEPTED, d("2026-03-02"))
    steps = [
        step(StepKind.GAP_ACCEPTED, "2026-03-02"),
        step(StepKind.STOPPED, "2026-03-03", StopReason.CORRECTION),
    ]
    assert fold(steps).state is State.CORRECTING
    steps.append(step(StepKind.RESUMED, "2026-03-05"))
    assert fold(steps).state is State.GAP
    steps.append(step(StepKind.GRANTED, "2026-03-09"))
    done = fold(steps)
    assert (done.state, done.decided) == (State.GRANTED, d("2026-03-09"))
    assert done.pauses == (Pause(d("2026-03-03"), d("2026-03-05")),)


def test_a_step_that_does_not_fit_changes_nothing() -> None:
    steps = [step(StepKind.RESUMED, "2026-03-01"), step(StepKind.EXTENDED, "2026-03-02")]
    assert fold(steps).state is State.NOT_BEGUN


def test_a_grant_on_promise_waits_for_its_check() -> None:
    promised = [step(StepKind.PROMISED, "2026-03-02", due="2026-06-01")]
    assert fold(promised).check_due == d("2026-06-01")
    passed = fold([*promised, step(StepKind.CHECK_PASSED, "2026-05-01")])
    assert (passed.state, passed.check_due, passed.broken) == (State.GRANTED, None, False)
    failed = fold([*promised, step(StepKind.CHECK_FAILED, "2026-05-01")])
    assert (failed.state, failed.broken) == (State.ENDED, True)


def test_a_broken_promise_stays_broken_until_the_credit_is_repaired() -> None:
    steps = [
        step(StepKind.GAP_ACCEPTED, "2026-03-02"),
        step(StepKind.ENDED, "2026-04-02", BROKEN),
        step(StepKind.ACCEPTED, "2026-04-10"),
    ]
    assert fold(steps).broken
    assert not fold([*steps[:2], step(StepKind.REPAIRED, "2026-04-09")]).broken


@given(st.lists(st.sampled_from(StepKind), max_size=12))
def test_whatever_happens_only_what_runs_has_no_decision(kinds: list[StepKind]) -> None:
    steps = [Step(kind, d("2026-03-02") + n * DAY) for n, kind in enumerate(kinds)]
    course = fold(steps)
    assert course.state.running == (course.began is not None and course.decided is None)
    open_pauses = [pause for pause in course.pauses if pause.until is None]
    assert bool(open_pauses) == (course.state in (State.STOPPED, State.CORRECTING))


# ---- indicators --------------------------------------------------------------------------------


def handled(name: str, stage: ItemStage, began: str, granted: str, **more: object) -> Handled:
    project, _slash, _rest = name.partition("/")
    return Handled(
        name, project, stage, d(began), d(granted) if granted else None, **more  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_stage_is_parallel_when_every_item_ran_beside_another() -> None:
    site = ItemStage.SITE
    rows = [
        handled("p/1", site, "2026-03-02", "2026-03-10"),
        handled("p/2", site, "2026-03-05", "2026-03-20"),
        handled("q/1", site, "2026-03-02", "2026-03-10"),
        handled("q/2", site, "2026-03-10", "2026-03-20"),
        handled("r/1", site, "2026-03-02", "2026-03-10"),
        handled("r/2", site, "2026-03-02", ""),
        handled("s/1", site, "2026-03-02", "2026-03-10"),
    ]
    rate = parallel_rate(rows, d("2026-01-01"), d("2026-12-31"))
    assert (rate.part, rate.whole) == (1, 2)
    assert rate.part_ids == ("p/1", "p/2")
    assert parallel_rate(rows, d("2026-04-01"), d("2026-12-31")).value is None


def test_joint_acceptance_is_counted_by_project() -> None:
    end = ItemStage.ACCEPTANCE
    rows = [
        handled("p/1", end, "2026-03-02", "2026-03-10", role="joint"),
        handled("q/1", end, "2026-03-02", "2026-03-10", role="separate"),
        handled("q/2", end, "2026-03-02", "2026-03-11", role="separate"),
    ]
    rate = joint_rate(rows, d("2026-01-01"), d("2026-12-31"))
    assert (rate.part, rate.whole) == (1, 2)


def test_time_saved_is_what_was_not_used_of_the_legal_limits() -> None:
    site = ItemStage.SITE
    rows = [
        handled("p/1", site, "2026-03-02", "2026-03-10", limit=20, used=6),
        handled("p/2", site, "2026-03-02", "2026-03-10", limit=20, used=30),
        handled("p/3", site, "2026-03-02", "2026-03-10"),
    ]
    rate = saved_rate(rows, d("2026-01-01"), d("2026-12-31"))
    assert (rate.part, rate.whole, rate.whole_ids) == (4, 40, ("p/1", "p/2"))


def test_every_code_can_be_typed() -> None:
    assert all(re.fullmatch(r"[A-Z]+(-[A-Z])?", code) for code in ITEMS)
