"""While an input method composes a word, Enter, Esc and shortcuts belong to the word.

Most input methods keep their keys to themselves. Some hand them on as well (Enter that takes the
letters as they are, a shortcut pressed in the middle of a word): without this, Enter would save a
form without the word that is being written and Esc would close it.
"""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_HELD: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)


class Composition(QObject):
    """Stands between the keys and the widget with the focus, and listens to no other."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._word = ""
        application.focusChanged.connect(self._follow)
        focus = application.focusWidget()
        if focus is not None:
            focus.installEventFilter(self)

    @property
    def word(self) -> str:
        """The letters of the word that is being composed; empty for none."""
        return self._word

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: what comes to the widget with the focus."""
        if isinstance(event, QInputMethodEvent):
            self._word = event.preeditString()
        elif self._word and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                return self._claim(event)
            if event.type() == QEvent.Type.KeyPress:
                return self._press(watched, event)
        return super().eventFilter(watched, event)

    def _claim(self, event: QKeyEvent) -> bool:
        """No shortcut in the middle of a word; one that ends the word first may follow."""
        if event.key() not in (_HELD | _ENTER | {Qt.Key.Key_Escape}):
            QGuiApplication.inputMethod().commit()
        if self._word:
            event.accept()
        return bool(self._word)

    def _press(self, watched: QObject, event: QKeyEvent) -> bool:
        method = QGuiApplication.inputMethod()
        if event.key() in _ENTER:
            method.commit()
        elif event.key() == Qt.Key.Key_Escape:
            method.reset()
            if self._word:
                QCoreApplication.sendEvent(watched, QInputMethodEvent())
        else:
            return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return True

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        self._word = ""
        if old is not None and shiboken6.isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)


def watch() -> None:
    """Look after the compositions of this program; once is enough."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and _present() is None:
        Composition(application)


def composing() -> bool:
    """Whether a word is being composed in the widget with the focus."""
    present = _present()
    return present is not None and bool(present.word)


def _present() -> Composition | None:
    application = QApplication.instance()
    return None if application is None else application.findChild(Composition)
