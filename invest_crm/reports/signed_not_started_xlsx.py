"""签约未开工项目清单 as a workbook in the county's own look, ready to print and to work on.

Merged title with the cut-off, unit row, two-row header, rows grouped by months since signing,
total, definition. A person's text is always a text cell: never a formula, never a link.
"""

from __future__ import annotations

import io
import math
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from invest_crm.reports import not_started
from invest_crm.reports.blocks import Align
from invest_crm.reports.bulletin_text import demo_mark, ordinal, source_notes
from invest_crm.reports.columns import group_spans
from invest_crm.reports.numbers import FEN_PER_YI, amount, day
from invest_crm.reports.plain import plain
from invest_crm.reports.typeset import characters
from invest_crm.words import _

if TYPE_CHECKING:
    from typing import Any

    from invest_crm.reports.brief import NotStartedBrief, NotStartedRow

_WIDTHS = (4.5, 22, 20, 9.5, 11.5, 8, 9, 17, 18, 13, 16, 11.5, 13, 13, 9, 19, 8)
_AMOUNT, _SIGNED, _MONTHS, _PLANNED = 3, 4, 5, 11
_TITLE, _UNIT, _HEAD = 0, 1, 2  # row numbers, from 0
_FIRST = 4
_A3 = 8
_LINE, _ROW_PAD = 15, 8  # points: one line of text, the air of a row
_NOTE_CHARACTERS = 110  # of a note, on one printed line


