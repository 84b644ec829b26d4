"""One thing that can be done: buttons, shortcuts, menus and the palette are all made from this.

A page answers ``commands()`` anew each time it is asked, so a command knows the state of the
moment: what it would act on, and why it cannot be carried out. Titles are message ids, because
people look for a command in either language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from invest_crm import words
from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

Place = Literal["page", "everywhere", "pages", "settings"]

_WITH_VALUE = N_("{name}: {value}")


def always() -> str:
    """Nothing stands against it."""
    return ""


class Command(Struct, frozen=True):
    """``id`` is the same in every session; ``title``, ``value`` and ``keywords`` are message ids.

    ``value``: what a title like "Theme" is set to. ``keywords``: further words to find it by.
    ``keys``: shortcuts, the first is shown; ``heard``: the part with the focus listens to them by
    itself. ``enabled`` gives the reason why not, empty if it can be done. ``count`` records are
    acted on, in words ``about``. ``quiet``: one of many alike, listed only when it is looked for.
    """

    id: str
    title: str
    do: Callable[[], object]
    icon: str = ""
    keys: tuple[str, ...] = ()
    heard: bool = False
    value: str = ""
    keywords: str = ""
    enabled: Callable[[], str] = always
    about: str = ""
    count: int = 0
    place: Place = "page"
    quiet: bool = False

    def words(self) -> str:
        """What it is called, in the language in force."""
        return self.words_in(words.language())

    def words_in(self, language: str) -> str:
        """What it is called in a language."""
        title = words.in_language(language, self.title)
        if not self.value:
            return title
        return words.in_language(language, _WITH_VALUE).format(
            name=title, value=words.in_language(language, self.value)
        )

    def label(self) -> str:
        """The words with what it acts on, for a menu."""
        return f"{self.words()} — {self.about}" if self.about else self.words()

    def also(self) -> tuple[str, ...]:
        """What else it is found by: its name in the other language, its keywords."""
        others = [self.words_in(code) for code in words.LANGUAGES if code != words.language()]
        if self.keywords:
            others += [words.in_language(code, self.keywords) for code in words.LANGUAGES]
        return tuple(others)

    def shown_keys(self) -> str:
        """The shortcut as people of this system write it."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)

    def run(self) -> str:
        """Carry it out; returns the reason if it cannot be."""
        reason = self.enabled()
        if not reason:
            self.do()
        return reason


def bind(
    commands: Iterable[Command],
    owner: QWidget,
    run: Callable[[str], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> None:
    """Make the shortcuts of commands; ``run(id)`` is called with the command of the moment."""
    for command in commands:
        if command.heard:
            continue
        for keys in command.keys:
            shortcut = QShortcut(QKeySequence(keys), owner)
            shortcut.setContext(context)
            shortcut.setProperty("command", command.id)
            shortcut.activated.connect(lambda name=command.id: run(name))


class KeyGuard(QObject):
    """Keeps keys for the window which a text field would take (Ctrl+K cuts a line on some systems).

    It listens to the widget with the focus only.
    """

    def __init__(self, keys: Iterable[str], owner: QObject) -> None:
        super().__init__(owner)
        self._keys = {QKeySequence.fromString(item).toString() for item in keys}
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the widget asks for a key that would otherwise be a shortcut."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()).toString() in self._keys
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and shiboken6.isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)
