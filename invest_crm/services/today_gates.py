"""What the gates put on today's page: steps to confirm, and what investors are to be asked again.

Where nothing waits, two small queries say so and nothing else is read.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.gates import confirmation, gate_answer
from invest_crm.domain.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.stages import Stage
    from invest_crm.services.work import View


class ToConfirm(Struct, frozen=True):
    """A step that whoever works here should confirm."""

    id: str
    name: str
    stage: Stage
    asked_by: str
    day: date


class AskAgain(Struct, frozen=True):
    """What an investor could not provide and is to be asked for again from ``day`` on."""

    id: str
    name: str
    what: str
    said_by: str
    day: date
    days: int


def steps_to_confirm(view: View) -> tuple[ToConfirm, ...]:
    """What waits for whoever works here, the oldest first."""
    if view.first(select(confirmation.c.id).where(confirmation.c.state == "PENDING")) is None:
        return ()
    from invest_crm.services.projects.confirming import to_confirm

    return tuple(
        ToConfirm(
            found.project_id,
            found.name,
            found.stage,
            found.asked_by,
            day_of(datetime.fromisoformat(found.asked_at)),
        )
        for found in to_confirm(view)
    )


def to_ask_again(view: View, loud: Mapping[str, ProjectFacts], day: date) -> tuple[AskAgain, ...]:
    """Answers whose day has come and whose need is still not met, the longest due first."""
    due = gate_answer.c.ask_on <= day.isoformat(), gate_answer.c.voided_at.is_(None)
    if view.first(select(gate_answer.c.id).where(*due)) is None:
        return ()
    from invest_crm.services.projects.answered import unmet

    return tuple(
        AskAgain(
            found.project_id,
            loud[found.project_id].name,
            need.label,
            found.said_by,
            found.ask_on,
            (day - found.ask_on).days,
        )
        for found, need in unmet(view, day)
        if found.project_id in loud
    )
