"""The whole path of a project as pages: for the preview, the printer, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.maps.path_sheet import path_sheets
from invest_crm.maps.path_words import join, summary
from invest_crm.maps.sheet_frame import SheetWords, smallest_text
from invest_crm.reports.bulletin_text import demo_mark
from invest_crm.services.options import option
from invest_crm.services.printing import drawn_pages
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.whole_path.gather import path_of_record
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.whole_path import WholePath
    from invest_crm.reports.sheet_pdf import Printed
    from invest_crm.services.work import View


def path_pages(view: View, project_id: str, paper: str, tile: str = "") -> Printed:
    """The picture on a paper, cut to smaller sheets if ``tile`` names one (A4, A3).

    UserErrors: ``project-gone``, an unknown paper.
    """
    path = path_of_record(view, stored_project(view, project_id))
    words = _words(view, path)
    sheets = path_sheets(path, words, paper)
    return drawn_pages(sheets, words.title, view.app.actor, tile, smallest_text(sheets))


def _words(view: View, path: WholePath) -> SheetWords:
    made = _("{unit}, {maker}, as of {day}").format(
        unit=option(view, "county.bureau"), maker=view.app.actor, day=path.today.isoformat()
    )
    facts = join(path.facts, path.callout, summary(path))
    return SheetWords(path.name, facts, made, demo_mark() if option(view, "demo") else "")
