"""What every window test stands on: the theme, the language, a quiet background, a heartbeat."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer

from invest_crm import words
from invest_crm.ui import operations, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NOISE = "This plugin does not support"
"""The offscreen platform says so of every window; it is not about the program."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_NOISE, extend=True))


@pytest.fixture(autouse=True)
def _window_ground(qapp) -> Iterator[None]:
    before = words.language()
    words.use("zh_CN")
    theme.install("light", text_scale=1.0)
    yield
    assert operations.wait_idle(5), "background work was still running when the test ended"
    operations.shutdown(5)
    words.use(before)


class Beats:
    """The longest time the main thread kept the event loop waiting, in seconds."""

    worst = 0.0


@pytest.fixture
def heartbeat() -> Callable[[], object]:
    """``with heartbeat():`` fails if the window was blocked for more than 100 ms inside.

    A gap counts when the main thread itself was working (a busy machine is not our fault).
    """

    @contextmanager
    def watch(limit: float = 0.1) -> Iterator[Beats]:
        beats = Beats()
        last = [time.perf_counter(), time.thread_time()]

        def beat() -> None:
            now, worked = time.perf_counter(), time.thread_time()
            gap, own = now - last[0], worked - last[1]
            beats.worst = max(beats.worst, gap if gap > 10 * limit else min(gap, own))
            last[:] = [now, worked]

        timer = QTimer()
        timer.setInterval(5)
        timer.timeout.connect(beat)
        timer.start()
        yield beats
        timer.stop()
        beat()
        assert beats.worst <= limit, f"the window was blocked for {beats.worst * 1000:.0f} ms"

    return watch
