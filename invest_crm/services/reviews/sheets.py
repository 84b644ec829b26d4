"""Reviews as they stand: the sheet of each round, its opinions, its conditions, what follows."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.interactions import task
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.reviews import review, review_condition, review_opinion
from invest_crm.domain.departments import department_label
from invest_crm.domain.interactions import TaskState
from invest_crm.domain.reviews import REPLY_DAYS, Opinion, Outcome, Verdict, outcome
from invest_crm.services.calendar import calendar_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row

    from invest_crm.domain.workdays import Calendar
    from invest_crm.services.work import View


class ConditionLine(Struct, frozen=True):
    """A condition and the task that follows it up; ``state`` None: no task."""

    id: str
    text: str
    task_id: str = ""
    owner: str = ""
    due: date | None = None
    state: TaskState | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be met."""
        return self.state in (None, TaskState.OPEN)


class OpinionLine(Struct, frozen=True):
    """What a department says; ``waits``: working days since it was asked, None if it answered."""

    id: str
    department: str
    asked: date
    verdict: Verdict | None
    person: str
    answered: date | None
    reason: str
    conditions: tuple[ConditionLine, ...]
    waits: int | None

    @property
    def name(self) -> str:
        """The department for people."""
        return department_label(self.department)

    @property
    def late(self) -> bool:
        """Whether it is awaited too long."""
        return self.waits is not None and self.waits > REPLY_DAYS


class Sheet(Struct, frozen=True):
    """The sheet of one round."""

    id: str
    project_id: str
    project: str
    round: int
    asked: date
    held: date | None
    convened_by: str
    items: tuple[str, ...]
    note: str
    opinions: tuple[OpinionLine, ...]

    @property
    def outcome(self) -> Outcome:
        """What follows from the opinions."""
        return outcome(
            [
                Opinion(one.verdict, sum(held.open for held in one.conditions))
                for one in self.opinions
            ]
        )

    @property
    def awaited(self) -> tuple[OpinionLine, ...]:
        """The departments that have not answered."""
        return tuple(one for one in self.opinions if one.verdict is None)


def sheets(view: View, *wanted: ColumnElement[bool], day: date | None = None) -> list[Sheet]:
    """Reviews of projects that are not in the trash, the latest round of each project first.

    ``wanted``: conditions on review or project; ``day``: from which waiting is counted, today.
    """
    query = (
        select(review, project.c.name.label("project_name"))
        .join(project, project.c.id == review.c.project_id)
        .where(project.c.archived_at.is_(None), *wanted)
        .order_by(project.c.name, review.c.project_id, review.c.round.desc())
    )
    rows = view.rows(query)
    if not rows:
        return []
    opinions = _opinions(view, [row.id for row in rows], day or view.today)
    notes = view.reveal(row.note for row in rows)
    return [_sheet(row, opinions.get(row.id, ()), notes) for row in rows]


def project_sheets(view: View, project_id: str) -> list[Sheet]:
    """The reviews of a project, the latest round first."""
    return sheets(view, review.c.project_id == project_id)


def one_sheet(view: View, review_id: str) -> Sheet | None:
    """A review; None if it is gone."""
    found = sheets(view, review.c.id == review_id)
    return found[0] if found else None


def awaited(view: View, day: date) -> list[tuple[Sheet, OpinionLine]]:
    """Opinions that latest rounds wait for on a day, the longest first."""
    waiting = select(review_opinion.c.review_id).where(review_opinion.c.verdict.is_(None))
    found = []
    seen: set[str] = set()
    for sheet in sheets(view, review.c.id.in_(waiting), day=day):
        if sheet.project_id not in seen and sheet.outcome is Outcome.OPEN:
            found += [(sheet, one) for one in sheet.awaited if one.asked <= day]
        seen.add(sheet.project_id)
    return sorted(found, key=lambda pair: (-(pair[1].waits or 0), pair[0].project, pair[1].id))


def _sheet(row: Row[Any], opinions: Sequence[OpinionLine], notes: Mapping[str, str]) -> Sheet:
    return Sheet(
        id=row.id,
        project_id=row.project_id,
        project=row.project_name,
        round=row.round,
        asked=date.fromisoformat(row.asked_on),
        held=_day(row.held_on),
        convened_by=row.convened_by or "",
        items=tuple(json.loads(row.items or "[]")),
        note=notes.get(row.note or "", ""),
        opinions=tuple(opinions),
    )


def _opinions(view: View, reviews: Sequence[str], day: date) -> dict[str, list[OpinionLine]]:
    rows: list[Row[Any]] = []
    for part in chunks(list(reviews)):
        query = select(review_opinion).where(review_opinion.c.review_id.in_(part))
        rows += view.rows(query.order_by(review_opinion.c.position, review_opinion.c.id))
    held = _conditions(view, [row.id for row in rows])
    reasons = view.reveal(row.reason for row in rows)
    calendar = calendar_in_force(view)
    found: defaultdict[str, list[OpinionLine]] = defaultdict(list)
    for row in rows:
        asked = date.fromisoformat(row.asked_on)
        found[row.review_id].append(
            OpinionLine(
                id=row.id,
                department=row.department,
                asked=asked,
                verdict=None if row.verdict is None else Verdict(row.verdict),
                person=row.person or "",
                answered=_day(row.answered_on),
                reason=reasons.get(row.reason or "", ""),
                conditions=tuple(held.get(row.id, ())),
                waits=None if row.verdict else _waits(calendar, asked, day),
            )
        )
    return found


def _conditions(view: View, opinions: Sequence[str]) -> dict[str, list[ConditionLine]]:
    found: defaultdict[str, list[ConditionLine]] = defaultdict(list)
    for part in chunks(list(opinions)):
        query = (
            select(
                review_condition.c.id,
                review_condition.c.opinion_id,
                review_condition.c.text,
                task.c.id.label("task_id"),
                task.c.assignee,
                task.c.due_on,
                task.c.state,
            )
            .outerjoin(task, task.c.id == review_condition.c.task_id)
            .where(review_condition.c.opinion_id.in_(part))
            .order_by(review_condition.c.id)
        )
        rows = view.rows(query)
        texts = view.reveal(row.text for row in rows)
        for row in rows:
            found[row.opinion_id].append(
                ConditionLine(
                    row.id,
                    texts.get(row.text, ""),
                    row.task_id or "",
                    row.assignee or "",
                    _day(row.due_on),
                    None if row.state is None else TaskState(row.state),
                )
            )
    return found


def _waits(calendar: Calendar, asked: date, day: date) -> int:
    from invest_crm.domain.approvals.clock import days_between
    from invest_crm.domain.day_line import Unit

    return days_between(calendar, asked, day, Unit.WORK) if day > asked else 0


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
