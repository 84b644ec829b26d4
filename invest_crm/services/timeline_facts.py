"""The dated facts of projects as lines of a stream: what was reached, agreed, paused, paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.approvals import approval, approval_step
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project_amount,
    side_state,
)
from invest_crm.db.schema.statistics import stat_case, stat_step
from invest_crm.domain.hold_ups import stored_words
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState
from invest_crm.services.dates import read_date
from invest_crm.services.reviews.owned import any_review
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row, Table

    from invest_crm.services.work import View


class FactLine(Struct, frozen=True):
    """One fact in words; ``day`` ISO text, ``when`` as it is known."""

    project_id: str
    day: str
    when: str
    title: str
    text: str
    recorded_by: str
    recorded_at: str
    is_stage: bool


def facts_of(view: View, projects: Sequence[str]) -> Iterator[FactLine]:
    """Every fact of some projects that stands, in no order."""
    for row in _rows(view, milestone, projects):
        kind = MilestoneKind(row.kind).label
        yield _dated(row, "effective", _("Reached: {step}").format(step=kind), "")
    for row in _rows(view, agreement, projects):
        amount = "" if row.amount is None else show_amount(row.amount)
        yield _dated(row, "contract", AgreementType(row.type).label, amount)
    for row in _rows(view, side_state, projects):
        title = SideState(row.state).label
        why = stored_words(row.reasons, row.reason)
        yield _plain(row, row.effective_on, title, why, is_stage=True)
    yield from _approvals(view, projects)
    yield from _reviews(view, projects)
    yield from _statistics(view, projects)
    for row in _rows(view, project_amount, projects):
        title = BY_KEY[row.kind].label
        yield _plain(row, row.effective_on, title, show_amount(row.amount), is_stage=False)
    for row in _rows(view, funds_statement, projects):
        title = BY_KEY["funds_in_place"].label
        yield _plain(row, row.as_of, title, show_amount(row.amount), is_stage=False)


def _approvals(view: View, projects: Sequence[str]) -> Iterator[FactLine]:
    """What happened to approvals."""
    query = (
        select(approval_step, approval.c.project_id, approval.c.code, approval.c.title)
        .join(approval, approval.c.id == approval_step.c.approval_id)
        .where(approval.c.project_id.in_(projects), approval_step.c.voided_at.is_(None))
    )
    rows = view.rows(query)
    if not rows:
        return
    from invest_crm.domain.approvals.state import StepKind
    from invest_crm.services.approvals.catalogue import items_in_force

    items = items_in_force(view)
    for row in rows:
        name = row.title or (items[row.code].name if row.code in items else row.code)
        said = _("{item}: {step}").format(item=name, step=StepKind(row.kind).label)
        yield _plain(row, row.happened_on, said, row.note or "", is_stage=True)


def _reviews(view: View, projects: Sequence[str]) -> Iterator[FactLine]:
    """Opinions of joint reviews, without their texts: a follow-up record is handed on."""
    if not any_review(view):
        return
    from invest_crm.db.schema.reviews import review
    from invest_crm.services.reviews.sheets import sheets

    for sheet in sheets(view, review.c.project_id.in_(projects)):
        title = _("Joint review, round {n}").format(n=sheet.round)
        for one in sheet.opinions:
            if one.verdict is None or one.answered is None:
                continue
            text = _("{item}: {step}").format(item=one.name, step=one.verdict.label)
            day = one.answered.isoformat()
            at = f"{day}T00:00:00.000000Z"
            yield FactLine(sheet.project_id, day, day, title, text, one.person, at, is_stage=True)


def _statistics(view: View, projects: Sequence[str]) -> Iterator[FactLine]:
    """What happened to applications to the statistics."""
    query = (
        select(stat_step, stat_case.c.project_id)
        .join(stat_case, stat_case.c.id == stat_step.c.stat_case_id)
        .where(stat_case.c.project_id.in_(projects), stat_step.c.voided_at.is_(None))
    )
    rows = view.rows(query)
    if not rows:
        return
    from invest_crm.domain.statistics.state import StepKind

    for row in rows:
        said = _("Statistics: {step}").format(step=StepKind(row.kind).label)
        yield _plain(row, row.happened_on, said, row.note or "", is_stage=True)


def _rows(view: View, table: Table, projects: Sequence[str]) -> Sequence[Row[Any]]:
    query = select(table).where(table.c.project_id.in_(projects), table.c.voided_at.is_(None))
    return view.rows(query)


def _dated(row: Row[Any], prefix: str, title: str, text: str) -> FactLine:
    fields = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    found = read_date(fields, prefix)
    day = fields[f"{prefix}_day"] or row.cut_off or row.recorded_at[:10]
    when = day
    if found is None or found.precision != "day":
        when = show(found) if found is not None and found.value else _("date unknown")
    return FactLine(
        row.project_id, day, when, title, text, row.recorded_by, row.recorded_at, is_stage=True
    )


def _plain(row: Row[Any], day: str, title: str, text: str, *, is_stage: bool) -> FactLine:
    return FactLine(
        row.project_id, day, day, title, text, row.recorded_by, row.recorded_at, is_stage
    )
