"""Projects that may be the same: a second entry of one project is counted twice everywhere.

Compared as when a ledger is taken up (``services.ledger.identity``): by the name without year and
拟建 and with its phase, and by the investor without its legal form. Nothing is refused; a bureau
may well have two projects of one name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.projects import project
from invest_crm.domain.text import firm_core, split_phase

if TYPE_CHECKING:
    from invest_crm.services.work import View

_MOST = 5
"""More are not named: the list is a hint beside the form."""


class ProjectTwin(Struct, frozen=True):
    """A stored project that may be the one being entered. ``sure``: the investor is the same."""

    id: str
    name: str
    investor: str
    sure: bool


def find_project_twins(view: View, name: str, investor: str, but: str = "") -> list[ProjectTwin]:
    """Projects with this name whose investor is the same, alike or unknown, the surest first.

    一期 and 二期 are two projects; a name without a phase may be either. ``but`` is the project
    itself; projects in the trash are left out, and a blank name has no twins.
    """
    base, phase = split_phase(name)
    if not base:
        return []
    who = firm_core(investor)
    query = select(project.c.id, project.c.name, project.c.name_key, project.c.investor).where(
        project.c.name_key.startswith(base, autoescape=True),
        project.c.archived_at.is_(None),
        project.c.id != but,
    )
    found = []
    for row in view.rows(query.order_by(project.c.id)):
        other_base, other_phase = split_phase(row.name_key)
        if other_base != base or (phase and other_phase and phase != other_phase):
            continue
        owner = firm_core(row.investor or "")
        if not who or not owner or who in owner or owner in who:
            sure = bool(who) and who == owner
            found.append(ProjectTwin(row.id, row.name, row.investor or "", sure))
    return sorted(found, key=lambda twin: not twin.sure)[:_MOST]
