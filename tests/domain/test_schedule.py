"""Back-scheduling: no link is ever broken; every date equals one found by walking through days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from invest_crm.domain.day_line import DayLine, Unit
from invest_crm.domain.schedule import Actual, Link, LinkKind, Network, Task
from invest_crm.domain.workdays import load_calendar

CALENDAR = load_calendar()
LINE = DayLine(CALENDAR, date(2020, 1, 1), date(2030, 12, 31))
TODAY, TARGET = date(2026, 1, 5), date(2026, 12, 20)
DAY = timedelta(days=1)


def counts(day: date, unit: Unit) -> bool:
    return unit is Unit.CALENDAR or CALENDAR.is_workday(day)


def walk_on(boundary: date, days: int, unit: Unit) -> date:
    """Day by day: the first boundary by which so many days have passed."""
    while days:
        days -= counts(boundary, unit)
        boundary += DAY
    return boundary


def walk_back(boundary: date, days: int, unit: Unit) -> date:
    while days:
        boundary -= DAY
        days -= counts(boundary, unit)
    return boundary


units = st.sampled_from(Unit)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Task], list[Link]]:
    """Tasks with links from lower to higher numbers, given in any order."""
    size = draw(st.integers(1, 9))
    tasks = [Task(str(n), draw(st.integers(0, 30)), draw(units)) for n in range(size)]
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []
    links = [
        Link(str(a), str(b), draw(st.sampled_from(LinkKind)), draw(st.integers(0, 8)), draw(units))
        for a, b in chosen
    ]
    return draw(st.permutations(tasks)), draw(st.permutations(links))


@given(start=st.dates(date(2024, 1, 1), date(2027, 1, 1)), n=st.integers(0, 60), unit=units)
def test_later_and_earlier_agree_with_walking_and_are_adjoint(
    start: date, n: int, unit: Unit
) -> None:
    boundary = start.toordinal()
    assert LINE.later(boundary, n, unit) == walk_on(start, n, unit).toordinal()
    assert LINE.earlier(boundary, n, unit) == walk_back(start, n, unit).toordinal()
    for other in range(boundary - 5, boundary + 90, 7):
        held = LINE.later(boundary, n, unit) <= other
        assert held == (boundary <= LINE.earlier(other, n, unit))


def longest(tasks: list[Task], links: list[Link]) -> dict[str, tuple[date, date]]:
    """Earliest boundaries by relaxing every link until nothing moves: another way to them."""
    found = {task.id: (TODAY, walk_on(TODAY, task.days, task.unit)) for task in tasks}
    by_id = {task.id: task for task in tasks}
    moved = True
    while moved:
        moved = False
        for link in links:
            (first, last), (begin, end) = found[link.before], found[link.after]
            task = by_id[link.after]
            if link.kind is LinkKind.FF:
                end = max(end, walk_on(last, link.lag, link.unit))
            else:
                held = last if link.kind is LinkKind.FS else first
                begin = max(begin, walk_on(held, link.lag, link.unit))
                end = max(end, walk_on(begin, task.days, task.unit))
            if not task.days:  # an event begins when it ends
                begin = end
            if (begin, end) != found[link.after]:
                found[link.after], moved = (begin, end), True
    return found


@given(network=networks())
def test_earliest_dates_are_the_longest_path(network: tuple[list[Task], list[Link]]) -> None:
    tasks, links = network
    other = longest(tasks, links)
    made = Network(tasks, links).schedule(LINE, TARGET, TODAY)
    assert made.reached == max(end for _begin, end in other.values()) - DAY
    for task in made.tasks:
        source = next(item for item in tasks if item.id == task.id)
        begin, end = other[task.id]
        first, last = LINE.days(begin.toordinal(), end.toordinal(), source.days, source.unit)
        assert (task.earliest_start, task.earliest_finish) == (first, last)


@given(network=networks())
def test_no_latest_date_breaks_a_link_and_none_could_be_later(
    network: tuple[list[Task], list[Link]],
) -> None:
    tasks, links = network
    late = {
        task.id: pair
        for task, pair in zip(
            Network(tasks, links).tasks,
            Network(tasks, links)._backward(LINE, TARGET, {}),
            strict=True,
        )
    }
    by_id = {task.id: task for task in tasks}

    def allowed(name: str, begin: int, end: int) -> bool:
        task = by_id[name]
        if LINE.later(begin, task.days, task.unit) > end or end > LINE.end(TARGET):
            return False
        for link in links:
            if link.before != name:
                continue
            first, last = late[link.after]
            held = end if link.kind is not LinkKind.SS else begin
            if LINE.later(held, link.lag, link.unit) > (
                last if link.kind is LinkKind.FF else first
            ):
                return False
        return True

    for name, (begin, end) in late.items():
        assert allowed(name, begin, end)
        event = not by_id[name].days
        assert not allowed(name, end + 1 if event else begin, end + 1)
        assert not allowed(name, begin + 1, end)


@given(network=networks(), slip=st.integers(1, 40))
def test_the_target_can_be_met_exactly_when_the_earliest_end_is_not_later(
    network: tuple[list[Task], list[Link]], slip: int
) -> None:
    tasks, links = network
    plan = Network(tasks, links)
    reached = plan.schedule(LINE, TARGET, TODAY).reached
    assert plan.schedule(LINE, reached, TODAY).feasible
    assert not plan.schedule(LINE, reached - slip * DAY, TODAY).feasible or all(
        task.days == 0 for task in tasks
    )


@given(network=networks(), data=st.data())
def test_a_start_put_off_on_the_critical_path_puts_off_the_end_and_no_other_does(
    network: tuple[list[Task], list[Link]], data: st.DataObject
) -> None:
    tasks, links = network
    before = Network(tasks, links).schedule(LINE, TARGET, TODAY)
    late = data.draw(st.sampled_from([task.id for task in tasks if task.days] or [""]))
    assume(late)
    dated = next(task for task in before.tasks if task.id == late)
    wait = (dated.earliest_start - TODAY).days + 1
    if dated.critical:  # the end of a task that an FF link stretches, not its beginning
        wait = (dated.earliest_finish - TODAY).days + 10
    waiting = [*tasks, Task("wait", wait, Unit.CALENDAR)]
    after = Network(waiting, [*links, Link("wait", late)]).schedule(LINE, TARGET, TODAY)
    assert (after.reached > before.reached) == dated.critical


def test_a_chain_over_the_national_day_holiday() -> None:
    """国庆 1–7 October 2026, 10 October is worked in return."""
    made = Network(
        [Task("a", 5), Task("b", 3)],
        [Link("a", "b")],
    ).schedule(LINE, date(2026, 10, 10), date(2026, 9, 1))
    a, b = made.tasks
    assert (b.latest_start, b.latest_finish) == (date(2026, 10, 8), date(2026, 10, 10))
    assert (a.latest_start, a.latest_finish) == (date(2026, 9, 23), date(2026, 9, 30))
    assert made.critical == ("a", "b")


def test_an_impossible_plan_names_the_first_task_that_breaks() -> None:
    plan = Network(
        [Task("filing", 3), Task("land", 60), Task("works", 120, Unit.CALENDAR), Task("signs", 5)],
        [Link("filing", "land"), Link("land", "works")],
    )
    made = plan.schedule(LINE, date(2026, 6, 1), TODAY)
    assert made.breaks == ("filing",)
    assert not made.feasible
    done = {"filing": Actual(date(2026, 1, 5), date(2026, 1, 7))}
    assert plan.schedule(LINE, date(2026, 6, 1), TODAY, done).breaks == ("land",)


def test_what_was_done_stays_and_only_the_rest_is_planned_anew() -> None:
    plan = Network([Task("a", 5), Task("b", 5)], [Link("a", "b")])
    late = {"a": Actual(date(2026, 1, 5), date(2026, 2, 2))}
    made = {task.id: task for task in plan.schedule(LINE, TARGET, TODAY, late).tasks}
    assert made["a"].done
    assert (made["a"].earliest_start, made["a"].earliest_finish) == (
        date(2026, 1, 5),
        date(2026, 2, 2),
    )
    assert made["b"].earliest_start == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([Link("a", "b"), Link("b", "a")], "circle: a, b"),
        ([Link("a", "c")], "no such task: a → c"),
        ([Link("a", "b", lag=-1)], "not negative"),
    ],
)
def test_a_network_that_makes_no_sense_is_refused(links: list[Link], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Network([Task("a", 1), Task("b", 1)], links)


def test_dates_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(OverflowError):
        Network([Task("a", 5000)], []).schedule(LINE, TARGET, TODAY)


def test_an_event_held_back_by_an_end_holds_back_what_begins_with_it() -> None:
    tasks = [Task(name, 0, Unit.WORK, "") for name in "abc"]
    links = [Link("a", "b", LinkKind.FF, 1, Unit.WORK), Link("b", "c", LinkKind.SS)]
    made = {task.id: task for task in Network(tasks, links).schedule(LINE, TARGET, TODAY).tasks}
    assert made["c"].earliest_start == made["b"].earliest_start > made["a"].earliest_start
