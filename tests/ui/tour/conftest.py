"""The window of a first start: a new database, nobody has been shown around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.ui.context import Context
from invest_crm.ui.main_window import MainWindow
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def empty(qapp, tmp_path: Path) -> Iterator[Context]:
    made = Context(str(tmp_path / "new.db"), "wang")
    made.open()
    assert made.app
    yield made
    assert settled()
    made.close()


@pytest.fixture
def window(qtbot: QtBot, empty: Context) -> MainWindow:
    made = MainWindow(empty)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitActive(made)
    made.start()
    assert settled()
    return made
