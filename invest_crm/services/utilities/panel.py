"""The utilities of one project for its tab, and what the forms of utilities offer."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.stages import Stage
from invest_crm.services.utilities.cases import CaseLine, case_lines, procedures
from invest_crm.services.utilities.needs import NeedPhase, capacities, phases
from invest_crm.services.utilities.outlooks import first_shorts

if TYPE_CHECKING:
    from invest_crm.domain.utility_balance import Outlook
    from invest_crm.domain.utility_cases import Procedure
    from invest_crm.services.work import View


class ProjectUtilities(Struct, frozen=True):
    """What the tab of a project shows; ``short``: what it collides about with others."""

    id: str
    name: str
    phases: tuple[NeedPhase, ...]
    cases: tuple[CaseLine, ...]
    short: tuple[Outlook, ...]


class Ground(Struct, frozen=True):
    """What forms offer: signed projects as (id, name), procedures, parks, the day."""

    projects: tuple[tuple[str, str], ...]
    procedures: tuple[Procedure, ...]
    parks: tuple[str, ...]
    today: date


def project_utilities(view: View, project_id: str) -> ProjectUtilities | None:
    """Needs and applications of a project; None if it is gone."""
    row = view.first(select(project.c.name).where(project.c.id == project_id))
    if row is None:
        return None
    own = tuple(phases(view, project_id))
    short = first_shorts(view) if own else []
    return ProjectUtilities(
        project_id,
        row.name,
        own,
        tuple(case_lines(view, project_id)),
        tuple(one for one, month in short if project_id in month.projects),
    )


def ground(view: View) -> Ground:
    """What forms offer."""
    state = project_state.c
    query = (
        select(project.c.id, project.c.name, project.c.park)
        .join(project_state, state.project_id == project.c.id)
        .where(project.c.archived_at.is_(None), state.stage_rank >= Stage.SIGNED.rank)
        .order_by(project.c.name)
    )
    rows = view.rows(query)
    parks = {row.park for row in rows if row.park}
    parks |= {line.capacity.park for line in capacities(view)}
    return Ground(
        tuple((row.id, row.name) for row in rows),
        tuple(procedures(view).values()),
        tuple(sorted(parks)),
        view.today,
    )
