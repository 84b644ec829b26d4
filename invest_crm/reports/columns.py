"""Columns of a table, for every format: their header groups and their widths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invest_crm.reports import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.blocks import Column, Table

_LATIN_WORD = re.compile(r"[!-~]+")
_LATIN, _WORD_PAD = 0.6, 3.0  # width of a Latin letter in sizes; points beside a word
_AT_LEAST = 0.8  # of its designed width, for a column that gives
_SAMPLE, _LONGEST = 50, 14  # rows looked at; letters, beyond which a word may be torn
_EMPTY_SHARE = 0.72  # of its width, for a column in which every cell is empty
_STEP = 0.5  # points, from a size of type to the next smaller one


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


def fitted(table: Table, room: page.Room) -> tuple[float, list[float]]:
    """The size of type and the widths in points that fill the width of ``room``.

    As designed, but empty columns give some width away, and so do roomy ones to columns narrower
    than their longest Latin word. If there is not enough to give, the type is set smaller,
    down to ``page.SMALLEST``; below that a word is torn rather than unreadable.
    """
    designed = _designed(table, room.width)
    size = room.size
    while size >= page.SMALLEST:
        widths = _shared(table, designed, size)
        if widths:
            return size, widths
        size -= _STEP
    return room.size, [round(width, 3) for width in designed]


def _designed(table: Table, room: float) -> list[float]:
    wanted = []
    for i, column in enumerate(table.columns):
        used = not table.rows or any(cells[i] for cells in table.rows)
        wanted.append(column.width * (1.0 if used else _EMPTY_SHARE))
    scale = room / sum(wanted)
    return [width * scale for width in wanted]


def _shared(table: Table, widths: list[float], size: float) -> list[float]:
    """The widths with room for every word at a size; empty if there is not enough."""
    least = [
        max(_longest_word(table, i) * size * _LATIN + _WORD_PAD, width * _AT_LEAST)
        for i, width in enumerate(widths)
    ]
    short = sum(max(0.0, need - width) for need, width in zip(least, widths, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(least, widths, strict=True))
    if short > spare:
        return []
    share = short / spare if spare else 0.0
    return [
        round(need if need > width else width - (width - need) * share, 3)
        for need, width in zip(least, widths, strict=True)
    ]


def _longest_word(table: Table, column: int) -> int:
    texts = [table.columns[column].header, *(cells[column] for cells in table.rows[:_SAMPLE])]
    words = (word for text in texts for word in _LATIN_WORD.findall(text))
    return max((len(word) for word in words if len(word) <= _LONGEST), default=0)
