"""The one project that a person names on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from invest_crm.db.schema.projects import project
from invest_crm.errors import UserError
from invest_crm.services.projects.records import ProjectRecord, load_one
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.work import View

_SHOWN = 5


def found_project(view: View, text: str) -> ProjectRecord:
    """The project with this id, project code or name.

    UserErrors: ``project-unknown``, ``project-several`` (two projects of one name).
    """
    wanted = text.strip()
    same = or_(project.c.id == wanted, project.c.project_code == wanted, project.c.name == wanted)
    ids = view.values(
        select(project.c.id).where(same, project.c.archived_at.is_(None)).order_by(project.c.id)
    )
    if len(ids) > 1:
        listed = pgettext("between words", ", ").join(ids[:_SHOWN])
        raise UserError(
            "project-several",
            _("Several projects are called “{name}”; give the id of one: {ids}").format(
                name=wanted, ids=listed
            ),
            safe=_("Nothing was changed."),
            todo=_("“projects --json” lists every project with its id."),
        )
    record = load_one(view, ids[0]) if ids else None
    if record is None:
        raise UserError(
            "project-unknown",
            _("There is no project “{name}”.").format(name=wanted),
            safe=_("Nothing was changed."),
            todo=_("“projects --json” lists every project with its id."),
        )
    return record
