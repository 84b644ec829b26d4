"""Whether the window stays awake: nothing of a page's work may run on the window's own thread.

``with heartbeat():`` fails when the window's thread asks the database anything, or when the event
loop stands still for a whole second. How long it really stood still depends on the machine, so it
is printed at the end of the run beside the aim of 100 ms, and decides nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

AIM_S = 0.1
FROZEN_S = 1.0
_SHOWN = 5

Heartbeat = Callable[[], AbstractContextManager["Beats"]]

_worst: dict[str, float] = {}


class Beats:
    """``worst``: the longest the event loop stood still (s); ``asked``: SQL of its thread."""

    def __init__(self) -> None:
        self.worst = 0.0
        self.asked: list[str] = []
        self._last = (time.perf_counter(), time.thread_time())

    def beat(self) -> None:
        """The event loop turns; a pause counts while its own thread worked, not the machine."""
        now, worked = time.perf_counter(), time.thread_time()
        gap, own = now - self._last[0], worked - self._last[1]
        self.worst = max(self.worst, gap if gap > FROZEN_S else min(gap, own))
        self._last = now, worked


@pytest.fixture
def heartbeat(request: pytest.FixtureRequest) -> Heartbeat:
    """``with heartbeat():`` around what must leave the window awake."""

    @contextmanager
    def watch() -> Iterator[Beats]:
        from PySide6.QtCore import QTimer

        timer = QTimer()
        timer.setInterval(5)
        beats = Beats()
        timer.timeout.connect(beats.beat)
        with _listening(beats):
            timer.start()
            yield beats
            timer.stop()
            beats.beat()
        _worst[request.node.nodeid] = beats.worst
        assert not beats.asked, f"the window's thread asked the database: {beats.asked[:3]}"
        assert beats.worst < FROZEN_S, f"the window stood still for {beats.worst:.1f} s"

    return watch


@contextmanager
def _listening(beats: Beats) -> Iterator[None]:
    from sqlalchemy import Engine, event

    here = threading.get_ident()

    def asked(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if threading.get_ident() == here:
            beats.asked.append(statement)

    event.listen(Engine, "before_cursor_execute", asked)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", asked)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The longest pauses, with the aim."""
    longest = sorted(_worst.items(), key=lambda pair: -pair[1])[:_SHOWN]
    if longest:
        terminalreporter.section(f"longest the window stood still (aim {AIM_S * 1000:.0f} ms)")
    for name, seconds in longest:
        terminalreporter.write_line(f"{seconds * 1000:5.0f} ms  {name}")
