"""Schedules of some invented projects: made a while ago, some kept, some late, some out of reach.

Milestones come from the projects themselves; between them tasks were finished about when they were
planned, and a few were left lying.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.projects import project
from invest_crm.db.schema.schedules import (
    schedule,
    schedule_baseline,
    schedule_fact,
    schedule_link,
    schedule_task,
)
from invest_crm.domain.schedule_plan import Plan, day_line, network, planned
from invest_crm.domain.schedule_templates import template_of
from invest_crm.domain.stages import MilestoneKind
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.demo import words
from invest_crm.services.demo.dice import Dice
from invest_crm.services.schedules.planning import new_plan, plan_text, rows_of
from invest_crm.services.schedules.records import FINISHED, PROGRESS, STARTED
from invest_crm.services.schedules.wall import candidates
from invest_crm.services.snapshot import Question, settled, snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.day_line import DayLine
    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.schedule_plan import Days, PlanTask
    from invest_crm.services.work import Work

MOST = 10
_SPARE = (60, 90, 15, 75, 0, 120)
"""Calendar days between the nearest possible end, as it was seen then, and the target."""
_AGO, _LEAST_AGO = 75, 20
_TABLES = (schedule, schedule_task, schedule_link, schedule_fact, schedule_baseline)

Rows = dict[str, list[dict[str, object]]]


def fill_schedules(work: Work, seed: int) -> int:
    """Write the schedules of up to ten signed projects; returns how many."""
    offered = [item.id for item in candidates(work)]
    asked = Question(work.today, only=frozenset(offered))
    facts = {item.id: item for item in snapshot(work, settled(work, asked))}
    chosen = sorted(offered, key=lambda item: (facts[item].signed_day or "", item))[-MOST * 2 :: 2]
    calendar = calendar_in_force(work)
    rows: Rows = {table.name: [] for table in _TABLES}
    modes = {
        row.id: row.site_mode
        for row in work.rows(select(project.c.id, project.c.site_mode))
        if row.id in chosen
    }
    for number, item in enumerate(chosen):
        dice = Dice(f"{seed}/schedules/{number}")
        template = template_of(modes[item]).until(MilestoneKind.IN_PRODUCTION)
        plan = new_plan(template, work.today, MilestoneKind.IN_PRODUCTION)
        line = day_line(calendar, work.today, [plan])
        made = _made_on(facts[item], work.today)
        plan, days = _planned(plan, line, made, _SPARE[number % len(_SPARE)])
        stamp = {"made_at": work.now, "made_by": work.actor}
        for name, new in rows_of(plan, item, template.site_mode, stamp).items():
            rows[name] += new
        rows[schedule_baseline.name].append(
            {
                "schedule_id": plan.id,
                "version": 1,
                "target_on": plan.target.isoformat(),
                "plan": plan_text(days),
                **stamp,
            }
        )
        rows[schedule_fact.name] += _happened(work, dice, plan, days, facts[item])
    for table in _TABLES:
        work.insert_many(table, rows[table.name])
    return len(chosen)


def _made_on(fact: ProjectFacts, today: date) -> date:
    """When the schedule was made: some weeks after signing, not too long ago."""
    signed = date.fromisoformat(fact.signed_day or today.isoformat())
    latest = today - timedelta(days=_LEAST_AGO)
    return min(max(signed + timedelta(days=7), today - timedelta(days=_AGO)), latest)


def _planned(plan: Plan, line: DayLine, made: date, spare: int) -> tuple[Plan, Mapping[str, Days]]:
    """Aimed a little later than what was possible then, and planned backwards from there."""
    fitting = network(plan).schedule(line, plan.target, made).reached
    aimed = Plan(plan.id, fitting + timedelta(days=spare), plan.goal, plan.tasks, plan.links)
    return aimed, planned(aimed, line, made)


def _happened(
    work: Work, dice: Dice, plan: Plan, days: Mapping[str, Days], fact: ProjectFacts
) -> list[dict[str, object]]:
    """What was done between the milestones: most of it, about on its day."""
    held: set[str] = set()
    found: list[dict[str, object]] = []
    into = {task.id: [link.before for link in plan.before(task.id)] for task in plan.tasks}
    for place in network(plan).tasks:
        task = plan.task(place.id)
        waits = any(name in held for name in into[task.id])
        if task.milestone is not None:
            if not fact.has(task.milestone):
                held.add(task.id)
            continue
        made = [] if waits else _facts_of(work, dice, task, days[task.id])
        if not any(row["kind"] == FINISHED for row in made):
            held.add(task.id)
        found += made
    return found


def _facts_of(work: Work, dice: Dice, task: PlanTask, days: Days) -> list[dict[str, object]]:
    begin, end = days
    if begin >= work.today:
        return []
    started = min(begin + timedelta(days=dice.whole(0, 3)), work.today)
    made = [_fact(work, task, STARTED, started)]
    late = end + timedelta(days=dice.whole(-2, 9))
    if late < work.today and dice.chance(0.9):
        made.append(_fact(work, task, FINISHED, max(late, started)))
    else:
        share = dice.whole(2, 8) * 10
        made.append(_fact(work, task, PROGRESS, work.today, percent=share))
    return made


def _fact(
    work: Work, task: PlanTask, kind: str, day: date, percent: int | None = None
) -> dict[str, object]:
    return {
        "task_id": task.id,
        "kind": kind,
        "effective_on": day.isoformat(),
        "percent": percent,
        **work.fact(source=words.SOURCE, cut_off=work.today.isoformat()),
    }