def workbook(brief: NotStartedBrief) -> bytes:
    """The .xlsx file of the list, in the language in force."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy.m.d",
        },
    )
    book.set_properties(
        {
            "title": not_started.title_words(brief.county),
            "author": plain(brief.unit),
            "created": datetime(brief.as_of.year, brief.as_of.month, brief.as_of.day),  # noqa: DTZ001
        }
    )
    sheet = book.add_worksheet(_("Signed, not started"))
    writer = _Writer(book, sheet)
    writer.head(brief)
    last = writer.rows(brief.rows)
    last = writer.total(brief.rows, last)
    writer.notes(brief, last)
    _print_set_up(sheet, last)
    book.close()
    return target.getvalue()


def _print_set_up(sheet: Any, last: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(_HEAD, _HEAD + 1)
    sheet.print_area(0, 0, last, len(_WIDTHS) - 1)
    sheet.set_footer("&C— &P —")
    sheet.freeze_panes(_FIRST, 2)
    sheet.hide_gridlines(2)


class _Writer:
    """Writes the parts of the one sheet, top down."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._sheet = sheet
        self._columns = not_started.columns()
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
        box = {**base, "border": 1}
        hei = {"font_name": "黑体"}
        self._title = book.add_format(
            {"font_name": "方正小标宋简体", "font_size": 22, "align": "center", "valign": "vcenter"}
        )
        self._plain = book.add_format({**base, "text_wrap": False})
        self._right = book.add_format({**base, "text_wrap": False, "align": "right"})
        self._note = book.add_format({**base, "valign": "top", "font_size": 10})
        self._head = book.add_format({**box, **hei, "align": "center"})
        self._section = book.add_format({**box, **hei, "align": "left", "bg_color": "#F2F2F2"})
        self._total = book.add_format({**box, **hei, "align": "center"})
        self._total_sum = book.add_format({**box, **hei, "align": "right", "num_format": "0.00"})
        self._text = {
            align: book.add_format({**box, "align": align.value, "num_format": "@"})
            for align in Align
        }
        self._numbers = {
            places: book.add_format({**box, "align": "right", "num_format": f"0.{'0' * places}"})
            for places in range(2, 9)
        }
        self._count = book.add_format({**box, "align": "right", "num_format": "0"})
        self._order = book.add_format({**box, "align": "center", "num_format": "0"})
        self._date = book.add_format({**box, "align": "center", "num_format": "yyyy.m.d"})

    def head(self, brief: NotStartedBrief) -> None:
        """Title, unit row and the two-row header."""
        sheet, last = self._sheet, len(self._columns) - 1
        for i, width in enumerate(_WIDTHS):
            sheet.set_column(i, i, width)
        title = _("{title} (as of {day})").format(
            title=not_started.title_words(brief.county), day=day(brief.as_of)
        )
        self._merge(_TITLE, 0, _TITLE, last, title, self._title)
        unit = _("Reported by: {unit}").format(unit=plain(brief.unit))
        if brief.demo:
            unit = f"{unit}　　{demo_mark()}"
        self._merge(_UNIT, 0, _UNIT, last // 2, unit, self._plain)
        self._merge(_UNIT, last // 2 + 1, _UNIT, last, _("Unit: RMB 100 million"), self._right)
        headers = tuple(column.header.replace("（", "\n（") for column in self._columns)
        for row, height in ((_TITLE, 36), (_UNIT, 20), (_HEAD, 22), (_HEAD + 1, _height(headers))):
            sheet.set_row(row, height)
        for group, start, end in group_spans(self._columns):
            if not group:
                self._merge(_HEAD, start, _HEAD + 1, start, headers[start], self._head)
                continue
            self._merge(_HEAD, start, _HEAD, end - 1, group, self._head)
            for i in range(start, end):
                sheet.write_string(_HEAD + 1, i, headers[i], self._head)

    def rows(self, rows: tuple[NotStartedRow, ...]) -> int:
        """The projects under one section row per ageing bucket; returns the next free row."""
        at, number = _FIRST, 0
        groups = groupby(rows, key=attrgetter("age"))
        for order, (bucket, members) in enumerate(groups, 1):
            group = tuple(members)
            self._merge(at, 0, at, len(_WIDTHS) - 1, _section(order, bucket, group), self._section)
            self._sheet.set_row(at, 22)
            at += 1
            for row in group:
                number += 1
                self._row(at, number, row)
                at += 1
        return at

    def _row(self, at: int, number: int, row: NotStartedRow) -> None:
        cells = not_started.cells(number, row)
        for i, text in enumerate(cells):
            self._sheet.write_string(at, i, text, self._text[self._columns[i].align])
        self._sheet.set_row(at, _height(cells))
        self._sheet.write_number(at, 0, number, self._order)
        if row.amount_fen is not None:
            places = len(cells[_AMOUNT].partition(".")[2])
            amount_yi = row.amount_fen / FEN_PER_YI
            self._sheet.write_number(at, _AMOUNT, amount_yi, self._numbers[places])
        if row.months is not None:
            self._sheet.write_number(at, _MONTHS, row.months, self._count)
        for column, value in ((_SIGNED, row.signed_on), (_PLANNED, row.planned_start)):
            if isinstance(value, date):
                self._sheet.write_datetime(at, column, value, self._date)

    def total(self, rows: tuple[NotStartedRow, ...], at: int) -> int:
        """The total row: count and sum; returns the next free row."""
        last = len(_WIDTHS) - 1
        for i in range(last + 1):
            self._sheet.write_blank(at, i, None, self._total)
        self._merge(at, 0, at, _AMOUNT - 1, not_started.total_words(rows), self._total)
        total = not_started.total_fen(rows) / FEN_PER_YI
        if rows:
            formula = f"=SUM(D{_FIRST + 1}:D{at})"
            self._sheet.write_formula(at, _AMOUNT, formula, self._total_sum, total)
        else:  # a sum of no rows would be a sum of itself
            self._sheet.write_number(at, _AMOUNT, total, self._total_sum)
        self._sheet.set_row(at, 24)
        return at + 1

    def notes(self, brief: NotStartedBrief, at: int) -> None:
        """Definition, calibre and gaps below the table, in one merged cell."""
        lines = (
            plain(brief.definition) or not_started.definition_words(),
            *source_notes(brief.calibre.name, brief.calibre.notes, brief.fingerprint),
            *not_started.gap_notes(brief.rows),
        )
        self._merge(at, 0, at, len(_WIDTHS) - 1, "\n".join(lines), self._note)
        count = sum(1 + len(line) // _NOTE_CHARACTERS for line in lines)
        self._sheet.set_row(at, _LINE * count + _ROW_PAD)

    def _merge(self, row1: int, col1: int, row2: int, col2: int, text: str, style: Any) -> None:
        self._sheet.merge_range(row1, col1, row2, col2, "", style)
        self._sheet.write_string(row1, col1, text, style)


def _height(cells: tuple[str, ...]) -> float:
    """The height of a row in points: not every program fits it to the wrapped text by itself."""
    lines = max(
        sum(
            math.ceil((2 * characters(part) + 1) / _WIDTHS[i]) if part else 1
            for part in text.split("\n")
        )
        for i, text in enumerate(cells)
    )
    return lines * _LINE + _ROW_PAD


def _section(order: int, bucket: int | None, group: tuple[NotStartedRow, ...]) -> str:
    name = (
        _("Date of signing unknown")
        if bucket is None
        else _("Signed {age}").format(age=not_started.bucket_words(bucket))
    )
    counted = not_started.count_words(len(group))
    total = amount(not_started.total_fen(group))
    return ordinal(1, order) + _("{name} ({count}, {total})").format(
        name=name, count=counted, total=total
    )
