"""Reviews as other programs see them (JSON)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.db.schema.reviews import review
from invest_crm.services.reviews.sheets import sheets

if TYPE_CHECKING:
    from invest_crm.services.reviews.sheets import OpinionLine, Sheet
    from invest_crm.services.work import View


def list_reviews(view: View, project_id: str | None = None) -> list[dict[str, object]]:
    """Every sheet, or those of a project, the latest round of each first."""
    wanted = () if project_id is None else (review.c.project_id == project_id,)
    return [_sheet(one) for one in sheets(view, *wanted)]


def _sheet(sheet: Sheet) -> dict[str, object]:
    return {
        "id": sheet.id,
        "project": sheet.project_id,
        "name": sheet.project,
        "round": sheet.round,
        "asked_on": sheet.asked.isoformat(),
        "held_on": sheet.held.isoformat() if sheet.held else None,
        "convened_by": sheet.convened_by or None,
        "items": list(sheet.items),
        "outcome": sheet.outcome.value,
        "outcome_label": sheet.outcome.label,
        "opinions": [_opinion(one) for one in sheet.opinions],
    }


def _opinion(one: OpinionLine) -> dict[str, object]:
    return {
        "id": one.id,
        "department": one.department,
        "department_label": one.name,
        "asked_on": one.asked.isoformat(),
        "verdict": one.verdict.value if one.verdict else None,
        "verdict_label": one.verdict.label if one.verdict else None,
        "person": one.person or None,
        "answered_on": one.answered.isoformat() if one.answered else None,
        "reason": one.reason or None,
        "waits": one.waits,
        "conditions": [
            {
                "id": held.id,
                "text": held.text,
                "task": held.task_id or None,
                "owner": held.owner or None,
                "due_on": held.due.isoformat() if held.due else None,
                "state": held.state.value if held.state else None,
            }
            for held in one.conditions
        ],
    }
