"""Applications and shortages as JSON shapes, for ``list utilities`` and ``due``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.utility_needs import amount_text
from invest_crm.services.utilities.cases import case_lines
from invest_crm.services.utilities.outlooks import outlooks

if TYPE_CHECKING:
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.work import View


def list_utilities(view: View) -> list[dict[str, object]]:
    """Every application, those that are late first."""
    return [case_json(line) for line in case_lines(view)]


def case_json(line: CaseLine) -> dict[str, object]:
    """An application."""
    clock = line.clock
    return {
        "id": line.id,
        "project": line.project_id,
        "project_name": line.project,
        "utility": line.procedure.utility.value,
        "procedure": line.procedure.code,
        "name": line.procedure.name,
        "state": line.course.state.value,
        "state_label": line.course.state.label,
        "step": line.current or None,
        "applied_on": line.course.applied.isoformat(),
        "ended_on": line.course.ended.isoformat() if line.course.ended else None,
        "due_on": clock.due.isoformat() if clock is not None and clock.due else None,
        "days_left": clock.left if clock is not None else None,
        "late": line.late,
        "person": line.person or None,
    }


def shortages(view: View) -> list[dict[str, object]]:
    """What runs short within the time one looks ahead, with the projects that collide."""
    found = outlooks(view)
    return [
        {
            "park": one.park or None,
            "utility": one.utility.value,
            "utility_label": one.utility.label,
            "unit": one.utility.unit,
            "month": one.short.month,
            "demand": amount_text(one.short.demand),
            "capacity": amount_text(one.short.capacity),
            "projects": [found.names[key] for key in one.short.projects],
            "ids": list(one.short.projects),
        }
        for one in found.outlooks
        if one.short is not None
    ]
