"""Finding on the map and walking over it with the arrow keys. Pure; must not know widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.pinyin import initials_variants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.maps.graph import ChainGraph
    from invest_crm.maps.scene import Region

LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)
_ASIDE = 3.0
_LEAST = 1.0


def matching(graph: ChainGraph, text: str) -> tuple[str, ...] | None:
    """Leaves whose name, segment or firms match, in drawing order; None for a blank text.

    Matches a part of a name or of its pinyin initials (``tz`` finds 肉羊定点屠宰).
    """
    wanted = "".join(text.split()).lower()
    if not wanted:
        return None
    found = []
    for segment in graph.segments():
        whole = _matches(segment.name, wanted)
        found += [
            leaf.id
            for leaf in segment.leaves
            if whole
            or _matches(leaf.name, wanted)
            or any(_matches(name, wanted) for name in leaf.firm_names)
        ]
    return tuple(found)


def bright_nodes(graph: ChainGraph, leaves: Sequence[str]) -> frozenset[str]:
    """The leaves with the segments they stand in."""
    wanted = frozenset(leaves)
    return wanted | {
        segment.id
        for segment in graph.segments()
        if any(leaf.id in wanted for leaf in segment.leaves)
    }


def neighbour(regions: Sequence[Region], current: Region, step: tuple[int, int]) -> Region | None:
    """The region next to ``current`` in a direction; nearness aside counts three times."""
    dx, dy = step
    x, y = _middle(current)
    best: tuple[float, Region] | None = None
    for region in regions:
        to_x, to_y = _middle(region)
        ahead = (to_x - x) * dx + (to_y - y) * dy
        if ahead < _LEAST or region.target == current.target:
            continue
        aside = abs((to_x - x) * dy) + abs((to_y - y) * dx)
        away = ahead + _ASIDE * aside
        if best is None or away < best[0]:
            best = (away, region)
    return best[1] if best else None


def _middle(region: Region) -> tuple[float, float]:
    return region.x + region.w / 2, region.y + region.h / 2


def _matches(name: str, wanted: str) -> bool:
    plain = "".join(name.split()).lower()
    if wanted in plain:
        return True
    return wanted.isascii() and any(wanted in letters for letters in initials_variants(name))
