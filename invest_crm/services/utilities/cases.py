"""Applications for connection: handed in, step by step, with the clock of what was promised."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.schema.projects import project
from invest_crm.db.schema.utilities import utility_case, utility_item, utility_step
from invest_crm.domain.approvals.clock import Reading, read_clock
from invest_crm.domain.approvals.items import Limit
from invest_crm.domain.utility_cases import (
    APPLIED,
    RESUMED,
    STEP,
    STOPPED,
    WITHDRAWN,
    CaseCourse,
    CaseState,
    CaseStep,
    Procedure,
    StopReason,
    fold,
    shipped,
)
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.gone import project_name, record_gone
from invest_crm.services.refusals import unsaved
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.work import View, Work

_LONGEST = 400


class Apply(Struct, frozen=True):
    """A project applies for a connection on a day; ``person``: who looks after it."""

    project_id: str
    procedure: str
    on: date
    person: str = ""


class TakeStep(Struct, frozen=True):
    """Something happens to an application; ``kind`` as in ``domain.utility_cases``."""

    id: str
    kind: str
    on: date
    reason: str = ""
    note: str = ""


class TakeBack(Struct, frozen=True):
    """The latest step was a mistake; ``reason`` says why."""

    id: str
    reason: str


class SetDays(Struct, frozen=True):
    """Other promised days for a procedure, from now on."""

    code: str
    days: int


class CaseLine(Struct, frozen=True):
    """An application on a day. ``clock``: None once it was withdrawn."""

    id: str
    project_id: str
    project: str
    procedure: Procedure
    person: str
    course: CaseCourse
    clock: Reading | None
    steps: tuple[CaseStep, ...]

    @property
    def late(self) -> bool:
        """Whether the promised days are over and it is still in hand."""
        running = self.course.state in (CaseState.RUNNING, CaseState.STOPPED)
        return running and self.clock is not None and self.clock.late

    @property
    def current(self) -> str:
        """The step that comes next, empty when there is none."""
        if self.course.state in (CaseState.CONNECTED, CaseState.WITHDRAWN):
            return ""
        return self.procedure.step(self.course.done)


def procedures(view: View) -> Mapping[str, Procedure]:
    """The procedures in force: those shipped, with the bureau's own days over them."""
    rows = view.rows(select(utility_item))
    own = {row.id: msgspec.json.decode(row.item, type=Procedure) for row in rows}
    return {**shipped(), **own}


def set_days(work: Work, command: SetDays) -> None:
    """Change what is promised; applications keep what was promised to them. UserError ``days``."""
    procedure = procedures(work)[command.code]
    if not 1 <= command.days <= _LONGEST:
        raise unsaved("days", _("Promised days are between 1 and {n}.").format(n=_LONGEST))
    work.name("utility.days", procedure=procedure.name, days=command.days)
    text = msgspec.json.encode(replace(procedure, days=command.days)).decode()
    if work.first(select(utility_item.c.id).where(utility_item.c.id == command.code)) is None:
        work.insert(utility_item, id=command.code, item=text)
    else:
        work.update(utility_item, command.code, item=text)


def apply_for(work: Work, command: Apply) -> str:
    """Hand in an application; returns its id.

    UserErrors ``record-gone``, ``day-to-come``, ``case-open`` (one of the same kind is in hand).
    """
    name = project_name(work, command.project_id)
    _refuse_day(work, command.on)
    procedure = procedures(work)[command.procedure]
    for line in case_lines(work, command.project_id):
        open_now = line.course.state in (CaseState.RUNNING, CaseState.STOPPED)
        if open_now and line.procedure.code == command.procedure:
            raise unsaved("case-open", _("This application is in hand already."))
    work.name("utility.apply", name=name, what=procedure.name)
    made = work.insert(
        utility_case,
        project_id=command.project_id,
        procedure=command.procedure,
        promised=procedure.days,
        person=command.person.strip() or None,
        recorded_at=work.now,
        recorded_by=work.actor,
    )
    _step(work, TakeStep(made, APPLIED, command.on))
    return made


def take_step(work: Work, command: TakeStep) -> None:
    """Let something happen to an application.

    UserErrors ``record-gone``, ``day-to-come``, ``day-before`` (before its latest step),
    ``step-state`` (it cannot happen now), ``stop-reason``, ``reason-missing`` (withdrawn).
    """
    line = one_case(work, command.id)
    _refuse_day(work, command.on)
    if line.steps and command.on < line.steps[-1].on:
        raise unsaved(
            "day-before", _("Its latest step was on {day}.").format(day=line.steps[-1].on)
        )
    if command.kind not in possible(line):
        raise unsaved("step-state", _("This cannot happen to it as it stands now."))
    if command.kind == STOPPED and command.reason not in set(StopReason):
        raise unsaved("stop-reason", _("Say what the clock stands still for."))
    if command.kind == WITHDRAWN and not command.note.strip():
        raise unsaved("reason-missing", _("Say why."))
    work.name(
        "utility.step", name=line.project, what=line.procedure.name, step=step_words(line, command)
    )
    _step(work, command)


