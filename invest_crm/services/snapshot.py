"""The facts behind every figure: projects as of a day and as known at a moment.

A few set-based queries read everything, whatever the number of projects; nothing is computed here
that a metric decides. The record panel asks for one project in the same way, so that it never
says anything else than the figures.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_, exists, func, literal, not_, or_, select

from invest_crm.db.schema.gates import confirmation
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    project_amount,
    side_state,
)
from invest_crm.db.schema.statistics import stat_paper
from invest_crm.domain.calibre import IN_FORCE, Calibre
from invest_crm.domain.clock import day_of
from invest_crm.domain.facts import Cohort, ProjectFacts, closed_mask, mask
from invest_crm.domain.funds import MonthRow, Statement, cumulative
from invest_crm.domain.signings import Signing
from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState, Stage
from invest_crm.errors import UserError
from invest_crm.services.calibres import calibre_in_force
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select, Table

    from invest_crm.services.work import View

_KINDS = tuple(MilestoneKind)
_BITS = {kind.value: mask([kind]) for kind in _KINDS}
_IN_STATS = mask([MilestoneKind.IN_STATS])
_STARTED = mask([MilestoneKind.STARTED])
_NONE: tuple[int, int, tuple[tuple[MilestoneKind, str], ...]] = (0, 0, ())


class Question(Struct, frozen=True):
    """What is asked: projects signed from…to, as of a day, as known at a moment (UTC text).

    ``only``: some projects alone (a record panel, a page of a list). ``calibre``: another than the
    one in force.
    """

    as_of: date
    start: date | None = None
    end: date | None = None
    known_at: str | None = None
    by: str | None = None
    calibre: Calibre = IN_FORCE
    only: frozenset[str] | None = None

    @property
    def cohort(self) -> Cohort:
        """The signing period; an open end closes at the as-of day."""
        return Cohort(self.start, self.end or self.as_of)


def settled(view: View, question: Question) -> Question:
    """The question with the calibre in force, if it names none: what an answer is computed by."""
    if question.calibre.id:
        return question
    return replace(question, calibre=calibre_in_force(view))


def snapshot(view: View, question: Question) -> list[ProjectFacts]:
    """The facts of every project (or of the one asked for) as of the day, as known then.

    UserError for a period that ends before it begins.
    """
    question = settled(view, question)
    _check_period(question)
    signed = _signings(view, question)
    increases = _increases(view, question)
    reached = _reached(view, question)
    totals, external = _amounts(view, question)
    filed = _filed(view, question)
    sides = _sides(view, question)
    money = _money(view, question)
    columns = (
        project.c.id,
        project.c.name,
        project.c.chain_id,
        project.c.leader,
        project.c.lead_unit,
        project.c.township,
        project.c.park,
        project.c.site_mode,
    )
    result = []
    rows = _tuples(view, select(*columns).where(_there(question)))
    for key, name, chain, leader, unit, township, park, mode in rows:
        bits, grade, days = reached.get(key, _NONE)
        funds, completed = money.get(key, (None, None))
        result.append(
            ProjectFacts(
                id=key,
                name=name,
                chain=chain,
                leader=leader,
                unit=unit,
                township=township,
                park=park,
                total=totals.get(key),
                filed_total=filed.get(key),
                external=external.get(key),
                funds=funds,
                completed=completed,
                signed_day=signed.get(key),
                reached=closed_mask(bits),
                start_grade=grade,
                days=days,
                increases=increases.get(key, ()),
                side=sides.get(key),
                site_mode=mode,
            )
        )
    return result


def check_day(view: View, day: date) -> None:
    """Figures are facts: UserError for an as-of day after today at the bureau."""
    if day > view.today:
        raise UserError(
            "day-to-come",
            _("{day} is still to come; today is {today}.").format(day=day, today=view.today),
            todo=_("Choose an as-of day up to today."),
        )


def _check_period(question: Question) -> None:
    start, end = question.start, question.cohort.end
    if start is None:
        return
    if end is not None and start > end:
        raise UserError(
            "period-reversed",
            _("The period begins on {start}, after its end on {end}.").format(start=start, end=end),
            todo=_("Choose a first day that is not after the last."),
        )
    if start > question.as_of:
        raise UserError(
            "period-to-come",
            _("The period begins on {start}, after the as-of day {day}.").format(
                start=start, day=question.as_of
            ),
            todo=_("Choose a period that has begun by the as-of day."),
        )


def _tuples(view: View, query: Select[Any]) -> Sequence[tuple[Any, ...]]:
    """Rows to be unpacked: by name each value would cost as much as the rest of the loop."""
    return cast("Sequence[tuple[Any, ...]]", view.rows(query))


def _live(table: Table, question: Question) -> ColumnElement[bool]:
    """Facts recorded by the moment and not voided at it, of the projects asked for."""
    known, voided = question.known_at, table.c.voided_at
    live: ColumnElement[bool]
    if known is None:
        live = voided.is_(None)
    else:
        live = and_(table.c.recorded_at <= known, or_(voided.is_(None), voided > known))
    return live if question.only is None else and_(table.c.project_id.in_(question.only), live)


def _there(question: Question) -> ColumnElement[bool]:
    """Projects not in the trash (or put there only after the moment of knowledge)."""
    archived, known = project.c.archived_at, question.known_at
    there = archived.is_(None) if known is None else or_(archived.is_(None), archived > known)
    return there if question.only is None else and_(project.c.id.in_(question.only), there)


def _confirmed(
    table: Table, stage: ColumnElement[str], question: Question
) -> tuple[ColumnElement[bool], ...]:
    """Where the calibre wants it: no second person was still to look at the step."""
    if not question.calibre.confirmed_only:
        return ()
    asked, known = confirmation.c, question.known_at
    waits = asked.state == "PENDING"
    if known is not None:
        later = and_(asked.state != "WITHDRAWN", asked.decided_at > known)
        waits = and_(asked.asked_at <= known, or_(waits, later))
    of_step = and_(asked.project_id == table.c.project_id, asked.stage == stage)
    return (not_(exists().where(of_step, waits)),)


def _signings(view: View, question: Question) -> dict[str, str]:
    types = [kind.value for kind in question.calibre.counted_agreements]
    query = (
        select(agreement.c.project_id, func.min(agreement.c.contract_day))
        .where(
            agreement.c.type.in_(types),
            or_(agreement.c.signing.is_(None), agreement.c.signing == Signing.NEW.value),
            agreement.c.contract_day <= question.as_of.isoformat(),
            _live(agreement, question),
            *_confirmed(agreement, literal(Stage.SIGNED.value), question),
        )
        .group_by(agreement.c.project_id)
    )
    return dict(_tuples(view, query))


def _increases(view: View, question: Question) -> dict[str, tuple[tuple[str, int], ...]]:
    query = select(agreement.c.project_id, agreement.c.contract_day, agreement.c.amount).where(
        or_(
            agreement.c.type == AgreementType.INCREASE.value,
            agreement.c.signing == Signing.INCREASE.value,
        ),
        agreement.c.contract_day <= question.as_of.isoformat(),
        agreement.c.amount.is_not(None),
        _live(agreement, question),
    )
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for key, day, amount in _tuples(view, query):
        found[key] = (*found.get(key, ()), (day, amount))
    return found


def _reached(
    view: View, question: Question
) -> dict[str, tuple[int, int, tuple[tuple[MilestoneKind, str], ...]]]:
    """Per project: bits of recorded milestones, grade of the start, real days by kind."""
    query = select(
        milestone.c.project_id,
        milestone.c.kind,
        milestone.c.effective_day,
        milestone.c.effective_precision,
        milestone.c.grade,
    ).where(
        milestone.c.effective_day <= question.as_of.isoformat(),
        _live(milestone, question),
        *_confirmed(milestone, milestone.c.kind, question),
    )
    bits: defaultdict[str, int] = defaultdict(int)
    grades: dict[str, int] = {}
    days: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, kind, day, precision, grade in _tuples(view, query):
        bits[key] |= _BITS[kind]
        if precision not in {None, "unknown"}:
            own = days[key]
            own[kind] = min(own.get(kind, day), day)
        if kind == "STARTED":
            grades[key] = max(grades.get(key, 0), grade)
    return {
        key: (
            reached,
            _start_grade(reached, grades.get(key, 0)),
            tuple((kind, days[key][kind]) for kind in _KINDS if kind in days[key]),
        )
        for key, reached in bits.items()
    }


def _start_grade(reached: int, recorded: int) -> int:
    """In statistics is the best proof of a start; a start that is only implied is reported."""
    if reached & _IN_STATS:
        return 4
    return 1 if recorded == 0 and closed_mask(reached) & _STARTED else recorded


def _amounts(view: View, question: Question) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Total investment and external funds in force on the day: the latest effective by then, else
    the first ever stated."""
    day = question.as_of.isoformat()
    columns = project_amount.c
    found: dict[str, dict[str, int]] = {"total_investment": {}, "external_funds": {}}
    query = (
        select(columns.project_id, columns.kind, columns.effective_on, columns.amount)
        .where(columns.kind.in_(found), _live(project_amount, question))
        .order_by(columns.effective_on, columns.recorded_at)
    )
    for key, kind, effective, amount in _tuples(view, query):
        amounts = found[kind]
        if effective <= day or key not in amounts:
            amounts[key] = amount
    return found["total_investment"], found["external_funds"]


