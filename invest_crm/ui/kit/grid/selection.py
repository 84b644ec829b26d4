"""What is selected in a grid: rows, columns, and the words of its sum.

Works on ranges, never on single indexes: Ctrl+A over 100,000 rows is one range.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QItemSelection

    from invest_crm.ui.kit.grid.source import Column


@dataclass(frozen=True, slots=True)
class Block:
    """The rows and columns touched by a selection, and the ranges that say which cells."""

    rows: tuple[int, ...]
    columns: frozenset[int]
    ranges: tuple[tuple[int, int, int, int], ...]

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is selected."""
        return any(
            top <= row <= bottom and left <= column <= right
            for top, bottom, left, right in self.ranges
        )


def block_of(selection: QItemSelection) -> Block:
    """The block of a selection of Qt's."""
    parts = [selection.at(place) for place in range(selection.count())]
    ranges = tuple((r.top(), r.bottom(), r.left(), r.right()) for r in parts)
    rows: set[int] = set()
    columns: set[int] = set()
    for top, bottom, left, right in ranges:
        rows.update(range(top, bottom + 1))
        columns.update(range(left, right + 1))
    return Block(tuple(sorted(rows)), frozenset(columns), ranges)


def column_to_sum(block: Block, columns: Sequence[Column], current: int, shown: set[int]) -> int:
    """The column whose sum is told, -1 for none.

    The current one if numeric, else an amount among the columns selected, else (only words are
    selected) the first amount shown: its sum over the rows.
    """
    numeric = [p for p in sorted(block.columns & shown) if columns[p].numeric]
    if current in numeric:
        return current
    candidates = numeric or [p for p in sorted(shown) if columns[p].kind == "money"]
    money = [place for place in candidates if columns[place].kind == "money"]
    return next(iter(money or candidates), -1)


def words_of(rows: int, column: Column | None, numbers: Sequence[Decimal | int | None]) -> str:
    """Rows selected, and sum and average of the numbers of one column (holes left out).

    >>> from invest_crm.ui.kit.grid.source import Column
    >>> words_of(2, Column("a", "Total", kind="number"), [1, 2])
    '2 rows selected  Total: sum 3  average 1.5  count 2'
    """
    said = ngettext("{n} row selected", "{n} rows selected", rows).format(n=f"{rows:,}")
    known = [Decimal(number) for number in numbers if number is not None]
    if column is None or not known:
        return said
    total = sum(known, Decimal(0))
    write = column.format_total or _plain
    words = _("{column}: sum {sum}").format(column=column.heading, sum=write(total))
    if len(known) > 1:
        words += "  " + _("average {average}  count {count}").format(
            average=write(total / len(known)), count=f"{len(known):,}"
        )
    return f"{said}  {words}"


def _plain(number: Decimal) -> str:
    rounded = number.quantize(Decimal("0.01"))
    return f"{rounded.normalize():,f}" if rounded else "0"
