"""Columns of a printed list on the width of the paper: side by side on one page, or on several."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPSILON = 0.01
_NEARLY_FULL = 0.75
"""Of a page's width: columns that take so much of it are spread over the whole."""
_KEPT_SHARE = 0.5
"""Of a page's width, at most, for the columns that stand on every page."""


def across(widths: Sequence[float], kept: Sequence[bool], room: float) -> list[list[int]]:
    """The places of the columns on each page side by side; kept columns open every page.

    Widths and room in one unit. A column wider than its page stands there alone (beside those
    kept); where the kept ones would fill a page they are not repeated.

    >>> across([30, 40, 40, 40], [True, False, False, False], 110)
    [[0, 1, 2], [0, 3]]
    >>> across([30, 40, 40], [True, False, False], 110)
    [[0, 1, 2]]
    """
    if sum(widths) <= room + _EPSILON:
        return [list(range(len(widths)))]
    first = [place for place, is_kept in enumerate(kept) if is_kept]
    if sum(widths[place] for place in first) > room * _KEPT_SHARE:
        first = []
    pages = [list(first)]
    used = taken = sum(widths[place] for place in first)
    for place in range(len(widths)):
        if place in first:
            continue
        if used + widths[place] > room + _EPSILON and len(pages[-1]) > len(first):
            pages.append(list(first))
            used = taken
        pages[-1].append(place)
        used += widths[place]
    return [sorted(page) for page in pages]


def set_widths(widths: Sequence[float], room: float, *, alone: bool) -> list[float]:
    """The widths of the columns of one page: ``alone``, or nearly as wide, they fill it.

    >>> set_widths([10, 30], 80, alone=True), set_widths([10, 30], 80, alone=False)
    ([20.0, 60.0], [10.0, 30.0])
    """
    total = sum(widths)
    factor = room / total if alone or total > room * _NEARLY_FULL else 1.0
    return [round(width * factor, 3) for width in widths]
