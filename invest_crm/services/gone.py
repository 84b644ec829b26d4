"""Records that others took away meanwhile: asked for by id, refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.projects import project
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View


def record_gone() -> UserError:
    """What is no longer there."""
    return UserError(
        "record-gone",
        _("This record no longer exists."),
        safe=_("Nothing was changed."),
        todo=_("Refresh the list; the history shows who removed it."),
    )


def project_name(view: View, project_id: str) -> str:
    """The name of a project. UserError ``record-gone``."""
    found = view.values(select(project.c.name).where(project.c.id == project_id))
    if not found:
        raise record_gone()
    return str(found[0])
