"""Back-scheduling (倒排工期): from a target day the latest dates of every task and their slack.

A network of tasks with durations in working or calendar days and precedence FS, SS or FF with a
lag. The backward pass gives the latest dates that still meet the target, the forward pass the
earliest ones from today and from what was really done; slack is the distance between them.

Days are counted as boundaries: a task that ends on 5 May ends at the beginning of 6 May. Between
boundaries ``later`` and ``earlier`` are adjoint, ``later(s, n) <= f`` exactly when
``s <= earlier(f, n)``, which is why no precedence can be broken by a rounded weekend.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.day_line import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.domain.day_line import DayLine


class LinkKind(StrEnum):
    """What of the earlier task holds what of the later one."""

    FS = "FS"
    SS = "SS"
    FF = "FF"


_FS, _SS, _FF = LinkKind.FS, LinkKind.SS, LinkKind.FF


class Task(Struct, frozen=True):
    """``days`` of ``unit``; 0 for an event. ``owner`` is the department that must act."""

    id: str
    days: int
    unit: Unit = Unit.WORK
    owner: str = ""


class Link(Struct, frozen=True):
    """``lag`` days of ``unit`` lie between the two ends at least; never negative."""

    before: str
    after: str
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    unit: Unit = Unit.WORK


class Actual(Struct, frozen=True):
    """What really happened: the first day, and the last day once it is finished."""

    started: date
    finished: date | None = None


class Dated(Struct, frozen=True):
    """A task with its dates, first and last day included.

    ``slack`` in calendar days: how much later than the earliest it may begin; negative when the
    target cannot be met any more. ``critical``: ending later, it makes all end later.
    ``done``: finished, the dates are the real ones.
    """

    id: str
    earliest_start: date
    earliest_finish: date
    latest_start: date
    latest_finish: date
    slack: int
    critical: bool
    done: bool


class Schedule(Struct, frozen=True):
    """All tasks in an order that respects every link.

    ``breaks``: the tasks from which on the target is out of reach, empty if it can be met.
    ``reached``: the day on which all is done at the earliest.
    """

    tasks: tuple[Dated, ...]
    target: date
    reached: date
    critical: tuple[str, ...]
    breaks: tuple[str, ...]

    @property
    def feasible(self) -> bool:
        """Whether the target can be met."""
        return not self.breaks


class Network:
    """Tasks and links, checked and put in order once; scheduled many times.

    Raises ValueError for a task named twice, a link to nothing, a negative number or a circle
    (the message names the tasks of the circle).
    """

    def __init__(self, tasks: Sequence[Task], links: Sequence[Link]) -> None:
        by_id = {task.id: task for task in tasks}
        if len(by_id) != len(tasks):
            raise ValueError("a task stands twice in the network")
        for link in links:
            if link.before not in by_id or link.after not in by_id:
                raise ValueError(f"no such task: {link.before} → {link.after}")
        if any(task.days < 0 for task in tasks) or any(link.lag < 0 for link in links):
            raise ValueError("durations and lags are not negative")
        order = _ordered([task.id for task in tasks], links)
        place = {name: index for index, name in enumerate(order)}
        self.tasks = tuple(by_id[name] for name in order)
        self._into: list[list[tuple[int, LinkKind, int, Unit]]] = [[] for _task in order]
        self._out: list[list[tuple[int, LinkKind, int, Unit]]] = [[] for _task in order]
        for link in links:
            before, after = place[link.before], place[link.after]
            self._into[after].append((before, link.kind, link.lag, link.unit))
            self._out[before].append((after, link.kind, link.lag, link.unit))

    def schedule(
        self,
        line: DayLine,
        target: date,
        today: date,
        actuals: Mapping[str, Actual] | None = None,
        begins: Mapping[str, date] | None = None,
    ) -> Schedule:
        """Latest dates for finishing everything by the end of ``target``, earliest from ``today``.

        ``begins``: days before which a task does not begin. Finished tasks keep their real dates;
        only unfinished ones are planned anew. Raises OverflowError when the dates lead beyond the
        line of days.
        """
        known = actuals or {}
        early = self._forward(line, today, known, begins or {})
        late = self._backward(line, target, known)
        done = [_finished(known.get(task.id)) for task in self.tasks]
        critical = self._critical(line, early, known, done)
        dated = tuple(
            _dated(
                task.id,
                line.days(*early[place], task.days, task.unit),
                line.days(*late[place], task.days, task.unit),
                critical=place in critical,
                done=done[place],
            )
            for place, task in enumerate(self.tasks)
        )
        return Schedule(
            tasks=dated,
            target=target,
            reached=line.last_day(max((end for _begin, end in early), default=line.start(today))),
            critical=tuple(task.id for task in dated if task.critical),
            breaks=self._breaks(dated),
        )

    def forecast(
        self,
        line: DayLine,
        today: date,
        actuals: Mapping[str, Actual],
        begins: Mapping[str, date],
    ) -> dict[str, tuple[date, date]]:
        """First and last day of every task if each begins on its day in ``begins``.

        It begins later where what it waits for ends later, and never before ``today`` unless it
        has begun. Raises OverflowError as ``schedule`` does.
        """
        found = self._forward(line, today, actuals, begins)
        return {
            task.id: line.days(*pair, task.days, task.unit)
            for task, pair in zip(self.tasks, found, strict=True)
        }

    def _forward(
        self,
        line: DayLine,
        today: date,
        known: Mapping[str, Actual],
        begins: Mapping[str, date],
    ) -> list[tuple[int, int]]:
        now, later = line.start(today), line.later
        found: list[tuple[int, int]] = []
        for task, links in zip(self.tasks, self._into, strict=True):
            actual = known.get(task.id)
            if actual is not None and actual.finished is not None:
                found.append((line.start(actual.started), line.end(actual.finished)))
                continue
            begin = _held(line, task, now, begins) if actual is None else line.start(actual.started)
            least_end = now
            for before, kind, lag, unit in links:
                first, last = found[before]
                if kind is _FF:
                    held = later(last, lag, unit)
                    least_end = max(least_end, held)
                elif actual is None:
                    held = last if kind is _FS else first
                    held = later(held, lag, unit) if lag else held
                    begin = max(begin, held)
            end = max(least_end, later(begin, task.days, task.unit))
            found.append((begin if task.days or actual is not None else end, end))
        return found

    def _backward(
        self, line: DayLine, target: date, known: Mapping[str, Actual]
    ) -> list[tuple[int, int]]:
        """Latest boundaries; what has begun does not hold back any more what it waited for."""
        begun = [task.id in known for task in self.tasks]
        goal, earlier = line.end(target), line.earlier
        found: list[tuple[int, int]] = [(0, 0)] * len(self.tasks)
        for place in range(len(self.tasks) - 1, -1, -1):
            task = self.tasks[place]
            begin, end = None, goal
            for after, kind, lag, unit in self._out[place]:
                if begun[after] and (kind is not _FF or _finished(known[self.tasks[after].id])):
                    continue
                first, last = found[after]
                held = last if kind is _FF else first
                held = earlier(held, lag, unit) if lag else held
                if kind is not _SS:
                    end = min(end, held)
                elif begin is None or held < begin:
                    begin = held
            latest = earlier(end, task.days, task.unit)
            latest = latest if begin is None else min(begin, latest)
            found[place] = (latest, end if task.days or begun[place] else latest)
        return found

    def _critical(
        self,
        line: DayLine,
        early: Sequence[tuple[int, int]],
        known: Mapping[str, Actual],
        done: Sequence[bool],
    ) -> set[int]:
        """What holds the earliest end: the links that bind it, and whatever has not a day to spare.

        Both, because on a binding way a weekend may lie between a task and the next.
        """
        found = self._binding(line, early, done)
        last = max((end for _begin, end in early), default=0)
        late = self._backward(line, line.last_day(last), known) if last else []
        for place, (latest, _end) in enumerate(late):
            task = self.tasks[place]
            unit = task.unit if task.days else Unit.WORK
            if not done[place] and not line.between(early[place][0], latest, unit):
                found.add(place)
        return found

    def _binding(
        self, line: DayLine, early: Sequence[tuple[int, int]], done: Sequence[bool]
    ) -> set[int]:
        """From the tasks that end last, back along the links that hold their beginning or end."""
        last = max((end for _begin, end in early), default=0)
        left = [place for place, (_begin, end) in enumerate(early) if end == last]
        found: set[int] = set()
        while left:
            place = left.pop()
            if place in found or done[place]:
                continue
            found.add(place)
            begin, end = early[place]
            task = self.tasks[place]
            by_work = line.later(begin, task.days, task.unit) == end
            for before, kind, lag, unit in self._into[place]:
                if not (by_work or kind is _FF):
                    continue
                held = early[before][kind is not _SS]
                held = line.later(held, lag, unit) if lag else held
                if held == (end if kind is _FF else begin):
                    left.append(before)
        return found

    def _breaks(self, dated: Sequence[Dated]) -> tuple[str, ...]:
        late = [task.slack < 0 and not task.done for task in dated]
        return tuple(
            task.id
            for place, task in enumerate(self.tasks)
            if late[place] and not any(late[before] for before, *_rest in self._into[place])
        )


def _dated(
    name: str, early: tuple[date, date], late: tuple[date, date], *, critical: bool, done: bool
) -> Dated:
    slack = (late[0] - early[0]).days
    return Dated(name, *early, *late, slack, critical=critical, done=done)


def _held(line: DayLine, task: Task, now: int, begins: Mapping[str, date]) -> int:
    """The boundary before which a task does not begin; an event happens at the end of its day."""
    day = begins.get(task.id)
    if day is None:
        return now
    return max(now, line.start(day) if task.days else line.end(day))


def _finished(actual: Actual | None) -> bool:
    return actual is not None and actual.finished is not None


def _ordered(names: Sequence[str], links: Sequence[Link]) -> list[str]:
    """Every task after those it waits for; otherwise in the order given."""
    waits = dict.fromkeys(names, 0)
    after: dict[str, list[str]] = {name: [] for name in names}
    for link in links:
        waits[link.after] += 1
        after[link.before].append(link.after)
    ready = [name for name in names if not waits[name]]
    order: list[str] = []
    for name in ready:
        order.append(name)
        for following in after[name]:
            waits[following] -= 1
            if not waits[following]:
                ready.append(following)
    if len(order) < len(names):
        left = ", ".join(name for name in names if name not in set(order))
        raise ValueError(f"the tasks wait for each other in a circle: {left}")
    return order
