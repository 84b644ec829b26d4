"""The page of backups in a real window over a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.ui.backups.page import BackupsPage
from invest_crm.ui.main_window import MainWindow
from tests.ui.pages import settled

if TYPE_CHECKING:
    from invest_crm.ui.context import Context


@pytest.fixture
def window(qtbot, context: Context) -> MainWindow:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.start("backups")
    assert settled()
    return made


@pytest.fixture
def page(window: MainWindow) -> BackupsPage:
    shown = window.pages.current()
    assert isinstance(shown, BackupsPage)
    return shown
