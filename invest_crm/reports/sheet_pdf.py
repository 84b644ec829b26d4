"""A sheet as a PDF on the paper of a page setup: the one way pages are made.

What the preview shows, what the printer gets and what is saved are these bytes. Same sheet, same
setup, same fonts: same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.reports.pdf_faces import Faces
from invest_crm.reports.sheet_layout import lies_landscape, plan
from invest_crm.reports.sheet_paper import PlannedPaper
from invest_crm.reports.sheet_range import chosen_pages
from invest_crm.reports.sheet_table import SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.domain.page_setup import PageSetup
    from invest_crm.reports.sheet import Sheet

_LAYOUT = 0.7
"""Of the whole work."""


class Printed(Struct, frozen=True):
    """Pages ready to be shown, printed or saved.

    ``sizes``: width and height of each page in points; ``total``: how many there are without a
    choice of pages. ``percent``: the scale; ``type_size``: of the rows on paper, in points.
    ``sides``: pages the columns need side by side; ``fits``: the scale asked for could be kept.
    ``missing``: characters no font has (drawn as boxes).
    """

    data: bytes
    sizes: tuple[tuple[float, float], ...]
    total: int
    landscape: bool
    percent: int = 100
    type_size: float = 0.0
    sides: int = 1
    fits: bool = True
    coloured: bool = False
    missing: tuple[str, ...] = ()


def sheet_pdf(
    sheet: Sheet,
    setup: PageSetup,
    tick: Callable[[float], None] = lambda _share: None,
    *,
    system_fonts: bool = True,
) -> Printed:
    """Set a sheet on pages; ``tick(share done)`` is called again and again, and may raise.

    ``system_fonts=False`` uses only the fonts we ship. UserError ``page-range``.
    """
    faces = Faces(system_fonts=system_fonts)
    made = plan(faces, sheet, setup, lambda share: tick(share * _LAYOUT))
    numbers = chosen_pages(setup.pages, len(made.pages))
    target = io.BytesIO()
    paper = PlannedPaper(target, sheet, made, faces)
    paper.draw(numbers, lambda share: tick(_LAYOUT + share * (1 - _LAYOUT)))
    return Printed(
        data=target.getvalue(),
        sizes=((made.frame.width, made.frame.height),) * len(numbers),
        total=len(made.pages),
        landscape=lies_landscape(sheet, setup),
        percent=round(made.factor * 100),
        type_size=SIZE * made.factor,
        sides=made.sides,
        fits=made.fits,
        missing=faces.missing,
    )
