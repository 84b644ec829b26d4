"""Whether the window stays awake: nothing of a page's work may run on the window's own thread.

``with heartbeat():`` fails when the window's thread asks the database anything, or when between two
turns of the event loop that thread itself computed for as much as ten times a fixed piece of work
(about a second). The piece is timed by the same clock of the thread's own computing just before, so
neither a slow nor a busy machine decides. How long the loop stood still is printed at the end of
the run beside the aim of 100 ms.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

AIM_S = 0.1
FROZEN_PIECES = 10
_SHOWN = 5

Heartbeat = Callable[[], AbstractContextManager["Beats"]]

_PROPERTY = "the window stood still (s)"


class Beats:
    """``worst``: the longest the event loop stood still (s); ``asked``: SQL of its thread."""

    def __init__(self) -> None:
        self.worst = 0.0
        self.asked: list[str] = []
        self._last = (time.perf_counter(), time.thread_time())

    def beat(self) -> None:
        """The event loop turns; a pause counts while its own thread worked, not the machine."""
        now, worked = time.perf_counter(), time.thread_time()
        self.worst = max(self.worst, min(now - self._last[0], worked - self._last[1]))
        self._last = now, worked


@pytest.fixture
def heartbeat(request: pytest.FixtureRequest) -> Heartbeat:
    """``with heartbeat():`` around what must leave the window awake."""

    @contextmanager
    def watch() -> Iterator[Beats]:
        from PySide6.QtCore import QTimer

        frozen = FROZEN_PIECES * _piece()
        timer = QTimer()
        timer.setInterval(5)
        beats = Beats()
        timer.timeout.connect(beats.beat)
        with _listening(beats):
            timer.start()
            yield beats
            timer.stop()
            beats.beat()
        request.node.user_properties.append((_PROPERTY, beats.worst))
        assert not beats.asked, f"the window's thread asked the database: {beats.asked[:3]}"
        assert beats.worst < frozen, f"the window stood still for {beats.worst:.1f} s"

    return watch


def _piece() -> float:
    """Own time of this thread (s) for a fixed piece of work, about 0.1 s."""
    began = time.thread_time()
    sum(number * number for number in range(1_500_000))
    return time.thread_time() - began


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
    reports = [
        report for state in ("passed", "failed") for report in terminalreporter.getreports(state)
    ]
    pauses = [
        (seconds, report.nodeid)
        for report in reports
        for name, seconds in getattr(report, "user_properties", ())
        if name == _PROPERTY and report.when == "call"
    ]
    if pauses:
        terminalreporter.section(f"longest the window stood still (aim {AIM_S * 1000:.0f} ms)")
    for seconds, test in sorted(pauses, reverse=True)[:_SHOWN]:
        terminalreporter.write_line(f"{seconds * 1000:5.0f} ms  {test}")
