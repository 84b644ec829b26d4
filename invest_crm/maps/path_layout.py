"""The whole path of a project laid out: phases across, lanes down, the parts in their cells.

Why: one picture for window and paper. What is done takes one quiet line, what somebody holds takes
a card with a mark, so that the eye finds what is open. A phase with much in it gets more columns.
Units: those of the text size (pixels in the window, points on paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.whole_path import Phase
from invest_crm.maps.measure import cut, in_lines, label
from invest_crm.maps.path_card import card, card_items
from invest_crm.maps.path_words import part_tip
from invest_crm.maps.scene import BOLD, Box, Region, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.whole_path import Lane, Part, WholePath
    from invest_crm.maps.path_card import Card
    from invest_crm.maps.scene import Item

PART = "part"
"""The kind of the regions of a scene: the target is the id of a part."""

_NAME, _LEAST = 7.6, 13.0
_GAP, _PAD, _HEAD, _SIDE = 0.3, 0.6, 2.6, 0.35
_LEAST_LANE = 2.0

Share = dict[Phase, int]


class Sizes(Struct, frozen=True):
    """The size of the text and the whole width."""

    text: float
    width: float

    @property
    def name(self) -> float:
        """The width of the column with the names of the lanes."""
        return _NAME * self.text

    def columns(self) -> int:
        """How many columns of parts have room."""
        room = self.width - self.name
        return max(int(room / (_LEAST * self.text)), len(Phase))

    def each(self, share: Share) -> float:
        """The width of one column."""
        return (self.width - self.name) / sum(share.values())


def path_scene(path: WholePath, sizes: Sizes) -> Scene:
    """The picture, as wide as asked for and as high as it gets."""
    cells = _Cells(path, sizes)
    return _Drawing(path, sizes, cells, _best_share(cells, sizes)).scene()


def _best_share(cells: _Cells, sizes: Sizes) -> Share:
    """How many columns each phase gets, so that the picture is as low as it can be."""
    best: Share = dict.fromkeys(Phase, 1)
    share = best
    for _more in range(sizes.columns() - len(Phase)):
        tried = [{**share, phase: share[phase] + 1} for phase in Phase]
        share = min(tried, key=cells.height)
        if cells.height(share) < cells.height(best):
            best = share
    return best


class _Cells:
    """What stands where a lane and a phase meet, in columns of cards."""

    def __init__(self, path: WholePath, sizes: Sizes) -> None:
        self._sizes, self._today, self._lanes = sizes, path.today, path.lanes
        self._parts: dict[tuple[str, Phase], list[Part]] = {}
        for lane in path.lanes:
            for part in lane.parts:
                self._parts.setdefault((lane.key, part.phase), []).append(part)
        self._cards: dict[tuple[str, float], Card] = {}

    def columns(self, lane: Lane, phase: Phase, share: Share) -> list[list[Card]]:
        """The cards from top to bottom in columns, as even as their order allows."""
        wide = self._sizes.each(share) - 2 * _SIDE * self._sizes.text
        cards = [self._card(part, wide) for part in self._parts.get((lane.key, phase), ())]
        goal = sum(self._taken(one) for one in cards) / share[phase]
        columns: list[list[Card]] = [[]]
        filled = 0.0
        for one in cards:
            if columns[-1] and filled + self._taken(one) / 2 > goal and len(columns) < share[phase]:
                columns.append([])
                filled = 0.0
            columns[-1].append(one)
            filled += self._taken(one)
        return columns

    def lane_height(self, lane: Lane, share: Share) -> float:
        """As high as its highest column, its name at least."""
        highest = max(
            sum(self._taken(one) for one in column)
            for phase in Phase
            for column in self.columns(lane, phase, share)
        )
        text = self._sizes.text
        named = len(lane_name(lane, self._sizes)) * 1.35 * text
        return max(highest - _GAP * text, named, _LEAST_LANE * text) + 2 * _PAD * text

    def height(self, share: Share) -> float:
        """Of all lanes."""
        return sum(self.lane_height(lane, share) for lane in self._lanes)

    def _taken(self, one: Card) -> float:
        return one.height + _GAP * self._sizes.text

    def _card(self, part: Part, wide: float) -> Card:
        key = (part.id, wide)
        if key not in self._cards:
            self._cards[key] = card(part, wide, self._sizes.text, self._today)
        return self._cards[key]


def lane_name(lane: Lane, sizes: Sizes) -> tuple[str, ...]:
    """The name of a lane in lines."""
    return in_lines(lane.title, sizes.text * 1.04, sizes.name - sizes.text, 3)


class _Drawing:
    """The items of one picture while they are made."""

    def __init__(self, path: WholePath, sizes: Sizes, cells: _Cells, share: Share) -> None:
        self._path, self._sizes, self._cells, self._share = path, sizes, cells, share
        self._text = sizes.text
        self._items: list[Item] = []
        self._regions: list[Region] = []
        self._each = sizes.each(share)
        self._left: dict[Phase, float] = {}
        x = sizes.name
        for phase in Phase:
            self._left[phase] = x
            x += self._each * share[phase]

    def scene(self) -> Scene:
        """Heads, then lane by lane."""
        lanes = self._path.lanes
        heights = [self._cells.lane_height(lane, self._share) for lane in lanes]
        top = _HEAD * self._text
        bottom = top + sum(heights)
        self._heads(top, bottom)
        y = top
        for lane, high in zip(lanes, heights, strict=True):
            self._lane(lane, y)
            y += high
        return Scene(self._sizes.width, bottom, tuple(self._items), tuple(self._regions))

    def _heads(self, top: float, bottom: float) -> None:
        """The phases, the present one marked over the whole height."""
        text, add = self._text, self._items.append
        add(Box(0, 0, self._sizes.width, top, fill="band"))
        for phase, x in self._left.items():
            now, wide = phase is self._path.phase, self._each * self._share[phase]
            if now:
                add(Box(x, top, wide, bottom - top, fill="off_band"))
                add(Box(x, top - 0.2 * text, wide, 0.2 * text, fill="accent"))
            name = cut(phase.label, text, wide - 1.2 * text, BOLD)
            role = "accent" if now else "ink2"
            add(label(x + 0.7 * text, top * 0.62, name, text, role, weight=BOLD))
            add(Box(x - 0.5, top, 1.0, bottom - top, fill="line_soft"))

    def _lane(self, lane: Lane, y: float) -> None:
        text = self._text
        self._items.append(Box(0, y - 0.5, self._sizes.width, 1.0, fill="line"))
        for place, words in enumerate(lane_name(lane, self._sizes)):
            at = y + (_PAD + 1.15 + place * 1.35) * text
            self._items.append(label(0.4 * text, at, words, text, "ink", weight=BOLD))
        for phase, x in self._left.items():
            columns = self._cells.columns(lane, phase, self._share)
            for place, column in enumerate(columns):
                self._column(column, lane, x + place * self._each, y + _PAD * text)

    def _column(self, cards: Sequence[Card], lane: Lane, x: float, y: float) -> None:
        text = self._text
        wide = self._each - 2 * _SIDE * text
        for one in cards:
            left = x + _SIDE * text
            self._items += card_items(one, left, y, wide)
            tip = part_tip(one.part, lane.title, self._path.today)
            self._regions.append(Region(one.part.id, PART, left, y, wide, one.height, tip))
            y += one.height + _GAP * text
