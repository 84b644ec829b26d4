"""Order of the cards in each tier so that links cross little.

Why: a chain edited by hand soon has crossing links; yet the user's order means something, so it
is left only when that lowers the cost. Barycentre sweeps, the best order seen is kept. Pure and
deterministic. It must not know coordinates.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING

from invest_crm.maps.graph import SUPPORTING, TIER_KINDS

if TYPE_CHECKING:
    from invest_crm.maps.graph import ChainGraph, Flow, Segment, Tier

_SWEEPS = 8
_WITHIN_TIER = 2
_MOVED = 0.5

_Order = list[list[str]]


def main_tiers(graph: ChainGraph) -> tuple[Tier, ...]:
    """The tiers drawn as columns, upstream first; tiers without segments are left out."""
    tiers = [tier for tier in graph.tiers if tier.kind != SUPPORTING and tier.segments]
    return tuple(sorted(tiers, key=lambda tier: TIER_KINDS.index(tier.kind)))


def supporting_tiers(graph: ChainGraph) -> tuple[Tier, ...]:
    """The tiers drawn as bands below the columns."""
    return tuple(tier for tier in graph.tiers if tier.kind == SUPPORTING and tier.segments)


def usable_flows(graph: ChainGraph) -> tuple[Flow, ...]:
    """Flows between two different segments that exist, each pair once."""
    known = {segment.id for segment in graph.segments()}
    unique = {
        (flow.source_segment, flow.target_segment): flow
        for flow in graph.flows
        if flow.source_segment in known
        and flow.target_segment in known
        and flow.source_segment != flow.target_segment
    }
    return tuple(unique.values())


def ordered(graph: ChainGraph, *, keep_order: bool = False) -> dict[str, tuple[Segment, ...]]:
    """Segments by tier id, in drawing order; the user's order unless another crosses less."""
    tiers = main_tiers(graph)
    result = {tier.id: tier.segments for tier in graph.tiers}
    if keep_order or not tiers:
        return result
    by_id = {segment.id: segment for tier in tiers for segment in tier.segments}
    start = [[segment.id for segment in tier.segments] for tier in tiers]
    edges = [
        (flow.source_segment, flow.target_segment)
        for flow in usable_flows(graph)
        if flow.source_segment in by_id and flow.target_segment in by_id
    ]
    for tier, ids in zip(tiers, _best(start, edges), strict=True):
        result[tier.id] = tuple(by_id[one] for one in ids)
    return result


def _best(start: _Order, edges: list[tuple[str, str]]) -> _Order:
    user = {one: index for ids in start for index, one in enumerate(ids)}
    best, cost = start, _cost(start, edges)
    current = [list(ids) for ids in start]
    links = _neighbours(edges)
    for sweep in range(_SWEEPS):
        if cost == 0:
            break
        layers = range(len(current))
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            current[layer] = _sorted_by_barycentre(current, layer, links, user)
        now = _cost(current, edges) + _MOVED * _moved(current, user)
        if now < cost:
            best, cost = [list(ids) for ids in current], now
    return best


def _neighbours(edges: list[tuple[str, str]]) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for source, target in edges:
        links.setdefault(source, []).append(target)
        links.setdefault(target, []).append(source)
    return links


def _sorted_by_barycentre(
    current: _Order, layer: int, links: dict[str, list[str]], user: dict[str, int]
) -> list[str]:
    place = _places(current)
    own = {one: (index + 0.5) / len(current[layer]) for index, one in enumerate(current[layer])}

    def key(one: str) -> tuple[float, int]:
        near = [place[other][1] for other in links.get(one, ())]
        return (round(sum(near) / len(near), 9) if near else own[one], user[one])

    return sorted(current[layer], key=key)


def _places(order: _Order) -> dict[str, tuple[int, float]]:
    """Layer and relative height (0…1) of every segment."""
    return {
        one: (layer, (index + 0.5) / len(ids))
        for layer, ids in enumerate(order)
        for index, one in enumerate(ids)
    }


def _cost(order: _Order, edges: list[tuple[str, str]]) -> float:
    """Crossings between tiers plus a price for neighbours in one tier that are not adjacent."""
    place = _places(order)
    index = {one: number for ids in order for number, one in enumerate(ids)}
    between: dict[tuple[int, int], list[tuple[float, float]]] = {}
    price = 0.0
    for source, target in edges:
        (layer, y), (other, z) = place[source], place[target]
        if layer == other:
            step = index[target] - index[source]
            price += 0 if step == 1 else _WITHIN_TIER * (abs(step) - (0 if step > 0 else -1))
        else:
            pair, ends = ((layer, other), (y, z)) if layer < other else ((other, layer), (z, y))
            between.setdefault(pair, []).append(ends)
    return price + sum(_crossings(ends) for ends in between.values())


def _moved(order: _Order, user: dict[str, int]) -> int:
    """Pairs that stand in another order than the user's: his order means something."""
    return sum(
        _crossings([(float(index), float(user[one])) for index, one in enumerate(ids)])
        for ids in order
    )


def _crossings(ends: list[tuple[float, float]]) -> int:
    """Pairs in opposite order on the two sides; equal ends do not cross."""
    crossings = 0
    seen: list[float] = []
    ends = sorted(ends)
    start = 0
    groups = [at + 1 for at, (a, b) in enumerate(pairwise(ends)) if a[0] != b[0]] + [len(ends)]
    for stop in groups:
        for _, right in ends[start:stop]:
            crossings += len(seen) - bisect_right(seen, right)
        for _, right in ends[start:stop]:
            insort(seen, right)
        start = stop
    return crossings
