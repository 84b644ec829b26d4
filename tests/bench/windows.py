"""Pages over a large database in this process: shown, driven and timed to the repainted rows."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from invest_crm.ui import operations
from invest_crm.ui.context import Context
from invest_crm.ui.firms.page import FirmsPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

_WIDE, _HIGH = 1400, 800
_PATIENCE_MS = 60_000


@contextmanager
def firms_page(path: Path, qtbot: QtBot) -> Iterator[FirmsPage]:
    """The page of firms over a database, with its first rows on the screen."""
    context = Context(str(path), "bench")
    page = FirmsPage(context)
    for widget in (page, page.top_bar):
        qtbot.addWidget(widget)
    page.resize(_WIDE, _HIGH)
    context.open()
    repainted(page, page.show)
    settle()
    yield page
    settle()
    context.close()
    operations.shutdown()


def repainted(page: FirmsPage, do: Callable[[], object]) -> None:
    """Do something that asks for other rows and wait until they are painted."""
    loop = QEventLoop()
    clock = QTimer()
    clock.setSingleShot(True)
    clock.timeout.connect(loop.quit)
    clock.start(_PATIENCE_MS)
    connection = page.grid.loaded.connect(loop.quit)
    do()
    loop.exec()
    page.grid.loaded.disconnect(connection)
    assert clock.isActive(), "the rows did not come"
    QApplication.processEvents()  # delivers the paint events that are still waiting


def settle(seconds: float = 60.0) -> None:
    """Wait until nothing runs in the background any more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        if operations.wait_idle(seconds) and not operations.busy():
            return
    raise TimeoutError("background work did not end")
