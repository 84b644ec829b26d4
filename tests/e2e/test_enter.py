"""Enter presses the button with the focus wherever it stands, once, and nothing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from invest_crm.ui.projects.state_panel import StatePanel

if TYPE_CHECKING:
    from tests.e2e.conftest import Desk

pytestmark = pytest.mark.slow


def _open(desk: Desk, command: str) -> None:
    page = desk.go("projects")
    page.grid.view.setCurrentIndex(page.grid.model.index(0, 0))
    desk.settle()
    next(one for one in page.commands() if one.id == command).run()
    desk.settle()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_focused_button_of_a_form_is_pressed(desk: Desk, key: Qt.Key) -> None:
    _open(desk, "record.edit")
    editor = desk.page().side.editor()
    editor.form.retype({"remark": "按回车"})
    desk.button("保存").setFocus()
    desk.press(key)
    assert desk.page().side.editor() is None
    assert desk.said().startswith("修改")


def test_cancel_with_the_focus_cancels_and_saves_nothing(desk: Desk) -> None:
    _open(desk, "record.edit")
    desk.page().side.editor().form.retype({"remark": "不要"})
    before = desk.said()
    desk.button("取消").setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.page().side.editor() is None
    assert desk.said() == before


def test_a_panel_made_for_one_occasion_asks_its_page_once(desk: Desk) -> None:
    _open(desk, "project.state")
    panel = desk.page().side.part()
    assert isinstance(panel, StatePanel)
    asked: list[bool] = []
    panel.agreed.connect(lambda: asked.append(True))
    panel.button.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert asked == [True]


def test_a_key_held_down_presses_once(desk: Desk) -> None:
    pressed: list[bool] = []
    button = QPushButton("一次", desk.window)
    button.clicked.connect(lambda: pressed.append(True))
    button.show()
    button.setFocus()
    desk.press(Qt.Key.Key_Return)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(button, held)
    assert pressed == [True]
