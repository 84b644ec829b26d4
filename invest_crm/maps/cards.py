"""Size and drawing of one card: a segment's head and the rows of its leaves.

Why: the planner asks for the height of a card at many widths (binary search), so what does not
depend on the width is measured once. Units: design units, 1 = one pixel of the window.
It must not know where cards stand.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain import chain_state
from invest_crm.maps import labels
from invest_crm.maps.measure import breaks_word, cut, label, two_lines, whole_names, width
from invest_crm.maps.scene import BOLD, END, MIDDLE, Box, Region, Star
from invest_crm.maps.style import NAME_SIZE, SMALL_SIZE, chip_roles

if TYPE_CHECKING:
    from invest_crm.maps.graph import Leaf, Segment
    from invest_crm.maps.scene import Item

PAD = 11.0
HEAD = 31.0
FOOT = 7.0
ROW = 21.0
LINE = 15.0
FIRM_LINE = 14.0
INNER_GAP = 20.0

_CHIP_HEIGHT = 16.0
_CHIP_LEAST = 34.0
_CHIP_PADDING = 12.0
_CHIP_GAP = 8.0
_FIGURE_GAP = 10.0
_STAR_ROOM = 16.0
_FAIR_SHARE = 0.4
_STAR_RADIUS = 5.6
_BASELINE = 4.4
_HEAD_BASELINE = 20.5


class RowNeed(Struct, frozen=True):
    """A leaf with the width its row asks for to stand on one line."""

    leaf: Leaf
    figures: str
    firms: tuple[str, ...]
    figures_width: float
    one_line: float


class CardNeed(Struct, frozen=True):
    """A segment measured once: what its height depends on."""

    segment: Segment
    rows: tuple[RowNeed, ...]
    widths: tuple[float, ...]
    firm_rows: int
    head: float
    chip: float


class Place(Struct, frozen=True):
    """Where a card stands, in how many inner columns, and how much each row is stretched."""

    need: CardNeed
    x: float
    y: float
    w: float
    h: float
    inner: int = 1
    stretch: float = 0.0

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.h


def chip_width() -> float:
    """The common width of the state chips in the language in force."""
    widest = max(width(labels.state_word(state), SMALL_SIZE) for state in chain_state.STATES)
    return max(_CHIP_LEAST, widest + _CHIP_PADDING)


def measured(segment: Segment, chip: float) -> CardNeed:
    """Everything about a segment that does not depend on the card's width."""
    rows = tuple(_row_need(leaf, chip) for leaf in segment.leaves)
    figure = width(labels.segment_figure(segment), SMALL_SIZE)
    return CardNeed(
        segment,
        rows,
        tuple(sorted(row.one_line for row in rows)),
        sum(bool(row.firms) for row in rows),
        width(segment.name, NAME_SIZE, BOLD) + _FIGURE_GAP + figure,
        chip,
    )


def card_height(need: CardNeed, card_width: float, inner: int, *, firms: bool) -> float:
    """The height a card needs at a width with its rows in ``inner`` columns."""
    room = inner_width(card_width, inner)
    head = HEAD + (LINE if need.head > card_width - 2 * PAD else 0.0)
    if inner > 1:
        return head + sum(_grid(need, room, inner, firms=firms)) + FOOT
    long_names = len(need.widths) - bisect_right(need.widths, room)
    rows = ROW * len(need.rows) + LINE * long_names
    return head + rows + (FIRM_LINE * need.firm_rows if firms else 0.0) + FOOT


def inner_width(card_width: float, inner: int) -> float:
    """The width of one column of rows inside a card."""
    return (card_width - 2 * PAD - INNER_GAP * (inner - 1)) / inner


