"""Journey 4: a view is saved, shared, pinned, and is there again after a restart."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from invest_crm.domain.views import Access
from invest_crm.services.views import find_view
from invest_crm.ui.kit.chip import PillButton
from tests.support.factories import colleague, yi

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from invest_crm.services.work import App
    from invest_crm.ui.projects.page import ProjectsPage
    from tests.e2e.conftest import Desk
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow
NAME = "签约超 90 天未开工（调度）"
WAITS, STARTED, FRESH = "等待项目", "开工项目", "新签项目"


@pytest.fixture
def crm_db(sqlite_template: Path, tmp_path: Path) -> Path:
    """A database with the reference data and no project."""
    path = tmp_path / "crm.db"
    shutil.copy(sqlite_template, path)
    return path


def _fill(desk: Desk) -> None:
    rows: list[dict[str, Any]] = [
        {"name": WAITS, "signed_on": "2026-01-10", "total_investment": yi(2)},
        {"name": STARTED, "signed_on": "2026-01-12", "started_on": "2026-03-01"},
        {"name": FRESH, "signed_on": "2026-07-01"},
    ]
    desk.office.ledger("2026-07-09", *rows)


def _popup_key(desk: Desk, key: Qt.Key) -> None:
    """A key for the drop-down, which is a window of its own."""
    popup = QApplication.activePopupWidget()
    assert popup is not None
    target: QWidget = popup.focusWidget() or popup
    desk.keys += 1
    desk.qtbot.keyClick(target, key)
    desk.settle()


def _popup_type(desk: Desk, text: str) -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None
    desk.type_into(popup.focusWidget(), text)
    desk.settle()


def _pin_by_keyboard(desk: Desk) -> None:
    """The menu key opens the menu of the marked line; its first entry pins."""
    popup = QApplication.activePopupWidget()
    assert popup is not None
    place = popup.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, popup.mapToGlobal(place))
    desk.keys += 1
    QApplication.sendEvent(popup.focusWidget() or popup, asked)
    desk.settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    _popup_key(desk, Qt.Key.Key_Down)
    assert menu.activeAction().text() == "固定"
    _popup_key(desk, Qt.Key.Key_Return)
    _popup_key(desk, Qt.Key.Key_Escape)


def _chip(page: ProjectsPage, words: str) -> PillButton:
    chips = page.head.findChildren(PillButton)
    return next(chip for chip in chips if chip.isVisible() and chip.text() == words)


def _names(page: ProjectsPage) -> list[str]:
    model = page.grid.model
    return [model.text(row, 0) for row in range(model.rowCount())]


def _open_ready(desk: Desk) -> ProjectsPage:
    desk.go("projects")
    page = desk.projects()
    assert sorted(_names(page)) == sorted([WAITS, STARTED, FRESH])
    page.views.switch.setFocus()
    desk.press(Qt.Key.Key_Down)
    _popup_type(desk, "qyc90")
    _popup_key(desk, Qt.Key.Key_Return)
    assert _names(page) == [WAITS]
    return page


def _is_there_for(app: App, page: ProjectsPage) -> None:
    info = colleague(app, "li").read(find_view, NAME)
    assert (info.access, info.owner) == (Access.SHARED, "wang")
    assert page.views.switch.name() == NAME
    assert not page.views.is_changed()


def _after_a_restart(again: Desk) -> None:
    again.go("projects")
    page = again.projects()
    assert page.views.switch.name() == NAME
    assert _names(page) == [WAITS]
    assert page.views.tabs.isVisible()
    assert [name for _id, name in page.views.tabs._tabs] == ["全部项目", NAME]
    page.views.tabs.setFocus()
    again.press(Qt.Key.Key_Left)
    assert len(_names(page)) == 3
    again.press(Qt.Key.Key_Right)
    assert _names(page) == [WAITS]


def test_by_keyboard(open_desk: Callable[[Path], Desk], crm_db: Path, journey: Journey) -> None:
    desk = open_desk(crm_db)
    _fill(desk)
    page = _open_ready(desk)
    with journey("4 by keyboard", desk):
        page.views.switch.setFocus()
        desk.press(Qt.Key.Key_Down)
        _popup_key(desk, Qt.Key.Key_Tab)  # to "save as a new view"
        _popup_key(desk, Qt.Key.Key_Return)
        _popup_type(desk, NAME)
        _popup_key(desk, Qt.Key.Key_Tab)
        _popup_key(desk, Qt.Key.Key_Right)
        _popup_key(desk, Qt.Key.Key_Tab)
        _popup_key(desk, Qt.Key.Key_Return)
        _is_there_for(desk.context.app, page)
        page.views.switch.setFocus()
        desk.press(Qt.Key.Key_Down)
        _pin_by_keyboard(desk)
    desk.window.close()
    _after_a_restart(open_desk(crm_db))


def test_by_mouse(open_desk: Callable[[Path], Desk], crm_db: Path, journey: Journey) -> None:
    desk = open_desk(crm_db)
    _fill(desk)
    page = _open_ready(desk)
    with journey("4 by mouse", desk):
        desk.click(_chip(page, "签约以后"))
        desk.click(_chip(page, "另存为视图…"))
        popup = page.views.list.popup
        _popup_type(desk, NAME)
        popup.naming.access._choose("shared")
        desk.qtbot.mouseClick(popup.naming.save, Qt.MouseButton.LeftButton)
        desk.settle()
        _is_there_for(desk.context.app, page)
        desk.click(page.views.switch)
        menu = {action.text(): action for action in page.views.list.popup.menu().actions()}
        menu["固定"].trigger()
        desk.settle()
        page.views.list.popup.close()
    desk.window.close()
    _after_a_restart(open_desk(crm_db))
