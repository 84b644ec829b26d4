"""Hands and eyes for a page with views: its rows, chips, drop-down and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from invest_crm.domain.views import Access, ViewForm
from invest_crm.services import views
from invest_crm.services.views import NewView
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.notice import NoticeBar
from tests.ui.pages import settled

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.views.popup import ViewPopup

OPEN = ViewForm(filters=(("open", True),))
LEFT = Qt.MouseButton.LeftButton


def rows(page: RecordsPage) -> list[str]:
    model = page.grid.model
    return [model.id_at(row) for row in range(model.rowCount())]


def chips(page: RecordsPage) -> list[str]:
    return [c.text() for c in page.head.findChildren(PillButton) if c.isVisible()]


def click_chip(qtbot: QtBot, page: RecordsPage, text: str) -> None:
    chip = next(c for c in page.head.findChildren(PillButton) if c.isVisible() and c.text() == text)
    qtbot.mouseClick(chip, LEFT)
    assert settled()


def filter_signed(page: RecordsPage) -> None:
    page.set_filter("signed", True)
    assert settled()


def drop_down(qtbot: QtBot, page: RecordsPage) -> ViewPopup:
    qtbot.mouseClick(page.views.switch, LEFT)
    assert settled()
    return page.views.list.popup


def mark(popup: ViewPopup, name: str) -> None:
    for row in range(popup.list.count()):
        if popup.list.item(row).text() == name:
            popup.list.setCurrentRow(row)
    line = popup.line()
    assert line is not None
    assert line.name == name


def menu_of(popup: ViewPopup, name: str) -> dict[str, Any]:
    mark(popup, name)
    return {
        action.text().split("\t")[0]: action for action in popup.menu().actions() if action.text()
    }


def do(popup: ViewPopup, name: str, what: str) -> None:
    menu_of(popup, name)[what].trigger()
    assert settled()


def open_view_of(page: RecordsPage, view_id: str) -> None:
    page.views.open(view_id)
    assert settled()


def save(context: Context, name: str, form: ViewForm = OPEN, access: Access = Access.MINE) -> str:
    return str(context.app.write(views.save_view, NewView("projects", name, form, access)).value)


def notices(page: RecordsPage) -> str:
    return " ".join(bar.text() for bar in page.findChildren(NoticeBar) if bar.isVisible())
