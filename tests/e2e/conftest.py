"""The real window over a real database, and hands to work it with: mouse, keys, patience."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton

from invest_crm.ui.board.page import BoardPage
from invest_crm.ui.context import Context
from invest_crm.ui.kit.charts import Bars
from invest_crm.ui.kit.figure_card import FigureRow
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.projects.page import ProjectsPage
from tests.cli.ledgers import signed_ledger
from tests.support.factories import Bureau, Clock, sqlite_template
from tests.ui.conftest import _window_ground
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.kit.page import Page

__all__ = ["_window_ground", "sqlite_template"]

TODAY = "2026-07-10T09:00"
_NOISE = "This plugin does not support"
"""The offscreen platform says so of every window; it is not about the program."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(_NOISE, extend=True))


class Desk:
    """One person at the window."""

    def __init__(self, qtbot: QtBot, context: Context) -> None:
        self.qtbot, self.context = qtbot, context
        context.app.clock = Clock(TODAY)
        self.window = MainWindow(context)
        qtbot.addWidget(self.window)
        self.clicks = self.keys = 0
        self.window.show()
        qtbot.waitExposed(self.window)
        qtbot.waitActive(self.window)
        self.window.start()
        self.settle()

    @property
    def office(self) -> Bureau:
        """The same database past the window, for what others do meanwhile."""
        return Bureau(self.context.app)

    def settle(self) -> None:
        """Until everything that was asked for is on screen."""
        self.qtbot.wait(5)
        assert settled(60)
        assert self.window.isActiveWindow(), "another window came up and took the focus"

    # ---- hands -----------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """One click of the mouse, counted."""
        assert widget.isVisibleTo(self.window), "nobody could click there"
        self.clicks += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        self.settle()

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """A key, given to whoever has the focus."""
        self.keys += 1
        target = self.window.focusWidget() or self.window
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.qtbot.keyClick(target, key, held)
        self.settle()

    def type(self, text: str, *, wait: bool = True) -> None:
        """Text, given to whoever has the focus: keys, or what an input method commits."""
        self.type_into(self.window.focusWidget(), text)
        if wait:
            self.settle()

    def type_into(self, widget: QWidget, text: str) -> None:
        """The same into one widget, without waiting for what follows."""
        self.keys += len(text)
        if text.isascii():
            self.qtbot.keyClicks(widget, text)
        else:
            written = QInputMethodEvent()
            written.setCommitString(text)
            QApplication.sendEvent(widget, written)

    def undo(self) -> None:
        """Ctrl+Z with the focus outside a text."""
        self.window.setFocus()
        self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        self.window.setFocus()
        shift = Qt.KeyboardModifier.ShiftModifier
        self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, shift)

    def back(self) -> None:
        """Alt+Left."""
        self.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    def go(self, page: str) -> Any:
        """Through the rail."""
        self.window.rail.chosen.emit(page)
        self.settle()
        return self.page()

    # ---- eyes ------------------------------------------------------------------------------

    def at(self) -> str:
        """The id of the page shown."""
        return self.window.pages.current_id()

    def page(self) -> Any:
        """The page shown."""
        page: Page | None = self.window.pages.current()
        assert page is not None
        return page

    def board(self) -> BoardPage:
        """The leader's page, which must be the one shown."""
        page = self.page()
        assert isinstance(page, BoardPage)
        return page

    def projects(self) -> ProjectsPage:
        """The list of projects, which must be the page shown."""
        page = self.page()
        assert isinstance(page, ProjectsPage)
        return page

    def rows(self) -> list[str]:
        """The names in the list of projects, top to bottom."""
        model = self.projects().grid.model
        place = [column.key for column in model.columns()].index("name")
        return [model.text(row, place) for row in range(model.rowCount())]

    def said(self) -> str:
        """What was done, as the status line says it."""
        return self.window.status.action()

    def notices(self) -> list[str]:
        """What is told above the pages and on them."""
        bars = self.window.findChildren(NoticeBar)
        return [bar.text() for bar in bars if bar.isVisibleTo(self.window)]

    def figure(self, metric: str) -> tuple[FigureRow, QPoint, str]:
        """A number of the board: the widget, where to click, its text."""
        for row in self.board().findChildren(FigureRow):
            for figure, box in zip(row._figures, row._boxes(), strict=True):
                if figure.metric == metric:
                    return row, box.center().toPoint(), figure.text
        raise AssertionError(f"no {metric} on the board")

    def bars(self, name: str) -> Bars:
        """Bars of the board by their name."""
        found = self.page().findChildren(Bars)
        return next(bars for bars in found if bars.accessibleName() == name)

    def button(self, words: str) -> QPushButton:
        """A visible button by its words."""
        buttons = self.window.findChildren(QPushButton)
        return next(
            item for item in buttons if item.text() == words and item.isVisibleTo(self.window)
        )


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[Callable[[Path], Desk]]:
    """Opens the window on a database file, which is made if it does not exist."""
    contexts: list[Context] = []

    def make(path: Path) -> Desk:
        context = Context(str(path), "wang")
        context.open()
        contexts.append(context)
        return Desk(qtbot, context)

    yield make
    for context in contexts:
        assert settled()
        context.close()


@pytest.fixture
def desk(open_desk: Callable[[Path], Desk], june_db: Path, tmp_path: Path) -> Desk:
    """The window on a bureau of six projects, on 10 July 2026."""
    path = tmp_path / "crm.db"
    shutil.copy(june_db, path)
    return open_desk(path)


@pytest.fixture(scope="session")
def june_db(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the signed ledger of the acceptance test and one firm."""
    from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
    from invest_crm.services.opening import open_app

    folder = tmp_path_factory.mktemp("june")
    path = folder / "june.db"
    shutil.copy(sqlite_template, path)
    app = open_app(str(path), actor="li")
    app.clock = Clock("2026-07-01T09:00")
    apply_ledger(app, read_ledger(app, ImportLedger(signed_ledger(folder))))
    Bureau(app).firm("恒丰食品有限公司")
    app.database.close()
    return path
