"""Columns of a table, for every format: their header groups and their widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.reports import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.blocks import Column, Table

_EMPTY_SHARE = 0.72  # of its width, for a column in which every cell is empty


def group_spans(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """Neighbouring columns of one header group as (group, start, end); ungrouped ones alone.

    >>> from invest_crm.reports.blocks import Column
    >>> group_spans([Column("a", 1), Column("b", 1, group="g"), Column("c", 1, group="g")])
    [('', 0, 1), ('g', 1, 3)]
    """
    spans: list[tuple[str, int, int]] = []
    for i, column in enumerate(columns):
        if spans and column.group and spans[-1][0] == column.group:
            spans[-1] = (column.group, spans[-1][1], i + 1)
        else:
            spans.append((column.group, i, i + 1))
    return spans


def column_widths(table: Table, room: float) -> list[float]:
    """Widths in points that fill ``room``: as designed, but empty columns give some away."""
    wanted = []
    for i, column in enumerate(table.columns):
        used = not table.rows or any(cells[i] for cells in table.rows)
        wanted.append(column.width * page.MM * (1.0 if used else _EMPTY_SHARE))
    scale = room / sum(wanted)
    return [round(width * scale, 3) for width in wanted]
