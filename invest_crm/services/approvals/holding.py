"""Who holds what for how long, and the indicators of approvals with the rows behind them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.approvals import approval_case
from invest_crm.db.schema.projects import milestone
from invest_crm.domain.approvals.clock import counted, days_between, due_day
from invest_crm.domain.approvals.figures import (
    FourCerts,
    Handled,
    Rate,
    joint_rate,
    parallel_rate,
    saved_rate,
)
from invest_crm.domain.approvals.state import State
from invest_crm.domain.day_line import Unit
from invest_crm.domain.stages import MilestoneKind
from invest_crm.services.approvals.reading import ApprovalLine, approval_lines, pressing
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.options import option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.domain.workdays import Calendar
    from invest_crm.services.work import View

CERTS_OPTION = "approvals.four_days"


class Holder(Struct, frozen=True):
    """What a department holds; lines longest overdue first, then by due day.

    ``longest`` in working days since acceptance.
    """

    department: str
    lines: tuple[ApprovalLine, ...]
    late: tuple[str, ...]
    soon: tuple[str, ...]
    stopped: tuple[str, ...]
    longest: int


class Indicators(Struct, frozen=True):
    """The indicators of a period: three rates, and the four certificates of its land contracts."""

    first: date
    last: date
    parallel: Rate
    joint: Rate
    saved: Rate
    certs: tuple[FourCerts, ...]
    target: int


def holders(lines: Iterable[ApprovalLine]) -> list[Holder]:
    """Departments by what they hold: most overdue first, then the longest wait."""
    groups: dict[str, list[ApprovalLine]] = defaultdict(list)
    for line in lines:
        if line.state.running:
            groups[line.department].append(line)
    found = [_holder(name, group) for name, group in groups.items()]
    return sorted(found, key=lambda one: (-len(one.late), -one.longest, one.department))


def due_approvals(view: View, day: date | None = None) -> list[ApprovalLine]:
    """What is overdue or presses, the most overdue first."""
    lines = approval_lines(view, pressing(view, day or view.today), day=day)
    found = [line for line in lines if line.due and line.due.presses]
    return sorted(found, key=lambda line: (line.due.day if line.due else date.max, line.id))


def indicators(view: View, first: date, last: date) -> Indicators:
    """The indicators from a day to a day, as known today."""
    lines, calendar = approval_lines(view), calendar_in_force(view)
    handled = [_handled(calendar, line) for line in lines if line.state is not State.NOT_NEEDED]
    target = int(option(view, CERTS_OPTION))
    return Indicators(
        first=first,
        last=last,
        parallel=parallel_rate(handled, first, last),
        joint=joint_rate(handled, first, last),
        saved=saved_rate(handled, first, last),
        certs=tuple(_certs(view, calendar, lines, (first, last), target)),
        target=target,
    )


def _holder(name: str, group: Sequence[ApprovalLine]) -> Holder:
    ordered = sorted(group, key=lambda line: (_days(line), -(line.held or 0), line.id))
    return Holder(
        department=name,
        lines=tuple(ordered),
        late=tuple(line.id for line in ordered if line.late),
        soon=tuple(line.id for line in ordered if line.due and not line.late and line.due.presses),
        stopped=tuple(
            line.id for line in ordered if line.state in (State.STOPPED, State.CORRECTING)
        ),
        longest=max(line.held or 0 for line in group),
    )


def _days(line: ApprovalLine) -> date:
    return line.due.day if line.due else date.max


def _handled(calendar: Calendar, line: ApprovalLine) -> Handled:
    course, granted = line.course, None
    limit = used = None
    if line.state is State.GRANTED:
        granted = course.decided
    if granted is not None and course.began is not None:
        used = counted(calendar, course.began, granted, Unit.WORK, course.pauses)
        if line.item.legal is not None and line.item.legal.days:
            whole = due_day(calendar, course.began, line.item.legal, ())
            limit = days_between(calendar, course.began, whole or granted, Unit.WORK)
    return Handled(
        id=line.id,
        project=line.project_id,
        stage=line.stage,
        began=course.began,
        granted=granted,
        role=line.item.role,
        cert=line.item.code if line.item.cert else "",
        limit=limit,
        used=used,
    )


def _certs(
    view: View,
    calendar: Calendar,
    lines: Sequence[ApprovalLine],
    period: tuple[date, date],
    target: int,
) -> Iterable[FourCerts]:
    """四证 of the projects whose land contract lies in the period, slowest last."""
    by_project: dict[str, list[ApprovalLine]] = defaultdict(list)
    for line in lines:
        if line.item.cert and line.state is not State.NOT_NEEDED:
            by_project[line.project_id].append(line)
    found: list[FourCerts] = []
    for project_id, day in _deals(view).items():
        group = by_project.get(project_id, [])
        if not period[0] <= day <= period[1] or not group:
            continue
        missing = tuple(line.name for line in group if line.state is not State.GRANTED)
        last = max((line.course.decided or day for line in group), default=day)
        days = None if missing else max(days_between(calendar, day, last, Unit.WORK), 0)
        met = days is not None and days <= target
        found.append(FourCerts(project_id, day, days, missing, met))
    return sorted(found, key=lambda one: (one.days is None, one.days or 0, one.t0, one.project))


def _deals(view: View) -> dict[str, date]:
    """T0 by project: the day entered, else the day the site was secured where it is a full day."""
    known = select(milestone.c.project_id, milestone.c.effective_value).where(
        milestone.c.kind == MilestoneKind.LAND.value,
        milestone.c.voided_at.is_(None),
        milestone.c.effective_precision == "day",
    )
    found = {row.project_id: date.fromisoformat(row.effective_value) for row in view.rows(known)}
    entered = select(approval_case.c.project_id, approval_case.c.deal_on).where(
        approval_case.c.deal_on.is_not(None)
    )
    found.update({row.project_id: date.fromisoformat(row.deal_on) for row in view.rows(entered)})
    return found
