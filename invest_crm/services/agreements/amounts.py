"""The amount of an agreement as it changes: each change with its day and reason.

A change of what the whole project invests is written as such too, so that figures follow.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.agreements import agreement_amount
from invest_crm.db.schema.projects import agreement
from invest_crm.domain.stages import AgreementType
from invest_crm.errors import UserError
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.projects.write import ProjectWriter
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.work import View, Work


class AmountChange(Struct, frozen=True):
    """The amount from a day on (分), and why."""

    amount: int
    on: date
    reason: str
    recorded_by: str


class ChangeAmount(Struct, frozen=True):
    """Another amount of an agreement; ``whole``: so much the project invests from then on."""

    agreement_id: str
    amount: int
    on: date
    reason: str
    whole: bool = False


def amount_changes(view: View, agreements: Sequence[str]) -> dict[str, tuple[AmountChange, ...]]:
    """The changes that stand by agreement, the earliest first."""
    found: defaultdict[str, list[AmountChange]] = defaultdict(list)
    for part in chunks(list(agreements)):
        query = (
            select(agreement_amount)
            .where(
                agreement_amount.c.agreement_id.in_(part), agreement_amount.c.voided_at.is_(None)
            )
            .order_by(agreement_amount.c.effective_on, agreement_amount.c.recorded_at)
        )
        for row in view.rows(query):
            day = date.fromisoformat(row.effective_on)
            found[row.agreement_id].append(
                AmountChange(row.amount, day, row.reason, row.recorded_by)
            )
    return {key: tuple(changes) for key, changes in found.items()}


def change_amount(work: Work, command: ChangeAmount) -> None:
    """Record another amount. UserError ``agreement-gone``, ``reason-missing``, ``day-to-come``."""
    row = work.first(select(agreement).where(agreement.c.id == command.agreement_id))
    if row is None or row.voided_at is not None:
        raise _refusal(
            "agreement-gone",
            _("This agreement does not stand any more."),
            _("Refresh the page; the history shows who voided it."),
        )
    if not command.reason.strip():
        raise _refusal("reason-missing", _("Say why."), _("Write a reason."))
    if command.on > work.today:
        raise _refusal(
            "day-to-come",
            _("This day is still to come."),
            _("Enter the day on which it was agreed."),
        )
    record = stored_project(work, row.project_id)
    kind = AgreementType(row.type).label
    work.name("agreement.amount", name=record["name"], type=kind)
    work.insert(
        agreement_amount,
        agreement_id=command.agreement_id,
        amount=command.amount,
        effective_on=command.on.isoformat(),
        reason=command.reason.strip(),
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )
    if command.whole and record["total_investment"] != command.amount:
        writer = ProjectWriter(work, source="hand", cut_off=command.on)
        writer.change(record, {"total_investment": command.amount})
        writer.flush()


def _refusal(code: str, happened: str, todo: str) -> UserError:
    return UserError(code, happened, safe=_("Nothing was changed."), todo=todo)
