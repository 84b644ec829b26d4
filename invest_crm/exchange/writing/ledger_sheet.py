"""A ledger sheet as offices lay it out: title, caption, two heading rows, sections, total.

Groups span their columns, headings without a group span both rows, section rows span the table.
Knows layout only; what the columns hold is passed in.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from invest_crm.domain.text_width import text_width
from invest_crm.exchange.writing.cells import Column
from invest_crm.exchange.writing.sheets import Page
from invest_crm.exchange.writing.styles import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.exchange.writing.cells import Value
    from invest_crm.exchange.writing.sheets import SheetWriter
    from invest_crm.exchange.writing.stream import StreamBook

T = TypeVar("T")
HEADING_ROWS = (3, 4)
INDEX = "序号"
_TALLEST = 400.0
_FILLED = 0.88  # lines break before numbers and brackets
_EM = 2.0  # a Chinese character is as wide as two units of a column


class Head(Struct, frozen=True):
    """What a column looks like: group (or ""), heading, width, style of its texts, is it money."""

    group: str
    heading: str
    width: float
    text: Style = Style.CELL_MIDDLE
    money: bool = False


class Section(Struct, Generic[T], frozen=True):
    """A title over some rows; no title, no title row."""

    title: str
    rows: Sequence[T]


class Ledger(Struct, frozen=True):
    """A whole sheet. ``unit`` of money columns; ``totals`` has a value per column or None;
    ``notes`` stand under the table; ``printed`` columns are (0: all)."""

    name: str
    title: str
    caption: str
    unit: str
    heads: Sequence[Head]
    sections: Sequence[Section[Sequence[Value]]]
    totals: Sequence[Value] = ()
    total_word: str = "合计"
    printed: int = 0
    notes: Sequence[str] = ()


def write_ledger(book: StreamBook, ledger: Ledger) -> int:
    """Write the sheet (a column of running numbers is put in front); returns its data rows."""
    number = Style.CELL_YI if ledger.unit == "亿元" else Style.CELL_NUMBER
    columns = [
        Column(INDEX, 6, Style.CELL_MIDDLE, Style.CELL_MIDDLE),
        *(
            Column(
                head.heading,
                head.width,
                head.text,
                number if head.money else Style.CELL_NUMBER,
                Style.CELL_DATE,
            )
            for head in ledger.heads
        ),
    ]
    first, last = HEADING_ROWS
    page = Page(
        frozen_rows=last,
        frozen_columns=2,
        printed_columns=(ledger.printed or len(ledger.heads)) + 1,
        repeated=(first, last),
    )
    span = page.printed_columns
    with book.sheet(ledger.name, columns, page) as sheet:
        _across(sheet, ledger.title, Style.TITLE, span, height=36)
        _across(sheet, ledger.caption, Style.CAPTION, span, height=20)
        _headings(sheet, ledger.heads)
        count = 0
        for section in ledger.sections:
            if section.title:
                _across(sheet, section.title, Style.SECTION, span)
            for row in section.rows:
                count += 1
                cells = [count, *row]
                styles = _row_styles(columns, cells)
                sheet.row(cells, styles, height=_height(columns, cells))
        if ledger.totals:
            _totals(sheet, ledger)
        for note in ledger.notes:
            _across(sheet, note, Style.NOTE, span)
    return count


def _across(sheet: SheetWriter, text: str, style: Style, width: int, *, height: float = 22) -> None:
    number = sheet.row([text, *[None] * (width - 1)], style, height=height)
    sheet.merge(number, 0, number, width - 1)


def _headings(sheet: SheetWriter, heads: Sequence[Head]) -> None:
    groups = ["", *(head.group for head in heads)]
    words = [INDEX, *(head.heading for head in heads)]
    upper: list[str | None] = []
    spans = []
    for group, members in groupby(groups):
        size = len(list(members))
        left = len(upper)
        if group:
            upper += [group, *[None] * (size - 1)]
            spans.append((left, left + size - 1))
        else:
            upper += words[left : left + size]
    first = sheet.row(upper, Style.HEAD, height=24)
    lower = [word if group else None for group, word in zip(groups, words, strict=True)]
    second = sheet.row(lower, Style.HEAD, height=32)
    for left, right in spans:
        sheet.merge(first, left, first, right)
    for place, group in enumerate(groups):
        if not group:
            sheet.merge(first, place, second, place)


def _row_styles(columns: Sequence[Column], row: Sequence[Value]) -> list[Style]:
    styles = []
    for column, value in zip(columns, row, strict=True):
        if value is None or isinstance(value, str):
            # An amount in words (约3.5亿元) stands where the amounts stand.
            styles.append(column.text)
        else:
            styles.append(column.day if isinstance(value, date) else column.number)
    return styles


def _height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    """Room for the longest text of a row: programs do not agree on doing this by themselves."""
    lines = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            room = max(column.width * _FILLED, 1)
            lines = max(
                lines, sum(ceil(text_width(line, _EM) / room) for line in value.split("\n"))
            )
    return min(max(24, 8 + 15 * lines), _TALLEST)


def _totals(sheet: SheetWriter, ledger: Ledger) -> None:
    number = Style.TOTAL_YI if ledger.unit == "亿元" else Style.TOTAL_NUMBER
    values = [None, *ledger.totals]
    values[1] = ledger.total_word
    styles = [Style.TOTAL if isinstance(value, str | None) else number for value in values]
    sheet.row(values, styles, height=24)
