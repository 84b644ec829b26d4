"""What a spreadsheet file holds, as plain values: the form every later step reads.

It knows nothing of projects, units or dates written as text; a cell is what the file stores.
Row numbers are those the spreadsheet program shows (the first row is 1); column numbers count
from 0.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from msgspec import Struct, field

from invest_crm.domain.text import cell_text

Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | None
Row: TypeAlias = tuple[Cell, ...]
HOW_TO = "填写说明"
"""The sheet of a template that says how to fill it in; never a ledger."""
EXACT = 1e15
"""Whole numbers of more digits are not kept exactly by a spreadsheet."""


def column_letters(index: int) -> str:
    """The name the spreadsheet gives a column.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The number of a column from its name.

    >>> column_index("A"), column_index("AA")
    (0, 26)
    """
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def is_blank(cell: object) -> bool:
    """Whether a cell shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """``cell_text`` for the cells of a large sheet: the usual ones take the short way.

    >>> shown("张三"), shown(12.0), shown(0.25), shown("1.38E+10")
    ('张三', '12', '0.25', '13800000000')
    """
    if isinstance(cell, str):
        return cell if ".0" not in cell and "+" not in cell else cell_text(cell)
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell)) if abs(cell) < EXACT else cell_text(cell)
        text = repr(cell)
        return cell_text(cell) if "e" in text or "n" in text else text
    return cell.isoformat() if type(cell) is dt.date else cell_text(cell)


class Merge(Struct, frozen=True):
    """A merged range: rows as shown by the spreadsheet, columns from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(Struct, frozen=True):
    """One sheet. ``rows[0]`` is the spreadsheet's row ``first_row``; rows may be short.

    ``uncached`` lists the formula cells (row, column) whose result the file does not hold.
    """

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    first_row: int = 1
    visible: bool = True
    uncached: frozenset[tuple[int, int]] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """The value at a row number and column, "" where the sheet has none."""
        index = row - self.first_row
        if not 0 <= index < len(self.rows):
            return ""
        cells = self.rows[index]
        return cells[column] if 0 <= column < len(cells) else ""

    @property
    def width(self) -> int:
        """The number of columns up to the last one used."""
        return max(map(len, self.rows), default=0)

    @property
    def last_row(self) -> int:
        """The number of the last row."""
        return self.first_row + len(self.rows) - 1


class Workbook(Struct, frozen=True):
    """One file as read: ``notes`` are codes of what was seen and left alone (``macros``, …)."""

    path_name: str
    sha256: str
    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    date1904: bool = False
    modified: dt.date | None = field(default=None)