def take_back(work: Work, command: TakeBack) -> None:
    """Void the latest step; of an application with no other it goes away as a whole.

    UserErrors ``record-gone``, ``reason-missing``.
    """
    line = one_case(work, command.id)
    if not command.reason.strip():
        raise unsaved("reason-missing", _("Say why."))
    work.name("utility.step.void", name=line.project, what=line.procedure.name)
    if len(line.steps) > 1:
        work.void(utility_step, command.reason.strip(), line.steps[-1].id)
        return
    every = work.values(
        select(utility_step.c.id).where(utility_step.c.utility_case_id == command.id)
    )
    work.delete(utility_step, *every)
    work.delete(utility_case, command.id)


def possible(line: CaseLine) -> tuple[str, ...]:
    """What can happen next, the usual first."""
    following = f"{STEP}{line.course.done}"
    if line.course.state is CaseState.RUNNING:
        return (following, STOPPED, WITHDRAWN)
    if line.course.state is CaseState.STOPPED:
        return (RESUMED, following, WITHDRAWN)
    return ()


def step_words(line: CaseLine, step: TakeStep | CaseStep) -> str:
    """What happened, in words."""
    if step.kind.startswith(STEP):
        return line.procedure.step(int(step.kind.removeprefix(STEP)))
    reason = StopReason(step.reason).label if step.kind == STOPPED and step.reason else ""
    words = {
        APPLIED: _("Applied"),
        STOPPED: _("Clock stopped: {reason}").format(reason=reason),
        RESUMED: _("Clock goes on"),
        WITHDRAWN: _("Withdrawn"),
    }
    return words[step.kind]


def one_case(view: View, case_id: str) -> CaseLine:
    """An application. UserError ``record-gone``."""
    found = [line for line in case_lines(view) if line.id == case_id]
    if not found:
        raise record_gone()
    return found[0]


def case_lines(view: View, project_id: str = "", day: date | None = None) -> list[CaseLine]:
    """Applications of projects that are not in the trash as they stand on a day, today without one.

    Those that are late first, then by the day they are due.
    """
    query = (
        select(utility_case, project.c.name)
        .join(project, project.c.id == utility_case.c.project_id)
        .where(project.c.archived_at.is_(None))
        .order_by(project.c.name, utility_case.c.id)
    )
    if project_id:
        query = query.where(project.c.id == project_id)
    rows = view.rows(query)
    if not rows:
        return []
    until = day or view.today
    steps, known = _steps(view), procedures(view)
    calendar = calendar_in_force(view)
    found = []
    for row in rows:
        own = tuple(step for step in steps.get(row.id, ()) if step.on <= until)
        if not own:
            continue
        procedure = known[row.procedure]
        course = fold(procedure, own[0].on, own[1:])
        limit = Limit(row.promised or procedure.days)
        end = course.ended or until
        clock = (
            None
            if course.state is CaseState.WITHDRAWN
            else read_clock(calendar, course.applied, limit, course.pauses, end)
        )
        found.append(
            CaseLine(
                row.id, row.project_id, row.name, procedure, row.person or "", course, clock, own
            )
        )
    return sorted(found, key=_urgency)


def due_cases(view: View, day: date) -> list[CaseLine]:
    """Applications whose promised days are over or end within three working days."""
    return [
        line
        for line in case_lines(view, day=day)
        if line.course.state is CaseState.RUNNING
        and line.clock is not None
        and line.clock.left <= _SOON
    ]


_SOON = 3


def _urgency(line: CaseLine) -> tuple[bool, date]:
    running = line.course.state in (CaseState.RUNNING, CaseState.STOPPED)
    due = line.clock.due if line.clock is not None else None
    return not running, due or date.max


def _steps(view: View) -> Mapping[str, list[CaseStep]]:
    table = utility_step.c
    query = select(utility_step).where(table.voided_at.is_(None))
    found: defaultdict[str, list[CaseStep]] = defaultdict(list)
    for row in view.rows(query.order_by(table.happened_on, table.recorded_at, table.id)):
        found[row.utility_case_id].append(
            CaseStep(
                row.kind,
                date.fromisoformat(row.happened_on),
                row.reason or "",
                row.note or "",
                row.id,
                row.recorded_by,
            )
        )
    return found


def _step(work: Work, command: TakeStep) -> None:
    work.insert(
        utility_step,
        utility_case_id=command.id,
        kind=command.kind,
        happened_on=command.on.isoformat(),
        reason=command.reason or None,
        note=command.note.strip() or None,
        **work.fact(source="hand"),
    )


def _refuse_day(work: Work, on: date) -> None:
    if on > work.today:
        raise unsaved("day-to-come", _("This day is still to come."))
