"""Every page in both languages, light and dark, in a large and a small window: nothing is cut."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from invest_crm import words
from invest_crm.ui import theme
from invest_crm.ui.kit.charts import Bars
from invest_crm.ui.kit.figure_card import FigureRow
from invest_crm.ui.kit.path_view import PathView
from invest_crm.ui.kit.table_mini import TableMini
from invest_crm.ui.pages import page_specs
from tests.support.factories import Clock
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from invest_crm.ui.theme import Mode
    from tests.e2e.conftest import Desk

pytestmark = pytest.mark.slow
SIZES = ((1366, 768), (1024, 600))


@pytest.fixture(scope="session")
def demo_db(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration county as of July 2026."""
    from invest_crm.services.demo.fill import FillDemo, fill
    from invest_crm.services.opening import open_app

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(sqlite_template, path)
    app = open_app(str(path), actor="wang")
    app.clock = Clock("2026-07-10T09:00")
    app.write(fill, FillDemo(1, 30, 40))
    app.database.close()
    return path


@pytest.fixture(params=[(lang, mode) for lang in words.LANGUAGES for mode in ("light", "dark")],
                ids="-".join)  # fmt: skip
def look(request: pytest.FixtureRequest) -> Iterator[str]:
    """A language and a theme."""
    language, mode = request.param
    chosen: Mode = mode
    words.use(language)
    theme.install(chosen, text_scale=1.0)
    yield language
    theme.install("light", text_scale=1.0)


def test_every_page_opens_whole_and_named(
    look: str, demo_db: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    path = tmp_path / "crm.db"
    shutil.copy(demo_db, path)
    desk = open_desk(path)
    faults = []
    for size in SIZES:
        desk.window.resize(*size)
        for spec in page_specs(desk.context):
            desk.go(spec.id)
            assert desk.at() == spec.id
            desk.qtbot.wait(20)
            desk.settle()
            faults += [f"{spec.id} {size[0]}: {text}" for text in find_clipped(desk.window)]
            faults += [
                f"{spec.id} {size[0]}: no name: {kind}" for kind in find_nameless(desk.window)
            ]
            faults += [f"{spec.id} {size[0]}: {text}" for text in desk.notices()]
            if size == SIZES[0]:
                faults += [f"{spec.id}: {kind}" for kind in _squeezed(desk.window)]
    assert faults == []
    assert desk.window.windowTitle().replace("·", "").isascii() == (look == "en")


def _squeezed(window: QWidget) -> list[str]:
    """Painted parts that got less room than they need: their last lines are not to be seen."""
    painted = (Bars, FigureRow, PathView, TableMini)
    return [
        f"{type(part).__name__} {part.accessibleName()} is {part.height()} high"
        for part in window.findChildren(QWidget)
        if isinstance(part, painted)
        and part.isVisibleTo(window)
        and part.height() < part.minimumSizeHint().height()
    ]
