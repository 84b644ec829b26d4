"""Rows that were not taken, handed back in their own layout with the reason beside them.

The headings (merged cells included) and the original cells are written as they were, plus a
result and a reason column, so that the sender can correct them and send them again. Text is
always written as text: a cell beginning with = is never a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from invest_crm.exchange.sheet import Sheet, is_blank, shown
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.exchange.sheet import Cell

WIDEST, NARROWEST, REASON_WIDTH = 40, 6, 60
LINE_HEIGHT = 16.5
A3_PAPER = 8
WIDE_FROM = 255
DATE_FORMAT = "yyyy-mm-dd"
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True, "border": 1}


def rejects_workbook(
    reading: LedgerReading, rejected: Sequence[tuple[RowReading, str, str]]
) -> bytes:
    """An .xlsx of the rows given, each with its result and reason (translated sentences)."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    ) as book:
        page = book.add_worksheet(_sheet_name(reading.sheet.name))
        formats = {
            "title": book.add_format({"font_name": "宋体", "font_size": 16, "align": "center"}),
            "head": book.add_format(
                {**FONT, "bold": True, "align": "center", "bg_color": "#F2F2F2"}
            ),
            "cell": book.add_format(FONT),
            "date": book.add_format({**FONT, "num_format": DATE_FORMAT, "align": "left"}),
            "reason": book.add_format({**FONT, "font_color": "#9C0006"}),
        }
        _write(page, formats, reading, rejected)
    return buffer.getvalue()


def reasons_of(row: RowReading) -> str:
    """The problems of a row as one text for its reason cell."""
    return "\n".join(
        f"{problem.column}：{problem.message}" if problem.column else problem.message
        for problem in row.problems
    )


def _sheet_name(name: str) -> str:
    cleaned = "".join("_" if char in "[]:*?/\\'" else char for char in name).strip()
    return cleaned[:31] or "Sheet1"


def _write(
    page: Any,
    formats: dict[str, Any],
    reading: LedgerReading,
    rejected: Sequence[tuple[RowReading, str, str]],
) -> None:
    sheet, layout = reading.sheet, reading.layout
    width = len(layout.headings)
    at = 0
    if reading.title:
        page.merge_range(0, 0, 0, max(width + 1, 1), "\n".join(layout.title), formats["title"])
        at = 1
    if reading.caption:
        page.write_string(at, 0, "　".join(layout.caption))
        at += 1
    top, last = layout.header_rows[0], layout.header_rows[-1]
    _headings(page, formats["head"], sheet, (top, last), width, at)
    at += last - top + 1
    for column, word in ((width, _("Result")), (width + 1, _("Reason"))):
        _range(page, (at - (last - top + 1), column, at - 1, column), word, formats["head"])
    page.freeze_panes(at, 0)
    page.set_landscape()
    page.set_paper(A3_PAPER)
    page.fit_to_pages(1, 0)
    page.repeat_rows(at - (last - top + 1), at - 1)
    for place, (row, result, reason) in enumerate(rejected, at):
        page.set_row(place, LINE_HEIGHT * _lines(row, reason))
        for column in range(width):
            cell = row.cells[column] if column < len(row.cells) else ""
            _cell(page, place, column, cell, formats)
        page.write_string(place, width, result, formats["reason"])
        page.write_string(place, width + 1, reason, formats["reason"])
    _widths(page, reading, rejected, width)


def _lines(row: RowReading, reason: str) -> int:
    """How many lines the tallest cell of a row needs."""
    texts = [shown(cell) for cell in row.cells]
    needed = [_line_count(text, WIDEST) for text in texts]
    return max([1, _line_count(reason, REASON_WIDTH), *needed])


def _line_count(text: str, width: int) -> int:
    return sum(1 + (_width(line) - 1) // width for line in text.split("\n")) if text else 1


def _width(text: str) -> int:
    return max(1, sum(2 if ord(char) > WIDE_FROM else 1 for char in text))


def _headings(
    page: Any,
    style: Any,
    sheet: Sheet,
    rows: tuple[int, int],
    width: int,
    at: int,
) -> None:
    top, last = rows
    covered: set[tuple[int, int]] = set()
    for merge in sheet.merges:
        if merge.top < top or merge.bottom > last or merge.right >= width:
            continue
        text = shown(sheet.cell(merge.top, merge.left))
        place = (merge.top - top + at, merge.left, merge.bottom - top + at, merge.right)
        _range(page, place, text, style)
        covered.update(
            (row, column)
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
        )
    for row in range(top, last + 1):
        for column in range(width):
            if (row, column) not in covered:
                text = shown(sheet.cell(row, column))
                page.write_string(row - top + at, column, text, style)


def _range(
    page: Any,
    place: tuple[int, int, int, int],
    text: str,
    style: Any,
) -> None:
    """A merged range, or a plain cell: one cell cannot be merged."""
    top, left, bottom, right = place
    if (top, left) == (bottom, right):
        page.write_string(top, left, text, style)
    else:
        page.merge_range(top, left, bottom, right, "", style)
        page.write_string(top, left, text, style)


def _cell(
    page: Any,
    row: int,
    column: int,
    cell: Cell,
    formats: dict[str, Any],
) -> None:
    style = formats["cell"]
    if is_blank(cell):
        page.write_blank(row, column, None, style)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, style)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, style)
    elif isinstance(cell, dt.date) and cell.year >= 1900:
        page.write_datetime(row, column, cell, formats["date"])
    else:
        page.write_string(row, column, shown(cell), style)


def _widths(
    page: Any,
    reading: LedgerReading,
    rejected: Sequence[tuple[RowReading, str, str]],
    width: int,
) -> None:
    for column in range(width):
        heading = reading.layout.headings[column].path.split("/")[-1]
        texts = [
            heading,
            *(shown(row.cells[column]) for row, _, _ in rejected[:50] if column < len(row.cells)),
        ]
        longest = max(_width(text.split("\n")[0]) for text in texts)
        page.set_column(column, column, min(max(longest + 2, NARROWEST), WIDEST))
    page.set_column(width, width, 10)
    page.set_column(width + 1, width + 1, REASON_WIDTH)
