"""Journey D: on the map of a chain a node is opened, renamed, emptied - and put back by undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton

from invest_crm.services.chains.edit import outline
from invest_crm.ui import operations

if TYPE_CHECKING:
    from tests.e2e.conftest import Desk

pytestmark = pytest.mark.slow
CHAIN = "mutton-sheep"
ABATTOIR = "mutton-sheep.slaughter.abattoir"
SHEEP = "金穗肉羊屠宰项目"


def _map(desk: Desk) -> Any:
    page = desk.go("chain_map")
    _drawn(desk)
    return page


def _drawn(desk: Desk) -> None:
    """Until the picture has followed."""
    page = desk.page()
    clocks = [clock for clock in page.findChildren(QTimer) if clock.isSingleShot()]
    for _again in range(2):
        desk.qtbot.wait(5)
        desk.qtbot.waitUntil(
            lambda: not operations.busy() and not any(clock.isActive() for clock in clocks),
            timeout=20_000,
        )


def _names(desk: Desk) -> list[str]:
    return [node.name for node in desk.context.app.read(outline, CHAIN)]


def _place(desk: Desk) -> str:
    """The imported project on a leaf by hand; its id."""
    from invest_crm.services.projects.listing import list_projects

    found = desk.context.app.read(list_projects, [("name", SHEEP)])[0]
    desk.office.edit(str(found["id"]), node=ABATTOIR)
    desk.settle()
    return str(found["id"])


def test_from_a_leaf_to_its_project_and_back(desk: Desk) -> None:
    project = _place(desk)
    page = _map(desk)
    desk.click(page.view, page.view.point_of(ABATTOIR))
    _drawn(desk)
    assert page.side.occupants.subject().name == "肉羊定点屠宰"
    link = next(
        item for item in page.side.findChildren(QAbstractButton) if item.accessibleName() == SHEEP
    )
    desk.click(link)
    assert desk.at() == "projects"
    record = desk.projects().panel.record()
    assert record is not None
    assert record.id == project
    desk.back()
    _drawn(desk)
    assert desk.at() == "chain_map"
    assert page.side.occupants.subject().name == "肉羊定点屠宰"


def test_a_node_is_renamed_by_keyboard_and_undone_from_another_page(desk: Desk) -> None:
    page = _map(desk)
    page.restore({"edit": True, "node": ABATTOIR})
    _drawn(desk)
    tree = page.side.outline.tree
    tree.setFocus()
    desk.press(Qt.Key.Key_F2)
    line = tree.focusWidget()
    line.clear()
    desk.qtbot.keyClicks(line, "Qingzhen")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    _drawn(desk)
    assert "Qingzhen" in _names(desk)
    assert "肉羊定点屠宰" in desk.said()
    desk.go("board")
    desk.undo()
    assert "Qingzhen" not in _names(desk)
    assert "肉羊定点屠宰" in _names(desk)
    desk.redo()
    assert "Qingzhen" in _names(desk)


def test_the_map_follows_what_is_recorded_elsewhere(desk: Desk) -> None:
    page = _map(desk)
    _place(desk)
    _drawn(desk)
    picture = page.view.picture()
    words = "\n".join(item.text for item in picture.scene.items if hasattr(item, "text"))
    assert "肉羊定点屠宰" in words
    leaf = next(item for item in page._loaded.graph.leaves() if item.id == ABATTOIR)
    assert (leaf.state, leaf.counts.in_production) == ("coming", 1)
    desk.undo()


def test_another_chain_keeps_the_window_awake(desk: Desk, heartbeat: Any) -> None:
    page = _map(desk)
    with heartbeat():
        for chain in ("live-pigs", "electronics", CHAIN):
            page.switch.changed.emit(chain)
            _drawn(desk)
