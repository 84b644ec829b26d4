"""Starting the window: application, theme, database in the background, crash handling, end."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from invest_crm import words
from invest_crm.settings import user
from invest_crm.ui import crash, crash_log, fonts, operations, theme
from invest_crm.ui.context import Context
from invest_crm.ui.main_window import MainWindow

if TYPE_CHECKING:
    from invest_crm.ui.theme import Mode

_SETTLED_MS = 3000


def make_application(language: str, mode: Mode, *, scale: float = 1.0) -> QApplication:
    """The Qt application in a language and theme (once a process)."""
    application = _dressed(language, mode, scale)
    _speak(application, language)
    return application


def _dressed(language: str, mode: Mode, scale: float) -> QApplication:
    """The application as far as it is needed to paint a window."""
    words.use(language)
    application = QApplication.instance() or theme.application(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("a Qt application without widgets is already running")
    application.setApplicationName("invest-crm")
    fonts.load()
    theme.install(mode, text_scale=scale)
    return application


def run_window(where: str | None, actor: str | None, page: str | None, language: str | None) -> int:
    """Show the window until it is closed; returns the exit status."""
    chosen = language or user.read("ui.language")
    scale = int(user.read("ui.text_scale")) / 100
    application = _dressed(chosen, _mode(user.read("ui.theme")), scale)
    reporter = crash.install(crash_log.begin)
    context = Context(where or _default_database(), actor)
    windows = _Windows(context, reporter)
    windows.open(page)
    QTimer.singleShot(_SETTLED_MS, _search_garbage)
    status = application.exec()
    operations.shutdown()
    context.close()
    crash_log.end()
    return status


class _Windows:
    """The window in front; made anew, at the same place, when another language is chosen."""

    def __init__(self, context: Context, reporter: crash.CrashReporter) -> None:
        self._context, self._reporter = context, reporter
        self._window: MainWindow | None = None

    def open(self, page: str | None, state: dict[str, Any] | None = None) -> None:
        """Show a window at a page."""
        before = self._window
        self._window = MainWindow(self._context)
        self._window.language_chosen.connect(self._speak)
        if before is None:
            # Loading the storage and a page takes several times as long as painting the window.
            self._window.painted.connect(lambda: self._begin(page))
            self._window.appear()
            return
        self._window.show()
        self._window.start(page)
        if page is not None and state:
            self._window.go(page, state)
        before.close()
        before.deleteLater()

    def _begin(self, page: str | None) -> None:
        """The first window is on the screen: open the database and show the first page."""
        self._reporter.begin_log()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            _speak(application, words.language())
        if self._window is not None:
            self._window.start(page)
        self._context.open()

    def _speak(self, language: str) -> None:
        """In the next turn of the loop: the page that asks is still in its own signal."""
        QTimer.singleShot(0, lambda: self._again(language))

    def _again(self, language: str) -> None:
        words.use(language)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            _speak(application, language)
        place = self._window.place() if self._window is not None else (None, {})
        self.open(*place)


def _search_garbage() -> None:
    """Collect garbage from now on; what the start made is left out, it stays."""
    gc.freeze()
    gc.enable()


def _default_database() -> str:
    """As ``services.opening`` says, without importing it before the window is painted."""
    from invest_crm.settings.recent import default_database

    return default_database()


def _mode(stored: str) -> Mode:
    return stored if stored in {"light", "dark", "system"} else "system"  # type: ignore[return-value]


def _speak(application: QApplication, language: str) -> None:
    """Qt's own dialogs in the language of the window; not before the window is painted."""
    from invest_crm.ui.qt_words import speak

    speak(application, language)