def _filed(view: View, question: Question) -> Mapping[str, int]:
    """The planned total on the filing, where it was typed: what decides about the statistics."""
    query = select(stat_paper.c.project_id, stat_paper.c.amount).where(
        stat_paper.c.kind == "FILING",
        stat_paper.c.project_id.is_not(None),
        stat_paper.c.amount.is_not(None),
        _live(stat_paper, question),
    )
    return dict(_tuples(view, query))


def _sides(view: View, question: Question) -> dict[str, SideState]:
    query = (
        select(side_state.c.project_id, side_state.c.state)
        .where(side_state.c.effective_on <= question.as_of.isoformat(), _live(side_state, question))
        .order_by(side_state.c.effective_on, side_state.c.recorded_at)
    )
    return {key: SideState(state) for key, state in _tuples(view, query)}


def _money(view: View, question: Question) -> dict[str, tuple[int | None, int | None]]:
    """Funds in place and fixed investment completed, both since the start."""
    stated = _statements(view, question)
    funds, completed = _months(view, question)
    ids = {key for key, _subject in stated} | set(funds) | set(completed)
    return {
        key: (
            cumulative(stated.get((key, "funds"), []), funds.get(key, []), question.as_of),
            cumulative(stated.get((key, "fixed"), []), completed.get(key, []), question.as_of),
        )
        for key in ids
    }


