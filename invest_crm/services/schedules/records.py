"""Stored schedules as plans: their tasks with what happened, the versions of the plan, whose it is.

A task that leads to a milestone of the project is done when the milestone is recorded there, and
so is all that comes before it; what was entered at the task itself goes before that.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.bulk import CHUNK, chunks
from invest_crm.db.schema.schedules import (
    schedule,
    schedule_baseline,
    schedule_fact,
    schedule_link,
    schedule_task,
)
from invest_crm.domain.day_line import Unit
from invest_crm.domain.masking import mask_numbers
from invest_crm.domain.schedule import Link, LinkKind
from invest_crm.domain.schedule_plan import Plan, PlanTask
from invest_crm.domain.schedule_templates import template_task
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.errors import UserError
from invest_crm.services.snapshot import Question, settled, snapshot
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Row, Table

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.schedule_plan import Days
    from invest_crm.services.work import View

STARTED, FINISHED, PROGRESS = "STARTED", "FINISHED", "PROGRESS"
"""Kinds of dated facts of a task."""

_ENDED = frozenset({SideState.TERMINATED, SideState.LOST, SideState.MERGED})


class Baseline(Struct, frozen=True):
    """One version of a plan: ``made_at`` as the log writes it (UTC), ``reason`` empty for none."""

    id: str
    version: int
    target: date
    reason: str
    made_at: str
    made_by: str


class ProjectPlan(Struct, frozen=True):
    """The schedule of a project that is not in the trash and not ended."""

    project: str
    name: str
    leader: str
    unit: str
    park: str
    township: str
    side: str
    template: str
    template_version: str
    plan: Plan
    baselines: tuple[Baseline, ...]


def plans(view: View, projects: Collection[str] | None = None) -> list[ProjectPlan]:
    """The schedules of some projects, or of all, in the order of the projects' names."""
    only = None if projects is None else frozenset(projects)
    heads = _heads(view, only)
    if not heads:
        return []
    asked = Question(view.today, only=frozenset(row.project_id for row in heads))
    facts = {item.id: item for item in snapshot(view, settled(view, asked))}
    alive = [row for row in heads if _is_alive(facts.get(row.project_id))]
    parts = _parts(view, [row.id for row in alive], whole=only is None)
    made = [_project_plan(view, row, facts[row.project_id], parts) for row in alive]
    return sorted(made, key=lambda item: (item.name, item.project))


def planned_milestones(view: View, project_id: str) -> dict[MilestoneKind, date]:
    """The day the newest version of the plan gives to each milestone."""
    return {
        task.milestone: task.planned[1]
        for item in plans(view, [project_id])
        for task in item.plan.tasks
        if task.milestone is not None and task.planned is not None
    }


def plan_of(view: View, project_id: str) -> ProjectPlan | None:
    """The schedule of a project, None without one."""
    found = plans(view, [project_id])
    return found[0] if found else None


def stored(view: View, schedule_id: str) -> ProjectPlan:
    """A schedule by its id. UserError ``schedule-gone``."""
    rows = view.values(select(schedule.c.project_id).where(schedule.c.id == schedule_id))
    found = plans(view, rows) if rows else []
    if not found:
        raise gone()
    return found[0]


def of_task(view: View, task_id: str) -> ProjectPlan:
    """The schedule a task belongs to. UserError ``schedule-gone``."""
    rows = view.values(select(schedule_task.c.schedule_id).where(schedule_task.c.id == task_id))
    if not rows:
        raise gone()
    return stored(view, rows[0])


def with_schedule(view: View, projects: Iterable[str]) -> set[str]:
    """Which of these projects have a schedule."""
    found: set[str] = set()
    for part in chunks(sorted(projects)):
        query = select(schedule.c.project_id).where(schedule.c.project_id.in_(part))
        found.update(view.values(query))
    return found


def every_schedule_id(view: View, project_id: str) -> list[str]:
    """The records of a project's schedule, for its history."""
    heads = view.values(select(schedule.c.id).where(schedule.c.project_id == project_id))
    ids = list(heads)
    for table in (schedule_task, schedule_link, schedule_baseline):
        ids += view.values(select(table.c.id).where(table.c.schedule_id.in_(heads)))
    facts = select(schedule_fact.c.id).join(
        schedule_task, schedule_task.c.id == schedule_fact.c.task_id
    )
    return ids + view.values(facts.where(schedule_task.c.schedule_id.in_(heads)))


def gone() -> UserError:
    """What was worked on is no longer there."""
    return UserError(
        "schedule-gone",
        _("This schedule or task no longer exists."),
        safe=_("Nothing was changed."),
        todo=_("Refresh the page; the history of the project shows who removed it."),
    )


class _Parts(Struct, frozen=True):
    """The rows of many schedules, by schedule (facts by task)."""

    tasks: Mapping[str, list[Row[Any]]]
    links: Mapping[str, list[Row[Any]]]
    facts: Mapping[str, list[Row[Any]]]
    baselines: Mapping[str, list[Row[Any]]]
    plans: Mapping[str, Mapping[str, Days]]


def _heads(view: View, only: frozenset[str] | None) -> list[Row[Any]]:
    query = select(schedule).order_by(schedule.c.id)
    if only is None or len(only) > CHUNK:
        return [row for row in view.rows(query) if only is None or row.project_id in only]
    return [
        row
        for part in chunks(sorted(only))
        for row in view.rows(query.where(schedule.c.project_id.in_(part)))
    ]


