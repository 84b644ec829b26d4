"""Cells of a ledger read again from other texts: what a person typed where the file is wrong.

Headings, mapping, unit and cut-off stay as they were recognised; only the records that hold such
a cell are read again, by the same readers, so that one correction in a long ledger costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.exchange.mapping import Choice
from invest_crm.exchange.reader import Quiet
from invest_crm.exchange.reading import CorrectedCell
from invest_crm.exchange.records import read_rows
from invest_crm.exchange.sheet import shown
from invest_crm.exchange.totals import Line
from invest_crm.exchange.understand import totals_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.exchange.reading import LedgerReading
    from invest_crm.exchange.sheet import Row, Sheet

    Cells = Mapping[tuple[int, int], str]


def corrected(reading: LedgerReading, cells: Cells) -> LedgerReading:
    """A ledger as the file has it, with some cells read from other texts.

    ``cells``: the text by row number and column (from 0). The first cell of a merged range
    speaks for the whole range, as in the file. A record stays a record whatever is typed.
    """
    if not cells:
        return reading
    sheet = _with_cells(reading.sheet, cells)
    choice = Choice(sheet, reading.layout, reading.mapping)
    touched = _touched(sheet, cells)
    lines = [_line(sheet, line) if line.row in touched else line for line in reading.lines]
    again = _records_with(lines, touched)
    numbers = {line.row for line in again}
    rows = [row for row in reading.rows if row.row not in numbers]
    rows += read_rows(choice, reading.context, again, Quiet())
    return replace(
        reading,
        rows=tuple(sorted(rows, key=lambda row: row.row)),
        totals=totals_of(choice, reading.context, lines),
        corrected=tuple(_told(reading, place, text) for place, text in sorted(cells.items())),
    )


def _line(sheet: Sheet, line: Line) -> Line:
    return Line(line.row, line.sort, sheet.rows[line.row - sheet.first_row])


def _told(reading: LedgerReading, place: tuple[int, int], text: str) -> CorrectedCell:
    row, column = place
    headings = reading.layout.headings
    path = headings[column].path if column < len(headings) else ""
    return CorrectedCell(row, column, path, shown(reading.sheet.cell(row, column)).strip(), text)


def _with_cells(sheet: Sheet, cells: Cells) -> Sheet:
    rows = list(sheet.rows)
    for (row, column), text in cells.items():
        place = row - sheet.first_row
        if 0 <= place < len(rows):
            rows[place] = _put(rows[place], column, text)
    return replace(sheet, rows=tuple(rows), uncached=sheet.uncached - cells.keys())


def _put(cells: Row, column: int, text: str) -> Row:
    line = [*cells, *[""] * (column + 1 - len(cells))]
    line[column] = text
    return tuple(line)


def _touched(sheet: Sheet, cells: Cells) -> set[int]:
    """The rows in which a corrected cell counts."""
    rows = {row for row, _column in cells}
    for merge in sheet.merges:
        if (merge.top, merge.left) in cells:
            rows.update(range(merge.top, merge.bottom + 1))
    return rows


def _records_with(lines: Sequence[Line], rows: set[int]) -> list[Line]:
    """All lines of the records that have one of these rows."""
    found: list[Line] = []
    record: list[Line] = []
    for line in lines:
        if line.sort == "data":
            if any(part.row in rows for part in record):
                found += record
            record = [line]
        elif line.sort == "more" and record:
            record.append(line)
    return found + record if any(part.row in rows for part in record) else found
