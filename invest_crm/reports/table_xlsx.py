"""A list as a workbook in the look of the office: title, caption, headings, rows, total, notes.

A person's text is always a text cell: never a formula, never a link.
"""

from __future__ import annotations

import io
import math
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invest_crm.reports.bulletin_text import demo_mark, source_notes
from invest_crm.reports.plain import lines, plain
from invest_crm.reports.tables import shown
from invest_crm.reports.typeset import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.tables import Cell, TableBrief

_MM = 0.55  # of a column's width in mm, in characters
_LINE, _PAD = 15, 8  # points: one line of text, the air of a row
_NOTE_CHARACTERS = 90
_A4 = 9


def workbook(brief: TableBrief) -> bytes:
    """The .xlsx file of a list."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    title = plain(brief.sheet_title or brief.title)
    created = datetime(brief.as_of.year, brief.as_of.month, brief.as_of.day)  # noqa: DTZ001
    book.set_properties({"title": title, "author": plain(brief.unit), "created": created})
    sheet = book.add_worksheet()
    writer = _Writer(book, sheet, brief)
    last = writer.write(title)
    _print_set_up(sheet, brief, last)
    book.close()
    return target.getvalue()


def _print_set_up(sheet: Any, brief: TableBrief, last: int) -> None:
    if brief.landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(2, 2)
    sheet.print_area(0, 0, last, len(brief.columns) - 1)
    sheet.set_footer("&C— &P —")
    sheet.freeze_panes(3, 2)
    sheet.hide_gridlines(2)


class _Writer:
    """Writes the one sheet, top down."""

    def __init__(self, book: Any, sheet: Any, brief: TableBrief) -> None:
        self._sheet, self._brief = sheet, brief
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
        box = {**base, "border": 1}
        hei = {"font_name": "黑体", "align": "center"}
        self._title = book.add_format(
            {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter"}
        )
        self._caption = book.add_format({**base, "text_wrap": False})
        self._note = book.add_format({**base, "valign": "top", "font_size": 10})
        self._head = book.add_format({**box, **hei})
        self._total = book.add_format({**box, **hei})
        self._texts = [
            book.add_format({**box, "align": column.align.value, "num_format": "@"})
            for column in brief.columns
        ]
        self._number = book.add_format({**box, "align": "right", "num_format": "General"})
        self._day = book.add_format({**box, "align": "center", "num_format": "yyyy.m.d"})
        self._widths = [max(column.width * _MM, 5) for column in brief.columns]

    def write(self, title: str) -> int:
        """Everything; returns the last row."""
        brief, last = self._brief, len(self._brief.columns) - 1
        for place, width in enumerate(self._widths):
            self._sheet.set_column(place, place, width)
        mark = demo_mark() if brief.demo else ""
        caption = "　　".join(filter(None, (brief.sheet_caption or brief.unit_note, mark)))
        self._merged(0, last, title, self._title, 36)
        self._merged(1, last, caption, self._caption, 20)
        heads = brief.heads or tuple(column.header for column in brief.columns)
        self._row(2, heads, self._head)
        at = 3
        for row in brief.rows:
            self._row(at, row)
            at += 1
        total = brief.sheet_total or brief.total
        if total:
            self._row(at, total, self._total)
            at += 1
        notes = [*map(plain, brief.notes), *source_notes("", (), brief.fingerprint)]
        for note in notes:
            height = _LINE * (1 + len(note) // _NOTE_CHARACTERS) + _PAD
            self._merged(at, last, note, self._note, height)
            at += 1
        return at - 1

    def _merged(self, row: int, last: int, text: str, style: Any, height: float) -> None:
        self._sheet.merge_range(row, 0, row, last, "", style)
        self._sheet.write_string(row, 0, text, style)
        self._sheet.set_row(row, height)

    def _row(self, at: int, cells: Sequence[Cell], style: Any = None) -> None:
        high = 1
        for place, cell in enumerate(cells):
            text = shown(cell)
            room = self._widths[place]
            high = max(high, math.ceil((2 * characters(text) + 1) / room) if text else 1)
            if isinstance(cell, date):
                self._sheet.write_datetime(at, place, cell, style or self._day)
            elif isinstance(cell, int | float | Decimal):
                self._sheet.write_number(at, place, cell, style or self._number)
            elif cell is None:
                self._sheet.write_blank(at, place, None, style or self._texts[place])
            else:
                kept = "\n".join(lines(cell))
                self._sheet.write_string(at, place, kept, style or self._texts[place])
        self._sheet.set_row(at, min(high * _LINE + _PAD, 400))
