"""The statistics on paper: the list as shown, of firms with who may see it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.printing.content import Printable, SheetContent
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.printing import Sheet
    from invest_crm.services.work import App
    from invest_crm.ui.operations import Progress

    Lines = tuple[tuple[str, ...], ...]

_WIDE = 2.6


def statistics_printable(
    title: str, heads: Sequence[str], rows: Lines, reason: str, secret: str
) -> Printable | None:
    """The rows a list shows under their headings and why only these; None for no rows."""
    if not rows:
        return None
    words = _("The list as shown ({n})").format(n=len(rows))
    make = partial(_sheet, title, tuple(heads), rows, " · ".join(filter(None, (reason, secret))))
    return Printable((SheetContent("statistics", words, make),), title)


def _sheet(
    title: str, heads: tuple[str, ...], rows: Lines, condition: str, app: App, progress: Progress
) -> Sheet:
    from invest_crm.services.printing import Sheet, imprint
    from invest_crm.ui.printing.minis import mini_table

    progress.report(None, "")
    columns = [
        MiniColumn(head, _WIDE if place in (0, 3) else 1.2) for place, head in enumerate(heads)
    ]
    lines = [MiniRow(str(place), row) for place, row in enumerate(rows)]
    return Sheet(
        title=title,
        parts=(mini_table(columns, lines),),
        imprint=app.read(imprint),
        condition=condition,
        landscape=True,
    )
