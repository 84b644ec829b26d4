"""Approvals as they stand on a day: state, holder, clock, what they wait for, what is due next."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import and_, case, func, or_, select

from invest_crm.db.approval_states import STARTED, open_codes, papers_of, steps_of
from invest_crm.db.bulk import chunks
from invest_crm.db.schema.approvals import approval, approval_step
from invest_crm.db.schema.projects import milestone, project
from invest_crm.domain.approvals.clock import Reading, days_between, read_clock
from invest_crm.domain.approvals.standing import (
    SOON_DAYS,
    days_left,
    is_timed,
    keeps_waiting,
    next_due,
    unknown_item,
    waited_for,
)
from invest_crm.domain.approvals.state import Course, State, Step, StepKind, fold
from invest_crm.domain.day_line import Unit
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.calendar import calendar_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Row, Select

    from invest_crm.domain.approvals.gaps import Paper
    from invest_crm.domain.approvals.items import Item, ItemStage, Limit
    from invest_crm.domain.workdays import Calendar
    from invest_crm.services.work import View


class Due(Struct, frozen=True):
    """The next day that matters. ``left`` in ``unit``, negative when it has passed."""

    matter: str
    day: date
    left: int
    unit: Unit

    @property
    def late(self) -> bool:
        """Whether it has passed."""
        return self.left < 0

    @property
    def presses(self) -> bool:
        """Whether it has passed or is near."""
        return self.left <= SOON_DAYS


class ApprovalLine(Struct, frozen=True):
    """One approval of a project on a day.

    ``clock``: by the promised limit or else the legal one, ``legal``: by the legal one while
    somebody holds it; None where it has no limit or did not begin. ``waits``: names of the items
    that must be granted before it. ``papers``: of an acceptance with gaps.
    ``seen``: the day. ``held``: working days since it was accepted, None unless somebody holds it.
    """

    id: str
    project_id: str
    project: str
    item: Item
    name: str
    department: str
    person: str
    course: Course
    clock: Reading | None
    legal: Reading | None
    due: Due | None
    waits: tuple[str, ...]
    papers: tuple[Paper, ...]
    steps: tuple[Step, ...]
    seen: date
    held: int | None = None

    @property
    def state(self) -> State:
        """How it stands."""
        return self.course.state

    @property
    def stage(self) -> ItemStage:
        """The stage of its item."""
        return self.item.stage

    @property
    def may_begin(self) -> bool:
        """Whether it can be handed in now."""
        return self.state is State.NOT_BEGUN and not self.waits

    @property
    def late(self) -> bool:
        """Whether something about it is overdue."""
        return self.due is not None and self.due.late

    @property
    def missing(self) -> tuple[Paper, ...]:
        """The papers that have not come yet, while it runs."""
        return tuple(paper for paper in self.papers if paper.missing) if self.state.running else ()

    @property
    def broken(self) -> bool:
        """Whether a promise to hand something in is overdue."""
        return any(paper.late(self.seen) for paper in self.missing)


def approval_lines(
    view: View, *wanted: ColumnElement[bool], day: date | None = None
) -> list[ApprovalLine]:
    """Approvals of projects that are not in the trash, under conditions on approval or project.

    In the order of projects, stages and items; as they stand on a day, today without one.
    """
    rows = view.rows(_asked(*wanted))
    if not rows:
        return []
    return _Reader(view, rows, day or view.today).lines()


def some_lines(view: View, ids: Sequence[str]) -> dict[str, ApprovalLine]:
    """Approvals by id as they stand today; those in the trash or gone are left out.

    What the others of their projects hold back is taken from the derived rows.
    """
    found: dict[str, ApprovalLine] = {}
    for part in chunks(ids):
        rows = view.rows(_asked(approval.c.id.in_(part)))
        if rows:
            held = open_codes(view.connection, sorted({row.project_id for row in rows}))
            found.update({line.id: line for line in _Reader(view, rows, view.today).lines(held)})
    return {one: found[one] for one in ids if one in found}


def project_approvals(view: View, project_id: str) -> list[ApprovalLine]:
    """The approvals of a project in the order of its path."""
    return approval_lines(view, approval.c.project_id == project_id)


def one_approval(view: View, approval_id: str) -> ApprovalLine | None:
    """An approval as it stands, seen beside the others of its project; None if it is gone."""
    owner = view.values(select(approval.c.project_id).where(approval.c.id == approval_id))
    lines = project_approvals(view, owner[0]) if owner else []
    return next((line for line in lines if line.id == approval_id), None)


_BEGIN = [kind.value for kind in (StepKind.ACCEPTED, StepKind.GAP_ACCEPTED, StepKind.PROMISED)]
_END = [kind.value for kind in (StepKind.GRANTED, StepKind.REFUSED, StepKind.ENDED)]


def pressing(view: View, on: date) -> ColumnElement[bool]:
    """The condition: approvals that may press, in SQL: begun and not decided, or to be used soon.

    It may let others through; what it leaves out cannot be due.
    """
    step, kind = approval_step.c, approval_step.c.kind
    begun = case((kind.in_(_BEGIN), 1), (kind.in_(_END), -1), else_=0)
    past = step.happened_on <= on.isoformat()
    standing = select(step.approval_id).where(step.voided_at.is_(None), past)
    held = standing.group_by(step.approval_id).having(func.sum(begun) > 0)
    granted = standing.where(kind.in_((StepKind.GRANTED.value, StepKind.PROMISED.value)))
    codes = [code for code, item in items_in_force(view).items() if item.validity is not None]
    return or_(
        approval.c.id.in_(held),
        and_(
            approval.c.code.in_(codes),
            approval.c.id.in_(granted),
            approval.c.project_id.not_in(_started_ids(on)),
        ),
    )


class _Reader:
    """What all lines of one answer share."""

    def __init__(self, view: View, rows: Sequence[Row[Any]], day: date) -> None:
        self._rows, self._day = rows, day
        self._calendar: Calendar = calendar_in_force(view)
        self._items = items_in_force(view)
        ids = [row.id for row in rows]
        self._steps = steps_of(view.connection, ids, day.isoformat())
        self._papers = papers_of(view.connection, ids)
        self._started = frozenset(view.values(_started_ids(day)))

    def lines(self, held: Mapping[str, set[str]] | None = None) -> list[ApprovalLine]:
        """All of them. ``held``: the codes that hold others back by project, where it is known."""
        by_project: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in self._rows:
            by_project[row.project_id].append(row)
        found: list[ApprovalLine] = []
        for rows in by_project.values():
            courses = {row.id: fold(self._steps.get(row.id, ())) for row in rows}
            codes = {row.code for row in rows if keeps_waiting(courses[row.id].state)}
            codes |= held[rows[0].project_id] if held is not None else set()
            made = [self._line(row, courses[row.id], codes) for row in rows]
            places = {code: place for place, code in enumerate(self._items)}
            found += sorted(made, key=lambda line: places.get(line.item.code, len(places)))
        return found

    def _line(self, row: Row[Any], course: Course, codes: set[str]) -> ApprovalLine:
        item = self._items.get(row.code) or unknown_item(row.code)
        gap = course.mode is StepKind.GAP_ACCEPTED
        papers = tuple(self._papers.get(row.id, ())) if gap else ()
        clock = self._clock(course, item.binding)
        waits = tuple(
            self._items[code].name if code in self._items else code
            for code in waited_for(item, course, codes)
        )
        return ApprovalLine(
            id=row.id,
            project_id=row.project_id,
            project=row.project_name,
            item=item,
            name=row.title or item.name,
            department=row.department or item.department,
            person=row.person or "",
            course=course,
            clock=clock,
            legal=self._clock(course, item.legal) if course.state.running else None,
            due=self._due(row, item, course, clock, papers),
            waits=waits,
            papers=papers,
            steps=tuple(self._steps.get(row.id, ())),
            seen=self._day,
            held=self._held(course),
        )

    def _held(self, course: Course) -> int | None:
        if not course.state.running or course.began is None:
            return None
        return days_between(self._calendar, course.began, self._day, Unit.WORK)

    def _clock(self, course: Course, limit: Limit | None) -> Reading | None:
        if limit is None or course.began is None or not is_timed(course, limit):
            return None
        end = course.decided if course.decided is not None else self._day
        return read_clock(self._calendar, course.began, limit, course.pauses, end)

    def _due(
        self,
        row: Row[Any],
        item: Item,
        course: Course,
        clock: Reading | None,
        papers: Sequence[Paper],
    ) -> Due | None:
        """The first of what is due."""
        limit, started = clock.due if clock is not None else None, row.project_id in self._started
        found = next_due(item, course, papers, limit, started=started)
        if found is None:
            return None
        left = days_left(self._calendar, found, self._day)
        return Due(found.matter, found.day, left, found.unit)


def _asked(*wanted: ColumnElement[bool]) -> Select[Any]:
    """Approvals with their project's name, project by project; none of those in the trash."""
    return (
        select(approval, project.c.name.label("project_name"))
        .join(project, project.c.id == approval.c.project_id)
        .where(project.c.archived_at.is_(None), *wanted)
        .order_by(project.c.name, project.c.id, approval.c.id)
    )


def _started_ids(day: date) -> Select[Any]:
    return select(milestone.c.project_id).where(
        milestone.c.kind.in_(STARTED),
        milestone.c.voided_at.is_(None),
        milestone.c.effective_day <= day.isoformat(),
    )
