"""Which zoom a chain is laid out for, so that it fills its viewport with the largest text.

Runs off the main thread (a layout of 40 leaves takes 6 ms, of 3,000 leaves 200 ms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.maps.layout import LayoutOptions, layout
from invest_crm.ui.chain_map.painting import Painting

if TYPE_CHECKING:
    from invest_crm.maps.graph import ChainGraph
    from invest_crm.maps.scene import Scene

_ZOOMS = (1.6, 1.5, 1.4, 1.3, 1.25, 1.2, 1.15, 1.1, 1.05, 1.0, 0.96, 0.92, 0.88, 0.85)
_SCROLLED = 0.92
_MANY = 240
_NARROWEST = 320.0
_SHARE = 0.9


class Picture(Struct, frozen=True):
    """A chain laid out for a viewport at ``zoom``; ``fits`` if all of it is seen there."""

    graph: ChainGraph
    scene: Scene
    painting: Painting
    zoom: float
    fits: bool


def picture(graph: ChainGraph, wide: float, high: float, text_scale: float = 1.0) -> Picture:
    """Lay out for a viewport of ``wide`` × ``high`` pixels."""
    wide, high = max(wide, _NARROWEST), max(high, 200.0)
    if sum(len(segment.leaves) for segment in graph.segments()) > _MANY:
        scene, zoom = _overview(graph, wide, high)
    else:
        scene, zoom = _largest(graph, wide, high, text_scale)
    fits = scene.width * zoom <= wide + 1 and scene.height * zoom <= high + 1
    return Picture(graph, scene, Painting(scene), zoom, fits)


def _largest(graph: ChainGraph, wide: float, high: float, text_scale: float) -> tuple[Scene, float]:
    """The largest zoom at which all is seen; else one that needs scrolling downwards only."""
    zooms = [zoom * text_scale for zoom in _ZOOMS]
    low, best = 0, None
    top = len(zooms)
    while low < top:
        at = (low + top) // 2
        scene = _laid_out(graph, wide, high, zooms[at])
        if _is_inside(scene, wide, high, zooms[at]):
            best, top = (scene, zooms[at]), at
        else:
            low = at + 1
    if best is not None:
        return best
    for zoom in zooms[_ZOOMS.index(_SCROLLED) :]:
        scene = _laid_out(graph, wide, high, zoom)
        if scene.width * zoom <= wide + 1:
            return scene, zoom
    return scene, zooms[-1]


def _overview(graph: ChainGraph, wide: float, high: float) -> tuple[Scene, float]:
    """A very large chain: the page that has the viewport's shape, seen whole."""
    page = wide
    scene = layout(graph, LayoutOptions(width=page, height=0, title=False))
    for _again in range(4):
        if scene.height / scene.width <= high / wide / _SHARE:
            break
        page *= max(1.2, (scene.height * wide / (scene.width * high)) ** 0.5)
        scene = layout(graph, LayoutOptions(width=page, height=0, title=False))
    return scene, min(1.0, wide / scene.width, high / scene.height)


def _laid_out(graph: ChainGraph, wide: float, high: float, zoom: float) -> Scene:
    return layout(graph, LayoutOptions(width=wide / zoom, height=high / zoom, title=False))


def _is_inside(scene: Scene, wide: float, high: float, zoom: float) -> bool:
    return scene.width * zoom <= wide + 1 and scene.height * zoom <= high + 1
