"""The projects whose approvals can still be set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.approvals import approval
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.stages import SideState, Stage

if TYPE_CHECKING:
    from invest_crm.services.work import View

_ENDED = [state.value for state in (SideState.TERMINATED, SideState.LOST, SideState.MERGED)]


def projects_without_path(view: View) -> list[tuple[str, str]]:
    """Projects that go on and have no approvals, as (id, name); those signed come first."""
    state = project_state.c
    query = (
        select(project.c.id, project.c.name, state.stage_rank)
        .join(project_state, state.project_id == project.c.id)
        .where(
            project.c.archived_at.is_(None),
            project.c.id.not_in(select(approval.c.project_id)),
            state.side_state.is_(None) | state.side_state.not_in(_ENDED),
        )
        .order_by(project.c.name, project.c.id)
    )
    rows = sorted(view.rows(query), key=lambda row: row.stage_rank < Stage.SIGNED.rank)
    return [(row.id, row.name) for row in rows]
