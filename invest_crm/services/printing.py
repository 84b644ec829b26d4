"""Printing: the facts on every sheet, pages made from a sheet or a map, pages as pixels.

What is on a sheet the window says in the words it shows; its pages are made here, once, for the
preview, the printer and the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.maps.layout import LayoutOptions, layout
from invest_crm.maps.pdf import pdf as drawn
from invest_crm.reports.blocks import Align
from invest_crm.reports.bulletin_text import demo_mark
from invest_crm.reports.files import write_whole
from invest_crm.reports.sheet import (
    Imprint,
    Line,
    LineKind,
    Pairs,
    Part,
    Prose,
    Sheet,
    SheetColumn,
    SheetTable,
)
from invest_crm.reports.sheet_pdf import Printed, sheet_pdf
from invest_crm.reports.sheet_raster import Picture, page_picture, page_sizes
from invest_crm.services.chains.atlas import chain_graph
from invest_crm.services.documents import fingerprint
from invest_crm.services.options import COUNTY, option
from invest_crm.services.work import Cancelled
from invest_crm.settings.options import BY_KEY
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.domain.page_setup import PageSetup
    from invest_crm.maps.scene import Scene
    from invest_crm.services.work import Progress, View

__all__ = [
    "Align",
    "Imprint",
    "Line",
    "LineKind",
    "Pairs",
    "Part",
    "Picture",
    "Printed",
    "Prose",
    "Sheet",
    "SheetColumn",
    "SheetTable",
    "county_title",
    "imprint",
    "map_pages",
    "page_picture",
    "save_pages",
    "sheet_pages",
]


def imprint(view: View) -> Imprint:
    """What the foot of a sheet printed now says; made by whoever works here."""
    return Imprint(
        unit=option(view, "county.bureau"),
        maker=view.app.actor,
        as_of=view.today,
        mark=demo_mark() if option(view, "demo") else "",
        fingerprint=fingerprint(view),
        language=language(),
    )


def county_title(view: View, title: str) -> str:
    """A title with the county's name before it, where the county has one."""
    name = option(view, COUNTY)
    if name == BY_KEY[COUNTY].default:
        return title
    return _("{title}, {county}").format(county=name, title=title)


def sheet_pages(sheet: Sheet, setup: PageSetup, progress: Progress) -> Printed:
    """The pages of a sheet. Cancelled if the person stops it, UserError ``page-range``."""

    def tick(share: float) -> None:
        if progress.cancelled():
            raise Cancelled
        progress.report(share, _("Setting the pages"))

    return sheet_pdf(sheet, setup, tick)


def map_pages(view: View, chain: str, paper: str, tile: str) -> Printed:
    """The map of a chain on a paper, cut to smaller sheets if ``tile`` names one (A4, A3).

    UserError for an unknown chain or paper.
    """
    graph = chain_graph(view, chain)
    scene = layout(graph, LayoutOptions(paper=paper))
    facts = graph.facts
    return drawn_pages((scene,), facts.title, facts.drawn_by, tile, scene.smallest_text())


def drawn_pages(
    sheets: Sequence[Scene], title: str, author: str, tile: str, type_size: float
) -> Printed:
    """Scenes as the pages of a PDF, cut to smaller sheets if ``tile`` names one (A4, A3)."""
    made = drawn(*sheets, title=title, author=author, tile=tile or None)
    return Printed(
        data=made.data,
        sizes=page_sizes(made.data),
        total=made.pages,
        landscape=True,
        type_size=type_size,
        coloured=True,
        missing=made.missing,
    )


def save_pages(path: Path, printed: Printed) -> Path:
    """Write the pages as a file, whole or not at all. UserErrors of ``files.write_whole``."""
    write_whole(path, printed.data)
    return path
