"""Corrections (冲减、补报): new entries that add to a month, with a reason, open or closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.monthly import month_correction
from invest_crm.domain.month_reports import Subject
from invest_crm.domain.months import last_day
from invest_crm.services.gone import record_gone
from invest_crm.services.money.books import owners
from invest_crm.services.month_locks import closed_months, month_words
from invest_crm.services.refusals import no_reason, unsaved
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.money.books import Owner
    from invest_crm.services.work import Work


class Correct(Struct, frozen=True):
    """Amounts (分, negative to take back) that add to a month of a project, and why."""

    project_id: str
    month: str
    completed: int | None
    funds: int | None
    reason: str

    def amount(self, subject: Subject) -> int:
        """What it adds to a subject."""
        return (self.completed if subject is Subject.COMPLETED else self.funds) or 0


class TakeBack(Struct, frozen=True):
    """A correction was itself a mistake; ``reason`` says why."""

    id: str
    reason: str


def correct_month(work: Work, command: Correct) -> str:
    """Add a correction; returns its id.

    UserErrors ``reason-missing``, ``correction-empty``, ``report-first`` (an open month nobody
    reported is typed, not corrected), ``below-zero`` (more would be taken back than there is),
    ``record-gone``.
    """
    owner = _owner(work, command.project_id)
    if not command.reason.strip():
        raise no_reason()
    if not any(command.amount(subject) for subject in Subject):
        raise unsaved(
            "correction-empty",
            _("A correction needs an amount."),
            _("Enter what is added, or with a minus what is taken back."),
        )
    if command.month not in owner.book.months and command.month not in closed_months(work):
        raise unsaved(
            "report-first",
            _("{month} was not reported yet.").format(month=month_words(command.month)),
            _("Type the report itself; a correction is for what was reported."),
        )
    _refuse_below_zero(owner, command)
    work.name("month.correct", name=owner.name, month=command.month, reason=command.reason.strip())
    return work.insert(
        month_correction,
        project_id=command.project_id,
        month=command.month,
        completed=command.completed,
        funds=command.funds,
        reason=command.reason.strip(),
        **work.fact(source="hand"),
    )


def take_back(work: Work, command: TakeBack) -> None:
    """Void a correction. UserErrors ``record-gone``, ``reason-missing``."""
    query = select(month_correction).where(
        month_correction.c.id == command.id, month_correction.c.voided_at.is_(None)
    )
    row = work.first(query)
    if row is None:
        raise record_gone()
    if not command.reason.strip():
        raise no_reason()
    owner = _owner(work, row.project_id)
    work.name("month.correct.void", name=owner.name, month=row.month)
    work.void(month_correction, command.reason.strip(), row.id)


def _refuse_below_zero(owner: Owner, command: Correct) -> None:
    for subject in Subject:
        reach = owner.book.reach(subject, last_day(command.month)) or 0
        if command.amount(subject) < 0 and reach + command.amount(subject) < 0:
            raise unsaved(
                "below-zero",
                _("More would be taken back than there is: {what}.").format(what=subject.label),
                _("Check the amount and its unit (10,000 yuan)."),
            )


def _owner(work: Work, project_id: str) -> Owner:
    found = owners(work, [project_id])
    if not found:
        raise record_gone()
    return found[0]
