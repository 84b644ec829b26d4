"""The schedule of one project as it is kept: what was planned, what happened, what follows.

A plan holds tasks with what is known of them; ``outlook`` computes everything else from it. The
window draws what an edit would lead to with the same function, before anything is written.

The plan of a version (基线) is found backwards from the target: every unfinished task on its latest
days, or as early as it can be where those are past. A forecast lets every task begin on its planned
day, or as much later as what it waits for comes late; slip is the forecast against the plan.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.day_line import DayLine, Unit
from invest_crm.domain.schedule import Actual, Dated, Link, Network, Task
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from invest_crm.domain.stages import MilestoneKind
    from invest_crm.domain.workdays import Calendar

BACK_YEARS, AHEAD_YEARS = 6, 10
"""How far dates may lead from the year of today or of the target."""

FARTHEST_YEARS = 20
"""A target or a beginning farther from today than this is a slip of the pen."""

MOST_DAYS = 3650
"""A task of more than ten years is a slip of the pen."""

Days = tuple[date, date]
"""First and last day, both included."""


class Light(StrEnum):
    """How a schedule stands, as a traffic light with its word (红黄绿)."""

    DONE = "done"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def label(self) -> str:
        """The word that is printed with the colour."""
        return _(_LIGHTS[self])


_LIGHTS = {
    Light.DONE: N_("All done"),
    Light.GREEN: N_("On schedule"),
    Light.AMBER: N_("Behind, can be caught up"),
    Light.RED: N_("Target cannot be met"),
}


class PlanTask(Struct, frozen=True):
    """``days`` of ``unit``; 0 for an event. ``owner``: a code of ``departments``, or a name.

    ``not_before``: the day set by hand on which it is to begin. ``started``, ``finished``: what
    happened; ``implied``: it follows from a milestone of the project. ``percent`` and ``note``:
    the last word on its progress. ``planned``: its days in the newest version of the plan.
    """

    id: str
    name: str
    days: int
    unit: Unit = Unit.WORK
    owner: str = ""
    code: str = ""
    milestone: MilestoneKind | None = None
    not_before: date | None = None
    started: date | None = None
    finished: date | None = None
    implied: bool = False
    percent: int | None = None
    note: str = ""
    planned: Days | None = None

    @property
    def actual(self) -> Actual | None:
        """What happened, for the network."""
        return None if self.started is None else Actual(self.started, self.finished)


class Plan(Struct, frozen=True):
    """A schedule with the day on which its ``goal`` is to be reached; ``tasks`` in their order."""

    id: str
    target: date
    goal: MilestoneKind
    tasks: tuple[PlanTask, ...]
    links: tuple[Link, ...]

    def task(self, task_id: str) -> PlanTask:
        """One task; KeyError for a strange one."""
        return next((item for item in self.tasks if item.id == task_id), None) or _strange(task_id)

    def with_task(self, task_id: str, **values: Any) -> Plan:
        """The same with other values of one task."""
        return replace(
            self,
            tasks=tuple(
                replace(item, **values) if item.id == task_id else item for item in self.tasks
            ),
        )

    def before(self, task_id: str) -> list[Link]:
        """The links that hold a task."""
        return [link for link in self.links if link.after == task_id]

    def after(self, task_id: str) -> list[Link]:
        """The links by which a task holds others."""
        return [link for link in self.links if link.before == task_id]


class Row(Struct, frozen=True):
    """A task with its dates: ``days`` as forecast (or as they were), ``dated`` what is possible.

    ``slip``: calendar days by which it ends later than planned (negative: earlier); None where
    nothing was planned. ``overdue``: its planned end is past and it is not finished.
    """

    task: PlanTask
    days: Days
    dated: Dated
    slip: int | None
    overdue: bool

    @property
    def done(self) -> bool:
        """Whether it is finished."""
        return self.task.finished is not None

    @property
    def going(self) -> bool:
        """Whether it has begun and is not finished."""
        return self.task.started is not None and self.task.finished is None


class Outlook(Struct, frozen=True):
    """Everything that follows from a plan on a day.

    ``reached``: the day all is done as forecast; ``late``: calendar days it is after the target
    (negative: before). ``breaks``: the tasks from which on the target cannot be met, with the days
    that are missing there. ``fitting``: the nearest target that can be met.
    """

    plan: Plan
    rows: tuple[Row, ...]
    reached: date
    late: int
    breaks: tuple[tuple[str, int], ...]
    fitting: date

    @property
    def light(self) -> Light:
        """Red: the target is out of reach; amber: the forecast misses it; green: it is met."""
        if all(row.done for row in self.rows):
            return Light.DONE
        if self.breaks:
            return Light.RED
        return Light.AMBER if self.late > 0 else Light.GREEN

    @property
    def missing(self) -> int:
        """Calendar days that are missing to the target at the best, 0 if it can be met."""
        return max(0, (self.fitting - self.plan.target).days) if self.breaks else 0

    def row(self, task_id: str) -> Row:
        """One task; KeyError for a strange one."""
        return next((r for r in self.rows if r.task.id == task_id), None) or _strange(task_id)

    def next_rows(self, most: int) -> list[Row]:
        """The unfinished tasks that come next: what has begun, then by their first day."""
        left = [row for row in self.rows if not row.done]
        return sorted(left, key=lambda row: (not row.going, row.days))[:most]


class Moved(Struct, frozen=True):
    """A task another edit moves: by how many calendar days its end, and to which day."""

    task: str
    by: int
    to: date


class Effect(Struct, frozen=True):
    """What an edit leads to: the tasks it moves, the end before and after, what newly breaks."""

    moved: tuple[Moved, ...]
    before: Outlook
    after: Outlook

    @property
    def breaks(self) -> tuple[str, ...]:
        """The tasks at which the target becomes out of reach."""
        known = {name for name, _days in self.before.breaks}
        return tuple(name for name, _days in self.after.breaks if name not in known)


def day_line(calendar: Calendar, today: date, plans: Iterable[Plan]) -> DayLine:
    """The days in which some schedules lie, as far as dates may lead from theirs."""
    days = [today]
    for plan in plans:
        days.append(plan.target)
        for item in plan.tasks:
            known = (item.started, item.finished, item.not_before, *(item.planned or ()))
            days += [day for day in known if day is not None]
    first, last = min(days), max(days)
    return DayLine(
        calendar,
        date(max(first.year - BACK_YEARS, 1), 1, 1),
        date(min(last.year + AHEAD_YEARS, 9999), 12, 31),
    )


def network(plan: Plan) -> Network:
    """The tasks in order. ValueError for a circle, a task named twice, a negative number."""
    tasks = [Task(item.id, item.days, item.unit, item.owner) for item in plan.tasks]
    return Network(tasks, plan.links)


def outlook(plan: Plan, line: DayLine, today: date) -> Outlook:
    """What follows from a plan. OverflowError when dates lead beyond the line of days."""
    made, actuals = network(plan), actuals_of(plan.tasks)
    by_hand = {item.id: item.not_before for item in plan.tasks if item.not_before}
    possible = made.schedule(line, plan.target, today, actuals, by_hand)
    begins = {item.id: item.planned[0] for item in plan.tasks if item.planned} | by_hand
    forecast = made.forecast(line, today, actuals, begins)
    dated = {item.id: item for item in possible.tasks}
    reached = max((days[1] for days in forecast.values()), default=today)
    return Outlook(
        plan=plan,
        rows=tuple(_row(item, forecast[item.id], dated[item.id], today) for item in plan.tasks),
        reached=reached,
        late=(reached - plan.target).days,
        breaks=tuple((name, _missing(dated[name])) for name in possible.breaks),
        fitting=possible.reached,
    )


def planned(plan: Plan, line: DayLine, today: date) -> dict[str, Days]:
    """A new version of the plan: the days of every task, found backwards from the target.

    Finished tasks keep their days and started ones their beginning. OverflowError as above.
    """
    made, actuals = network(plan), actuals_of(plan.tasks)
    by_hand = {item.id: item.not_before for item in plan.tasks if item.not_before}
    possible = made.schedule(line, plan.target, today, actuals, by_hand)
    latest = {item.id: item.latest_start for item in possible.tasks}
    found = made.forecast(line, today, actuals, latest | by_hand)
    real = {name: (item.started, item.finished) for name, item in actuals.items() if item.finished}
    return found | real


def shifted(seen: Outlook) -> tuple[date, dict[str, Days]]:
    """A new version that takes the forecast as it is: the target moves to where it leads."""
    return seen.reached, {row.task.id: row.days for row in seen.rows}


def with_planned(plan: Plan, target: date, days: Mapping[str, Days]) -> Plan:
    """The same with another version of its plan."""
    tasks = tuple(replace(item, planned=days.get(item.id)) for item in plan.tasks)
    return replace(plan, target=target, tasks=tasks)


def effect(before: Outlook, after: Outlook) -> Effect:
    """What differs between two outlooks of one schedule, the nearest days first."""
    was = {row.task.id: row.days for row in before.rows}
    moved = [
        Moved(row.task.id, (row.days[1] - was[row.task.id][1]).days, row.days[1])
        for row in after.rows
        if row.task.id in was and row.days != was[row.task.id]
    ]
    return Effect(tuple(sorted(moved, key=lambda item: item.to)), before, after)


def circle(links: Iterable[Link], new: Link) -> list[str]:
    """The tasks that would wait for each other with one more link, in order; empty without."""
    follows: dict[str, list[str]] = {}
    for link in links:
        follows.setdefault(link.before, []).append(link.after)
    came: dict[str, str] = {new.after: ""}
    left = [new.after]
    while left:
        here = left.pop()
        if here == new.before:
            way = [here]
            while came[way[-1]]:
                way.append(came[way[-1]])
            return way[::-1]
        for name in follows.get(here, ()):
            if name not in came:
                came[name] = here
                left.append(name)
    return []


def actuals_of(tasks: Sequence[PlanTask]) -> dict[str, Actual]:
    """What happened, by task."""
    return {item.id: item.actual for item in tasks if item.actual is not None}


def _row(task: PlanTask, days: Days, dated: Dated, today: date) -> Row:
    if task.started is not None and task.finished is not None:
        days = (task.started, task.finished)
    slip = None if task.planned is None else (days[1] - task.planned[1]).days
    late = task.planned is not None and task.planned[1] < today
    return Row(task, days, dated, slip, overdue=late and task.finished is None)


def _missing(item: Dated) -> int:
    return max(1, (item.earliest_finish - item.latest_finish).days)


def _strange(task_id: str) -> Any:
    raise KeyError(task_id)