def grid_rows(need: CardNeed, inner: int) -> int:
    """How many rows stand below each other."""
    return -(-len(need.rows) // inner)


def draw_card(place: Place, *, firms: bool) -> tuple[list[Item], list[Region]]:
    """The items of a card and the areas of its nodes."""
    need, segment = place.need, place.need.segment
    items: list[Item] = [
        Box(place.x, place.y, place.w, place.h, 8, "card", "line", kind="card", target=segment.id)
    ]
    regions = [
        Region(
            segment.id, "segment", place.x, place.y, place.w, place.h, labels.segment_tip(segment)
        )
    ]
    head = _draw_head(place, items)
    room = inner_width(place.w, place.inner)
    y = place.y + head
    heights = _grid(need, room, place.inner, firms=firms)
    for height, group in zip(heights, _grid_groups(need, place.inner), strict=True):
        tall = height + place.stretch
        for column, row in group:
            x = place.x + PAD + column * (room + INNER_GAP)
            items += _draw_row(row, x, y + place.stretch / 2, room, need.chip, firms=firms)
            regions.append(
                Region(row.leaf.id, "leaf", x - 5, y, room + 10, tall, labels.leaf_tip(row.leaf))
            )
        y += tall
    return items, regions


def _row_need(leaf: Leaf, chip: float) -> RowNeed:
    figures = labels.counts_text(leaf.state, leaf.counts)
    figures_width = width(figures, SMALL_SIZE)
    name = width(leaf.name, NAME_SIZE) + (_STAR_ROOM if leaf.critical else 0.0)
    gap = _FIGURE_GAP if figures else 0.0
    firms = leaf.firm_names if leaf.state != chain_state.EXCLUDED else ()
    one_line = chip + _CHIP_GAP + name + gap + figures_width
    return RowNeed(leaf, figures, firms, figures_width, one_line)


def _row_height(row: RowNeed, room: float, *, firms: bool) -> float:
    second = LINE if row.one_line > room else 0.0
    return ROW + second + (FIRM_LINE if firms and row.firms else 0.0)


def _grid_groups(need: CardNeed, inner: int) -> list[list[tuple[int, RowNeed]]]:
    """Rows of the grid with their column, read column by column."""
    deep = grid_rows(need, inner)
    return [list(enumerate(need.rows[at::deep])) for at in range(deep)]


def _grid(need: CardNeed, room: float, inner: int, *, firms: bool) -> list[float]:
    """The height of each row of the grid: that of its tallest cell."""
    heights = [_row_height(row, room, firms=firms) for row in need.rows]
    deep = grid_rows(need, inner)
    return [max(heights[at::deep]) for at in range(deep)]


def _draw_head(place: Place, items: list[Item]) -> float:
    """Draw the card's head, return its height."""
    segment = place.need.segment
    figure = labels.segment_figure(segment)
    inside = place.w - 2 * PAD
    first = inside - _FIGURE_GAP - width(figure, SMALL_SIZE)
    lines = two_lines(segment.name, NAME_SIZE, first, inside, BOLD)
    x, y = place.x + PAD, place.y + _HEAD_BASELINE
    kind, target = "segment", segment.id
    items += [
        label(x, y + at * LINE, line, NAME_SIZE, "ink", weight=BOLD, kind=kind, target=target)
        for at, line in enumerate(lines)
    ]
    x = place.right - PAD
    items.append(label(x, y, figure, SMALL_SIZE, "ink2", anchor=END, kind="figure", target=target))
    return HEAD + (LINE if place.need.head > inside else 0.0)


def _draw_row(
    row: RowNeed, x: float, y: float, room: float, chip: float, *, firms: bool
) -> list[Item]:
    """Chip, name, star, figures and firm names of a leaf, from its upper left corner."""
    leaf = row.leaf
    middle = y + ROW / 2
    base = middle + _BASELINE
    left = x + chip + _CHIP_GAP
    lines, figures_line = _name_lines(row, room, chip)
    items = _draw_chip(leaf, x, middle, chip)
    role = "ink3" if leaf.state == chain_state.EXCLUDED else "ink"
    items += [
        label(left, base + at * LINE, line, NAME_SIZE, role, kind="leaf", target=leaf.id)
        for at, line in enumerate(lines)
    ]
    if leaf.critical:
        after = left + width(lines[-1], NAME_SIZE) + _STAR_ROOM / 2 + 1
        y_star = middle + (len(lines) - 1) * LINE - 0.2
        items.append(Star(after, y_star, _STAR_RADIUS, target=leaf.id))
    if row.figures:
        end, level = x + room, base + figures_line * LINE
        text = cut(row.figures, SMALL_SIZE, room - _taken(lines, figures_line, leaf, chip))
        items.append(
            label(end, level, text, SMALL_SIZE, "ink2", anchor=END, kind="counts", target=leaf.id)
        )
    if firms and row.firms:
        text = whole_names(row.firms, SMALL_SIZE, x + room - left, *labels.between_names())
        below = base + max(len(lines), figures_line + 1) * LINE - 0.6
        items.append(label(left, below, text, SMALL_SIZE, "ink3", kind="firms", target=leaf.id))
    return items


def _name_lines(row: RowNeed, room: float, chip: float) -> tuple[tuple[str, ...], int]:
    """The name on one line or two, and the line its figures stand on.

    They stand on the first, unless the name would be squeezed or a word broken there.
    """
    if row.one_line <= room:
        return (row.leaf.name,), 0
    whole = room - chip - _CHIP_GAP - (_STAR_ROOM if row.leaf.critical else 0.0)
    figures = row.figures_width + _FIGURE_GAP if row.figures else 0.0
    beside = whole - figures
    if beside >= whole * _FAIR_SHARE:
        lines = two_lines(row.leaf.name, NAME_SIZE, beside, whole)
        if not breaks_word(row.leaf.name, lines):
            return lines, 0
    return two_lines(row.leaf.name, NAME_SIZE, whole, max(beside, whole * _FAIR_SHARE)), 1


def _taken(lines: tuple[str, ...], at: int, leaf: Leaf, chip: float) -> float:
    """The width of a row's line before its figures."""
    text = lines[at] if at < len(lines) else ""
    star = _STAR_ROOM if leaf.critical and at == len(lines) - 1 else 0.0
    return chip + _CHIP_GAP + width(text, NAME_SIZE) + star + (_FIGURE_GAP - 2 if text else 0.0)


def _draw_chip(leaf: Leaf, x: float, middle: float, chip: float) -> list[Item]:
    fill, line, ink, dashed = chip_roles(leaf.state)
    y, high, target = middle - _CHIP_HEIGHT / 2, _CHIP_HEIGHT, leaf.id
    word = cut(labels.state_word(leaf.state), SMALL_SIZE, chip - 4)
    return [
        Box(x, y, chip, high, 3.5, fill, line, dashed=dashed, kind="chip", target=target),
        label(
            x + chip / 2,
            middle + 4,
            word,
            SMALL_SIZE,
            ink,
            anchor=MIDDLE,
            kind="state",
            target=target,
        ),
    ]
