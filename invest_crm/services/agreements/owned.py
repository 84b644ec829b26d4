"""Which records the agreements of a project consist of; knows little, to load at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.agreements import agreement_amount, commitment, commitment_fact
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.projects import agreement

if TYPE_CHECKING:
    from invest_crm.services.work import View


def any_commitment(view: View) -> bool:
    """Whether promises are kept at all."""
    return view.first(select(commitment.c.id).limit(1)) is not None


def ids_of_project(view: View, project_id: str) -> list[str]:
    """Amounts of its agreements, promises, what became of them and proves it: its history."""
    signed = select(agreement.c.id).where(agreement.c.project_id == project_id)
    amounts = select(agreement_amount.c.id).where(agreement_amount.c.agreement_id.in_(signed))
    mine = view.values(select(commitment.c.id).where(commitment.c.project_id == project_id))
    facts = select(commitment_fact.c.id).where(commitment_fact.c.commitment_id.in_(mine))
    papers = select(attachment.c.id).where(attachment.c.commitment_id.in_(mine))
    owned = [*view.values(facts), *view.values(papers)] if mine else []
    return [*view.values(amounts), *mine, *owned]
