"""Coordinates for the legs of all routes: ports on card sides, lanes in gutters and channels.

Why: links must not lie on each other, should be straight where they can, and enter cards side by
side. Order of work: ports left and right, straightening, lanes of gutters, ports above and below,
lanes of gaps and channels. It changes only ``Leg.at``. It must not know curves or colours.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from invest_crm.maps.lanes import Run, assign
from invest_crm.maps.routes import (
    BOTTOM,
    CHANNEL,
    GAP,
    GUTTER,
    LEFT,
    PORT,
    RIGHT,
    TOP,
    Resource,
    Spot,
    place_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.maps.cards import Place
    from invest_crm.maps.routes import Field, Leg, Route

PORT_GAP = 9.0
LANE_GAP = 8.0
_PORT_MARGIN = 9.0
_ARROW_ROOM = 15.0
_SAME = 4.5
_BESIDE = 6.0

_Use = tuple["Route", int]


def set_coordinates(fields: Sequence[Field], routes: Sequence[Route]) -> None:
    """Give every leg its y (horizontal) or x (vertical)."""
    uses: dict[Resource, list[_Use]] = defaultdict(list)
    for route in routes:
        for index, leg in enumerate(route.legs):
            uses[leg.resource].append((route, index))
    _start(fields, uses)
    _side_ports(fields, uses)
    _straighten(fields, routes, uses)
    _separate(fields, routes)
    for resource, users in uses.items():
        if resource.kind == GUTTER:
            left, right = fields[resource.field].gutters[resource.column]
            room = min(_ARROW_ROOM, (right - left) / 4)
            _set_lanes(users, left + room, right - room, fields)
    _top_and_bottom_ports(fields, uses)
    for resource, users in uses.items():
        if resource.kind == CHANNEL:
            top, bottom = fields[resource.field].channel
            _set_lanes(users, top + 5, bottom - 5, fields)
        elif resource.kind == GAP:
            top, bottom = _gap(fields, resource)
            _set_lanes(users, top + 4, bottom - 4, fields)


def _gap(fields: Sequence[Field], resource: Resource) -> tuple[float, float]:
    stack = fields[resource.field].stacks[resource.column]
    return stack[resource.position - 1].bottom, stack[resource.position].y


def _card(fields: Sequence[Field], resource: Resource) -> Place:
    return place_of(fields, Spot(resource.field, resource.column, resource.position))


def _start(fields: Sequence[Field], uses: dict[Resource, list[_Use]]) -> None:
    """Middle of everything, so that the first sorting has something to compare."""
    for resource, users in uses.items():
        middle = _middle(fields, resource)
        for route, index in users:
            route.legs[index].at = middle


def _middle(fields: Sequence[Field], resource: Resource) -> float:
    if resource.kind == GUTTER:
        return sum(fields[resource.field].gutters[resource.column]) / 2
    if resource.kind == CHANNEL:
        return sum(fields[resource.field].channel) / 2
    if resource.kind == GAP:
        return sum(_gap(fields, resource)) / 2
    place = _card(fields, resource)
    if resource.side in {TOP, BOTTOM}:
        return place.x + place.w / 2
    return place.y + place.h / 2


def _side_ports(fields: Sequence[Field], uses: dict[Resource, list[_Use]]) -> None:
    for resource, users in uses.items():
        if resource.kind != PORT or resource.side not in {LEFT, RIGHT}:
            continue
        place = _card(fields, resource)
        users.sort(key=lambda use: _far_height(use[0], use[1]))
        gap = min(PORT_GAP, (place.h - 2 * _PORT_MARGIN) / max(1, len(users) - 1))
        first = place.y + place.h / 2 - gap * (len(users) - 1) / 2
        for number, (route, index) in enumerate(users):
            route.legs[index].at = first + number * gap


def _far_height(route: Route, index: int) -> float:
    """The height a link goes to after the gutter beside this port."""
    far = index + 2 if index == 0 else index - 2
    if 0 <= far < len(route.legs):
        return route.legs[far].at
    return route.legs[index].at


def _straighten(
    fields: Sequence[Field], routes: Sequence[Route], uses: dict[Resource, list[_Use]]
) -> None:
    """Make a link straight where a port alone on its side can move to the other's height."""
    for route in routes:
        if len(route.legs) != 3 or route.legs[1].resource.kind != GUTTER:
            continue
        one, _, other = route.legs
        if one.resource.kind != PORT or one.resource.side == other.resource.side:
            continue
        a, b = _card(fields, one.resource), _card(fields, other.resource)
        low, high = max(a.y, b.y) + _PORT_MARGIN, min(a.bottom, b.bottom) - _PORT_MARGIN
        if low > high:
            continue
        alone = [len(uses[leg.resource]) == 1 for leg in (one, other)]
        if all(alone):
            one.at = other.at = (low + high) / 2
        elif alone[0] and low <= other.at <= high:
            one.at = other.at
        elif alone[1] and low <= one.at <= high:
            other.at = one.at


