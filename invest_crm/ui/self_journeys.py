"""The window's journeys in an installation: every page on invented data, a ledger by hand."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from invest_crm import words
from invest_crm.services.demo.ledger import write_demo_ledger
from invest_crm.services.self_journeys import demonstration
from invest_crm.services.self_test import attempt
from invest_crm.ui import operations
from invest_crm.ui.app import make_application
from invest_crm.ui.context import Context
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.ledger.page import LedgerPage
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.pages import page_specs
from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invest_crm.services.self_test import Result

_SIZE = (1366, 768)
_PATIENCE = 60.0


def check_window_journeys() -> Iterator[Result]:
    """Go through the window, in a scratch folder."""
    make_application(words.language(), "light")
    with tempfile.TemporaryDirectory(prefix="invest-crm-window-") as folder:
        where = Path(folder)
        with demonstration(where / "demo.db"):
            pass
        yield attempt(N_("journey: every page"), lambda: _in_window(where / "demo.db", _pages))
        yield attempt(
            N_("journey: ledger in the window"), lambda: _in_window(where / "new.db", _ledger)
        )
    operations.shutdown()


def _in_window(database: Path, journey: Callable[[MainWindow], str]) -> str:
    context = Context(str(database), "self-test")
    context.open()
    window = MainWindow(context)
    try:
        window.resize(*_SIZE)
        window.show()
        window.start()
        _settle()
        return journey(window)
    finally:
        window.close()
        context.close()


def _settle() -> None:
    for _turn in range(3):
        if not operations.wait_idle(_PATIENCE):
            raise TimeoutError(f"still busy after {_PATIENCE:.0f} s")
        QApplication.processEvents()


def _pages(window: MainWindow) -> str:
    shown = []
    for spec in page_specs(Context("")):
        window.go(spec.id)
        _settle()
        complaints = _complaints(window)
        if complaints:
            raise RuntimeError(f"{spec.id}: {complaints[0]}")
        if window.pages.current_id() != spec.id:
            raise RuntimeError(f"{spec.id} did not come up")
        shown.append(spec.id)
    return str(len(shown))


def _complaints(window: MainWindow) -> list[str]:
    bars = window.findChildren(NoticeBar)
    return [bar.text() for bar in bars if bar.isVisibleTo(window) and bar.level == "error"]


def _ledger(window: MainWindow) -> str:
    with tempfile.TemporaryDirectory(prefix="invest-crm-ledger-") as folder:
        file = Path(folder) / "台账.xlsx"
        rows = write_demo_ledger(file)
        window.go("ledger")
        _settle()
        page = window.pages.current()
        if not isinstance(page, LedgerPage):
            raise TypeError("the import page did not come up")
        page.open_file(file)
        _settle()
        page.apply()
        _settle()
    if page.step() is not page.done:
        raise RuntimeError("; ".join(_complaints(window)) or "nothing was imported")
    return str(rows)
