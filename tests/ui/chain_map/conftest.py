"""The chain map page in a window over a real database, and records put on it by services."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTimer

from invest_crm.services import firms
from invest_crm.services.chains.atlas import chain_graph, occupants
from invest_crm.services.chains.edit import outline
from invest_crm.services.projects import edit
from invest_crm.ui import operations
from invest_crm.ui.chain_map.page import ChainMapPage
from invest_crm.ui.context import Context
from invest_crm.ui.kit.page import Page
from invest_crm.ui.navigation import PageSpec
from invest_crm.ui.shell import Shell
from tests.support.factories import sqlite_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from invest_crm.maps.graph import ChainGraph, Leaf
    from invest_crm.services.chains.atlas import Occupant

__all__ = ["sqlite_template"]

CHAIN = "mutton-sheep"
FEED = "mutton-sheep.feed"
ABATTOIR = "mutton-sheep.slaughter.abattoir"


class Desk:
    """The page with its window and database, and short names for what one does there."""

    def __init__(self, qtbot: QtBot, context: Context, window: Shell, page: ChainMapPage) -> None:
        self.qtbot, self.context, self.window, self.page = qtbot, context, window, page
        self.view, self.side, self.tree = page.view, page.side, page.side.outline.tree

    def settle(self) -> None:
        """Until everything that was asked for is on screen."""
        clocks = [clock for clock in self.page.findChildren(QTimer) if clock.isSingleShot()]

        def quiet() -> bool:
            return not operations.busy() and not any(clock.isActive() for clock in clocks)

        for _again in range(2):
            self.qtbot.wait(5)
            self.qtbot.waitUntil(quiet, timeout=20_000)

    def graph(self, chain: str = CHAIN) -> ChainGraph:
        return self.context.app.read(chain_graph, chain)

    def names(self, chain: str = CHAIN) -> list[str]:
        return [node.name for node in self.context.app.read(outline, chain)]

    def leaf(self, node: str) -> Leaf:
        return next(leaf for leaf in self.graph().leaves() if leaf.id == node)

    def drawn(self) -> str:
        """Every word on the map."""
        picture = self.view.picture()
        assert picture is not None
        return "\n".join(item.text for item in picture.scene.items if hasattr(item, "text"))

    def on(self, node: str) -> list[Occupant]:
        return self.context.app.read(occupants, node)

    def firm(self, name: str, node: str = "", role: str = "existing", **values: Any) -> str:
        command = firms.EditFirm(None, {"name": name, **values})
        found = str(self.context.app.write(firms.save_firm, command).value)
        if node:
            self.context.app.write(firms.place_firm, firms.PlaceFirm(found, node, role))
        return found

    def project(self, name: str, node: str) -> str:
        values = {"name": name, "chain": CHAIN, "node": node}
        return str(self.context.app.write(edit.create_project, edit.CreateProject(values)).value)

    def undo(self) -> None:
        self.context.undo()
        self.settle()

    def edit(self, node: str) -> None:
        """Open the outline with a node chosen."""
        if not self.side.outline.isVisible():
            self.page.restore({"edit": True})
        self.page.restore({"node": node})
        self.settle()


@pytest.fixture
def context(sqlite_template: Path, tmp_path: Path, qapp: object) -> Iterator[Context]:
    path = tmp_path / "crm.db"
    shutil.copy(sqlite_template, path)
    found = Context(str(path), "wang")
    found.open()
    assert found.app is not None
    yield found
    found.close()


@pytest.fixture
def desk(qtbot: QtBot, context: Context) -> Desk:
    return open_desk(qtbot, context)


def open_desk(qtbot: QtBot, context: Context, size: tuple[int, int] = (1366, 768)) -> Desk:
    """A window of that size showing the page."""
    specs = [
        PageSpec("chain_map", "Chain maps", "chain_map", lambda: ChainMapPage(context)),
        PageSpec("firms", "Firms", "firms", lambda: Page("Firms")),
        PageSpec("projects", "Projects", "projects", lambda: Page("Projects")),
    ]
    window = Shell(specs, product="招商")
    context.changed.connect(window.changed)
    qtbot.addWidget(window)
    window.resize(*size)
    window.go("chain_map")
    window.show()
    qtbot.waitExposed(window)
    page = window.pages.current()
    assert isinstance(page, ChainMapPage)
    made = Desk(qtbot, context, window, page)
    made.settle()
    return made
