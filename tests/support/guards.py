"""Noise and leaks fail the test that made them: threads, windows, connections, log warnings.

A test that provokes a warning on purpose says so: ``expect_log("disk is full")`` - and then
fails if the warning does not come.
"""

from __future__ import annotations

import gc
import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest

PATIENCE_S = 2.0

ExpectLog = Callable[[str], None]


# ---- log noise -------------------------------------------------------------------------------


class LogWatch(logging.Handler):
    """Keeps the warnings of ``invest_crm`` and the patterns that were announced."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def complaints(self) -> list[str]:
        """Unannounced warnings, and announced ones that did not come."""
        noise = [
            f"unexpected log line: {line}"
            for line in self.lines
            if not any(re.search(pattern, line) for pattern in self.expected)
        ]
        missing = [
            f"expected log line did not come: {pattern}"
            for pattern in self.expected
            if not any(re.search(pattern, line) for line in self.lines)
        ]
        return noise + missing


@pytest.fixture(autouse=True)
def _log_watch() -> Iterator[LogWatch]:
    watch = LogWatch()
    logger = logging.getLogger("invest_crm")
    logger.addHandler(watch)
    yield watch
    logger.removeHandler(watch)
    if complaints := watch.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(_log_watch: LogWatch) -> ExpectLog:
    """Announce a warning of ``invest_crm``, by regular expression on "LEVEL logger: text"."""
    return _log_watch.expected.append


# ---- threads ---------------------------------------------------------------------------------


def _threads() -> set[threading.Thread]:
    """Python's threads. A Qt pool thread that ran Python leaves a dummy which never ends."""
    return {
        thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)
    }


def _left_threads(before: set[threading.Thread]) -> list[str]:
    deadline = time.monotonic() + PATIENCE_S
    while (left := _threads() - before) and time.monotonic() < deadline:
        for thread in left:
            thread.join(0.05)
    return [f"thread left running: {thread.name}" for thread in left]


def _left_pool_jobs() -> list[str]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return []
    pool = core.QThreadPool.globalInstance()
    if pool.activeThreadCount() == 0 or pool.waitForDone(int(PATIENCE_S * 1000)):
        return []
    return [f"{pool.activeThreadCount()} jobs left in Qt's thread pool"]


# ---- windows ---------------------------------------------------------------------------------


def _windows() -> dict[int, Any]:
    """Top-level widgets without a parent, by their address."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return {}
    import shiboken6

    return {
        shiboken6.getCppPointer(widget)[0]: widget
        for widget in widgets.QApplication.topLevelWidgets()
        if widget.parent() is None
    }


def _left_windows(before: set[int]) -> list[str]:
    if not _windows().keys() - before:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [widget for address, widget in _windows().items() if address not in before]
    ours = [widget for widget in left if not _belongs_to_qt(widget)]
    names = [f"window left: {type(w).__name__} {w.objectName() or w.windowTitle()!r}" for w in ours]
    for widget in ours:
        widget.close()
        widget.deleteLater()
    return names


def _belongs_to_qt(widget: Any) -> bool:
    """Qt keeps one tool tip label of its own for the whole program."""
    return bool(widget.metaObject().className() == "QTipLabel")


@pytest.fixture(autouse=True, scope="module")
def _small_heap() -> None:
    """What the modules before have loaded is left out when windows are searched for."""
    gc.collect()
    gc.freeze()


# ---- database connections --------------------------------------------------------------------


class _Connections:
    """Connections taken from any SQLAlchemy pool and not given back, once it is imported."""

    listening = False
    out: ClassVar[dict[int, str]] = {}

    @classmethod
    def listen(cls) -> None:
        pool = sys.modules.get("sqlalchemy.pool")
        if cls.listening or pool is None:
            return
        from sqlalchemy import event

        event.listen(pool.Pool, "checkout", cls._taken)
        event.listen(pool.Pool, "checkin", cls._returned)
        event.listen(pool.Pool, "detach", cls._returned)
        cls.listening = True

    @classmethod
    def _taken(cls, _connection: object, record: Any, _proxy: object) -> None:
        cls.out[id(record)] = threading.current_thread().name

    @classmethod
    def _returned(cls, _connection: object, record: Any) -> None:
        cls.out.pop(id(record), None)


def _left_connections(before: set[int]) -> list[str]:
    left = _Connections.out.keys() - before
    return [
        f"database connection not given back (taken in thread {_Connections.out.pop(key)})"
        for key in left
    ]


@pytest.fixture(autouse=True)
def _leak_watch() -> Iterator[None]:
    """Fails a test that leaves threads, jobs, windows or connections behind."""
    _Connections.listen()
    threads, windows, connections = _threads(), set(_windows()), set(_Connections.out)
    yield
    leaks = [
        *_left_pool_jobs(),
        *_left_threads(threads),
        *_left_windows(windows),
        *_left_connections(connections),
    ]
    if leaks:
        pytest.fail("\n".join(leaks), pytrace=False)
