"""The search box: projects and firms by name, code, place or pinyin initials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.db.search import matching
from invest_crm.domain.stages import Stage

if TYPE_CHECKING:
    from sqlalchemy import Select

    from invest_crm.services.work import View

LIMIT = 10


@dataclass(frozen=True, slots=True)
class Found:
    """One record found: what to show in two lines."""

    id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a text found, at most ``LIMIT`` of each kind."""

    projects: tuple[Found, ...] = ()
    firms: tuple[Found, ...] = ()


def find(view: View, text: str) -> Findings:
    """Projects and firms that match every part of a text; nothing for a blank one."""
    projects, firms = (narrow(view, kind, text) for kind in ("project", "firm"))
    if projects is None or firms is None:
        return Findings()
    found = view.rows(
        select(project.c.id, project.c.name, project.c.investor, project_state.c.stage)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(project.c.id.in_(projects), project.c.archived_at.is_(None))
        .order_by(project_state.c.stage_rank.desc(), project.c.name)
        .limit(LIMIT)
    )
    named = view.rows(
        select(firm.c.id, firm.c.name, firm.c.region, firm.c.business)
        .where(firm.c.id.in_(firms), firm.c.archived_at.is_(None))
        .order_by(firm.c.name)
        .limit(LIMIT)
    )
    return Findings(
        tuple(
            Found(row.id, row.name, _line(Stage(row.stage).label, row.investor)) for row in found
        ),
        tuple(Found(row.id, row.name, _line(row.region, row.business)) for row in named),
    )


def narrow(view: View, kind: str, text: str) -> Select[Any] | None:
    """A select of the ids of a kind that match a text; None for a blank text."""
    return matching(view.connection, kind, text)


def is_empty(view: View) -> bool:
    """Whether the database holds no project and no firm yet."""
    return view.first(select(project.c.id).limit(1)) is None and (
        view.first(select(firm.c.id).limit(1)) is None
    )


def _line(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
