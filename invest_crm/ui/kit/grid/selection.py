"""What is selected in a grid: rows, columns, and the words of its sum.

Works on ranges, never on single indexes: Ctrl+A over 100,000 rows is one range.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QItemSelection

    from invest_crm.ui.kit.grid.source import Column


class Block(Struct, frozen=True):
    """The ranges of a selection as (top, bottom, left, right), both ends included."""

    ranges: tuple[tuple[int, int, int, int], ...]

    @property
    def columns(self) -> frozenset[int]:
        """The columns with a selected cell."""
        return frozenset(c for _t, _b, left, right in self.ranges for c in range(left, right + 1))

    def spans(self, column: int | None = None) -> list[tuple[int, int]]:
        """The rows touched (in one column if given) as runs, in order, none overlapping.

        >>> Block(((5, 9, 0, 0), (0, 1, 2, 2), (8, 12, 1, 1))).spans()
        [(0, 1), (5, 12)]
        """
        merged: list[tuple[int, int]] = []
        for top, bottom, left, right in sorted(self.ranges):
            if column is not None and not left <= column <= right:
                continue
            if merged and top <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
            else:
                merged.append((top, bottom))
        return merged

    def rows(self, column: int | None = None) -> list[int]:
        """The rows touched (in one column if given), in order."""
        return [row for top, bottom in self.spans(column) for row in range(top, bottom + 1)]

    def row_count(self) -> int:
        """How many rows are touched."""
        return sum(bottom - top + 1 for top, bottom in self.spans())

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is selected."""
        return any(
            top <= row <= bottom and left <= column <= right
            for top, bottom, left, right in self.ranges
        )


def block_of(selection: QItemSelection) -> Block:
    """The block of a selection of Qt's."""
    parts = [selection.at(place) for place in range(selection.count())]
    return Block(tuple((r.top(), r.bottom(), r.left(), r.right()) for r in parts))


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
