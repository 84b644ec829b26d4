"""Which way each link takes: through gutters, gaps and channels, never across a card.

Why: choosing the way (here) and giving it coordinates (``maps.ports``) are two matters. A way is a
chain of legs, horizontal and vertical in turn; each leg uses one resource: the side of a card, a
gutter between columns, the gap between two cards of a column, or the channel below a field.
It must not know lanes or colours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.maps.cards import Place
    from invest_crm.maps.graph import Flow

PORT = "port"
GUTTER = "gutter"
GAP = "gap"
CHANNEL = "channel"

LEFT, RIGHT, TOP, BOTTOM = "left", "right", "top", "bottom"

_NARROWEST_GUTTER = 20.0
_CHANNEL_PRICE = 30.0
_LOAD_PRICE = 14.0
_SHORT_ARROW_PRICE = 60.0
_GAPS_COMPARED = 4


class Spot(NamedTuple):
    """Where a card stands: field, column in the field, position in the column."""

    field: int
    column: int
    position: int


class Resource(NamedTuple):
    """What a leg runs in; unused numbers are 0, ``side`` only for ports."""

    kind: str
    field: int
    column: int = 0
    position: int = 0
    side: str = ""


class Field(Struct, frozen=True):
    """Columns of cards with free space around: the tiers, or one supporting band.

    ``gutters[i]`` is the free x-range left of column i, the last one right of the last column.
    ``channel`` is the free y-range below.
    """

    stacks: tuple[tuple[Place, ...], ...]
    gutters: tuple[tuple[float, float], ...]
    channel: tuple[float, float]

    def usable(self, gutter: int) -> bool:
        """Whether links may run in a gutter."""
        left, right = self.gutters[gutter]
        return right - left >= _NARROWEST_GUTTER


class Leg(Struct):
    """One straight piece; ``at`` is its y if horizontal, its x if vertical."""

    resource: Resource
    vertical: bool
    at: float = 0.0


class Route(Struct, frozen=True):
    """A flow with its way; neighbours in a column are joined by one vertical leg."""

    flow: Flow
    source: Spot
    target: Spot
    legs: tuple[Leg, ...]


def spots(fields: Sequence[Field]) -> dict[str, Spot]:
    """Where each segment stands, by id."""
    return {
        place.need.segment.id: Spot(number, column, position)
        for number, field in enumerate(fields)
        for column, stack in enumerate(field.stacks)
        for position, place in enumerate(stack)
    }


def place_of(fields: Sequence[Field], spot: Spot) -> Place:
    """The card at a spot."""
    return fields[spot.field].stacks[spot.column][spot.position]


def find_routes(fields: Sequence[Field], flows: Iterable[Flow]) -> list[Route]:
    """A way for every flow whose two cards stand in the fields."""
    where = spots(fields)
    ends = [
        (flow, where[flow.source_segment], where[flow.target_segment])
        for flow in flows
        if flow.source_segment in where and flow.target_segment in where
    ]
    # Short arrows first: longer links then avoid the gaps they stand in.
    ends.sort(key=lambda end: not adjacent(end[1], end[2]))
    finder = _Finder(fields)
    return [
        Route(flow, source, target, tuple(finder.legs(source, target)))
        for flow, source, target in ends
    ]


def adjacent(one: Spot, other: Spot) -> bool:
    """Whether two cards are neighbours in one column."""
    return one[:2] == other[:2] and abs(one.position - other.position) == 1


class _Finder:
    """Chooses ways one after the other, remembering how full each resource is."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = fields
        self._load: Counter[Resource] = Counter()
        self._short: set[tuple[int, int, int]] = set()

    def legs(self, source: Spot, target: Spot) -> list[Leg]:
        """The legs from one card to another."""
        if source.field < target.field:
            legs = self._downwards(source, target)
        elif source.field > target.field:
            legs = self._downwards(target, source)[::-1]
        elif adjacent(source, target):
            upper = min(source, target)
            self._short.add((upper.field, upper.column, upper.position + 1))
            side = BOTTOM if source < target else TOP
            legs = [Leg(Resource(PORT, *source, side), vertical=True)]
        elif source.column == target.column:
            legs = self._around(source, target)
        else:
            legs = self._across(source, target)
        self._load.update(leg.resource for leg in legs)
        return legs

    def _around(self, source: Spot, target: Spot) -> list[Leg]:
        """Between cards of one column that are not neighbours: out and in on the same side."""
        gutter = self._gutter_beside(source, prefer=source.column + 1)
        side = RIGHT if gutter > source.column else LEFT
        return [
            Leg(Resource(PORT, *source, side), vertical=False),
            Leg(Resource(GUTTER, source.field, gutter), vertical=True),
            Leg(Resource(PORT, *target, side), vertical=False),
        ]

    def _gutter_beside(self, spot: Spot, prefer: int) -> int:
        field = self._fields[spot.field]
        both = [gutter for gutter in (spot.column, spot.column + 1) if field.usable(gutter)]
        return min(
            both,
            key=lambda gutter: (
                self._load[Resource(GUTTER, spot.field, gutter)] + (gutter != prefer) * 1.5
            ),
        )

    def _across(self, source: Spot, target: Spot) -> list[Leg]:
        """To another column of the same field, through the gaps of the columns between."""
        right = target.column > source.column
        step = 1 if right else -1
        leave, enter = (RIGHT, LEFT) if right else (LEFT, RIGHT)
        legs = [
            Leg(Resource(PORT, *source, leave), vertical=False),
            Leg(Resource(GUTTER, source.field, source.column + right), vertical=True),
        ]
        height = _middle(place_of(self._fields, source))
        goal = _middle(place_of(self._fields, target))
        for column in range(source.column + step, target.column, step):
            passage, height = self._passage(source.field, column, height, goal)
            gutter = Leg(Resource(GUTTER, source.field, column + right), vertical=True)
            if legs[-2].resource == passage:
                legs[-1] = gutter
            else:
                legs += [Leg(passage, vertical=False), gutter]
        return [*legs, Leg(Resource(PORT, *target, enter), vertical=False)]

    def _passage(
        self, number: int, column: int, height: float, goal: float
    ) -> tuple[Resource, float]:
        """The cheapest way past a column: a gap between two cards, or a channel."""
        field = self._fields[number]
        stack = field.stacks[column]
        choices = []
        for position in self._near_gaps(stack, height, goal):
            y = (stack[position - 1].bottom + stack[position].y) / 2
            resource = Resource(GAP, number, column, position)
            extra = _SHORT_ARROW_PRICE if (number, column, position) in self._short else 0.0
            choices.append((self._price(resource, y, height, goal) + extra, resource, y))
        for channel in (number - 1, number):
            if channel >= 0 and self._has_channel(channel):
                y = sum(self._fields[channel].channel) / 2
                resource = Resource(CHANNEL, channel)
                price = self._price(resource, y, height, goal) + _CHANNEL_PRICE
                choices.append((price, resource, y))
        _, resource, y = min(choices)
        return resource, y

    def _near_gaps(self, stack: tuple[Place, ...], height: float, goal: float) -> Iterable[int]:
        """The gaps of a column worth comparing: those near either height."""
        near: set[int] = set()
        for y in (height, goal):
            at = bisect_left(stack, y, key=lambda place: place.y)
            near.update(range(max(1, at - _GAPS_COMPARED), min(len(stack), at + _GAPS_COMPARED)))
        return sorted(near)

    def _price(self, resource: Resource, y: float, height: float, goal: float) -> float:
        return abs(y - height) + abs(y - goal) + _LOAD_PRICE * self._load[resource]

    def _has_channel(self, number: int) -> bool:
        top, bottom = self._fields[number].channel
        return bottom > top

    def _downwards(self, upper: Spot, lower: Spot) -> list[Leg]:
        """From a field to one below it, through the channels between."""
        upper_place, lower_place = (place_of(self._fields, spot) for spot in (upper, lower))
        legs: list[Leg] = []
        if upper.position == len(self._fields[upper.field].stacks[upper.column]) - 1:
            legs.append(Leg(Resource(PORT, *upper, BOTTOM), vertical=True))
        else:
            towards = lower_place.x + lower_place.w / 2 > upper_place.x + upper_place.w / 2
            legs += self._out_to_gutter(upper, upper.column + towards)
        for number in range(upper.field + 1, lower.field):
            legs.append(Leg(Resource(CHANNEL, number - 1), vertical=False))
            x = lower_place.x + lower_place.w / 2
            legs.append(Leg(Resource(GUTTER, number, self._gutter_near(number, x)), vertical=True))
        legs.append(Leg(Resource(CHANNEL, lower.field - 1), vertical=False))
        if lower.position == 0:
            legs.append(Leg(Resource(PORT, *lower, TOP), vertical=True))
        else:
            towards = upper_place.x + upper_place.w / 2 > lower_place.x + lower_place.w / 2
            legs += self._out_to_gutter(lower, lower.column + towards)[::-1]
        return legs

    def _out_to_gutter(self, spot: Spot, prefer: int) -> list[Leg]:
        gutter = self._gutter_beside(spot, prefer)
        side = RIGHT if gutter > spot.column else LEFT
        return [
            Leg(Resource(PORT, *spot, side), vertical=False),
            Leg(Resource(GUTTER, spot.field, gutter), vertical=True),
        ]

    def _gutter_near(self, number: int, x: float) -> int:
        field = self._fields[number]
        usable = [at for at in range(len(field.gutters)) if field.usable(at)]
        return min(usable, key=lambda at: abs(sum(field.gutters[at]) / 2 - x))


def _middle(place: Place) -> float:
    return place.y + place.h / 2
