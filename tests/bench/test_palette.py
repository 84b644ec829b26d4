"""A key pressed in the palette over 20,000 names: from the key to the painted list.

Commands and pages are matched on the main thread and painted at once, also while the records of
the key before are still being looked up. How long the records take is told beside it.
"""

from __future__ import annotations

import statistics
import time
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget

from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.ui import operations, theme
from invest_crm.ui.context import Context
from invest_crm.ui.main_window import MainWindow
from tests.bench import data
from tests.bench.baselines import bare_write
from tests.bench.conftest import new_app
from tests.bench.windows import settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from invest_crm.ui.commands.palette import Palette
    from tests.bench.board import Race

_NAMES = 20_000
_TYPED = "zhonghuaxiandai"
_PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def names_database(folder: Path) -> Path:
    """A database of 20,000 firms."""
    path, ledger = folder / "names.db", folder / "names.xlsx"
    if not path.exists():
        bare_write(ledger, data.firm_rows(_NAMES))
        app = new_app(path)
        apply_ledger(app, read_ledger(app, ImportLedger(ledger)))
        app.database.close()
    return path


@pytest.fixture
def window(names_database: Path, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window at the list of firms, which has the most commands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVEST_CRM_HOME", str(tmp_path))
        theme.install("light", text_scale=1.0)
        context = Context(str(names_database), "bench")
        context.open()
        made = MainWindow(context)
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        made.start("firms")
        settle()
        yield made
        settle()
        context.close()
        operations.shutdown()


def test_key_press_to_painted_list(race: Race, window: MainWindow, qtbot: QtBot) -> None:
    line, rows = QLineEdit(window), QListWidget(window)
    for part in (line, rows):
        part.setGeometry(0, 500, 400, 200)
        part.show()
    palette = window.search
    palette.begin()
    settle()
    letters = cycle(_TYPED)
    typed: list[str] = []

    def key() -> None:
        if len(typed) == len(_TYPED):
            typed.clear()
            palette.edit.clear()
        typed.append(next(letters))
        qtbot.keyClick(palette.edit, typed[-1])
        palette.lines.viewport().repaint()
        palette.edit.repaint()
        assert palette.isVisible()

    def bare() -> None:
        qtbot.keyClick(line, "h")
        rows.clear()
        rows.addItems(["华东科技有限公司"] * 20)
        rows.viewport().repaint()
        line.repaint()

    race.run(
        "palette: key press to painted list, 20,000 names",
        key,
        bare,
        bar=16,
        unit="ms",
        absolute=True,
        rounds=60,
    )
    settle()
    shown = [_until_found(palette, text, qtbot) for text in (_TYPED[:2], _TYPED, "zhxd")]
    race.say(f"palette: records after {statistics.median(shown) * 1000:.0f} ms, pause included")
    assert any(hit.marks for hit in palette.hits())


def _until_found(palette: Palette, text: str, qtbot: QtBot) -> float:
    """Seconds from the last key to the records on the list."""
    palette.edit.clear()
    qtbot.keyClicks(palette.edit, text[:-1])
    settle()
    loop, clock = QEventLoop(), QTimer()
    clock.timeout.connect(lambda: None if palette.is_waiting() else loop.quit())
    begun = time.perf_counter()
    qtbot.keyClick(palette.edit, text[-1])
    clock.start(1)
    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    loop.exec()
    QApplication.processEvents()
    assert not palette.is_waiting(), "the records did not come"
    return time.perf_counter() - begun
