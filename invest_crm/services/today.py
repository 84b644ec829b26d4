"""今日: what a person at the bureau should look at today, from one snapshot.

Every list is computed by set-based queries. A paused project keeps quiet until its date (rule S23);
an ended one (terminated, lost, merged) always.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import side_state
from invest_crm.db.schema.requests import service_request
from invest_crm.db.schema.schedules import schedule
from invest_crm.db.schema.utilities import utility_case, utility_need
from invest_crm.domain.clock import at_bureau
from invest_crm.domain.departments import department_label
from invest_crm.domain.facts import Cohort, cohort_of
from invest_crm.domain.interactions import Urgency
from invest_crm.domain.metrics import METRICS
from invest_crm.domain.months import add_months
from invest_crm.domain.not_started import waiting
from invest_crm.domain.requests import DUE_SOON_DAYS
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.exchange.bulk import without_cycle_search
from invest_crm.services import figures
from invest_crm.services.approvals.owned import any_approval
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.land_alarms import land_alarms
from invest_crm.services.silence import last_heard
from invest_crm.services.statistics.owned import any_application
from invest_crm.services.tasks import open_tasks
from invest_crm.services.today_data import DataTask, data_tasks
from invest_crm.services.today_gates import AskAgain, ToConfirm, steps_to_confirm, to_ask_again
from invest_crm.services.today_pacts import (
    Awaited,
    Promise,
    awaited_opinions,
    due_promises,
)
from invest_crm.services.today_scope import EVERYONE, Mine, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.figures import Question
    from invest_crm.services.money.due import LateReport
    from invest_crm.services.schedules.due import DueTask
    from invest_crm.services.statistics.due import StatDue
    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.outlooks import Shortage
    from invest_crm.services.work import View

SILENT_DAYS = 30
CROSSED_DAYS = 7
AGES = (3, 6, 12)
"""Months since signing that call for a look (domain rule 1.7)."""

_IN_STATS = next(metric for metric in METRICS if metric.id == "in_stats")
ENDED = frozenset({SideState.TERMINATED, SideState.LOST, SideState.MERGED})


class TodayRow(Struct, frozen=True):
    """One record to look at.

    ``page`` and ``id``: what a click opens (``id`` empty: only the page). ``who``: the unit or
    holder. ``day``: the day that matters. ``number``: full months since signing, days since the
    day, or for a request days left (negative: overdue). ``mark``: the age just reached in months,
    for land 1 if the alarm (its code in ``what``) was reached within the last week.
    """

    page: str
    id: str
    name: str
    who: str
    day: date | None
    number: int
    mark: int = 0
    what: str = ""


class Today(Struct, frozen=True):
    """Everything the page shows; each list is complete, what matters most first."""

    day: date
    hour: int
    workday: bool
    festival: str
    not_started: tuple[TodayRow, ...]
    should_be_in_stats: tuple[TodayRow, ...]
    requests: tuple[TodayRow, ...]
    silent: tuple[TodayRow, ...]
    resume: tuple[TodayRow, ...]
    data: tuple[DataTask, ...]
    actor: str = ""
    tasks: tuple[TaskLine, ...] = ()
    to_confirm: tuple[ToConfirm, ...] = ()
    ask_again: tuple[AskAgain, ...] = ()
    approvals: tuple[ApprovalLine, ...] = ()
    statistics: tuple[StatDue, ...] = ()
    land: tuple[TodayRow, ...] = ()
    empty: bool = False
    """There is no project yet, so nothing can be due."""
    schedule: tuple[DueTask, ...] = ()
    """Tasks of schedules that are overdue, due within a week, or should have begun."""
    months: tuple[LateReport, ...] = ()
    """Projects whose monthly reports are late."""
    utilities: tuple[CaseLine, ...] = ()
    """Applications for connection whose promised days are over or nearly so."""
    shortages: tuple[Shortage, ...] = ()
    """Parks whose utilities run short, the soonest first."""
    opinions: tuple[Awaited, ...] = ()
    """Opinions that joint reviews wait for."""
    promises: tuple[Promise, ...] = ()
    """Promises of both sides that are due or overdue."""

    @property
    def own(self) -> tuple[TaskLine, ...]:
        """The open tasks of whoever asks that do not sleep, by due day."""
        return tuple(line for line in self.awake if line.assignee == self.actor)

    @property
    def awake(self) -> tuple[TaskLine, ...]:
        """The open tasks that do not sleep, by due day."""
        return tuple(line for line in self.tasks if line.urgency is not Urgency.SNOOZED)

    @property
    def asleep(self) -> int:
        """How many tasks keep quiet until a later day."""
        return sum(line.urgency is Urgency.SNOOZED for line in self.tasks)

    @property
    def badge(self) -> int:
        """What is due now: own tasks overdue or due today, steps to confirm, investors to ask
        again, requests, approvals and applications to the statistics overdue, pauses that end,
        new ages and new alarms of land.
        """
        crossed = sum(row.mark > 0 for row in self.not_started)
        crossed += sum(row.mark > 0 for row in self.land)
        pressing = sum(line.due is not None and line.due <= self.day for line in self.own)
        pressing += sum(line.late for line in self.approvals)
        pressing += sum(one.late for one in self.opinions)
        pressing += sum(one.left < 0 for one in self.promises)
        pressing += sum(one.late for one in self.statistics)
        gates = len(self.to_confirm) + len(self.ask_again)
        return pressing + gates + len(self.requests) + len(self.resume) + crossed

    @property
    def calm(self) -> bool:
        """Whether there is nothing to look at."""
        lists = (self.not_started, self.should_be_in_stats, self.requests, self.silent,
                 self.to_confirm, self.ask_again, self.approvals, self.statistics,
                 self.land)  # fmt: skip
        waiting = (
            self.resume,
            self.data,
            self.awake,
            self.schedule,
            self.months,
            self.utilities,
            self.shortages,
            self.opinions,
            self.promises,
        )
        return not any(lists) and not any(waiting)


class _Side(Struct, frozen=True):
    state: SideState
    until: date | None


def today(view: View, on: date | None = None, scope: Scope = EVERYONE) -> Today:
    """The lists of a day, today's without one, as far as they are somebody's."""
    with without_cycle_search():  # a fifth of the time over ten thousand projects
        return _today(view, on or view.today, scope)


def _today(view: View, day: date, scope: Scope) -> Today:
    question = figures.settled(view, figures.Question(as_of=day))
    mine, every = Mine(view, scope), figures.snapshot(view, question)
    facts = [fact for fact in every if mine(fact.id)]
    sides = _sides(view, day)
    loud = [fact for fact in facts if _is_loud(sides.get(fact.id), day)]
    loud_ids = {fact.id for fact in every if _is_loud(sides.get(fact.id), day)}
    calendar = calendar_in_force(view)
    late, warned = _months(view, loud, day)
    due, short = _utilities(view, day)
    return Today(
        day=day,
        hour=at_bureau(view.app.clock()).hour,
        workday=calendar.is_workday(day),
        festival="" if _is_plain(day, calendar.days) else calendar.day_reason(day),
        not_started=tuple(_not_started(loud, question)),
        should_be_in_stats=tuple(_should_be_in_stats(loud, question)),
        requests=tuple(row for row in _requests(view, day) if mine(unit=row.who)),
        silent=tuple(_silent(view, loud, day)),
        land=tuple(row for row in _land(view, day) if mine(unit=row.who)),
        resume=tuple(_resume(facts, sides, day)),
        data=(*(_data(view, sides, day) if mine.everyone else ()), *warned),
        actor=view.app.actor,
        tasks=_tasks(view, sides, mine, day),
        to_confirm=steps_to_confirm(view),
        ask_again=to_ask_again(view, {fact.id: fact for fact in loud}, day),
        approvals=_approvals(view, sides, mine, day),
        statistics=_statistics(view, loud, day),
        empty=not every,
        schedule=_schedule(view, loud_ids, mine, day),
        months=late,
        utilities=tuple(one for one in due if mine(one.project_id, person=one.person)),
        shortages=tuple(one for one in short if any(map(mine, one.projects))),
        opinions=tuple(
            one
            for one in awaited_opinions(view, day, loud_ids)
            if mine(one.project_id, unit=one.department)
        ),
        promises=tuple(
            one
            for one in due_promises(view, day, loud_ids)
            if mine(one.project_id, person=one.person)
        ),
    )


def silent_projects(view: View) -> list[str]:
    """The projects of which nothing was heard for more than ``SILENT_DAYS``, longest first."""
    day = view.today
    sides = _sides(view, day)
    facts = figures.snapshot(view, figures.Question(as_of=day))
    loud = [fact for fact in facts if _is_loud(sides.get(fact.id), day)]
    return [row.id for row in _silent(view, loud, day)]


def _is_plain(day: date, known: Collection[date]) -> bool:
    """An ordinary day of the week: neither a festival nor a make-up day."""
    return day not in known


def _sides(view: View, day: date) -> dict[str, _Side]:
    """The side state in force of each project, with the date a pause ends."""
    query = (
        select(side_state.c.project_id, side_state.c.state, side_state.c.until)
        .where(side_state.c.effective_on <= day.isoformat(), side_state.c.voided_at.is_(None))
        .order_by(side_state.c.effective_on, side_state.c.recorded_at)
    )
    return {
        row.project_id: _Side(
            SideState(row.state), date.fromisoformat(row.until) if row.until else None
        )
        for row in view.rows(query)
    }


def _is_loud(side: _Side | None, day: date) -> bool:
    """Not ended, and not paused (a pause without a date lasts)."""
    if side is None:
        return True
    if side.state is SideState.PAUSED:
        return side.until is not None and side.until <= day
    return side.state not in ENDED


def _hushed(line: TaskLine, sides: Mapping[str, _Side], day: date) -> TaskLine:
    """A task of a paused project sleeps as long as the pause."""
    side = sides.get(line.project_id)
    paused = side is not None and side.state is SideState.PAUSED and not _is_loud(side, day)
    return replace(line, urgency=Urgency.SNOOZED) if paused else line


def _not_started(facts: list[ProjectFacts], question: Question) -> list[TodayRow]:
    """Signed three months ago or longer and not started: ages reached this week come first."""
    by_id = {fact.id: fact for fact in facts}
    rows = []
    for held in waiting(facts, question.as_of, question.calibre):
        if held.months < AGES[0]:
            continue
        fact = by_id[held.id]
        signed = date.fromisoformat(fact.signed_day or "")
        rows.append(
            TodayRow(
                page="projects",
                id=held.id,
                name=fact.name,
                who=held.holder,
                day=signed,
                number=held.months,
                mark=_just_reached(signed, question.as_of),
                what=held.step_label,
            )
        )
    return sorted(rows, key=lambda row: (-row.mark, -row.number, row.day, row.id))


def _just_reached(signed: date, day: date) -> int:
    """The age in months that was reached within the last week, else 0."""
    first = day - timedelta(days=CROSSED_DAYS - 1)
    return next((age for age in AGES if first <= add_months(signed, age) <= day), 0)


def _should_be_in_stats(facts: list[ProjectFacts], question: Question) -> list[TodayRow]:
    """应入未入: started, planned at the threshold or above, not in the investment database."""
    rows = []
    for fact in cohort_of(facts, Cohort(None, question.as_of)):
        required = _IN_STATS.base is not None and _IN_STATS.base(fact, question.calibre)
        if not required or _IN_STATS.holds(fact, question.calibre):
            continue
        text = dict(fact.days).get(MilestoneKind.STARTED)
        started = date.fromisoformat(text) if text else None
        days = (question.as_of - started).days if started else 0
        rows.append(TodayRow("projects", fact.id, fact.name, fact.unit or "", started, days))
    return sorted(rows, key=lambda row: (row.day is None, -row.number, row.id))


def _schedule(view: View, projects: set[str], mine: Mine, day: date) -> tuple[DueTask, ...]:
    if view.first(select(schedule.c.id).limit(1)) is None:
        return ()
    from invest_crm.services.schedules.due import due_tasks

    return tuple(
        one
        for one in due_tasks(view, day, projects)
        if mine(one.project, person=one.owner, unit=department_label(one.owner))
    )


def _tasks(view: View, sides: Mapping[str, _Side], mine: Mine, day: date) -> tuple[TaskLine, ...]:
    """One's own are those given to oneself, whatever they are about."""
    return tuple(
        _hushed(line, sides, day)
        for line in open_tasks(view, day)
        if mine("" if mine.own else line.project_id, person=line.assignee)
    )


