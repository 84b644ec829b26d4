"""The first start: three choices, each leads to a useful page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from invest_crm import words
from invest_crm.services.opening import open_app
from invest_crm.settings import user
from invest_crm.ui.context import Context
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.welcome.page import WelcomePage
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def context(qapp, tmp_path: Path) -> Iterator[Context]:
    made = Context(str(tmp_path / "new.db"), "wang")
    made.open()
    assert made.app
    yield made
    assert settled()
    made.close()


@pytest.fixture
def page(qtbot, context: Context) -> WelcomePage:
    made = WelcomePage(context)
    made.gone = []
    made.open_page.connect(lambda name, _state: made.gone.append(name))
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_demonstration_data_are_filled_in_and_the_board_opens(page, qtbot, context) -> None:
    from invest_crm.services.search import is_empty

    qtbot.mouseClick(page.demo, Qt.MouseButton.LeftButton)
    assert not page.ledger.isEnabled()
    assert settled(120)
    assert page.gone == ["board"]
    assert not context.app.read(is_empty)
    assert page.ledger.isEnabled()
    page.fill_demo()
    assert settled(120)
    assert page.gone == ["board"]
    assert page.findChildren(NoticeBar)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_choices_go_by_keyboard(page, qtbot, key) -> None:
    qtbot.keyClick(page.ledger, key)
    qtbot.keyClick(page.empty, key)
    assert page.gone == ["ledger", "projects"]


def test_the_language_is_kept_and_the_window_is_told(page, qtbot) -> None:
    with qtbot.waitSignal(page.language_changed) as told:
        page.language._choose("en")
    assert told.args == ["en"]
    assert user.read("ui.language") == "en"


def test_the_language_shown_is_the_one_the_window_speaks(qtbot, context) -> None:
    words.use("en")
    page = WelcomePage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    assert page.language.current() == "en"


def test_another_database_is_opened_and_a_missing_one_refused(page, context, tmp_path) -> None:
    page.open_database(tmp_path / "nowhere.db")
    assert settled()
    assert context.where == str(tmp_path / "new.db")
    assert not (tmp_path / "nowhere.db").exists()
    open_app(str(tmp_path / "other.db"), create=True).database.close()
    page.open_database(tmp_path / "other.db")
    assert settled()
    assert context.where == str(tmp_path / "other.db")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1190, 690), (968, 522), (2384, 1360)])
def test_no_text_is_cut(qtbot, context, language, size) -> None:
    words.use(language)
    page = WelcomePage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    qtbot.wait(10)
    assert find_clipped(page) == []
    assert find_nameless(page) == []
