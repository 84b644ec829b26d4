"""The map on screen: what is drawn, how one moves over it, what it says was asked for."""

from __future__ import annotations

import statistics
import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from invest_crm import words
from invest_crm.ui import theme
from invest_crm.ui.chain_map.camera import Camera
from invest_crm.ui.chain_map.finding import matching
from invest_crm.ui.chain_map.fitting import picture
from invest_crm.ui.chain_map.scene_view import MapView
from tests.maps.graphs import SEED_IDS, large_graph, seed_graph

SHEEP = seed_graph("mutton-sheep")


@pytest.fixture
def view(qtbot):
    made = MapView()
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.set_picture(picture(SHEEP, 1180, 640), home=True, notes={})
    return made


def dark_pixels(view: MapView, node: str) -> int:
    """How many pixels of a node's row are as dark as full ink."""
    middle = view.point_of(node)
    image = view.grab().toImage()
    return sum(
        image.pixelColor(x, y).lightness() < 90
        for x in range(middle.x() - 120, middle.x() + 40)
        for y in range(middle.y() - 7, middle.y() + 7)
    )


@pytest.mark.parametrize("chain", SEED_IDS)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_leaf_is_named_on_the_map(chain: str, language: str) -> None:
    words.use(language)
    graph = seed_graph(chain)
    scene = picture(graph, 1180, 640).scene
    said = "".join("".join(item.text for item in scene.items if hasattr(item, "text")).split())
    for leaf in graph.leaves():
        assert "".join(leaf.name.split())[:9] in said


@pytest.mark.parametrize("chain", SEED_IDS)
def test_a_chain_of_forty_leaves_is_seen_whole_in_a_small_window(chain: str) -> None:
    found = picture(seed_graph(chain), 1190, 636)
    assert found.fits
    assert found.scene.smallest_text() * found.zoom > 9


def test_a_larger_window_gives_larger_text() -> None:
    assert picture(SHEEP, 2360, 1300).zoom > picture(SHEEP, 1180, 640).zoom


def test_the_same_place_stays_under_the_pointer_while_zooming() -> None:
    camera = Camera(2000, 1000, 800, 600, 1.0, 300, 100)
    before = camera.to_scene(200, 150)
    assert camera.zoomed(1.7, 200, 150).to_scene(200, 150) == pytest.approx(before, abs=1)


def test_panning_stops_at_the_edges() -> None:
    camera = Camera(2000, 1000, 800, 600)
    assert (camera.moved(500, 500).x, camera.moved(-9999, 0).x) == (0, 1200)
    assert camera.moved(0, -9999).y == 400


def test_a_map_smaller_than_its_window_stands_in_the_middle() -> None:
    assert Camera(400, 300, 800, 600).sized(800, 600).to_view(200, 150) == (400, 300)


def test_ctrl_wheel_zooms_and_the_wheel_alone_moves(view) -> None:
    def turn(modifiers: Qt.KeyboardModifier) -> None:
        here = QPointF(300, 300)
        event = QWheelEvent(
            here,
            QPointF(view.mapToGlobal(here)),
            QPoint(),
            QPoint(0, 120 if modifiers else -120),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)

    before = view.camera().zoom
    turn(Qt.KeyboardModifier.ControlModifier)
    assert view.camera().zoom == pytest.approx(before * 1.2)
    place = view.camera().y
    turn(Qt.KeyboardModifier.NoModifier)
    assert view.camera().y > place


def test_plus_minus_and_zero_zoom(view, qtbot) -> None:
    start = view.camera().zoom
    qtbot.keyClicks(view, "++")
    assert view.camera().zoom > start * 1.4
    qtbot.keyClicks(view, "-")
    qtbot.keyClicks(view, "0")
    assert view.camera().zoom == pytest.approx(start, abs=0.01)


def test_arrows_walk_from_leaf_to_leaf_and_enter_opens(view, qtbot) -> None:
    view.set_focus_node("mutton-sheep.breeding.nucleus")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.focus_node() == "mutton-sheep.breeding.multiplier"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.focus_node().startswith("mutton-sheep.raising")
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [view.focus_node()]
    assert view.accessibleDescription()


def test_every_leaf_can_be_reached_with_the_arrows(view, qtbot) -> None:
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)
    start = next(SHEEP.leaves()).id
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for key in keys:
            view.set_focus_node(here)
            qtbot.keyClick(view, key)
            if view.focus_node() not in seen:
                seen.add(view.focus_node())
                waiting.append(view.focus_node())
    assert seen == {leaf.id for leaf in SHEEP.leaves()}


def test_a_click_opens_a_leaf_and_a_drag_moves_the_map(view, qtbot) -> None:
    opened: list[str] = []
    view.opened.connect(opened.append)
    view.zoom_by(1.6, QPointF(0, 0))
    node = "mutton-sheep.feed.silage"
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.point_of(node))
    assert opened == [node]
    before = view.camera()
    start = QPoint(500, 400)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start - QPoint(60, 40))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start - QPoint(60, 40))
    assert (view.camera().x, view.camera().y) == (before.x + 60, before.y + 40)
    assert opened == [node]


def test_ctrl_drag_links_two_cards_only_while_editing(view, qtbot) -> None:
    linked: list[tuple[str, str]] = []
    view.linked.connect(lambda a, b: linked.append((a, b)))

    def drag() -> None:
        a, b = (
            view.point_of("mutton-sheep.feed.silage"),
            view.point_of("mutton-sheep.market.online"),
        )
        control = Qt.KeyboardModifier.ControlModifier
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, control, a)
        qtbot.mouseMove(view, b)
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, control, b)

    drag()
    assert linked == []
    view.editable = True
    drag()
    assert linked == [("mutton-sheep.feed", "mutton-sheep.market")]


def test_what_is_not_found_is_dimmed(view) -> None:
    other = "mutton-sheep.feed.silage"
    bright = dark_pixels(view, other)
    view.set_bright(frozenset({"mutton-sheep.slaughter.abattoir"}))
    assert bright > 30
    assert dark_pixels(view, other) < bright / 5


@pytest.mark.parametrize("text", ["定点", "rydd", "RYDDTZ", "屠宰"])
def test_a_leaf_is_found_by_name_or_initials(text: str) -> None:
    assert "mutton-sheep.slaughter.abattoir" in (matching(SHEEP, text) or ())


def test_a_blank_text_finds_nothing_and_everything_stays_bright() -> None:
    assert matching(SHEEP, "  ") is None
    assert matching(SHEEP, "没有这个") == ()


def test_the_map_follows_the_theme(view) -> None:
    light = view.grab().toImage().pixelColor(3, 3)
    theme.install("dark")
    dark = view.grab().toImage().pixelColor(3, 3)
    assert light.lightness() > 230
    assert dark.lightness() < 50


def test_text_gives_way_to_bars_far_out_and_comes_back(view) -> None:
    view.set_picture(picture(large_graph(60), 1180, 640), home=True, notes={})
    assert view.camera().zoom < 0.5
    far = view.grab().toImage()
    view.zoom_by(1.0 / view.camera().zoom)
    assert view.grab().toImage() != far


def test_three_thousand_leaves_pan_within_a_frame(qtbot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(1180, 640)
    view.show()
    view.set_picture(picture(large_graph(300), 1180, 640), home=True, notes={})
    view.zoom_by(1 / view.camera().zoom)
    view.repaint()
    frames = []
    for _step in range(120):
        began = time.perf_counter()
        view.pan(-31, -11)
        view.repaint()
        frames.append(time.perf_counter() - began)
    assert statistics.median(frames) <= 0.016
