"""What presses about the statistics on a day; read with the first page, so it reads little."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select, union

from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.statistics import firm_revenue, stat_case
from invest_crm.domain.departments import department_label
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.statistics.calendar import next_round
from invest_crm.domain.statistics.state import State
from invest_crm.services.statistics.firms import FirmLine, firm_lines
from invest_crm.services.statistics.owned import any_application
from invest_crm.services.statistics.projects import (
    BUILT,
    DUE,
    REMIND_FROM,
    ProjectLine,
    project_lines,
    reported,
)
from invest_crm.services.statistics.stored import calendar_days
from invest_crm.words import pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.services.work import View


class StatDue(Struct, frozen=True):
    """Something that presses: ``matter`` is ``entry`` (papers late for this round), ``returned``,
    ``monthly`` (no row of this month), ``firm`` (its window closes) or ``ask`` (papers that could
    not be provided). ``subject`` and ``record`` say of whom.
    """

    matter: str
    subject: str
    record: str
    name: str
    who: str
    what: str
    day: date | None
    late: bool = False


def due_entries(view: View, facts: Sequence[ProjectFacts]) -> list[StatDue]:
    """What presses today, what is late first. ``facts``: the projects that are asked about."""
    if not any_application(view):
        return []
    begun = select(stat_case.c.project_id).where(stat_case.c.project_id.is_not(None))
    known = frozenset(view.values(begun))
    mine = [fact for fact in facts if fact.id in known]
    projects = project_lines(view, [fact.id for fact in mine], mine) if mine else []
    found = [one for line in projects for one in _project_due(line)]
    found += [one for line in firm_lines(view, _firms(view)) for one in _firm_due(line)]
    found += _unreported(view, facts)
    return sorted(found, key=lambda one: (not one.late, one.matter, str(one.day), one.record))


def _firms(view: View) -> list[str]:
    """Firms that reported revenue or began an application, and are not in."""
    told = select(firm_revenue.c.firm_id).where(firm_revenue.c.voided_at.is_(None))
    begun = select(stat_case.c.firm_id).where(stat_case.c.firm_id.is_not(None))
    near = firm.c.id.in_(union(told, begun).subquery().select())
    live = firm.c.archived_at.is_(None), firm.c.in_size.is_(False)
    return view.values(select(firm.c.id).where(near, *live))


def _unreported(view: View, facts: Sequence[ProjectFacts]) -> list[StatDue]:
    """Projects in the statistics, still being built, without the row of this month."""
    if view.today.day < REMIND_FROM:
        return []
    last = next_round(view.today.replace(day=1), calendar_days(view)).result
    there = reported(view, view.today)
    return [
        StatDue("monthly", "project", fact.id, fact.name, fact.unit or "", "", last)
        for fact in facts
        if fact.has(MilestoneKind.IN_STATS)
        and fact.id not in there
        and not any(map(fact.has, BUILT))
    ]


def due_json(one: StatDue) -> dict[str, Any]:
    """One thing that presses."""
    return {
        "matter": one.matter,
        "subject": one.subject,
        "id": one.record,
        "name": one.name,
        "holder": one.who,
        "what": one.what,
        "due_on": _text(one.day),
        "late": one.late,
    }


def _project_due(line: ProjectLine) -> list[StatDue]:
    found = []
    who = _who(line)
    if line.stands == DUE and line.course.state is State.RETURNED:
        told = line.course.reason
        found.append(_due("returned", "project", line, who, told, line.round.hand, late=True))
    elif line.late and line.missing and line.begun:
        told = pgettext("between words", ", ").join(one.label for one in line.missing)
        late = line.seen > line.round.hand
        found.append(_due("entry", "project", line, who, told, line.round.hand, late=late))
    return [*found, *_asked(line, "project", who)]


def _firm_due(line: FirmLine) -> list[StatDue]:
    found = []
    who = _who(line)
    if line.course.state is State.RETURNED:
        told, day = line.course.reason, line.window.closes if line.window else None
        found.append(_due("returned", "firm", line, who, told, day, late=True))
    elif line.standing == "should" and not line.course.with_statistics and line.window is not None:
        opened = line.window.opens <= line.seen
        if opened:
            told = pgettext("between words", ", ").join(one.label for one in line.missing)
            found.append(_due("firm", "firm", line, who, told, line.window.closes))
    return [*found, *_asked(line, "firm", who)]


def _asked(line: ProjectLine | FirmLine, subject: str, who: str) -> list[StatDue]:
    names = {one.code: one.label for one in line.checklist.materials}
    return [
        _due(
            "ask", subject, line, who, names[one.material], one.ask_on, late=one.ask_on < line.seen
        )
        for one in line.ask_again
    ]


def _due(
    matter: str,
    subject: str,
    line: ProjectLine | FirmLine,
    who: str,
    what: str,
    day: date | None,
    *,
    late: bool = False,
) -> StatDue:
    return StatDue(matter, subject, line.id, line.name, who, what, day, late)


def _who(line: ProjectLine | FirmLine) -> str:
    holder = line.holder
    parts = (department_label(holder.unit), holder.person) if holder else ()
    return " ".join(filter(None, parts))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
