"""A chain of 3,000 items: laying it out, and dragging it about on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from invest_crm.maps.layout import LayoutOptions, layout
from invest_crm.ui import theme
from invest_crm.ui.chain_map.fitting import picture
from invest_crm.ui.chain_map.scene_view import MapView
from tests.bench.baselines import bare_barycentre, bare_graphics_scene
from tests.maps.graphs import large_graph

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.bench.board import Race

_WIDE, _HIGH = 1400, 800
_ITEMS = 3000
_STEP = 37


def test_layout_of_3_000_items(race: Race) -> None:
    graph = large_graph()
    layers = [[segment.id for segment in tier.segments] for tier in graph.tiers]
    links = [(flow.source_segment, flow.target_segment) for flow in graph.flows]
    assert sum(len(segment.leaves) for segment in graph.segments()) == _ITEMS
    found: list[Any] = []
    race.run(
        "layout of a chain map of 3,000 items",
        lambda: found.append(layout(graph, LayoutOptions(width=4000, height=0))),
        lambda: bare_barycentre(layers, links),
        bar=0.6,
        absolute=True,
        rounds=9,
    )
    assert len(found[-1].items) > _ITEMS


def test_pan_frame_of_3_000_items(race: Race, qtbot: QtBot) -> None:
    theme.install("light", text_scale=1.0)
    graph = large_graph()
    view = MapView()
    view.resize(_WIDE, _HIGH)
    view.show()
    view.set_picture(picture(graph, _WIDE, _HIGH), home=True, notes={})
    view.zoom_by(1.0 / view.camera().zoom)
    bare = bare_graphics_scene(_ITEMS)
    for widget in (view, bare):
        qtbot.addWidget(widget)
    bare.show()
    QApplication.processEvents()
    steps = _there_and_back()
    bare_steps = _there_and_back()

    def pan() -> None:
        dx, dy = next(steps)
        view.pan(dx, dy)
        view.repaint()

    def bare_pan() -> None:
        dx, dy = next(bare_steps)
        bare.horizontalScrollBar().setValue(bare.horizontalScrollBar().value() - dx)
        bare.verticalScrollBar().setValue(bare.verticalScrollBar().value() - dy)
        bare.viewport().repaint()

    race.run(
        "pan frame of a chain map of 3,000 items",
        pan,
        bare_pan,
        bar=16,
        unit="ms",
        absolute=True,
        rounds=120,
        warm=3,
    )


def _there_and_back() -> Any:
    """Steps of a drag: along a diagonal to new ground, and back over what was seen."""
    while True:
        for sign in (-1, 1):
            for _step in range(60):
                yield sign * _STEP, sign * _STEP // 2
