"""From routes with coordinates to drawn links: corners rounded, heads at the ends.

Why: the last step of routing, apart from choosing ways. Distances in design units.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from invest_crm.maps.ports import set_coordinates
from invest_crm.maps.routes import BOTTOM, LEFT, PORT, RIGHT, TOP, find_routes, place_of
from invest_crm.maps.scene import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.maps.graph import Flow
    from invest_crm.maps.routes import Field, Route
    from invest_crm.maps.scene import Point

_CORNER = 7.0
_CIRCLE = 0.5523
_TINY = 0.4


def draw_links(fields: Sequence[Field], flows: Iterable[Flow]) -> list[Link]:
    """One link for every flow whose cards stand in the fields."""
    routes = find_routes(fields, flows)
    set_coordinates(fields, routes)
    return [
        Link(
            rounded(_corners(fields, route)),
            source=route.flow.source_segment,
            target=route.flow.target_segment,
        )
        for route in routes
    ]


def rounded(corners: Sequence[Point]) -> tuple[Point, ...]:
    """A cubic path through right-angled corners, each rounded as far as the legs allow."""
    path: list[Point] = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        radius = min(_CORNER, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        _line_to(path, start)
        handle = radius * (1 - _CIRCLE)
        path += [_towards(corner, before, handle), _towards(corner, after, handle), end]
    _line_to(path, corners[-1])
    return tuple(path)


def _corners(fields: Sequence[Field], route: Route) -> list[Point]:
    legs = route.legs
    if len(legs) == 1:
        source, target = (place_of(fields, spot) for spot in (route.source, route.target))
        down = source.y < target.y
        x = legs[0].at
        return [(x, source.bottom if down else source.y), (x, target.y if down else target.bottom)]
    corners = [_end(fields, route, 0)]
    for one, other in pairwise(legs):
        corners.append((one.at, other.at) if one.vertical else (other.at, one.at))
    corners.append(_end(fields, route, -1))
    return _simplified(corners)


def _end(fields: Sequence[Field], route: Route, index: int) -> Point:
    leg = route.legs[index]
    if leg.resource.kind != PORT:
        raise ValueError("a route begins and ends at a card")
    place = place_of(fields, route.source if index == 0 else route.target)
    return {
        LEFT: (place.x, leg.at),
        RIGHT: (place.right, leg.at),
        TOP: (leg.at, place.y),
        BOTTOM: (leg.at, place.bottom),
    }[leg.resource.side]


def _simplified(corners: list[Point]) -> list[Point]:
    """Without corners that lie on a straight line or on each other."""
    kept = [corners[0]]
    for point, after in pairwise(corners[1:]):
        before = kept[-1]
        if _length(before, point) < _TINY:
            continue
        same_x = abs(before[0] - point[0]) < _TINY and abs(point[0] - after[0]) < _TINY
        same_y = abs(before[1] - point[1]) < _TINY and abs(point[1] - after[1]) < _TINY
        if not (same_x or same_y):
            kept.append(point)
    return [*kept, corners[-1]]


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(origin: Point, goal: Point, distance: float) -> Point:
    length = _length(origin, goal) or 1.0
    share = distance / length
    return (
        origin[0] + (goal[0] - origin[0]) * share,
        origin[1] + (goal[1] - origin[1]) * share,
    )


def _line_to(path: list[Point], end: Point) -> None:
    """A straight piece, written as a cubic."""
    start = path[-1]
    if _length(start, end) < 1e-6:
        return
    third = ((end[0] - start[0]) / 3, (end[1] - start[1]) / 3)
    path += [
        (start[0] + third[0], start[1] + third[1]),
        (start[0] + 2 * third[0], start[1] + 2 * third[1]),
        end,
    ]
