"""Approvals as they stand on a day: state, holder, clock, what they wait for, what is due next."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import and_, case, func, or_, select

from invest_crm.db.schema.approvals import approval, approval_paper, approval_step
from invest_crm.db.schema.projects import milestone, project
from invest_crm.domain.approvals.clock import Reading, days_between, read_clock
from invest_crm.domain.approvals.gaps import Paper, first_missing
from invest_crm.domain.approvals.items import Item, ItemStage, MaterialKind
from invest_crm.domain.approvals.state import DONE, Course, State, Step, StepKind, fold
from invest_crm.domain.day_line import Unit
from invest_crm.domain.months import add_months
from invest_crm.domain.stages import MilestoneKind
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.calendar import calendar_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select

    from invest_crm.domain.approvals.items import Limit
    from invest_crm.domain.workdays import Calendar
    from invest_crm.services.work import View

SOON_DAYS = 3
"""From so many days (of the limit's unit) before the due day on it presses."""

LIMIT, PAPERS, CHECK, START = "limit", "papers", "check", "start"
"""What is due: the limit, a promised paper, the check of a promise, the start of the works."""


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
    asked = (
        select(approval, project.c.name.label("project_name"))
        .join(project, project.c.id == approval.c.project_id)
        .where(project.c.archived_at.is_(None), *wanted)
    )
    rows = view.rows(asked.order_by(project.c.name, project.c.id, approval.c.id))
    if not rows:
        return []
    only = asked.with_only_columns(approval.c.id) if wanted else None
    return _Reader(view, rows, only, day or view.today).lines()


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

    def __init__(
        self, view: View, rows: Sequence[Row[Any]], only: Select[Any] | None, day: date
    ) -> None:
        self._view, self._rows, self._day = view, rows, day
        self._calendar: Calendar = calendar_in_force(view)
        self._items = items_in_force(view)
        self._steps = _steps(view, only)
        self._papers = _papers(view, only)
        self._started = frozenset(view.values(_started_ids(day)))

    def lines(self) -> list[ApprovalLine]:
        """All of them."""
        by_project: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in self._rows:
            by_project[row.project_id].append(row)
        found: list[ApprovalLine] = []
        for rows in by_project.values():
            courses = {row.id: fold(self._until(row.id)) for row in rows}
            open_codes = {row.code for row in rows if courses[row.id].state not in DONE}
            made = [self._line(row, courses[row.id], open_codes) for row in rows]
            places = {code: place for place, code in enumerate(self._items)}
            found += sorted(made, key=lambda line: places.get(line.item.code, len(places)))
        return found

    def _until(self, approval_id: str) -> list[Step]:
        return [step for step in self._steps.get(approval_id, ()) if step.on <= self._day]

    def _line(self, row: Row[Any], course: Course, open_codes: set[str]) -> ApprovalLine:
        item = self._items.get(row.code) or unknown_item(row.code)
        gap = course.mode is StepKind.GAP_ACCEPTED
        papers = tuple(self._papers.get(row.id, ())) if gap else ()
        clock = self._clock(course, item.binding)
        waits = tuple(
            self._items[code].name if code in self._items else code
            for code in item.needs
            if code in open_codes
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
            waits=waits if course.state is State.NOT_BEGUN else (),
            papers=papers,
            steps=tuple(self._until(row.id)),
            seen=self._day,
            held=self._held(course),
        )

    def _held(self, course: Course) -> int | None:
        if not course.state.running or course.began is None:
            return None
        return days_between(self._calendar, course.began, self._day, Unit.WORK)

    def _clock(self, course: Course, limit: Limit | None) -> Reading | None:
        if limit is None or course.began is None or not (limit.days or course.state.running):
            return None
        end = self._day if course.state.running else course.decided
        if end is None or course.mode is StepKind.PROMISED:
            return None
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
        found: list[Due] = []
        if course.state.running:
            if clock is not None and clock.due is not None:
                found.append(Due(LIMIT, clock.due, clock.left, clock.limit.unit))
            promised = first_missing(papers)
            if promised is not None:
                found.append(self._until_day(PAPERS, promised, Unit.WORK))
        elif course.state is State.GRANTED:
            if course.check_due is not None:
                found.append(self._until_day(CHECK, course.check_due, Unit.CALENDAR))
            void = void_day(item, course)
            if void is not None and row.project_id not in self._started:
                found.append(self._until_day(START, void, Unit.CALENDAR))
        return min(found, key=lambda due: due.day, default=None)

    def _until_day(self, matter: str, day: date, unit: Unit) -> Due:
        if day >= self._day:
            return Due(matter, day, days_between(self._calendar, self._day, day, unit), unit)
        late = max(days_between(self._calendar, day, self._day, unit), 1)
        return Due(matter, day, -late, unit)


def void_day(item: Item, course: Course) -> date | None:
    """The last day on which the works can start before a grant is void; None without such a rule.

    >>> from datetime import date
    >>> from invest_crm.domain.approvals.items import shipped
    >>> void_day(shipped()["CONP"], Course(State.GRANTED, decided=date(2026, 3, 31), extensions=1))
    datetime.date(2026, 9, 30)
    """
    rule = item.validity
    if rule is None or course.decided is None or course.state is not State.GRANTED:
        return None
    return add_months(course.decided, rule.months + rule.each * course.extensions)


def unknown_item(code: str) -> Item:
    """What stands in for an item whose code is no longer in the catalogue."""
    return Item(code, code, code, "", ItemStage.BEFORE_PRODUCTION)


def _steps(view: View, only: Select[Any] | None) -> Mapping[str, list[Step]]:
    query = select(approval_step).where(approval_step.c.voided_at.is_(None))
    if only is not None:
        query = query.where(approval_step.c.approval_id.in_(only))
    found: dict[str, list[Step]] = defaultdict(list)
    order = (approval_step.c.happened_on, approval_step.c.recorded_at, approval_step.c.id)
    for row in view.rows(query.order_by(*order)):
        found[row.approval_id].append(
            Step(
                StepKind(row.kind),
                date.fromisoformat(row.happened_on),
                row.reason or "",
                _day(row.due_on),
                row.note or "",
                row.id,
                row.recorded_by,
            )
        )
    return found


def _papers(view: View, only: Select[Any] | None) -> Mapping[str, list[Paper]]:
    found: dict[str, list[Paper]] = defaultdict(list)
    query = select(approval_paper).order_by(approval_paper.c.id)
    if only is not None:
        query = query.where(approval_paper.c.approval_id.in_(only))
    for row in view.rows(query):
        found[row.approval_id].append(
            Paper(
                row.name,
                MaterialKind(row.kind),
                _day(row.received_on),
                _day(row.promised_by),
                row.id,
            )
        )
    return found


def _started_ids(day: date) -> Select[Any]:
    kinds = (MilestoneKind.STARTED, MilestoneKind.COMPLETED, MilestoneKind.IN_PRODUCTION)
    return select(milestone.c.project_id).where(
        milestone.c.kind.in_([kind.value for kind in kinds]),
        milestone.c.voided_at.is_(None),
        milestone.c.effective_day <= day.isoformat(),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
