"""Applications and shortages as JSON shapes, for ``list utilities`` and ``due``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.utility_needs import amount_text
from invest_crm.services.utilities.cases import case_lines

if TYPE_CHECKING:
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.outlooks import Shortage
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
        "procedure_label": line.procedure.name,
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


def shortage_json(one: Shortage) -> dict[str, object]:
    """The first month in which a park runs short of a utility."""
    return {
        "park": one.park or None,
        "utility": one.utility.value,
        "utility_label": one.utility.label,
        "unit": one.utility.unit,
        "month": one.month,
        "demand": amount_text(one.demand),
        "capacity": amount_text(one.capacity),
        "projects": list(one.names),
        "ids": list(one.projects),
    }
