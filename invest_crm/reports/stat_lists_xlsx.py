"""A list of the statistics as a workbook: merged title, one heading row, notes below, A3 ready.

A person's text is always a text cell: never a formula, never a link.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from invest_crm.reports.bulletin_text import demo_mark
from invest_crm.reports.plain import plain
from invest_crm.reports.stat_lists import as_of, notes_of
from invest_crm.reports.typeset import characters

if TYPE_CHECKING:
    from typing import Any

    from invest_crm.reports.stat_lists import StatListBrief

_A3, _FIRST = 8, 3
_SCALE, _LINE, _PAD = 0.55, 15, 8  # characters per mm of a column; points


def workbook(brief: StatListBrief) -> bytes:
    """The .xlsx file of the list, in the language in force."""
    import xlsxwriter

    target = io.BytesIO()
    plain_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls"), False)
    book = xlsxwriter.Workbook(target, {"in_memory": True, **plain_text})
    made = datetime(brief.as_of.year, brief.as_of.month, brief.as_of.day)  # noqa: DTZ001
    properties = {"title": brief.heading, "author": plain(brief.unit), "created": made}
    book.set_properties(properties)
    sheet = book.add_worksheet()
    last = _fill(book, sheet, brief)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)
    sheet.print_area(0, 0, last, len(brief.columns) - 1)
    sheet.set_footer("&C— &P —")
    sheet.freeze_panes(_FIRST, 2)
    book.close()
    return target.getvalue()


def _fill(book: Any, sheet: Any, brief: StatListBrief) -> int:
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    title = book.add_format({**base, "font_size": 20, "align": "center", "text_wrap": False})
    head = book.add_format({**base, "border": 1, "bold": True, "align": "center"})
    cell = book.add_format({**base, "border": 1, "num_format": "@"})
    right = book.add_format({**base, "border": 1, "num_format": "@", "align": "right"})
    number = book.add_format({**base, "border": 1, "align": "right", "num_format": "#,##0.######"})
    line, end = book.add_format({**base, "text_wrap": False}), len(brief.columns) - 1
    widths = [max(one.width * _SCALE, characters(one.title) * 2 + 1) for one in brief.columns]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    told = "　　".join(filter(None, (as_of(brief), demo_mark() if brief.demo else "")))
    for row, text, style in ((0, brief.heading, title), (1, told, line)):
        sheet.merge_range(row, 0, row, end, "", style)
        sheet.write_string(row, 0, text, style)
    sheet.set_row(0, 34)
    for place, one in enumerate(brief.columns):
        sheet.write_string(_FIRST - 1, place, plain(one.title), head)
    at = _FIRST
    for texts in brief.rows:
        for place, (one, text) in enumerate(zip(brief.columns, texts, strict=True)):
            value = _number(text) if one.number else None
            if value is not None:
                sheet.write_number(at, place, value, number)
            else:
                sheet.write_string(at, place, plain(text), right if one.number else cell)
        high = max(2 * characters(text) / width for text, width in zip(texts, widths, strict=True))
        sheet.set_row(at, _LINE * (int(high) + 1) + _PAD)
        at += 1
    for note in notes_of(brief):
        sheet.write_string(at, 0, note, line)
        at += 1
    return max(at - 1, _FIRST)


def _number(text: str) -> float | None:
    """A number as it was printed; None for words and for a dash."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
