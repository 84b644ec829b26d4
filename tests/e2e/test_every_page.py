"""Every page in both languages, light and dark, small windows and large text: nothing is cut."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from invest_crm import words
from invest_crm.ui import theme
from invest_crm.ui.kit.charts import Bars
from invest_crm.ui.kit.figure_card import FigureRow
from invest_crm.ui.kit.path_view import PathView
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.table_mini import TableMini
from invest_crm.ui.pages import page_specs
from tests.support.factories import Clock
from tests.ui.walker import find_clipped, find_nameless, find_out_of_order, find_roleless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from invest_crm.ui.theme import Mode
    from tests.e2e.conftest import Desk

pytestmark = pytest.mark.slow
SIZES = ((1366, 768), (1024, 600), (2560, 1440))

EMPTY = {"trash", "backups"}
"""Lists with nothing in them and nothing to begin with: what can be done is on the bar above."""


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
    desk = _desk(demo_db, tmp_path, open_desk)
    faults = [fault for size in SIZES for fault in _faults(desk, size)]
    assert faults == []
    assert desk.window.windowTitle().replace("·", "").isascii() == (look == "en")


@pytest.mark.parametrize("scale", [1.5, 2.0])
@pytest.mark.usefixtures("look")
def test_every_page_holds_larger_text(
    scale: float, demo_db: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    theme.current().apply(theme.current().mode, text_scale=scale)
    desk = _desk(demo_db, tmp_path, open_desk)
    assert [fault for size in SIZES for fault in _faults(desk, size)] == []


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.usefixtures("look")
def test_an_empty_bureau_is_as_whole(
    scale: float, sqlite_template: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    theme.current().apply(theme.current().mode, text_scale=scale)
    desk = _desk(sqlite_template, tmp_path, open_desk)
    assert [fault for size in SIZES for fault in _faults(desk, size)] == []


def test_tab_goes_by_rows_and_every_stop_shows_that_it_has_the_focus(
    demo_db: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    desk = _desk(demo_db, tmp_path, open_desk)
    desk.window.resize(1366, 768)
    faults = []
    for spec in page_specs(desk.context):
        desk.go(spec.id)
        desk.settle()  # the layout is asked for once more when what was made is shown
        page = desk.page()
        stops = [stop for stop in _stops(desk) if page.isAncestorOf(stop)]
        assert stops or spec.id in EMPTY, spec.id
        for area in page.findChildren(QScrollArea):  # the keyboard took the page along
            area.verticalScrollBar().setValue(0)
        faults += [f"{spec.id}: {fault}" for fault in find_out_of_order(page, stops)]
        faults += [f"{spec.id}: {fault}" for fault in find_roleless(page)]
    assert faults == []


def _stops(desk: Desk) -> list[QWidget]:
    """What Tab comes to, in order, from the top of the window once around."""
    first = desk.window.search_button
    first.setFocus()
    stops: list[QWidget] = []
    for _stop in range(120):
        held = QApplication.focusWidget()
        if held is None or held in stops:
            break
        stops.append(held)
        desk.qtbot.keyClick(held, Qt.Key.Key_Tab)
    return stops


def test_the_leaders_page_fits_a_usual_screen_and_scrolls_in_a_small_one(
    demo_db: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    desk = _desk(demo_db, tmp_path, open_desk)
    bar = desk.board().findChild(ScrollBody).verticalScrollBar()
    for size, scrolls in zip(SIZES[:2], (False, True), strict=True):
        desk.window.resize(*size)
        desk.qtbot.wait(20)
        desk.settle()
        assert (bar.maximum() > 0) == scrolls


def _desk(demo_db: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]) -> Desk:
    path = tmp_path / "crm.db"
    shutil.copy(demo_db, path)
    return open_desk(path)


def _faults(desk: Desk, size: tuple[int, int]) -> list[str]:
    """What is cut, nameless or complained of on the pages in a window of ``size``."""
    desk.window.resize(*size)
    faults = []
    for spec in page_specs(desk.context):
        desk.go(spec.id)
        assert desk.at() == spec.id
        desk.qtbot.wait(20)
        desk.settle()
        nameless = [f"no name: {kind}" for kind in find_nameless(desk.window)]
        cut = [
            *find_clipped(desk.window),
            *_squeezed(desk.window),
            *_beyond_the_edge(desk.window),
        ]
        found = [*cut, *nameless, *desk.notices()]
        faults += [f"{spec.id} {size[0]}: {text}" for text in found]
    return faults


def _squeezed(window: QWidget) -> list[str]:
    """Painted parts that got less room than they need: lines or figures are not to be seen."""
    painted = (Bars, FigureRow, PathView, TableMini)
    return [
        f"{type(part).__name__} {part.accessibleName()} is {part.width()}x{part.height()}"
        for part in window.findChildren(QWidget)
        if isinstance(part, painted) and part.isVisibleTo(window) and _is_squeezed(part)
    ]


def _beyond_the_edge(window: QWidget) -> list[str]:
    """What scrolls up and down only, but is wider than what is to be seen of it."""
    return [
        f"{area.widget().width()} wide in {area.viewport().width()}: {type(area.parent()).__name__}"
        for area in window.findChildren(QScrollArea)
        if area.isVisibleTo(window)
        and area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and area.widget().width() > area.viewport().width()
    ]


def _is_squeezed(part: QWidget) -> bool:
    least = part.minimumSizeHint()
    narrow = isinstance(part, FigureRow) and part.width() < least.width()
    return narrow or part.height() < least.height()
