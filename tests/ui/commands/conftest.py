"""The whole window over a small bureau, on 1 September 2025, in the hands of wang."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from invest_crm.ui.main_window import MainWindow
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.commands.palette import Palette
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PROJECTS = ("华中新能源项目", "重庆长安汽车项目", "六安瓜片加工", "华东钢构")
FIRMS = ("曾氏蜂业有限公司", "厦门钨业股份有限公司")


class Desk:
    """One person at the window."""

    def __init__(self, qtbot: QtBot, context: Context) -> None:
        self.qtbot, self.context = qtbot, context
        self.window = MainWindow(context)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        qtbot.waitActive(self.window)
        self.window.go("welcome")
        self.settle()

    @property
    def palette(self) -> Palette:
        """The palette of the window."""
        return self.window.search

    def settle(self) -> None:
        """Until everything that was asked for is on screen, typing pauses included."""
        self.qtbot.wait(60)
        assert settled()

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """A key, given to whoever has the focus."""
        target: QWidget = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, key, held)

    def open(self, text: str = "") -> Palette:
        """Ctrl+K, and a text."""
        self.press(Qt.Key.Key_K, CTRL)
        assert self.palette.edit.hasFocus()
        if text:
            self.type(text)
            self.settle()
        return self.palette

    def type(self, text: str) -> None:
        """Keys, or what an input method commits."""
        line = self.palette.edit
        if text.isascii():
            self.qtbot.keyClicks(line, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(line, event)

    def titles(self) -> list[str]:
        """The titles listed."""
        return [hit.entry.title for hit in self.palette.hits()]

    def go(self, page: str) -> None:
        """Another page."""
        self.window.go(page)
        self.settle()


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVEST_CRM_HOME", str(tmp_path / "home"))


@pytest.fixture
def open_desk(qtbot: QtBot, context: Context, office: Bureau) -> Callable[[], Desk]:
    """Opens the window; a second time as after a restart."""
    for name in PROJECTS:
        office.take_up(name)
    for name in FIRMS:
        office.firm(name)
    return lambda: Desk(qtbot, context)


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Desk:
    """wang at the window."""
    return open_desk()
