"""What is known of the money of projects: their books, read set by set for one or for all."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import func, select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import funds_statement, project
from invest_crm.domain.clock import day_of
from invest_crm.domain.funds import Statement
from invest_crm.domain.month_reports import (
    Book,
    Correction,
    Deadline,
    Missing,
    Report,
    missing,
    span_of,
)
from invest_crm.domain.month_warnings import Facts, Warned, warnings
from invest_crm.domain.stages import SideState, Stage
from invest_crm.services.options import option

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Select, Table

    from invest_crm.services.work import View

ENDED = frozenset({SideState.TERMINATED, SideState.LOST, SideState.MERGED})
QUIET = ENDED | {SideState.PAUSED}
"""Projects in these states owe no report and are not warned of."""


class Owner(Struct, frozen=True):
    """A project with its book and what rules compare it with; amounts in 分.

    ``side``: its side state, None for none. ``began``: the day its works began, None where it is
    not known; ``produced``: the day of production, the first of all days where it is not known.
    """

    id: str
    name: str
    unit: str
    total: int | None
    signed: bool
    began: date | None
    produced: date | None
    side: str | None
    book: Book

    @property
    def loud(self) -> bool:
        """Whether anything is asked of it."""
        return self.side is None or SideState(self.side) not in QUIET

    def warnings(self, until: str = "") -> tuple[Warned, ...]:
        """What is odd about its money as of a month; nothing while it is paused or ended."""
        if not self.loud:
            return ()
        facts = Facts(self.total, self.began, self.produced is not None)
        return warnings(self.book, facts, until)

    def owes(self, month: str, since: str) -> bool:
        """Whether a month is to be reported, be it reported or not."""
        span = span_of(self.began, self.produced, self.book.months)
        kept = bool(since) and month >= since
        return self.loud and kept and span is not None and span.holds(month)

    def missing(self, since: str, deadline: Deadline, today: date) -> tuple[Missing, ...]:
        """The reports that are overdue; none while it is paused or ended."""
        if not self.loud:
            return ()
        span = span_of(self.began, self.produced, self.book.months)
        return missing(span, self.book.months, since, deadline, today)


def owners(view: View, ids: Collection[str] | None = None) -> list[Owner]:
    """Projects that are not in the trash with their books, by name; all of them without ``ids``."""
    state = project_state.c
    query = (
        select(
            project.c.id,
            project.c.name,
            project.c.lead_unit,
            project.c.total_investment,
            state.stage_rank,
            state.started_day,
            state.in_production_day,
            state.side_state,
        )
        .join(project_state, state.project_id == project.c.id)
        .where(project.c.archived_at.is_(None))
        .order_by(project.c.name, project.c.id)
    )
    if ids is not None:
        query = query.where(project.c.id.in_(list(ids)))
    found = books(view, ids)
    return [
        Owner(
            id=row.id,
            name=row.name,
            unit=row.lead_unit or "",
            total=row.total_investment,
            signed=row.stage_rank >= Stage.SIGNED.rank,
            began=_day(row.started_day),
            produced=_day(row.in_production_day)
            or (date.min if row.stage_rank >= Stage.IN_PRODUCTION.rank else None),
            side=row.side_state,
            book=found.get(row.id, Book()),
        )
        for row in view.rows(query)
    ]


def books(view: View, ids: Collection[str] | None = None) -> dict[str, Book]:
    """The book of every project that has one."""
    reports = _grouped(view, monthly_report, ids, _report)
    corrections = _grouped(view, month_correction, ids, _correction)
    stated = _statements(view, ids)
    keys = {*reports, *corrections, *(key for key, _subject in stated)}
    return {
        key: Book(
            tuple(reports.get(key, ())),
            tuple(corrections.get(key, ())),
            tuple(stated.get((key, "fixed"), ())),
            tuple(stated.get((key, "funds"), ())),
        )
        for key in keys
    }


def corrections_by_month(view: View) -> dict[tuple[str, str], list[Correction]]:
    """Every correction in force, by project and month."""
    found: defaultdict[tuple[str, str], list[Correction]] = defaultdict(list)
    for key, ones in _grouped(view, month_correction, None, _correction).items():
        for one in ones:
            found[key, one.month].append(one)
    return found


def deadline(view: View) -> Deadline:
    """The cut-off day and the report day of this bureau."""
    return Deadline(int(option(view, "monthly.cut_off")), int(option(view, "monthly.report")))


def kept_since(view: View) -> str:
    """The first month that anybody reported here; empty for none."""
    query = select(func.min(monthly_report.c.month)).where(monthly_report.c.voided_at.is_(None))
    return str(view.values(query)[0] or "")


def correction_of(row: Any) -> Correction:
    """A row of ``month_correction``; the day is that of its entry at the bureau."""
    return Correction(
        row.id,
        row.month,
        row.completed,
        row.funds,
        row.reason,
        row.recorded_by,
        day_of(datetime.fromisoformat(row.recorded_at)),
    )


def _correction(row: Any) -> Correction:
    return correction_of(row)


def _report(row: Any) -> Report:
    return Report(
        row.month,
        row.completed_month,
        row.completed_year,
        row.completed_total,
        row.funds_month,
        row.funds_year,
        row.funds_total,
        row.id,
    )


def _grouped(
    view: View, table: Table, ids: Collection[str] | None, make: Any
) -> Mapping[str, list[Any]]:
    query = select(table).where(table.c.voided_at.is_(None))
    found: defaultdict[str, list[Any]] = defaultdict(list)
    ordered = _only(query, table, ids).order_by(table.c.month, table.c.recorded_at, table.c.id)
    for row in view.rows(ordered):
        found[row.project_id].append(make(row))
    return found


def _statements(
    view: View, ids: Collection[str] | None
) -> Mapping[tuple[str, str], list[Statement]]:
    table = funds_statement
    query = _only(select(table).where(table.c.voided_at.is_(None)), table, ids)
    found: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for row in view.rows(query.order_by(table.c.recorded_at, table.c.id)):
        if row.amount is not None:
            said = Statement(date.fromisoformat(row.as_of), row.amount, row.scope)
            found[row.project_id, row.subject].append(said)
    return found


def _only(query: Select[Any], table: Table, ids: Iterable[str] | None) -> Select[Any]:
    return query if ids is None else query.where(table.c.project_id.in_(list(ids)))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