def _data(view: View, sides: Mapping[str, _Side], day: date) -> tuple[DataTask, ...]:
    return data_tasks(view, [key for key, side in sides.items() if not _is_loud(side, day)])


def _months(
    view: View, facts: list[ProjectFacts], day: date
) -> tuple[tuple[LateReport, ...], list[DataTask]]:
    """Monthly reports that are late, and the heap of those with warnings."""
    if view.first(select(monthly_report.c.id).limit(1)) is None:
        return (), []
    from invest_crm.services.money.due import money_due

    found = money_due(view, day, {fact.id for fact in facts})
    warned = found.warned
    return found.late, [DataTask("money", "months", len(warned), warned)] if warned else []


def _utilities(view: View, day: date) -> tuple[tuple[CaseLine, ...], tuple[Shortage, ...]]:
    """Applications that press, and what runs short."""
    tables = (utility_case, utility_need)
    if not any(view.first(select(table.c.id).limit(1)) is not None for table in tables):
        return (), ()
    from invest_crm.services.utilities.cases import due_cases
    from invest_crm.services.utilities.outlooks import shortages

    return tuple(due_cases(view, day)), tuple(shortages(view))


def _requests(view: View, day: date) -> list[TodayRow]:
    """Open requests that are overdue or due within a week, most overdue first."""
    last = (day + timedelta(days=DUE_SOON_DAYS)).isoformat()
    query = (
        select(service_request)
        .where(
            service_request.c.closed.is_(False),
            service_request.c.archived_at.is_(None),
            service_request.c.due_day <= last,
        )
        .order_by(service_request.c.due_day, service_request.c.id)
    )
    rows = []
    for row in view.rows(query):
        due = date.fromisoformat(row.due_day)
        what = row.content or row.kind or ""
        left = (due - day).days
        rows.append(TodayRow("requests", row.id, row.firm, row.unit or "", due, left, what=what))
    return rows