def _is_alive(fact: ProjectFacts | None) -> bool:
    return fact is not None and fact.side not in _ENDED


def _parts(view: View, ids: Sequence[str], *, whole: bool) -> _Parts:
    tasks = _by(view, schedule_task, "schedule_id", ids, whole=whole)
    names = [row.id for rows in tasks.values() for row in rows]
    baselines = _by(view, schedule_baseline, "schedule_id", ids, whole=whole)
    newest = {}
    for schedule_id, rows in baselines.items():
        rows.sort(key=lambda row: row.version)
        newest[schedule_id] = _days(rows[-1].plan)
    return _Parts(
        tasks=tasks,
        links=_by(view, schedule_link, "schedule_id", ids, whole=whole),
        facts=_by(view, schedule_fact, "task_id", names, whole=whole),
        baselines=baselines,
        plans=newest,
    )


def _by(
    view: View, table: Table, column: str, ids: Sequence[str], *, whole: bool
) -> dict[str, list[Row[Any]]]:
    """Rows by what they belong to, in the order they were made; ``whole``: of all at once."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    query = select(table).order_by(table.c.id)
    if "voided_at" in table.c:
        query = query.where(table.c.voided_at.is_(None))
    asked = [query] if whole else [query.where(table.c[column].in_(part)) for part in chunks(ids)]
    for one in asked:
        for row in view.rows(one):
            found[getattr(row, column)].append(row)
    return found


def _days(text: str | None) -> dict[str, Days]:
    kept: dict[str, list[str]] = json.loads(text or "{}")
    return {
        name: (date.fromisoformat(first), date.fromisoformat(last))
        for name, (first, last) in kept.items()
    }


def _project_plan(view: View, row: Row[Any], fact: ProjectFacts, parts: _Parts) -> ProjectPlan:
    stored_tasks = sorted(parts.tasks.get(row.id, ()), key=lambda item: (item.position, item.id))
    links = tuple(
        Link(item.before_id, item.after_id, LinkKind(item.kind), item.lag, Unit(item.unit))
        for item in parts.links.get(row.id, ())
    )
    tokens = [item.note for one in stored_tasks for item in parts.facts.get(one.id, ())]
    notes = view.reveal(tokens) if any(tokens) else {}
    kept = parts.plans.get(row.id, {})
    tasks = [_task(item, parts.facts.get(item.id, ()), kept, notes) for item in stored_tasks]
    plan = Plan(
        id=row.id,
        target=date.fromisoformat(row.target_on),
        goal=MilestoneKind(row.goal),
        tasks=tuple(tasks),
        links=links,
    )
    return ProjectPlan(
        project=row.project_id,
        name=fact.name,
        leader=fact.leader or "",
        unit=fact.unit or "",
        park=fact.park or "",
        township=fact.township or "",
        side=fact.side.value if fact.side else "",
        template=row.template,
        template_version=row.template_version,
        plan=with_milestones(plan, fact, view.today),
        baselines=tuple(_baseline(item) for item in parts.baselines.get(row.id, ())),
    )


def _task(
    row: Row[Any], facts: Iterable[Row[Any]], kept: Mapping[str, Days], notes: Mapping[str, str]
) -> PlanTask:
    told = {fact.kind: fact for fact in facts}
    began, ended, last = (told.get(kind) for kind in (STARTED, FINISHED, PROGRESS))
    finished = None if ended is None else date.fromisoformat(ended.effective_on)
    started = finished if began is None else date.fromisoformat(began.effective_on)
    return PlanTask(
        id=row.id,
        name=_title(row),
        days=row.days,
        unit=Unit(row.unit),
        owner=row.owner or "",
        code=row.code or "",
        milestone=MilestoneKind(row.milestone) if row.milestone else None,
        not_before=date.fromisoformat(row.not_before) if row.not_before else None,
        started=started,
        finished=finished,
        percent=None if last is None else last.percent,
        note="" if last is None else mask_numbers(notes.get(last.note or "", "")),
        planned=kept.get(row.id),
    )


def _title(row: Row[Any]) -> str:
    """The name; of a task that was not renamed the template's, in the language in force."""
    known = template_task(row.code) if row.code else None
    return known.title if known is not None and known.title_zh == row.name else str(row.name)


def _baseline(row: Row[Any]) -> Baseline:
    target = date.fromisoformat(row.target_on)
    return Baseline(row.id, row.version, target, row.reason or "", row.made_at, row.made_by)


def with_milestones(plan: Plan, fact: ProjectFacts, today: date) -> Plan:
    """The same with what follows from the milestones of the project."""
    days = {kind: date.fromisoformat(day) for kind, day in fact.days}
    ends = [item for item in plan.tasks if item.milestone and fact.has(item.milestone)]
    dated = [(days.get(item.milestone or MilestoneKind.STARTED, today), item.id) for item in ends]
    into: dict[str, list[str]] = defaultdict(list)
    for link in plan.links:
        into[link.after].append(link.before)
    done: dict[str, date] = {}
    for day, name in sorted(dated):
        left = [name]
        while left:
            here = left.pop()
            if here not in done:
                done[here] = day
                left += into[here]
    return replace(plan, tasks=tuple(_implied(item, done.get(item.id)) for item in plan.tasks))


def _implied(task: PlanTask, day: date | None) -> PlanTask:
    if day is None or task.finished is not None:
        return task
    began = day if task.started is None else min(task.started, day)
    return replace(task, started=began, finished=day, implied=True)
