"""Small tables of the window on paper: the same columns, the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.printing import SheetTable
    from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow

MM_OF_PX = 9.0 / 13.0 * 25.4 / 72
"""A pixel of the window in mm of paper at 100 %: its text of 13 px is set in 9 points."""
_WEIGHT = 60
"""Pixels of width that a weight of 1 stands for beside the least width of a column."""


def mini_table(
    columns: Sequence[MiniColumn],
    rows: Sequence[MiniRow],
    *,
    heading: str = "",
    note: str = "",
    numbered: bool = True,
) -> SheetTable:
    """A table of the window as one of a sheet."""
    from invest_crm.services.printing import Align, Line, SheetColumn, SheetTable

    return SheetTable(
        tuple(
            SheetColumn(
                column.title,
                column.least + column.weight * _WEIGHT,
                Align.RIGHT if column.right else Align.LEFT,
                keep=place == 0,
            )
            for place, column in enumerate(columns)
        ),
        tuple(Line(tuple(_text(cell) for cell in row.cells)) for row in rows),
        heading=heading,
        note=note,
        numbered=numbered,
        shares=True,
    )


def _text(cell: MiniCell | str) -> str:
    return cell if isinstance(cell, str) else cell.text
