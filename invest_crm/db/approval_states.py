"""How approvals stand, as rows a list can be asked in: followed at the write door, rebuildable.

A row depends on the approval's steps and papers, on the others of its project, on the catalogue,
the calendar, and on whether the works began; nothing in it depends on the day of the question.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from msgspec import Struct
from sqlalchemy import Select, and_, delete, or_, select

from invest_crm.db.bulk import chunks, insert_rows
from invest_crm.db.in_force import calendar_in_force, items_in_force
from invest_crm.db.schema.approvals import approval, approval_paper, approval_state, approval_step
from invest_crm.db.schema.calendar import calendar_day
from invest_crm.db.schema.projects import milestone
from invest_crm.domain.approvals.clock import due_day
from invest_crm.domain.approvals.gaps import Paper, first_missing
from invest_crm.domain.approvals.items import FILE, ItemStage, MaterialKind
from invest_crm.domain.approvals.standing import (
    is_timed,
    keeps_waiting,
    next_due,
    unknown_item,
    waited_for,
)
from invest_crm.domain.approvals.state import DONE, Course, State, Step, StepKind, fold
from invest_crm.domain.day_line import Unit
from invest_crm.domain.stages import MilestoneKind
from invest_crm.paths import resource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Column, Connection, Row

    from invest_crm.domain.approvals.clock import Pause
    from invest_crm.domain.approvals.items import Item, Limit
    from invest_crm.domain.workdays import Calendar

STARTED = tuple(
    kind.value
    for kind in (MilestoneKind.STARTED, MilestoneKind.COMPLETED, MilestoneKind.IN_PRODUCTION)
)
"""The milestones that say that the works began."""
_EPOCH = date(2000, 1, 1)
_FILES = (FILE, "holidays.json")
_RANKS = {stage: stage.rank for stage in ItemStage}
_BATCH = 2_000


def day_number(calendar: Calendar, day: date, unit: Unit) -> int:
    """A day as a number: the difference of two is the days of the unit between them."""
    if unit is Unit.CALENDAR:
        return day.toordinal()
    return calendar.workdays_between(_EPOCH, max(day, _EPOCH))


@cache
def basis() -> str:
    """Which editions of the shipped catalogue and calendar this program has."""
    return "-".join(f"{crc32(resource(f'reference/{name}').read_bytes()):08x}" for name in _FILES)


def are_current(connection: Connection) -> bool:
    """Whether every row was computed with what this program ships."""
    other = select(approval_state.c.approval_id).where(approval_state.c.basis != basis())
    return connection.execute(other.limit(1)).first() is None


def follow(
    connection: Connection, affected: Mapping[str, Iterable[str]], today: str | None
) -> None:
    """Bring the rows up to date for what a transaction touched."""
    gone = sorted(affected.get("approval", ()))
    for part in chunks(gone):
        connection.execute(delete(approval_state).where(approval_state.c.approval_id.in_(part)))
    if connection.execute(select(approval.c.id).limit(1)).first() is None:
        return
    projects = _projects(connection, affected)
    for part in chunks(sorted(projects), _BATCH):
        _write(connection, approval.c.project_id, part, today)
    others = _measured_otherwise(connection, affected)
    for part in chunks(sorted(others), _BATCH):
        _write(connection, approval.c.id, part, today)


def rebuild(connection: Connection, today: str | None = None) -> None:
    """Compute every row anew."""
    connection.execute(delete(approval_state))
    projects = connection.scalars(select(approval.c.project_id).distinct())
    for part in chunks(sorted(projects), _BATCH):
        _write(connection, approval.c.project_id, part, today)


def _projects(connection: Connection, affected: Mapping[str, Iterable[str]]) -> set[str]:
    """The projects whose approvals may stand otherwise than before."""
    found: set[str] = set()
    own = sorted(affected.get("approval", ()))
    for part in chunks(own):
        query = select(approval.c.project_id).where(approval.c.id.in_(part))
        found.update(connection.scalars(query))
    if own or "milestone" in affected:
        having = set(connection.scalars(select(approval.c.project_id).distinct()))
        found |= having.intersection(affected.get("project", ()))
    return found


def _measured_otherwise(connection: Connection, affected: Mapping[str, Iterable[str]]) -> set[str]:
    """The approvals whose item or whose working days changed."""
    found: set[str] = set()
    if "approval_item" in affected:
        codes = approval.c.code.in_(sorted(affected["approval_item"]))
        found.update(connection.scalars(select(approval.c.id).where(codes)))
    if "calendar_day" in affected:
        state, days = approval_state.c, _days(connection, sorted(affected["calendar_day"]))
        first, last = (min(days), max(days)) if days else ("", "9999")
        passed = and_(state.began_day <= last, state.limit_day >= first)
        counted = or_(state.held_no.is_not(None), state.due_unit == Unit.WORK.value, passed)
        found.update(connection.scalars(select(state.approval_id).where(counted)))
    return found


def _days(connection: Connection, ids: Sequence[str]) -> list[str]:
    """The days of some rows of the calendar; none where one of them is gone."""
    query = select(calendar_day.c.day).where(calendar_day.c.id.in_(ids))
    found = list(connection.scalars(query))
    return found if len(found) == len(ids) else []


def _write(
    connection: Connection, key: Column[Any], keys: Sequence[str], today: str | None
) -> None:
    maker = _Maker(connection, key, keys, today or date.max.isoformat())
    for part in chunks([row.id for row in maker.rows]):
        connection.execute(delete(approval_state).where(approval_state.c.approval_id.in_(part)))
    insert_rows(connection, approval_state, maker.states())


class _Given(Struct, frozen=True):
    """An approval with what it is computed from."""

    id: str
    item: Item
    course: Course
    papers: tuple[Paper, ...]
    department: str
    started: bool


class _Maker:
    """Computes the rows of some projects, or of some approvals whose states stay as they are."""

    def __init__(
        self, connection: Connection, key: Column[Any], keys: Sequence[str], today: str
    ) -> None:
        self._calendar = calendar_in_force(connection)
        self._items = items_in_force(connection)
        self._numbers: dict[tuple[date, Unit], int] = {}
        self._limits: dict[tuple[date, Limit, tuple[Pause, ...]], date | None] = {}
        columns = (approval.c.id, approval.c.project_id, approval.c.code, approval.c.department)
        self.rows = _of(connection, select(*columns), key, keys)
        projects = sorted({row.project_id for row in self.rows})
        self._kept = {} if key is approval.c.project_id else open_codes(connection, projects)
        ids = [row.id for row in self.rows]
        self._steps = steps_of(connection, ids, today)
        self._papers = papers_of(connection, ids)
        begun = select(milestone.c.project_id).where(
            milestone.c.kind.in_(STARTED),
            milestone.c.voided_at.is_(None),
            milestone.c.effective_day <= today,
        )
        found = _of(connection, begun, milestone.c.project_id, projects)
        self._started = {row.project_id for row in found}

    def states(self) -> list[dict[str, object]]:
        """The rows to store."""
        by_project: dict[str, list[_Given]] = defaultdict(list)
        for row in self.rows:
            by_project[row.project_id].append(self._given(row))
        found: list[dict[str, object]] = []
        for project, group in by_project.items():
            kept = self._kept.get(project)
            codes = {one.item.code for one in group if keeps_waiting(one.course.state)}
            found += [self._state(one, codes if kept is None else kept) for one in group]
        return found

    def _given(self, row: Row[Any]) -> _Given:
        item = self._items.get(row.code) or unknown_item(row.code)
        course = fold(self._steps.get(row.id, ()))
        gap = course.mode is StepKind.GAP_ACCEPTED
        papers = tuple(self._papers.get(row.id, ())) if gap else ()
        department = row.department or item.department
        return _Given(row.id, item, course, papers, department, row.project_id in self._started)

    def _state(self, one: _Given, open_codes: Collection[str]) -> dict[str, object]:
        course, item = one.course, one.item
        running = course.state.running
        limit = self._limit(course, item.binding)
        due = next_due(item, course, one.papers, limit, started=one.started)
        missing = [paper for paper in one.papers if paper.missing] if running else []
        waits = waited_for(item, course, open_codes)
        held = self._number(course.began, Unit.WORK) if running and course.began else None
        return {
            "approval_id": one.id,
            "state": course.state.value,
            "stage": item.stage.value,
            "stage_rank": _RANKS[item.stage],
            "department": one.department,
            "began_day": _text(course.began),
            "since_day": _text(course.since),
            "decided_day": _text(course.decided),
            "limit_day": _text(limit),
            "legal_day": _text(self._limit(course, item.legal)) if running else None,
            "due_day": _text(due.day) if due else None,
            "due_what": due.matter if due else None,
            "due_unit": due.unit.value if due else None,
            "due_no": self._number(due.day, due.unit) if due else None,
            "held_no": held,
            "waits": " ".join(waits),
            "holds": _holds(course, waits, missing),
            "missing": len(missing),
            "papers_day": _text(first_missing(missing)),
            "stop": course.stop or None,
            "note": course.note or None,
            "basis": basis(),
        }

    def _limit(self, course: Course, limit: Limit | None) -> date | None:
        if limit is None or course.began is None or not is_timed(course, limit):
            return None
        key = course.began, limit, course.pauses
        if key not in self._limits:
            self._limits[key] = due_day(self._calendar, *key)
        return self._limits[key]

    def _number(self, day: date, unit: Unit) -> int:
        if (day, unit) not in self._numbers:
            self._numbers[day, unit] = day_number(self._calendar, day, unit)
        return self._numbers[day, unit]


def steps_of(connection: Connection, ids: Sequence[str], until: str) -> Mapping[str, list[Step]]:
    """The steps of some approvals up to a day (ISO), in the order they happened."""
    c = approval_step.c
    query = select(
        *(c.approval_id, c.id, c.kind, c.happened_on, c.reason, c.due_on, c.note),
        *(c.recorded_at, c.recorded_by),
    ).where(c.voided_at.is_(None), c.happened_on <= until)
    rows = _of(connection, query, c.approval_id, ids)
    found: dict[str, list[Step]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.happened_on, row.recorded_at, row.id)):
        found[row.approval_id].append(_step(row))
    return found


def papers_of(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[Paper]]:
    """The papers of some approvals."""
    c = approval_paper.c
    query = select(c.approval_id, c.id, c.name, c.kind, c.received_on, c.promised_by)
    found: dict[str, list[Paper]] = defaultdict(list)
    for row in sorted(_of(connection, query, c.approval_id, ids), key=lambda row: str(row.id)):
        days = (_day(row.received_on), _day(row.promised_by))
        found[row.approval_id].append(Paper(row.name, MaterialKind(row.kind), *days, row.id))
    return found


def _step(row: Row[Any]) -> Step:
    return Step(
        StepKind(row.kind),
        date.fromisoformat(row.happened_on),
        row.reason or "",
        _day(row.due_on),
        row.note or "",
        row.id,
        row.recorded_by,
    )


def _holds(course: Course, waits: Sequence[str], missing: Sequence[Paper]) -> str | None:
    """What it waits for in one word: stopped, papers, waits; or that it is ready to begin."""
    if course.stop:
        return "stopped"
    if missing:
        return "papers"
    if waits:
        return "waits"
    return "ready" if course.state is State.NOT_BEGUN else None


def open_codes(connection: Connection, projects: Sequence[str]) -> dict[str, set[str]]:
    """By project the codes that hold back those that need them, as the rows have it."""
    query = select(approval.c.project_id, approval.c.code).join(
        approval_state, approval_state.c.approval_id == approval.c.id
    )
    waiting = query.where(approval_state.c.state.not_in([state.value for state in DONE]))
    found: dict[str, set[str]] = {project: set() for project in projects}
    for row in _of(connection, waiting, approval.c.project_id, projects):
        found[row.project_id].add(row.code)
    return found


def _of(
    connection: Connection, query: Select[Any], key: Column[Any], ids: Sequence[str]
) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for part in chunks(ids):
        rows.extend(connection.execute(query.where(key.in_(part))).all())
    return rows


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