def _approvals(
    view: View, sides: Mapping[str, _Side], mine: Mine, day: date
) -> tuple[ApprovalLine, ...]:
    """Approvals that are overdue or near, most overdue first."""
    if not any_approval(view):
        return ()
    from invest_crm.services.approvals.holding import due_approvals

    lines = due_approvals(view, day)
    return tuple(
        line
        for line in lines
        if _is_loud(sides.get(line.project_id), day)
        and mine(line.project_id, person=line.person, unit=department_label(line.department))
    )


def _statistics(view: View, facts: list[ProjectFacts], day: date) -> tuple[StatDue, ...]:
    """What presses about the statistics; as it stands today, on no other day."""
    if day != view.today or not any_application(view):
        return ()
    from invest_crm.services.statistics.due import due_entries

    return tuple(due_entries(view, facts))


def _land(view: View, day: date) -> list[TodayRow]:
    """Land whose clock has reached an alarm, those of the last week first, then the gravest."""
    rows = []
    for one in land_alarms(view, day):
        since, alarm = one.stands.since, one.stands.alarm
        days = (day - since).days if since else 0
        new, what = int(days < CROSSED_DAYS), alarm.value if alarm else ""
        rows.append(TodayRow("parcels", one.id, one.name, one.holder, since, days, new, what))
    return sorted(rows, key=lambda row: -row.mark)


def _silent(view: View, facts: list[ProjectFacts], day: date) -> list[TodayRow]:
    """Projects before production of which nothing was heard for more than 30 days."""
    open_ones = {fact.id: fact for fact in facts if not fact.has(MilestoneKind.IN_PRODUCTION)}
    rows = []
    for item, heard in last_heard(view, list(open_ones.values())).items():
        days = (day - heard).days
        fact = open_ones[item]
        if days > SILENT_DAYS:
            rows.append(TodayRow("projects", item, fact.name, fact.unit or "", heard, days))
    return sorted(rows, key=lambda row: (-row.number, row.id))


def _resume(facts: list[ProjectFacts], sides: Mapping[str, _Side], day: date) -> list[TodayRow]:
    """Paused projects whose date has come."""
    rows = []
    for fact in facts:
        side = sides.get(fact.id)
        if side is None or side.state is not SideState.PAUSED or side.until is None:
            continue
        if side.until <= day:
            days = (day - side.until).days
            rows.append(TodayRow("projects", fact.id, fact.name, fact.unit or "", side.until, days))
    return sorted(rows, key=lambda row: (-row.number, row.id))
