"""The scanned contracts of a project: its attachments of that kind of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.attachments import attachment
from invest_crm.services.attachment_owners import Subject, belonging

if TYPE_CHECKING:
    from invest_crm.services.work import View

CONTRACT = "CONTRACT"
"""The kind of evidence of a scanned agreement."""


def contract_files(view: View, project_id: str) -> int:
    """How many scanned agreements are attached, versions of one counted once."""
    query = (
        select(attachment.c.series)
        .distinct()
        .where(
            belonging(Subject("project", project_id)),
            attachment.c.kind == CONTRACT,
            attachment.c.archived_at.is_(None),
        )
    )
    return view.count(query)
