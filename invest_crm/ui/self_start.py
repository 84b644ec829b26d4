"""A start of the window for measuring from outside; it loads nothing a start does not load."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from invest_crm import words
from invest_crm.ui import operations
from invest_crm.ui.app import make_application
from invest_crm.ui.context import Context
from invest_crm.ui.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 60.0


def tell_start(where: str, page: str, say: Callable[[str], None]) -> None:
    """Open the window on a database; say ``painted`` when it stands, ``ready`` when its rows do."""
    gc.disable()  # as the command that opens the window does
    application = make_application(words.language(), "light")
    context = Context(where, "self-test")
    window = MainWindow(context)
    said: list[str] = []
    window.painted.connect(lambda: said.append("painted"))
    window.show()
    while not said:
        QApplication.processEvents()
    say("painted")
    context.open()
    window.start(page)
    for _turn in range(3):
        operations.wait_idle(_PATIENCE)
        application.processEvents()
    say("ready")
    window.close()
    operations.shutdown()
    context.close()
