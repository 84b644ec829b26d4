"""Bugs: an exception nobody expected is logged, shown once in a dialog, and work goes on.

``install`` takes over ``sys.excepthook`` and its thread sibling; whatever thread raised, the
dialog opens on the main thread (Qt runs the hook on the worker's). Without ``install`` (tests,
command line) ``report`` raises, so that no test can pass over a bug. Knows no page or service.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from invest_crm.safe_text import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from invest_crm.ui.crash_dialog import CrashDialog

_LOG = logging.getLogger("invest_crm.crash")


class _Installed:
    """The reporter of this process, if the program (not a test) put one in."""

    reporter: CrashReporter | None = None


def install(log: Callable[[], Path | None] = lambda: None) -> CrashReporter:
    """Show every unexpected exception in a dialog from now on; call on the main thread.

    ``log`` begins the program's log and says where it lies; it is called once, when it is needed.
    """
    reporter = CrashReporter(log)
    _Installed.reporter = reporter
    sys.excepthook = reporter.on_exception
    threading.excepthook = reporter.on_thread_exception
    return reporter


def uninstall() -> None:
    """Put Python's own hooks back."""
    _Installed.reporter = None
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def offer_bundle(make: Callable[[], object] | None) -> None:
    """What the dialog's "Make a diagnostic bundle" does from now on."""
    if _Installed.reporter is not None:
        _Installed.reporter.make_bundle = make


def report(error: BaseException) -> None:
    """Hand over an unexpected exception from any thread; raises it if nothing is installed."""
    reporter = _Installed.reporter
    if reporter is None:
        raise error
    reporter.on_exception(type(error), error, error.__traceback__)


class CrashReporter(QObject):
    """Carries exceptions to the main thread and shows one dialog at a time.

    ``make_bundle``: what the window does about "Make a diagnostic bundle", None without a window.
    """

    arrived = Signal()

    def __init__(self, log: Callable[[], Path | None]) -> None:
        super().__init__(QApplication.instance())
        self._log: Callable[[], Path | None] | None = log
        self._log_path: Path | None = None
        self.make_bundle: Callable[[], object] | None = None
        self._waiting: deque[str] = deque()
        self._dialog: CrashDialog | None = None
        self.arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def begin_log(self) -> None:
        """Write the log from now on, if it is not being written."""
        begin, self._log = self._log, None
        if begin is not None:
            self._log_path = begin()

    def on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """The ``sys.excepthook``: may run on any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.begin_log()
        _LOG.error("unexpected error", exc_info=(kind, error, trace))
        self._waiting.append(told(error))
        self.arrived.emit()

    def on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        """The ``threading.excepthook``."""
        if args.exc_value is not None:
            self.on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def dialog(self) -> CrashDialog | None:
        """The dialog on screen, if there is one."""
        return self._dialog

    def _show(self) -> None:
        from invest_crm.ui.crash_dialog import CrashDialog

        while self._waiting:
            details = self._waiting.popleft()
            if self._dialog is None:
                self._dialog = CrashDialog(self._log_path, QApplication.activeWindow())
                self._dialog.finished.connect(self._closed)
                self._dialog.bundle_asked.connect(self._bundle)
                self._dialog.offer_bundle(possible=self.make_bundle is not None)
                self._dialog.open()
            self._dialog.add(details)

    def _bundle(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        if self.make_bundle is not None:
            self.make_bundle()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None
