"""The real window over an empty bureau, its help within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.ui.main_window import MainWindow
from tests.ui.pages import settled

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def window(qtbot: QtBot, context: Context, office: Bureau) -> MainWindow:
    office.take_up("云岭屠宰项目")
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitActive(made)
    made.start("projects")
    assert settled()
    return made