def _statements(view: View, question: Question) -> dict[tuple[str, str], list[Statement]]:
    columns = funds_statement.c
    query = (
        select(columns.project_id, columns.subject, columns.as_of, columns.amount, columns.scope)
        .where(columns.as_of <= question.as_of.isoformat(), _live(funds_statement, question))
        .order_by(columns.recorded_at)
    )
    found: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for key, subject, day, amount, scope in _tuples(view, query):
        found[key, subject].append(Statement(_day(day), amount, scope))
    return found


def _months(
    view: View, question: Question
) -> tuple[Mapping[str, list[MonthRow]], Mapping[str, list[MonthRow]]]:
    """The month rows of funds and of completed investment by project."""
    columns = monthly_report.c
    query = select(
        columns.project_id,
        columns.month,
        columns.funds_month,
        columns.funds_year,
        columns.funds_total,
        columns.completed_month,
        columns.completed_year,
        columns.completed_total,
    ).where(columns.month <= question.as_of.isoformat()[:7], _live(monthly_report, question))
    funds: defaultdict[str, list[MonthRow]] = defaultdict(list)
    completed: defaultdict[str, list[MonthRow]] = defaultdict(list)
    for key, month, *amounts in _tuples(view, query):
        funds[key].append(MonthRow(month, *amounts[:3]))
        completed[key].append(MonthRow(month, *amounts[3:]))
    for key, month, amount, done, moment in _corrections(view, question):
        known = _office_day(moment)
        if amount:
            funds[key].append(MonthRow(month, amount, None, None, known))
        if done:
            completed[key].append(MonthRow(month, done, None, None, known))
    return funds, completed


def _corrections(view: View, question: Question) -> Sequence[tuple[Any, ...]]:
    columns = month_correction.c
    query = select(
        columns.project_id, columns.month, columns.funds, columns.completed, columns.recorded_at
    ).where(columns.month <= question.as_of.isoformat()[:7], _live(month_correction, question))
    return _tuples(view, query)


@lru_cache(maxsize=4096)
def _office_day(moment: str) -> date:
    """The day at the bureau of a moment of the log."""
    return day_of(datetime.fromisoformat(moment))


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    """Most statements of a county speak for the same few days."""
    return date.fromisoformat(text)
