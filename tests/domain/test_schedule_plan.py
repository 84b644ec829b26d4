"""Plans that are kept: no version breaks a link, slip is the forecast against it, circles show."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from invest_crm.domain.day_line import DayLine, Unit
from invest_crm.domain.schedule import Link, LinkKind
from invest_crm.domain.schedule_plan import (
    Light,
    Plan,
    PlanTask,
    circle,
    day_line,
    effect,
    outlook,
    planned,
    shifted,
    with_planned,
)
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.workdays import load_calendar

CALENDAR = load_calendar()
LINE = DayLine(CALENDAR, date(2018, 1, 1), date(2034, 12, 31))
TODAY, TARGET = date(2026, 1, 5), date(2026, 12, 20)
DAY = timedelta(days=1)
GOAL = MilestoneKind.IN_PRODUCTION

units = st.sampled_from(Unit)


@st.composite
def plans(draw: st.DrawFn, kinds: st.SearchStrategy[LinkKind] | None = None) -> Plan:
    """Tasks with links from lower to higher numbers; the first of them may be under way or done."""
    size = draw(st.integers(1, 8))
    begun = draw(st.integers(0, size // 2))
    tasks = []
    for n in range(size):
        task = PlanTask(str(n), f"环节{n}", draw(st.integers(0, 25)), draw(units))
        if n < begun:
            start = TODAY - timedelta(days=draw(st.integers(20, 40)))
            end = draw(st.none() | st.integers(0, 15)) if task.days else 0
            done = None if end is None else start + timedelta(days=end)
            task = replace(task, started=start, finished=done)
        elif draw(st.booleans()):
            later = draw(st.integers(-20, 90))
            task = replace(task, not_before=TODAY + timedelta(days=later))
        tasks.append(task)
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10)) if pairs else []
    kind = kinds or st.sampled_from(LinkKind)
    links = tuple(
        Link(str(a), str(b), draw(kind), draw(st.integers(0, 6)), draw(units)) for a, b in chosen
    )
    target = TODAY + timedelta(days=draw(st.integers(0, 400)))
    return Plan("p", target, GOAL, tuple(tasks), links)


def walked(day: date, days: int, unit: Unit) -> date:
    """Day by day: the first day that begins after so many days from the beginning of ``day``."""
    while days:
        days -= unit is Unit.CALENDAR or CALENDAR.is_workday(day)
        day += DAY
    return day


def _alone(task: PlanTask) -> tuple[date, date]:
    """When a task begins and ends, as boundaries, if it waited for nothing."""
    if task.finished is not None and task.started is not None:
        return task.started, task.finished + DAY
    begin = TODAY
    held = task.not_before or (task.planned[0] if task.planned else None)
    if task.started is not None:
        begin = task.started
    elif held is not None:
        begin = max(TODAY, held if task.days else held + DAY)
    return begin, max(TODAY, walked(begin, task.days, task.unit))


def forecast(plan: Plan) -> dict[str, tuple[date, date]]:
    """Another way to the forecast: relax every link until nothing moves; boundaries as days."""
    found = {task.id: _alone(task) for task in plan.tasks}
    moved = True
    while moved:
        moved = False
        for link in plan.links:
            task = plan.task(link.after)
            if task.finished is not None:
                continue
            (first, last), (begin, end) = found[link.before], found[link.after]
            if link.kind is LinkKind.FF:
                end = max(end, walked(last, link.lag, link.unit))
            elif task.started is None:
                source = last if link.kind is LinkKind.FS else first
                begin = max(begin, walked(source, link.lag, link.unit))
                end = max(end, walked(begin, task.days, task.unit))
            if (begin, end) != found[link.after]:
                found[link.after], moved = (begin, end), True
    return found


@given(plan=plans())
def test_no_version_of_a_plan_breaks_a_link_or_begins_in_the_past(plan: Plan) -> None:
    days = planned(plan, LINE, TODAY)
    for task in plan.tasks:
        begin, end = days[task.id]
        if task.finished is not None:
            assert (begin, end) == (task.started, task.finished)
        elif task.started is None and task.days:
            assert begin >= TODAY
        if task.finished is None and task.days and task.unit is Unit.WORK:
            assert CALENDAR.workdays_between(begin - DAY, end) >= min(task.days, 1)
    for link in plan.links:
        before, after = days[link.before], days[link.after]
        task, source = plan.task(link.after), plan.task(link.before)
        if task.started is not None or source.finished is not None:
            continue
        if link.kind is LinkKind.FS and task.days:
            assert walked(before[1] + DAY, link.lag, link.unit) <= after[0]
        elif link.kind is LinkKind.SS and task.days and source.days:
            assert before[0] <= after[0]


@given(plan=plans())
def test_the_forecast_is_the_longest_path_through_what_was_planned(plan: Plan) -> None:
    kept = with_planned(plan, plan.target, planned(plan, LINE, TODAY))
    longer = kept.with_task("0", days=kept.task("0").days + 7)
    seen = outlook(longer, LINE, TODAY)
    for name, (begin, end) in forecast(longer).items():
        task = longer.task(name)
        if task.finished is None:
            days = LINE.days(begin.toordinal(), end.toordinal(), task.days, task.unit)
            assert seen.row(name).days == days
    assert seen.reached == max(row.days[1] for row in seen.rows)


@given(plan=plans())
def test_what_was_just_planned_has_no_slip_and_a_target_that_fits_is_met(plan: Plan) -> None:
    kept = with_planned(plan, plan.target, planned(plan, LINE, TODAY))
    seen = outlook(kept, LINE, TODAY)
    assert {row.slip for row in seen.rows if not row.done} <= {0}
    if seen.breaks:
        fitting = replace(plan, target=seen.fitting)
        again = outlook(
            with_planned(fitting, seen.fitting, planned(fitting, LINE, TODAY)), LINE, TODAY
        )
        assert not again.breaks
        assert seen.missing == (seen.fitting - plan.target).days


@given(plan=plans(), more=st.integers(1, 30))
def test_putting_off_makes_the_forecast_the_plan(plan: Plan, more: int) -> None:
    kept = with_planned(plan, plan.target, planned(plan, LINE, TODAY))
    assume(any(item.finished is None for item in kept.tasks))
    name = next(item.id for item in kept.tasks if item.finished is None)
    late = outlook(kept.with_task(name, days=kept.task(name).days + more), LINE, TODAY)
    target, days = shifted(late)
    after = outlook(with_planned(late.plan, target, days), LINE, TODAY)
    assert [row.days for row in after.rows] == [row.days for row in late.rows]
    assert after.late == 0


@given(plan=plans(), new=st.tuples(st.integers(0, 7), st.integers(0, 7)))
def test_a_circle_is_found_exactly_where_one_would_be(plan: Plan, new: tuple[int, int]) -> None:
    before, after = map(str, new)
    names = {item.id for item in plan.tasks}
    assume({before, after} <= names)
    link = Link(before, after)
    found = circle(plan.links, link)
    whole = replace(plan, links=(*plan.links, link))
    if found:
        assert (found[0], found[-1]) == (after, before)
        steps = {(one.before, one.after) for one in plan.links}
        assert all(pair in steps for pair in itertools.pairwise(found))
        with pytest.raises(ValueError, match="circle"):
            outlook(whole, LINE, TODAY)
    else:
        outlook(whole, LINE, TODAY)


def chain(*days: int) -> Plan:
    """Tasks one after the other, in calendar days, planned to end on the target."""
    tasks = tuple(PlanTask(str(n), f"环节{n}", d, Unit.CALENDAR) for n, d in enumerate(days))
    links = tuple(Link(str(n), str(n + 1)) for n in range(len(days) - 1))
    plan = Plan("p", TARGET, GOAL, tasks, links)
    return with_planned(plan, TARGET, planned(plan, LINE, TODAY))


def test_an_edit_says_what_it_moves_and_what_breaks() -> None:
    plan = chain(10, 20, 30)
    before = outlook(plan, LINE, TODAY)
    after = outlook(plan.with_task("1", days=25), LINE, TODAY)
    found = effect(before, after)
    assert [(item.task, item.by) for item in found.moved] == [("1", 5), ("2", 5)]
    assert (after.late, after.light, found.breaks) == (5, Light.AMBER, ())
    far = effect(before, outlook(plan.with_task("1", days=400), LINE, TODAY))
    assert far.breaks == ("0",)
    assert far.after.missing == (far.after.fitting - TARGET).days > 0


def test_lights_go_from_green_over_amber_to_red_and_done() -> None:
    plan = chain(10, 20, 30)
    assert outlook(plan, LINE, TODAY).light is Light.GREEN
    late = TARGET - timedelta(days=40)
    assert outlook(plan, LINE, late).light is Light.RED
    done = plan
    for n in range(3):
        done = done.with_task(str(n), started=TODAY, finished=TODAY)
    assert outlook(done, LINE, TODAY).light is Light.DONE


def test_a_task_is_overdue_from_the_day_after_its_planned_end() -> None:
    plan = chain(10)
    (row,) = outlook(plan, LINE, TARGET).rows
    assert not row.overdue
    (row,) = outlook(plan, LINE, TARGET + DAY).rows
    assert row.overdue


def test_the_line_of_days_reaches_what_the_plans_hold() -> None:
    plan = chain(5).with_task("0", started=date(2011, 3, 1))
    assert outlook(plan, day_line(CALENDAR, TODAY, [plan]), TODAY).rows[0].days[0] == date(
        2011, 3, 1
    )
