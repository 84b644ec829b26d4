"""A list as a document: one table under a title, upright or on its side, and as a workbook.

What the columns are and what stands in them is the business of whoever makes the brief.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from invest_crm import words
from invest_crm.reports.blocks import Annex, Column, Document, Table
from invest_crm.reports.bulletin_text import demo_mark, source_notes
from invest_crm.reports.numbers import short_day
from invest_crm.reports.plain import plain

Cell: TypeAlias = str | int | float | Decimal | date | None
"""A number stays a number in the workbook, a day a day."""


class TableBrief(Struct, frozen=True):
    """Everything a list prints.

    ``sheet_*`` and ``heads``: what the workbook says where it differs (a layout that is read in
    again is always Chinese). ``unit_note`` stands over the table at the right, ``notes`` under it.
    """

    title: str
    unit: str
    as_of: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    unit_note: str = ""
    notes: tuple[str, ...] = ()
    landscape: bool = True
    sheet_title: str = ""
    sheet_caption: str = ""
    heads: tuple[str, ...] = ()
    sheet_total: tuple[Cell, ...] = ()
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"


def table_document(brief: TableBrief) -> Document:
    """The list as a document, in the language in force."""
    table = Table(
        columns=brief.columns,
        rows=tuple(tuple(map(shown, row)) for row in brief.rows),
        total=tuple(map(shown, brief.total)),
        unit_note=brief.unit_note,
        notes=(*map(plain, brief.notes), *source_notes("", (), brief.fingerprint)),
    )
    return Document(
        title=plain(brief.title),
        author=plain(brief.unit),
        subject=brief.unit_note,
        created=brief.as_of,
        language=words.language(),
        blocks=(Annex("", plain(brief.title), table, landscape=brief.landscape),),
        mark=demo_mark() if brief.demo else "",
    )


def shown(cell: Cell) -> str:
    """A cell as a document prints it.

    >>> shown(3.5), shown(12), shown(Decimal("12000")), shown(Decimal("0.50")), shown(None)
    ('3.5', '12', '12000', '0.5', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return short_day(cell)
    if isinstance(cell, float | Decimal):
        text = f"{cell:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return plain(str(cell))
