"""Filling pages: items of known height, kept together where tearing them would look careless.

An item is a line, a table row or a gap. A heading stays with what follows; a table's header is
repeated on each page; the signature takes the last lines of the text with it. Knows no text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.reports import page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.reports.pdf_sheet import Sheet

_EPSILON = 0.01


class Item(Struct):
    """Something of a height (points) that paints itself at a distance from the page's top.

    ``keep``: with the next item on one page. ``blank``: not wanted at the top of a page.
    ``snap``: moves on to the next line of the page's grid instead of having a height.
    ``repeat``: painted first when this item opens a page (a table's header).
    """

    height: float
    paint: Callable[[Sheet, float], None] | None = None
    keep: bool = False
    blank: bool = False
    snap: bool = False
    repeat: Item | None = None


def gap(height: float, *, keep: bool = False) -> Item:
    """White space that disappears at the top of a page."""
    return Item(height, keep=keep, blank=True)


def fill(sheet: Sheet, items: Sequence[Item], *, turned: bool) -> None:
    """Paint the items on new pages of the sheet."""
    sheet.start(turned=turned)
    for number, placed in enumerate(paged(items, sheet.height)):
        if number:
            sheet.start(turned=turned)
        for item, y in placed:
            if item.paint is not None:
                item.paint(sheet, y)


def paged(items: Sequence[Item], height: float) -> list[list[tuple[Item, float]]]:
    """The items of each page of a height (points) with their places, headers repeated."""
    pages: list[list[tuple[Item, float]]] = [[]]
    room = height + _EPSILON
    y, at = 0.0, 0
    while at < len(items):
        end = at
        while items[end].keep and end + 1 < len(items):
            end += 1
        group = items[at : end + 1]
        at = end + 1
        needed = sum(item.height for item in group)
        opened = group[0].repeat
        fits_a_page = needed + (opened.height if opened else 0.0) <= room
        if y > 0 and y + needed > room and fits_a_page:
            y = _turn_page(pages, group[0])
        for item in group:
            if y > 0 and y + item.height > room:
                y = _turn_page(pages, item)
            y = _put(pages[-1], item, y)
    return pages


def _turn_page(pages: list[list[tuple[Item, float]]], item: Item) -> float:
    header = item.repeat
    if header is None:
        pages.append([])
        return 0.0
    pages.append([(header, 0.0)])
    return header.height


def _put(placed: list[tuple[Item, float]], item: Item, y: float) -> float:
    if item.snap:
        lines = -int(-(y - _EPSILON) // page.PITCH)
        return lines * page.PITCH
    if item.blank and y == 0:
        return 0.0
    placed.append((item, y))
    return y + item.height
