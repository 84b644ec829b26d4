"""The facts behind every figure: all projects as of a day and as known at a moment.

A few set-based queries read everything, whatever the number of projects; nothing is computed here
that a metric decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    project_amount,
    side_state,
)
from invest_crm.domain.calibre import DEFAULT_CALIBRE, Calibre
from invest_crm.domain.facts import Cohort, ProjectFacts, closed_mask, mask
from invest_crm.domain.funds import MonthRow, Statement, cumulative
from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState

if TYPE_CHECKING:
    from sqlalchemy import Table

    from invest_crm.services.work import View

_DATED = tuple(MilestoneKind)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: projects signed from…to, as of a day, as known at a moment (UTC text)."""

    as_of: date
    start: date | None = None
    end: date | None = None
    known_at: str | None = None
    by: str | None = None
    calibre: Calibre = DEFAULT_CALIBRE

    @property
    def cohort(self) -> Cohort:
        """The signing period; an open end closes at the as-of day."""
        return Cohort(self.start, self.end or self.as_of)


def snapshot(view: View, question: Question) -> list[ProjectFacts]:
    """The facts of every project as of the day and as known at the moment."""
    day, known = question.as_of.isoformat(), question.known_at
    signed = _signings(view, question)
    increases = _increases(view, day, known)
    reached = _reached(view, day, known)
    amounts = {
        key: _amounts(view, key, day, known) for key in ("total_investment", "external_funds")
    }
    sides = _sides(view, day, known)
    money = _money(view, question.as_of, known)
    query = select(
        project.c.id,
        project.c.name,
        project.c.chain_id,
        project.c.leader,
        project.c.lead_unit,
        project.c.township,
        project.c.park,
        project.c.industry,
    ).where(_there(question.known_at))
    none: tuple[int, int, tuple[tuple[MilestoneKind, str], ...]] = (0, 0, ())
    result = []
    for row in view.rows(query):
        bits, grade, days = reached.get(row.id, none)
        funds, completed = money.get(row.id, (None, None))
        result.append(
            ProjectFacts(
                id=row.id,
                name=row.name,
                chain=row.chain_id,
                leader=row.leader,
                unit=row.lead_unit,
                township=row.township,
                park=row.park,
                total=amounts["total_investment"].get(row.id),
                external=amounts["external_funds"].get(row.id),
                funds=funds,
                completed=completed,
                signed_day=signed.get(row.id),
                reached=closed_mask(bits),
                start_grade=grade,
                days=days,
                increases=increases.get(row.id, ()),
                side=sides.get(row.id),
            )
        )
    return result


def _known(table: Table, known: str | None) -> ColumnElement[bool]:
    """Facts recorded by the moment and not voided at it."""
    if known is None:
        return table.c.voided_at.is_(None)
    return and_(
        table.c.recorded_at <= known, or_(table.c.voided_at.is_(None), table.c.voided_at > known)
    )


def _there(known: str | None) -> ColumnElement[bool]:
    """Projects not in the trash (or put there only after the moment of knowledge)."""
    archived = project.c.archived_at
    return archived.is_(None) if known is None else or_(archived.is_(None), archived > known)


def _signings(view: View, question: Question) -> dict[str, str]:
    day = question.as_of.isoformat()
    types = [kind.value for kind in question.calibre.counted_agreements]
    query = (
        select(agreement.c.project_id, func.min(agreement.c.contract_day).label("day"))
        .where(
            agreement.c.type.in_(types),
            agreement.c.contract_day <= day,
            _known(agreement, question.known_at),
        )
        .group_by(agreement.c.project_id)
    )
    return {row.project_id: row.day for row in view.rows(query)}


def _increases(view: View, day: str, known: str | None) -> dict[str, tuple[tuple[str, int], ...]]:
    query = select(agreement.c.project_id, agreement.c.contract_day, agreement.c.amount).where(
        agreement.c.type == AgreementType.INCREASE.value,
        agreement.c.contract_day <= day,
        agreement.c.amount.is_not(None),
        _known(agreement, known),
    )
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for row in view.rows(query):
        found[row.project_id] = (*found.get(row.project_id, ()), (row.contract_day, row.amount))
    return found