def _separate(fields: Sequence[Field], routes: Sequence[Route]) -> None:
    """Move a port whose line would lie on that of a port across the same gutter."""
    taken: dict[tuple[int, int], dict[int, list[tuple[float, Route]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    # Straight ones first: they keep their height, the others give way.
    for bent, route in sorted(
        ((not _is_straight(route), route) for route in routes), key=lambda one: one[0]
    ):
        for leg in route.legs:
            if leg.vertical or leg.resource.kind != PORT:
                continue
            key = (leg.resource.field, leg.resource.column + (leg.resource.side == RIGHT))
            if bent:
                leg.at = _free(leg, taken[key], _card(fields, leg.resource), route)
            taken[key][int(leg.at // 10)].append((leg.at, route))


def _is_straight(route: Route) -> bool:
    return len(route.legs) == 3 and route.legs[0].at == route.legs[2].at


def _free(
    leg: Leg, taken: dict[int, list[tuple[float, Route]]], place: Place, route: Route
) -> float:
    for step in range(12):
        for sign in (1, -1):
            y = leg.at + sign * step * 2.5
            inside = place.y + 5 <= y <= place.bottom - 5
            if inside and not _near(taken, y, route):
                return y
    return leg.at


def _near(taken: dict[int, list[tuple[float, Route]]], y: float, route: Route) -> bool:
    bucket = int(y // 10)
    return any(
        abs(other - y) < _SAME and owner is not route
        for near in (bucket - 1, bucket, bucket + 1)
        for other, owner in taken.get(near, ())
    )


def _set_lanes(users: list[_Use], low: float, high: float, fields: Sequence[Field]) -> None:
    runs = [_run(route, index, fields) for route, index in users]
    lanes, count = assign(runs)
    if not count:
        return
    gap = min(LANE_GAP, (high - low) / max(1, count - 1)) if high > low else 0.0
    first = (low + high) / 2 - gap * (count - 1) / 2
    for lane, (route, index) in zip(lanes, users, strict=True):
        route.legs[index].at = first + gap * lane


def _run(route: Route, index: int, fields: Sequence[Field]) -> Run:
    """The interval a leg covers and on which side its two ends go on."""
    leg = route.legs[index]
    ends = []
    for near, far in ((index - 1, index - 2), (index + 1, index + 2)):
        position = route.legs[near].at
        ends.append((position, _side(route, leg, near, far, fields)))
    positions = [position for position, _ in ends]
    return Run(min(positions), max(positions), tuple(ends))


def _side(route: Route, leg: Leg, near: int, far: int, fields: Sequence[Field]) -> int:
    """-1 if the route goes on left of (above) a leg, else +1."""
    resource = route.legs[near].resource
    if resource.kind == PORT:
        return -1 if resource.side in {RIGHT, BOTTOM} else 1
    if resource.kind == GAP:
        return -1 if resource.column < leg.resource.column else 1
    beyond = route.legs[far].at if 0 <= far < len(route.legs) else _middle(fields, resource)
    return -1 if beyond < leg.at else 1


def _top_and_bottom_ports(fields: Sequence[Field], uses: dict[Resource, list[_Use]]) -> None:
    """Ports above and below: under the leg they go on to if possible, else as near as may be."""
    for resource, users in uses.items():
        if resource.kind != PORT or resource.side not in {TOP, BOTTOM}:
            continue
        place = _card(fields, resource)
        left, right = place.x + 18, place.right - 18
        wanted = []
        for route, index in users:
            far = _next_vertical(route, index)
            x = _between_x(route, place, uses) if far is None else _wanted_x(fields, place, far)
            wanted.append((min(max(x, left), right), route, index))
        wanted.sort(key=lambda one: one[0])
        gap = min(PORT_GAP + 1, (right - left) / max(1, len(wanted)))
        last = left - gap
        spread = []
        for x, route, index in wanted:
            last = max(x, last + gap)
            spread.append((route, index, last))
        over = max(0.0, last - right)
        for route, index, x in spread:
            route.legs[index].at = x - over


def _between_x(route: Route, place: Place, uses: dict[Resource, list[_Use]]) -> float:
    """The x of an arrow between neighbours in a column: the middle, beside it if there are two."""
    side = route.legs[0].resource.side
    back = Resource(PORT, *route.target, TOP if side == BOTTOM else BOTTOM)
    both = any(other.target == route.source for other, _ in uses.get(back, ()))
    return place.x + place.w / 2 + (0 if not both else _BESIDE if side == TOP else -_BESIDE)


def _next_vertical(route: Route, index: int) -> Leg | None:
    if len(route.legs) < 3:
        return None
    return route.legs[index + 2 if index == 0 else index - 2]


def _wanted_x(fields: Sequence[Field], place: Place, far: Leg) -> float:
    """The x where a link would fall straight: the lane, or the middle of what both cards share."""
    if far.resource.kind != PORT:
        return far.at
    other = _card(fields, far.resource)
    low, high = max(place.x, other.x), min(place.right, other.right)
    return (low + high) / 2 if low < high else other.x + other.w / 2
