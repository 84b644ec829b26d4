"""Documents that are pictures: the whole path of a project, the schedule wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.schedules import schedule
from invest_crm.errors import UserError
from invest_crm.reports.files import write_whole
from invest_crm.reports.registry import Rendered, checked
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.reports.registry import Report
    from invest_crm.reports.sheet_pdf import Printed
    from invest_crm.services.work import View

PAPER = "A3"


def draw(view: View, report: Report, path: Path, project: str | None) -> Rendered:
    """Draw it on A3 into a PDF.

    UserErrors: ``record-missing`` for a path without a project, ``project-gone``,
    ``schedule-gone`` where there is no schedule, a target that cannot be written.
    """
    checked(report.name, path)
    made = _path(view, project) if report.name == "project-path" else _wall(view, project)
    write_whole(path, made.data)
    return Rendered(path, made.total, tuple(made.missing))


def _path(view: View, project: str | None) -> Printed:
    from invest_crm.services.whole_path.printing import path_pages

    if not project:
        raise UserError(
            "record-missing",
            _("Say of which project the whole path is to be drawn."),
            safe=_("Nothing was written."),
            todo=_("Add --project ID of a project that is there."),
        )
    return path_pages(view, project, PAPER)


def _wall(view: View, project: str | None) -> Printed:
    """One project with its tasks, or all, arranged by leader."""
    from invest_crm.services.schedules.printing import WallAsked, wall_pages

    if project:
        return wall_pages(view, WallAsked((project,), frozenset([project])), PAPER, "")
    every = tuple(view.values(select(schedule.c.project_id)))
    return wall_pages(view, WallAsked(every, frozenset(), "leader"), PAPER, "")
