"""The rows of a Gantt wall (挂图作战): schedules of one or many projects, folded or unfolded.

Why: window and paper show the same rows in the same words. It computes no date; everything comes
from the outlooks of the schedules. It must not know drawing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.departments import department_label
from invest_crm.domain.schedule_plan import Light
from invest_crm.maps.wall_words import (
    LIGHT_TONES,
    day_words,
    group_words,
    outlook_words,
    slip_words,
    task_state,
    task_tip,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from invest_crm.domain.schedule_plan import Outlook, Row
    from invest_crm.domain.workdays import Calendar

GROUP, PROJECT, TASK = "group", "project", "task"
"""Kinds of rows."""

AHEAD, GOING, DONE, SUMMARY = "ahead", "going", "done", "summary"
"""Kinds of bars."""

Days = tuple[date, date]
_PAD = timedelta(days=10)


class WallProject(Struct, frozen=True):
    """A schedule on the wall: whose it is, in which group it stands (empty: not known)."""

    id: str
    name: str
    outlook: Outlook
    group: str = ""
    holder: str = ""


class Bar(Struct, frozen=True):
    """``days`` as forecast or as they were, ``plan`` as planned; ``event``: a day, not a stretch.

    ``share``: how much is done, 0 to 1. ``mark``: the target of a project, a latest day of a task.
    """

    kind: str
    days: Days
    plan: Days | None = None
    share: float = 0.0
    critical: bool = False
    event: bool = False
    mark: date | None = None
    tone: str = ""


class WallRow(Struct, frozen=True):
    """One line: ``id`` of the task, project or group; ``folded`` None where nothing is below.

    ``due``: the day by which it must end, ``state``: how it stands, both in words; ``tone`` of the
    state: a colour role of ``style``. ``beside``: the words at the end of its bar.
    """

    id: str
    kind: str
    name: str
    depth: int = 0
    owner: str = ""
    due: str = ""
    state: str = ""
    tone: str = "ink2"
    bar: Bar | None = None
    folded: bool | None = None
    project: str = ""
    beside: str = ""
    tip: str = ""


class WallLink(Struct, frozen=True):
    """The row of one task holds that of another; ``kind`` FS, SS or FF."""

    before: int
    after: int
    kind: str
    critical: bool


class Wall(Struct, frozen=True):
    """All rows in order, the links between them, and the days they lie in.

    ``target``: the one day that everything aims at, None where there are several.
    """

    rows: tuple[WallRow, ...]
    links: tuple[WallLink, ...]
    first: date
    last: date
    today: date
    calendar: Calendar
    target: date | None = None

    def place(self, row_id: str) -> int:
        """The number of a row, -1 for one that is not here."""
        return next((n for n, row in enumerate(self.rows) if row.id == row_id), -1)


def wall(
    projects: Sequence[WallProject],
    today: date,
    calendar: Calendar,
    unfolded: frozenset[str],
    *,
    grouped: bool = False,
) -> Wall:
    """The wall of some schedules; the tasks of ``unfolded`` projects are shown.

    ``grouped``: under a heading for each group, the projects without one at the end.
    """
    rows: list[WallRow] = []
    links: list[WallLink] = []
    for title, members in _groups(projects, grouped=grouped):
        if grouped:
            rows.append(_group_row(title, members))
        for item in members:
            begin = len(rows)
            rows += project_rows(item, today, int(grouped), unfolded=item.id in unfolded)
            if item.id in unfolded:
                links += _links(item.outlook, begin + 1)
    targets = {item.outlook.plan.target for item in projects}
    first, last = _span(rows, today, targets)
    target = targets.pop() if len(targets) == 1 else None
    return Wall(tuple(rows), tuple(links), first, last, today, calendar, target)


def project_rows(item: WallProject, today: date, depth: int, *, unfolded: bool) -> list[WallRow]:
    """The row of a project, and those of its tasks where it is unfolded."""
    rows = [_project_row(item, today, folded=not unfolded, depth=depth)]
    if unfolded:
        rows += [_task_row(item, row, today, depth + 1) for row in ordered(item.outlook)]
    return rows


def with_project(shown: Wall, item: WallProject) -> Wall:
    """The same wall with another outlook of one project; it must have the same tasks.

    An edit that is still in the hand is drawn with it.
    """
    begin = shown.place(item.id)
    if begin < 0:
        return shown
    head = shown.rows[begin]
    new = project_rows(item, shown.today, head.depth, unfolded=head.folded is False)
    rows = (*shown.rows[:begin], *new, *shown.rows[begin + len(new) :])
    _first, last = _span(new, shown.today, ())
    return replace(shown, rows=rows, last=max(shown.last, last))


def ordered(seen: Outlook) -> list[Row]:
    """Tasks in the order of their planned days, so that an edit does not make them change places.

    A task that was never planned stands where it stands in the schedule.
    """
    place, before = {}, (date.min, date.min)
    for number, row in enumerate(seen.rows):
        before = row.task.planned or before
        place[row.task.id] = (before, number)
    return sorted(seen.rows, key=lambda row: place[row.task.id])


def _groups(
    projects: Sequence[WallProject], *, grouped: bool
) -> Iterable[tuple[str, Sequence[WallProject]]]:
    if not grouped:
        return [("", projects)]
    found: dict[str, list[WallProject]] = {}
    for item in projects:
        found.setdefault(item.group, []).append(item)
    return sorted(found.items(), key=lambda pair: (not pair[0], pair[0]))


def _group_row(title: str, members: Sequence[WallProject]) -> WallRow:
    counts: Mapping[Light, int] = {
        light: sum(item.outlook.light is light for item in members) for light in Light
    }
    return WallRow(
        id=f"group:{title}",
        kind=GROUP,
        name=group_words(title, len(members), counts),
    )


def _project_row(item: WallProject, today: date, *, folded: bool, depth: int) -> WallRow:
    seen = item.outlook
    days = [row.days for row in seen.rows]
    first = min((one[0] for one in days), default=today)
    plans = [row.task.planned for row in seen.rows if row.task.planned]
    plan = (min(one[0] for one in plans), max(one[1] for one in plans)) if plans else None
    tone = LIGHT_TONES[seen.light]
    bar = Bar(
        SUMMARY,
        (first, max(seen.reached, first)),
        plan=plan,
        share=_share(seen),
        mark=seen.plan.target,
        tone=tone,
    )
    return WallRow(
        id=item.id,
        kind=PROJECT,
        name=item.name,
        depth=depth,
        owner=item.holder,
        due=day_words(seen.plan.target, today),
        state=seen.light.label,
        tone=tone,
        bar=bar,
        folded=folded,
        project=item.id,
        beside=outlook_words(seen, today),
        tip=f"{item.name}\n{outlook_words(seen, today)}",
    )


def _share(seen: Outlook) -> float:
    """How much of all days of work is done, 0 to 1."""
    whole = sum(row.task.days for row in seen.rows)
    done = sum(row.task.days * _done(row) for row in seen.rows)
    return done / whole if whole else 0.0


def _done(row: Row) -> float:
    return 1.0 if row.done else (row.task.percent or 0) / 100


def _task_row(item: WallProject, row: Row, today: date, depth: int) -> WallRow:
    task = row.task
    state, tone = task_state(row)
    kind = DONE if row.done else GOING if row.going else AHEAD
    bar = Bar(
        kind,
        row.days,
        plan=task.planned,
        share=_done(row),
        critical=row.dated.critical,
        event=not task.days,
        mark=None if row.done else row.dated.latest_finish,
        tone=tone,
    )
    beside = slip_words(row.slip) if row.slip and not row.done and row.slip > 0 else ""
    return WallRow(
        id=task.id,
        kind=TASK,
        name=task.name,
        depth=depth,
        owner=department_label(task.owner),
        due="" if row.done else day_words(row.dated.latest_finish, today),
        state=state,
        tone=tone,
        bar=bar,
        project=item.id,
        beside=beside,
        tip=task_tip(row, today),
    )


def _links(seen: Outlook, begin: int) -> list[WallLink]:
    tasks = ordered(seen)
    place = {row.task.id: begin + n for n, row in enumerate(tasks)}
    hot = {row.task.id for row in tasks if row.dated.critical}
    return [
        WallLink(
            place[link.before],
            place[link.after],
            link.kind.value,
            critical={link.before, link.after} <= hot,
        )
        for link in seen.plan.links
    ]


def _span(rows: Iterable[WallRow], today: date, targets: Iterable[date]) -> Days:
    days = [today, *targets]
    for row in rows:
        if row.bar is not None:
            days += [*row.bar.days, *(row.bar.plan or ())]
    return min(days) - _PAD, max(days) + 3 * _PAD
