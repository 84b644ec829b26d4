"""Columns of a table, for every format: their header groups and their widths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.blocks import Column, Table

_LATIN_WORD = re.compile(r"[!-~]+")
_LATIN, _WORD_PAD = 0.57, 3.0  # width of a Latin letter in sizes; points beside a word
_AT_LEAST = 0.6  # of its designed width, for a column that gives
_SAMPLE, _LONGEST = 50, 14  # rows looked at; letters, beyond which a word may be torn
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


def column_widths(table: Table, room: float, size: float) -> list[float]:
    """Widths in points that fill ``room`` for type of ``size``.

    As designed, but empty columns give some away, and so do roomy ones to columns narrower than
    their longest Latin word, if there is enough to give.
    """
    wanted = []
    for i, column in enumerate(table.columns):
        used = not table.rows or any(cells[i] for cells in table.rows)
        wanted.append(column.width * (1.0 if used else _EMPTY_SHARE))
    scale = room / sum(wanted)
    widths = [width * scale for width in wanted]
    least = [
        max(_longest_word(table, i) * size * _LATIN + _WORD_PAD, width * _AT_LEAST)
        for i, width in enumerate(widths)
    ]
    short = sum(max(0.0, need - width) for need, width in zip(least, widths, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(least, widths, strict=True))
    share = short / spare if spare > short else 0.0
    if share:
        widths = [
            need if need > width else width - (width - need) * share
            for need, width in zip(least, widths, strict=True)
        ]
    return [round(width, 3) for width in widths]


def _longest_word(table: Table, column: int) -> int:
    texts = [table.columns[column].header, *(cells[column] for cells in table.rows[:_SAMPLE])]
    words = (word for text in texts for word in _LATIN_WORD.findall(text))
    return max((len(word) for word in words if len(word) <= _LONGEST), default=0)
