"""What the window says without a dialog: once, and with the word for the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from invest_crm.ui.documents import say_written
from invest_crm.ui.kit.notice import NoticeBar, UndoBar
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.status_line import StatusLine


@pytest.fixture
def page(qtbot) -> Page:
    made = Page("页")
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def said(page: Page) -> list[str]:
    QApplication.processEvents()
    return [bar.text() for bar in page.findChildren(NoticeBar) if not bar.isHidden()]


def test_the_same_sentence_stands_once(page) -> None:
    page.notify("有人正在写入。", "error")
    page.notify("另一件事。")
    page.notify("有人正在写入。", "error")
    assert said(page) == ["另一件事。", "有人正在写入。"]


def test_the_next_document_takes_the_place_of_the_one_before(page) -> None:
    say_written(page, Path("一.pdf"))
    page.notify("另一件事。")
    say_written(page, Path("二.pdf"))
    assert said(page) == ["另一件事。", "已生成：二.pdf"]


def test_after_an_undo_the_way_back_is_called_redo(qtbot, page) -> None:
    bar, line = UndoBar(page), StatusLine()
    qtbot.addWidget(line)
    for again, word in ((True, "重做"), (False, "撤销")):
        bar.offer("撤销：新建项目", lambda: None, again=again)
        line.set_action("撤销：新建项目", lambda: None, again=again)
        assert bar.findChild(QPushButton).text() == word
        assert line.findChild(QPushButton).text() == word
