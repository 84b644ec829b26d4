"""Which records the approvals of a project consist of; knows no rules, so that it loads at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.approvals import approval, approval_case, approval_paper, approval_step

if TYPE_CHECKING:
    from invest_crm.services.work import View


def any_approval(view: View) -> bool:
    """Whether approvals are kept at all."""
    return view.first(select(approval.c.id).limit(1)) is not None


def ids_of_project(view: View, project_id: str) -> list[str]:
    """The case, the approvals, their steps and papers: what happens to them is its history."""
    ids = view.values(select(approval.c.id).where(approval.c.project_id == project_id))
    case = view.values(select(approval_case.c.id).where(approval_case.c.project_id == project_id))
    return [*case, *ids, *_below(view, ids)]


def ids_of_approval(view: View, approval_id: str) -> list[str]:
    """An approval with its steps and papers."""
    return [approval_id, *_below(view, [approval_id])]


def _below(view: View, ids: list[str]) -> list[str]:
    found: list[str] = []
    for table in (approval_step, approval_paper) if ids else ():
        found += view.values(select(table.c.id).where(table.c.approval_id.in_(ids)))
    return found
