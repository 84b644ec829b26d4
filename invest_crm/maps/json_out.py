"""The map as JSON: the graph that went in and the scene that came out.

Why: for other programs and for tests that compare. It must not know painters.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from invest_crm.maps.labels import state_word

if TYPE_CHECKING:
    from invest_crm.maps.graph import ChainGraph
    from invest_crm.maps.scene import Item, Scene

FORMAT = "invest-crm/chain-map/1"


def json_text(graph: ChainGraph, scene: Scene) -> str:
    """UTF-8 JSON text; lengths in points with two decimals, colours as roles."""
    document = {
        "format": FORMAT,
        "graph": asdict(graph),
        "state_words": {leaf.state: state_word(leaf.state) for leaf in graph.leaves()},
        "scene": {
            "width": scene.width,
            "height": scene.height,
            "items": [_item(item) for item in scene.items],
            "groups": [asdict(region) for region in scene.groups],
        },
    }
    return json.dumps(_rounded(document), ensure_ascii=False, indent=1) + "\n"


def _item(item: Item) -> dict[str, Any]:
    return {"type": type(item).__name__.lower()} | asdict(item)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(part) for part in value]
    return value
