"""Ctrl+Z and Ctrl+Y in the window: what is said, and what is offered afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.main_window import MainWindow
from tests.ui.pages import settled

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def window(qtbot, context: Context) -> MainWindow:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.start("projects")
    assert settled()
    return made


def test_nothing_to_undo_is_said_quietly_and_not_as_a_fault(window, context) -> None:
    for ask, words in ((context.undo, "没有可撤销"), (context.redo, "没有可重做")):
        for _twice in range(2):
            ask()
            assert settled()
        assert words in window.status.action()
    assert window.findChildren(NoticeBar) == []


def test_an_undo_offers_redo_and_that_offers_undo_again(window, context, office: Bureau) -> None:
    office.take_up("甲")
    context.undo()
    assert settled()
    button = window.undo_bar.findChild(QPushButton)
    assert window.undo_bar.text().startswith("撤销")
    assert button.text() == "重做"
    button.click()
    assert settled()
    assert window.undo_bar.text().startswith("重做")
    assert button.text() == "撤销"
