"""Every line that takes Chinese: the first key counts, and a word in the making keeps its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.ui.kit.filters.value_list import ValueList
from tests.support.factories import heads
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Desk

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
Line = QLineEdit | QPlainTextEdit


def _run(desk: Desk, page: str, command: str) -> None:
    desk.go(page)
    desk.page().run(command)
    desk.settle()


def _shown(parent: QWidget, kind: type[Line] = QLineEdit) -> Line:
    """The first such line that is shown in a part of the window."""
    found = next(line for line in parent.findChildren(kind) if line.isVisible())
    found.setFocus()
    return found


def _form(desk: Desk) -> Line:
    _run(desk, "projects", "record.new")
    return desk.page().side.editor().form.editor("name")


def _form_lines(desk: Desk) -> Line:
    _run(desk, "projects", "record.new")
    return _shown(desk.page().side.editor(), QPlainTextEdit)


def _palette(desk: Desk) -> Line:
    desk.press(KEY.Key_K, CTRL)
    return desk.window.search.edit


def _list_filter(desk: Desk) -> Line:
    _run(desk, "projects", "filter.list")
    return _shown(desk.projects().grid.filter_bar)


def _heading_filter(desk: Desk) -> Line:
    desk.go("projects")
    grid = desk.projects().grid
    place = [column.key for column in grid.model.columns()].index("township")
    grid.view.setCurrentIndex(grid.model.index(0, place))
    grid.view.setFocus()
    desk.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    return _shown(next(part for part in desk.page().findChildren(ValueList) if part.isVisible()))


def _builder(desk: Desk) -> Line:
    desk.go("projects")
    named = Group("all", (Condition("name", Op.CONTAINS, ("项目",)),))
    desk.projects().grid.set_query(replace(desk.projects().grid.query(), where=named))
    desk.projects().list_filter.open()
    desk.settle()
    return _shown(desk.projects().list_filter.builder)


def _quick_line(desk: Desk) -> Line:
    desk.go("projects")
    grid = desk.projects().grid
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    desk.settle()
    desk.press(KEY.Key_M, CTRL)
    return desk.page().timeline.quick.line


def _colour_rule(desk: Desk) -> Line:
    _run(desk, "projects", "colours.panel")
    panel = desk.projects().list_colours.panel
    panel.add.click()
    desk.settle()
    return _shown(panel)


def _view_search(desk: Desk) -> Line:
    _run(desk, "projects", "views.list")
    return desk.projects().views.list.popup.search


def _view_name(desk: Desk) -> Line:
    _run(desk, "projects", "views.save_as")
    return desk.projects().views.list.popup.naming.edit


SURFACES = [
    *(_form, _form_lines, _palette, _list_filter, _heading_filter, _builder, _quick_line),
    *(_colour_rule, _view_search, _view_name),
]


@pytest.fixture(params=SURFACES, ids=lambda opener: opener.__name__.strip("_"))
def line(desk: Desk, request: pytest.FixtureRequest) -> Line:
    """A line that takes words, empty and with the focus."""
    opener: Callable[[Desk], Line] = request.param
    found = opener(desk)
    found.setFocus()
    found.clear()
    desk.settle()
    assert QApplication.focusWidget() is found
    return found


def _compose(line: Line, letters: str) -> None:
    QCoreApplication.sendEvent(line, QInputMethodEvent(letters, []))
    assert settled()


def _commit(line: Line, word: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(word)
    QCoreApplication.sendEvent(line, event)
    assert settled()


def _text(line: Line) -> str:
    return line.text() if isinstance(line, QLineEdit) else line.toPlainText()


def test_no_key_of_a_word_is_lost(desk: Desk, line: Line) -> None:
    assert line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    _compose(line, "c")
    _compose(line, "chengguan")
    assert _text(line) == ""
    _commit(line, "城关")
    assert _text(line) == "城关"
    assert QApplication.focusWidget() is line


def test_letters_that_are_no_word_yet_ask_for_nothing(desk: Desk, line: Line) -> None:
    before = desk.rows() if desk.at() == "projects" else []
    _compose(line, "zzzz")
    desk.qtbot.wait(200)
    desk.settle()
    assert (desk.rows() if desk.at() == "projects" else []) == before


def test_enter_in_a_word_takes_nothing_but_the_word(desk: Desk, line: Line) -> None:
    saves = len(heads(desk.context.app))
    _compose(line, "chengguan")
    desk.qtbot.keyClick(line, KEY.Key_Return)
    _commit(line, "chengguan")
    assert _text(line) == "chengguan"
    assert line.isVisible()
    assert QApplication.focusWidget() is line
    assert len(heads(desk.context.app)) == saves


def test_escape_in_a_word_gives_up_nothing_but_the_word(desk: Desk, line: Line) -> None:
    _commit(line, "城关")
    _compose(line, "zhen")
    desk.qtbot.keyClick(line, KEY.Key_Escape)
    assert settled()
    assert line.isVisible()
    assert QApplication.focusWidget() is line
    assert _text(line) == "城关"
    _commit(line, "镇")
    assert _text(line) == "城关镇"


def test_a_shortcut_in_a_word_waits_for_the_word(desk: Desk, line: Line) -> None:
    called: list[str] = []
    for shortcut in desk.window.findChildren(QShortcut):
        shortcut.activated.connect(partial(called.append, shortcut.key().toString()))
    _compose(line, "chengguan")
    desk.qtbot.keyClick(line, KEY.Key_S, CTRL)
    desk.qtbot.keyClick(line, KEY.Key_K, CTRL)
    assert called == []
    assert QApplication.focusWidget() is line


def test_keys_are_keys_again_after_the_word(desk: Desk, line: Line) -> None:
    _compose(line, "chengguan")
    _commit(line, "城关")
    desk.qtbot.keyClick(line, KEY.Key_Escape)
    desk.settle()
    assert QApplication.focusWidget() is not line
