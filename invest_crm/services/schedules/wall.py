"""What a Gantt wall shows: every schedule with what follows from it, and who could have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.schedules import schedule
from invest_crm.domain.schedule_plan import Outlook, day_line, outlook
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.schedules.records import ProjectPlan, plans
from invest_crm.services.snapshot import Question, settled, snapshot

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from invest_crm.domain.day_line import DayLine
    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.workdays import Calendar
    from invest_crm.services.work import View

_OVER = frozenset({SideState.TERMINATED, SideState.LOST, SideState.MERGED})


class Entry(Struct, frozen=True):
    """A schedule and what follows from it."""

    plan: ProjectPlan
    outlook: Outlook


class Schedules(Struct, frozen=True):
    """Everything a wall is made of, as of ``today``.

    ``assumed_years``: years on it whose holidays are not announced.
    """

    entries: tuple[Entry, ...]
    today: date
    calendar: Calendar
    line: DayLine
    assumed_years: frozenset[int]


class Candidate(Struct, frozen=True):
    """A project that could be back-scheduled: signed, not producing yet, without a schedule."""

    id: str
    name: str
    leader: str


def schedules(view: View, projects: Collection[str] | None = None) -> Schedules:
    """The schedules of some projects, or of all that are not in the trash and not ended."""
    found = plans(view, projects)
    calendar, today = calendar_in_force(view), view.today
    line = day_line(calendar, today, [item.plan for item in found])
    entries = tuple(Entry(item, outlook(item.plan, line, today)) for item in view.looking(found))
    ends = [day for item in entries for day in (item.outlook.reached, item.plan.plan.target)]
    return Schedules(
        entries=entries,
        today=today,
        calendar=calendar,
        line=line,
        assumed_years=calendar.assumed_years(today, max([today, *ends])) if ends else frozenset(),
    )


def candidates(view: View) -> list[Candidate]:
    """Signed projects that do not produce yet and have no schedule, in the order of names."""
    have = set(view.values(select(schedule.c.project_id)))
    facts = snapshot(view, settled(view, Question(view.today)))
    found = [
        Candidate(item.id, item.name, item.leader or "")
        for item in facts
        if item.id not in have and _could_have(item)
    ]
    return sorted(found, key=lambda item: (item.name, item.id))


def _could_have(fact: ProjectFacts) -> bool:
    return (
        fact.signed_day is not None
        and fact.side not in _OVER
        and not fact.has(MilestoneKind.IN_PRODUCTION)
    )
