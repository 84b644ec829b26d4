"""The real window over a database in trouble, and what a person sees and presses in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from invest_crm.errors import WRITE
from invest_crm.ui.context import Context
from invest_crm.ui.kit.error_notice import ErrorNotice
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.words import _
from tests.support.factories import Bureau
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from invest_crm.errors import Remedy
    from invest_crm.services.work import App


class Window:
    """The real window over a file, and what a person sees and presses in it."""

    def __init__(self, qtbot: QtBot, where: str | Path) -> None:
        self.qtbot = qtbot
        self.context = Context(str(where), "wang")
        self.context.open()
        self.window = MainWindow(self.context)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.start()
        assert settled()

    @property
    def office(self) -> Bureau:
        return Bureau(self.context.app)

    def errors(self) -> list[ErrorNotice]:
        """The failures told at present."""
        found = self.window.findChildren(ErrorNotice)
        return [bar for bar in found if bar.isVisibleTo(self.window)]

    def error(self) -> ErrorNotice:
        """The one failure told; in the form where it is told there and on the page."""
        assert settled()
        bars = self.errors()
        assert len({bar.error.code for bar in bars}) == 1, [bar.error.code for bar in bars]
        return next((bar for bar in bars if bar.error.again_slot == WRITE), bars[0])

    def offers(self) -> set[Remedy]:
        """The remedies one can press now."""
        bar = self.error()
        return {r for r in bar.error.remedies if bar.button(r).isVisibleTo(self.window)}

    def press(self, remedy: Remedy) -> None:
        """Press a remedy and wait for what follows."""
        assert remedy in self.offers()
        self.error().button(remedy).click()
        assert settled()

    def press_words(self, words: str) -> None:
        """Press a button by its words."""
        for button in self.window.findChildren(QPushButton):
            if button.text() == _(words) and button.isVisibleTo(self.window):
                button.click()
                assert settled()
                return
        raise AssertionError(f"no button {words}")

    def choose(self, path: Path) -> None:
        """Answer the file dialog."""
        (dialog,) = (d for d in self.window.findChildren(QFileDialog) if d.isVisible())
        dialog.fileSelected.emit(str(path))
        dialog.done(QFileDialog.DialogCode.Accepted)
        assert settled()

    def new_project(self, name: str) -> RecordEditor:
        """Type a new project and press save."""
        self.window.go("projects")
        assert settled()
        page = self.window.pages.current()
        assert page is not None
        page.run("record.new")
        assert settled()
        editor = self.window.findChild(RecordEditor)
        assert editor is not None
        editor.form.retype({"name": name})
        editor.save()
        assert settled()
        return editor

    def names(self) -> set[str]:
        """The names of the projects as stored."""
        with closing(sqlite3.connect(str(self.context.where))) as base:
            return {row[0] for row in base.execute("SELECT name FROM project")}


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[str | Path], Window]]:
    made: list[Window] = []

    def make(where: str | Path) -> Window:
        made.append(Window(qtbot, where))
        return made[-1]

    yield make
    for one in made:
        assert settled()
        one.context.close()


@pytest.fixture
def path(app: App, tmp_path: Path) -> Path:
    """A database with one project, closed."""
    Bureau(app).take_up("甲")
    assert app.database.path is not None
    app.database.close()
    return app.database.path
