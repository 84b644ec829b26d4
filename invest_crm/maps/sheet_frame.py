"""What every drawn sheet has around its picture: a head, a foot, who made it and when.

Units: points of the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.maps.measure import cut, label, width
from invest_crm.maps.scene import BOLD, END, Box, Label, Link
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invest_crm.maps.scene import Item, Scene

HEAD, FOOT = 6.0, 4.4
"""Heights of head and foot, in sizes of the text."""


class SheetWords(Struct, frozen=True):
    """What a sheet says besides its rows: ``facts`` below the title, ``made`` at its foot."""

    title: str
    facts: str
    made: str
    mark: str = ""
    note: str = ""


def moved(items: Iterable[Item], dx: float, dy: float) -> list[Item]:
    """The same items elsewhere."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Link):
            points = tuple((x + dx, y + dy) for x, y in item.points)
            found.append(replace(item, points=points))
        else:
            found.append(replace(item, x=item.x + dx, y=item.y + dy))
    return found


def head_items(words: SheetWords, text: float, wide: float, margin: float) -> list[Item]:
    """Title, mark of the demonstration, facts."""
    size = text * 1.9
    mark = width(words.mark, text) + text * 1.4 if words.mark else 0.0
    room = wide - 2 * margin - mark - text
    title = label(
        margin, margin + size, cut(words.title, size, room, BOLD), size, "ink", weight=BOLD
    )
    facts = cut(words.facts, text * 1.1, wide - 2 * margin)
    items: list[Item] = [
        title,
        label(margin, margin + size + text * 2.0, facts, text * 1.1, "ink2"),
    ]
    if words.mark:
        x, y = wide - margin - mark, margin + text * 0.4
        items.append(Box(x, y, mark, text * 1.8, 3.0, line="ink3", dashed=True, kind="demo"))
        items.append(label(x + text * 0.7, y + text * 1.25, words.mark, text, "ink2", kind="demo"))
    return items


def foot_items(
    words: SheetWords, text: float, paper: tuple[float, float, float], number: tuple[int, int]
) -> list[Item]:
    """Who made it, and the number of the sheet."""
    wide, high, margin = paper
    page = _("Sheet {n} of {all}").format(n=number[0], all=number[1])
    right = " · ".join(part for part in (words.note, words.made, page) if part)
    said = cut(right, text, wide - 2 * margin)
    return [label(wide - margin, high - margin, said, text, "ink3", anchor=END, kind="note")]


def smallest_text(sheets: Iterable[Scene]) -> float:
    """Points: the smallest text of some sheets, signs and flags of the axis left aside."""
    sizes = (
        item.size
        for sheet in sheets
        for item in sheet.items
        if isinstance(item, Label) and item.kind not in ("sign", "axis", "flag")
    )
    return min(sizes, default=0.0)
