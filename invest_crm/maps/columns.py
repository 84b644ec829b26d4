"""How many columns each tier takes and which card stands in which, for a given page width.

Why: the same chain must fill an A3 sheet, an A0 sheet and a window. A tier with far more leaves
takes several sub-columns; a tier of few large cards takes one wide column with rows in several
inner columns. Pure arithmetic on measured cards; it must not know positions or links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.maps.cards import INNER_GAP, PAD, card_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.maps.cards import CardNeed

CARD_GAP = 16.0
BAND_PAD = 8.0
BAND_HEAD = 28.0
SUB_GUTTER = 44.0
LEAST_COLUMN = 250.0
SUPPORT_LABEL = 96.0
SUPPORT_GUTTER = 26.0
OUTER_GUTTER = 36.0

_NARROWEST_COLUMN = 205.0
_LANE = 7.0
_GUTTER_LEAST = 64.0
_GUTTER_MOST = 190.0
_LESS_COLUMNS_BONUS = 1.03
_EVEN_ENOUGH = 0.5
_NEARLY_EVEN = 1.2


class Column(Struct, frozen=True):
    """Cards standing below each other; ``tier`` is the number of their tier."""

    tier: int
    cards: tuple[CardNeed, ...]
    width: float
    inner: tuple[int, ...]
    heights: tuple[float, ...]

    @property
    def needed(self) -> float:
        """The least height, gaps included."""
        return sum(self.heights) + CARD_GAP * (len(self.heights) - 1)


class RowOfColumns(Struct, frozen=True):
    """Columns beside each other; ``gutters[i]`` is the free width right of column i."""

    columns: tuple[Column, ...]
    gutters: tuple[float, ...]

    @property
    def needed(self) -> float:
        """The height of the tallest column."""
        return max((column.needed for column in self.columns), default=0.0)


def gutter_width(lanes: int) -> float:
    """The free width between two tiers for a number of links."""
    return min(_GUTTER_MOST, max(_GUTTER_LEAST, 44.0 + _LANE * lanes))


def least_page(tiers: int, lanes: Sequence[int]) -> float:
    """The narrowest page on which a number of tiers can be read."""
    gutters = sum(gutter_width(lanes[at]) for at in range(tiers - 1))
    columns = max(tiers * _NARROWEST_COLUMN + gutters, _NARROWEST_COLUMN + SUPPORT_LABEL)
    return 2 * BAND_PAD + OUTER_GUTTER + columns


def plan_tiers(
    tiers: Sequence[Sequence[CardNeed]], page: float, lanes: Sequence[int], *, firms: bool
) -> RowOfColumns:
    """The columns of the main tiers at a page width; the lowest arrangement wins."""
    if not tiers:
        return RowOfColumns((), ())
    gutters = [gutter_width(lanes[at]) for at in range(len(tiers) - 1)]
    outer = OUTER_GUTTER if len(tiers) == 1 and len(tiers[0]) > 1 else 0.0
    free = page - 2 * BAND_PAD - sum(gutters) - outer
    least = len(tiers)
    most = max(least, int((free + SUB_GUTTER) // (LEAST_COLUMN + SUB_GUTTER)))
    best: RowOfColumns | None = None
    for total in sorted({max(least, most - 2), max(least, most - 1), most}):
        column = (free - SUB_GUTTER * (total - least)) / total
        plan = _tiers_at(tiers, column, total, gutters, outer, firms=firms)
        if best is None or plan.needed * _LESS_COLUMNS_BONUS < best.needed:
            best = plan
    return best if best is not None else RowOfColumns((), ())


def plan_band(
    cards: Sequence[CardNeed], page: float, *, firms: bool, passed: bool = False
) -> RowOfColumns:
    """The supporting band at a page width: one row of cards of equal height if they fit.

    ``passed``: links to a further band must find a way past this one.
    """
    free = page - 2 * BAND_PAD - SUPPORT_LABEL
    budget = max(1, int((free + SUPPORT_GUTTER) // (LEAST_COLUMN + SUPPORT_GUTTER)))
    outer = OUTER_GUTTER if passed or (budget == 1 and len(cards) > 1) else 0.0
    free -= outer
    if len(cards) <= budget:
        return _one_row(cards, free, budget, outer, firms=firms)
    column = (free - SUPPORT_GUTTER * (budget - 1)) / budget
    heights = [card_height(card, column, 1, firms=firms) for card in cards]
    parts = partition(heights, budget)
    columns = tuple(_column(0, cards[a:b], column, 1, heights[a:b]) for a, b in parts)
    return RowOfColumns(columns, _inside(len(columns), SUPPORT_GUTTER, outer))


def partition(heights: Sequence[float], parts: int) -> list[tuple[int, int]]:
    """Cut a sequence of cards into at most ``parts`` runs so that the tallest is least tall.

    >>> partition([3.0, 1.0, 1.0, 3.0], 2)
    [(0, 2), (2, 4)]
    """
    low = max(heights, default=0.0)
    high = sum(heights) + CARD_GAP * len(heights)
    while high - low > _EVEN_ENOUGH:
        middle = (low + high) / 2
        if len(_runs(heights, middle)) <= parts:
            high = middle
        else:
            low = middle
    return _runs(heights, high)


def _runs(heights: Sequence[float], limit: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start, filled = 0, 0.0
    for at, height in enumerate(heights):
        if at > start and filled + CARD_GAP + height > limit:
            runs.append((start, at))
            start, filled = at, height
        else:
            filled += height + (CARD_GAP if at > start else 0.0)
    runs.append((start, len(heights)))
    return runs


def _tiers_at(
    tiers: Sequence[Sequence[CardNeed]],
    column: float,
    total: int,
    gutters: Sequence[float],
    outer: float,
    *,
    firms: bool,
) -> RowOfColumns:
    heights = [[card_height(card, column, 1, firms=firms) for card in cards] for cards in tiers]
    slots = _slots(heights, total)
    columns: list[Column] = []
    free: list[float] = []
    for number, cards in enumerate(tiers):
        part = _tier_columns(number, cards, column, slots[number], heights[number], firms=firms)
        after = gutters[number] if number < len(gutters) else outer
        columns += part
        free += _inside(len(part), SUB_GUTTER, after)
    return RowOfColumns(tuple(columns), tuple(free))


def _inside(count: int, gutter: float, last: float) -> tuple[float, ...]:
    return (gutter,) * (count - 1) + (last,)


def _slots(heights: Sequence[Sequence[float]], total: int) -> list[int]:
    """Columns per tier: each further one goes to the tier that is tallest per column."""
    slots = [1] * len(heights)
    sums = [sum(one) for one in heights]
    for _ in range(total - len(heights)):
        tallest = max(range(len(slots)), key=lambda at: (sums[at] / slots[at], -at))
        slots[tallest] += 1
    return slots


def _tier_columns(
    tier: int,
    cards: Sequence[CardNeed],
    column: float,
    slots: int,
    heights: Sequence[float],
    *,
    firms: bool,
) -> list[Column]:
    parts = partition(heights, slots)
    packed = [_column(tier, cards[a:b], column, 1, heights[a:b]) for a, b in parts]
    if slots == 1:
        return packed
    wide = column * slots + SUB_GUTTER * (slots - 1)
    tallest = max(part.needed for part in packed)
    if tallest <= _NEARLY_EVEN * sum(heights) / slots:
        return _padded(packed, wide)
    spread = [card_height(card, wide, slots, firms=firms) for card in cards]
    one = _column(tier, cards, wide, slots, spread)
    return [one] if one.needed < tallest else _padded(packed, wide)


def _padded(packed: list[Column], wide: float) -> list[Column]:
    """Share the whole width of the tier if fewer columns than planned came out."""
    share = (wide - SUB_GUTTER * (len(packed) - 1)) / len(packed)
    return [
        Column(column.tier, column.cards, share, column.inner, column.heights) for column in packed
    ]


def _column(
    tier: int, cards: Sequence[CardNeed], width: float, inner: int, heights: Sequence[float]
) -> Column:
    return Column(tier, tuple(cards), width, (inner,) * len(cards), tuple(heights))


def _one_row(
    cards: Sequence[CardNeed], free: float, budget: int, outer: float, *, firms: bool
) -> RowOfColumns:
    """Cards side by side, wider where there are more leaves, all of one height."""
    inner = _inner_columns([len(card.rows) for card in cards], budget)
    room = free - SUPPORT_GUTTER * (len(cards) - 1)
    each = room - 2 * PAD * len(cards) - INNER_GAP * (sum(inner) - len(cards))
    share = each / sum(inner)
    widths = [share * count + INNER_GAP * (count - 1) + 2 * PAD for count in inner]
    tall = max(
        card_height(card, wide, count, firms=firms)
        for card, wide, count in zip(cards, widths, inner, strict=True)
    )
    columns = tuple(
        Column(0, (card,), wide, (count,), (tall,))
        for card, wide, count in zip(cards, widths, inner, strict=True)
    )
    return RowOfColumns(columns, _inside(len(columns), SUPPORT_GUTTER, outer))


def _inner_columns(rows: Sequence[int], budget: int) -> list[int]:
    """Columns of rows in each card, so that the deepest is least deep within the budget."""
    inner = [1] * len(rows)
    for deep in range(max(rows, default=1), 0, -1):
        wanted = [max(1, -(-count // deep)) for count in rows]
        if sum(wanted) > budget:
            break
        inner = wanted
    return inner
