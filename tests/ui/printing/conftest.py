"""The whole window over a real database of projects on 1 September 2025, and its preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.projects.page import ProjectsPage
from tests.support.factories import yi
from tests.ui.pages import context, office, settled, sqlite_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from invest_crm.services.printing import Printed
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.printing.place import PrintPlace
    from tests.support.factories import Bureau

__all__ = ["context", "office", "sqlite_template"]

PHONE = "13812345678"


def texts(printed: Printed) -> list[str]:
    """What stands on each page, as a reader of the PDF finds it."""
    document = pypdfium2.PdfDocument(printed.data)
    found = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return found


class Desk:
    """One person at the window."""

    def __init__(self, qtbot: QtBot, context: Context) -> None:
        self.qtbot, self.context = qtbot, context
        self.window = MainWindow(context)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    def go(self, page: str) -> Page:
        """A page with what it shows."""
        self.window.go(page)
        self.settle()
        shown = self.window.pages.current()
        assert shown is not None
        return shown

    def projects(self) -> ProjectsPage:
        """The list of projects, the cursor in it."""
        page = self.go("projects")
        assert isinstance(page, ProjectsPage)
        page.grid.view.setFocus()
        return page

    def settle(self) -> None:
        """Until everything asked for is on screen, pictures of pages included."""
        assert settled()
        self.qtbot.wait(60)
        assert settled()

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        """A key, to whatever has the focus."""
        wanted = Qt.KeyboardModifier.NoModifier
        for modifier in held:
            wanted |= modifier
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, wanted)
        self.settle()

    def preview(self) -> PrintPlace:
        """Ctrl+P."""
        self.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        place = self.window.printing
        assert place.isVisible()
        return place

    def pages(self) -> list[str]:
        """The texts of the pages previewed."""
        printed = self.window.printing.printed()
        assert printed is not None
        return texts(printed)

    def notices(self) -> list[str]:
        """What the preview says above its pages."""
        bars = self.window.printing.findChildren(NoticeBar)
        return [bar.text() for bar in bars if bar.isVisible()]


@pytest.fixture
def ledger(office: Bureau) -> list[str]:
    """Three projects; their ids in the order entered."""
    return office.ledger(
        "2025-08-31",
        {"name": "肉羊屠宰项目", "signed_on": "2025-02-14", "total_investment": yi(5),
         "chain": "mutton-sheep", "started_on": "2025-05-01", "lead_unit": "县商务局",
         "investor": "甲公司"},
        {"name": "电子元件项目", "signed_on": "2025-03-20", "total_investment": yi(2),
         "chain": "electronics", "registered_on": "2025-04"},
        {"name": "冷链物流项目", "signed_on": "2025-06-02", "total_investment": yi(1)},
    )  # fmt: skip


@pytest.fixture
def desk(qtbot: QtBot, context: Context, ledger: list[str]) -> Iterator[Desk]:
    made = Desk(qtbot, context)
    yield made
    made.window.close()