def _reached(
    view: View, day: str, known: str | None
) -> dict[str, tuple[int, int, tuple[tuple[MilestoneKind, str], ...]]]:
    """Per project: bits of recorded milestones, grade of the start, real days by kind."""
    columns: list[Any] = [milestone.c.project_id]
    for place, kind in enumerate(_DATED):
        is_kind = milestone.c.kind == kind.value
        columns.append(func.min(case((is_kind, milestone.c.effective_day))).label(f"d{place}"))
        dated = and_(is_kind, milestone.c.effective_precision != "unknown")
        columns.append(func.min(case((dated, milestone.c.effective_day))).label(f"r{place}"))
    start = milestone.c.kind == MilestoneKind.STARTED.value
    columns.append(func.max(case((start, milestone.c.grade), else_=0)).label("grade"))
    query = (
        select(*columns)
        .where(milestone.c.effective_day <= day, _known(milestone, known))
        .group_by(milestone.c.project_id)
    )
    bits = [mask([kind]) for kind in _DATED]
    in_stats = mask([MilestoneKind.IN_STATS])
    implied_start = mask([MilestoneKind.STARTED])
    found = {}
    for row in view.rows(query):
        values = tuple(row)
        reached = 0
        days: list[tuple[MilestoneKind, str]] = []
        for place, kind in enumerate(_DATED):
            if values[1 + 2 * place] is not None:
                reached |= bits[place]
            if values[2 + 2 * place] is not None:
                days.append((kind, values[2 + 2 * place]))
        grade = values[-1]
        if reached & in_stats:
            grade = 4
        elif grade == 0 and closed_mask(reached) & implied_start:
            grade = 1
        found[values[0]] = (reached, grade, tuple(days))
    return found


def _amounts(view: View, key: str, day: str, known: str | None) -> dict[str, int]:
    """The amount in force on the day: the latest effective by then, else the first ever stated."""
    query = (
        select(project_amount.c.project_id, project_amount.c.effective_on, project_amount.c.amount)
        .where(project_amount.c.kind == key, _known(project_amount, known))
        .order_by(project_amount.c.effective_on, project_amount.c.recorded_at)
    )
    found: dict[str, int] = {}
    for row in view.rows(query):
        if row.effective_on <= day or row.project_id not in found:
            found[row.project_id] = row.amount
    return found


def _sides(view: View, day: str, known: str | None) -> dict[str, SideState]:
    query = (
        select(side_state.c.project_id, side_state.c.state)
        .where(side_state.c.effective_on <= day, _known(side_state, known))
        .order_by(side_state.c.effective_on, side_state.c.recorded_at)
    )
    return {row.project_id: SideState(row.state) for row in view.rows(query)}


def _money(view: View, as_of: date, known: str | None) -> dict[str, tuple[int | None, int | None]]:
    """Funds in place and fixed investment completed, both since the start."""
    day = as_of.isoformat()
    stated: dict[tuple[str, str], list[Statement]] = {}
    query = select(funds_statement).where(
        funds_statement.c.as_of <= day, _known(funds_statement, known)
    )
    for row in view.rows(query.order_by(funds_statement.c.recorded_at)):
        statement = Statement(date.fromisoformat(row.as_of), row.amount, row.scope)
        stated.setdefault((row.project_id, row.subject), []).append(statement)
    months: dict[str, list[Any]] = {}
    query = select(monthly_report).where(
        monthly_report.c.month <= day[:7], _known(monthly_report, known)
    )
    for row in view.rows(query):
        months.setdefault(row.project_id, []).append(row)
    ids = {project_id for project_id, _subject in stated} | set(months)
    return {
        project_id: (
            cumulative(
                stated.get((project_id, "funds"), []),
                [
                    MonthRow(row.month, row.funds_month, row.funds_year, row.funds_total)
                    for row in months.get(project_id, ())
                ],
                as_of,
            ),
            cumulative(
                stated.get((project_id, "fixed"), []),
                [
                    MonthRow(
                        row.month, row.completed_month, row.completed_year, row.completed_total
                    )
                    for row in months.get(project_id, ())
                ],
                as_of,
            ),
        )
        for project_id in ids
    }
