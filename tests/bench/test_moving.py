"""Moving about: a frame of scrolling a list of 100,000 firms, and going from page to page."""

from __future__ import annotations

import statistics
import time
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from invest_crm.ui import operations, theme
from invest_crm.ui.context import Context
from invest_crm.ui.main_window import MainWindow
from tests.bench.baselines import bare_table_repaint
from tests.bench.board import Line
from tests.bench.windows import firms_page, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture
    from pytestqt.qtbot import QtBot

    from tests.bench.board import Race

_WHEEL_ROWS = 3
_FRAMES = 120
_FRAME_MS, _SWITCH_MS = 16, 100


def test_a_frame_of_scrolling(race: Race, firm_database: Path, qtbot: QtBot) -> None:
    theme.install("light", text_scale=1.0)
    with firms_page(firm_database, qtbot) as page:
        view, model = page.grid.view, page.grid.model
        bar = view.verticalScrollBar()
        step = _WHEEL_ROWS * bar.singleStep()
        shown = [[model.text(row, n) for n in range(14)] for row in range(120)]
        table, repaint = bare_table_repaint(shown)
        qtbot.addWidget(table)
        table.show()
        blank: list[int] = []

        def frame() -> None:
            bar.setValue(bar.value() + step)
            view.viewport().repaint()

        def let_rows_come() -> None:
            QApplication.processEvents()
            blank.append(model.cells(view.rowAt(view.viewport().height() // 2)) is None)

        race.run(
            "a frame of scrolling, 100,000 firms",
            frame,
            repaint,
            bar=_FRAME_MS,
            unit="ms",
            absolute=True,
            rounds=_FRAMES,
            before=let_rows_come,
        )
        assert bar.value() > 0
        race.say(f"scrolling: rows not there yet in {sum(blank)} of {len(blank)} frames")


@pytest.fixture
def window(demo_database: Path, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window on the demonstration data, every page made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVEST_CRM_HOME", str(tmp_path))
        theme.install("light", text_scale=1.0)
        context = Context(str(demo_database), "bench")
        context.open()
        made = MainWindow(context)
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        made.start("today")
        settle()
        for page in _pages(made):
            made.go(page)
            settle()
        yield made
        settle()
        context.close()
        operations.shutdown()


def test_from_any_page_to_any_other(
    race: Race, window: MainWindow, benchmark: BenchmarkFixture
) -> None:
    took: dict[tuple[str, str], float] = {}
    for one, other in permutations(_pages(window), 2):
        window.go(one)
        settle()
        began = time.perf_counter()
        window.go(other)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        window.repaint()
        took[one, other] = (time.perf_counter() - began) * 1000
        settle()
    benchmark.pedantic(lambda: None, rounds=1)
    slowest = max(took, key=took.__getitem__)
    race.note(Line("from a page to another, the slowest pair", took[slowest], None, _SWITCH_MS,
                   "ms", absolute=True))  # fmt: skip
    usual = statistics.median(took.values())
    race.say(f"pages: {usual:.0f} ms in the middle; {' → '.join(slowest)} is the slowest")


def _pages(window: MainWindow) -> list[str]:
    return [spec.id for spec in window._specs if spec.id not in {"welcome", "diagnostics"}]
