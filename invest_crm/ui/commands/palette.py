"""The palette (Ctrl+K): one line to type into, and below it everything that answers.

It lies inside the window, over the page, so input methods work in it as in any field. Commands
and pages are matched from memory with every key; records come from the background and never hold
a key up. Enter waits for them where nothing on the list answers by its name yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from invest_crm.domain.matching import Level
from invest_crm.ui import theme
from invest_crm.ui.commands.lines import Lines, spoken
from invest_crm.ui.commands.ranking import Group, Hit, in_order, ranked
from invest_crm.ui.commands.recent import SHOWN
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.text import label
from invest_crm.ui.operations import run_query
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from invest_crm.errors import UserError
    from invest_crm.ui.commands.provider import Entry, Provider
    from invest_crm.ui.commands.recent import Recent

_DEBOUNCE_MS: Final = 30
_WIDE, _HIGH, _TOP = 640, 520, 8
_FEW: Final = 6
"""Recent entries above the commands while nothing is typed."""

_POPUP = Qt.FocusReason.PopupFocusReason
"""With this reason a field that loses the focus keeps its selection and its cursor."""

_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}


class Palette(QFrame):
    """``providers()`` is asked anew each time it opens."""

    def __init__(
        self, window: QWidget, providers: Callable[[], Sequence[Provider]], recent: Recent
    ) -> None:
        super().__init__(window)
        theme.set_role(self, "popup")
        self._window, self._providers_of, self._recent = window, providers, recent
        self._providers: Sequence[Provider] = ()
        self._held: list[Sequence[Entry]] = []
        self._found: dict[int, Sequence[Entry]] = {}
        self._recalled: Sequence[Entry] = ()
        self._came_from: list[QWidget] = []
        self._only_recent = self._waiting = self._steered = False
        self._entered: Callable[[], None] | None = None
        self.edit = _Edit(self)
        self.lines = Lines()
        self._foot = label("", "hint")
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_DEBOUNCE_MS)
        self._clock.timeout.connect(self._ask)
        self._build()
        self.hide()

    def begin(self, *, only_recent: bool = False) -> None:
        """Open it and take the focus; ``only_recent``: what was opened last (Ctrl+E)."""
        if not self.isVisible():
            self._came_from = _line_of(QApplication.focusWidget())
        self._only_recent = only_recent
        self.edit.setPlaceholderText(
            _("Opened last") if only_recent else _("Find a record, a page, a command, a setting")
        )
        self._providers = self._providers_of()
        self._held = [provider.entries() for provider in self._providers]
        self._found, self._recalled = {}, ()
        self._waiting = self._steered = False
        self._entered = None
        self.edit.clear()
        self._recall()
        self._show_lines()
        self.show()
        self.raise_()
        self.edit.setFocus(_POPUP)

    def leave(self) -> None:
        """Close it and give the focus back to where it was."""
        self.close_up()
        for widget in self._came_from:
            if shiboken6.isValid(widget) and widget.isVisible():
                widget.setFocus(_POPUP)
                return
        self.edit.clearFocus()

    def close_up(self) -> None:
        """Close it; the focus has gone elsewhere."""
        self._clock.stop()
        self._entered = None
        self.hide()

    def hits(self) -> list[Hit]:
        """The hits on the list, in order."""
        return self.lines.hits() if self.isVisible() else []

    def is_waiting(self) -> bool:
        """Whether records that answer what is typed are still on the way."""
        return self._waiting

    def place(self) -> None:
        """In the middle of the upper part of the window; it grows while open, it never shrinks."""
        window, edge = self._window, theme.px(24)
        width = min(theme.px(_WIDE), window.width() - 2 * edge)
        around = self.edit.sizeHint().height() + self._foot.sizeHint().height() + theme.px(30)
        room = min(theme.px(_HIGH), window.height() - theme.px(_TOP) - edge)
        wanted = around + self.lines.wanted_height()
        height = min(max(wanted, self.height()) if self.isVisible() else wanted, room)
        self.setGeometry((window.width() - width) // 2, theme.px(_TOP), width, height)

    def key(self, event: QKeyEvent) -> bool:
        """A key typed into the line; whether it steers the list instead."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in _STEPS:
            self._steer(_STEPS[key])
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            down = key == Qt.Key.Key_PageDown
            self._steer(self.lines.page() if down else -self.lines.page())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(edit=bool(held & Qt.KeyboardModifier.ControlModifier))
        else:
            return False
        return True

    # ---- what is listed ------------------------------------------------------------------------

    def _typed(self) -> str:
        return self.edit.text().strip()

    def _groups(self) -> list[Group]:
        typed, recent = self._typed(), self._recent.places()
        if self._only_recent:
            places = [entry for entry in self._last() if entry.recent][:SHOWN]
            if typed:
                return in_order([ranked(_("Opened last"), places, typed, recent)])
            return _plain(_("Opened last"), places)
        if not typed:
            groups = _plain(_("Recent"), self._last()[:_FEW])
            for provider, held in zip(self._providers, self._held, strict=True):
                groups += _plain(provider.title, [entry for entry in held if not entry.quiet])
            return groups
        groups = []
        for number, provider in enumerate(self._providers):
            groups.append(ranked(provider.title, self._held[number], typed, recent))
            found = self._found.get(number, ())
            trusted = not self._waiting
            groups.append(ranked(provider.title, found, typed, recent, trusted=trusted))
        return in_order(groups)

    def _last(self) -> list[Entry]:
        """What was used last, as far as it is still there."""
        held = (*self._held, self._recalled)
        known = {entry.key: entry for part in held for entry in part if not entry.reason}
        return [known[key] for key in self._recent.keys() if key in known]  # noqa: SIM118 - no dict

    def _show_lines(self) -> None:
        current = self.lines.current() if self._steered else None
        empty = "" if self._waiting else _("Nothing found")
        self.lines.show_groups(self._groups(), empty, keep=current.entry.key if current else "")
        self.place()
        self._say()

    def _say(self) -> None:
        """What is chosen, for screen readers."""
        current = self.lines.current()
        self.edit.setAccessibleDescription(spoken(current) if current is not None else "")

    # ---- asking --------------------------------------------------------------------------------

    def _text_changed(self) -> None:
        if not self.isVisible():
            return
        self._steered = False
        self._waiting = bool(self._typed()) and not self._only_recent
        self._show_lines()
        if self._waiting:
            self._clock.start()

    def _ask(self) -> None:
        typed, providers = self._typed(), self._providers

        def find() -> dict[int, Sequence[Entry]]:
            return {number: provider.find(typed) for number, provider in enumerate(providers)}

        run_query(
            self, find, lambda found: self._arrived(typed, found), key="find", on_error=self._failed
        )

    def _arrived(self, typed: str, found: dict[int, Sequence[Entry]]) -> None:
        if not self.isVisible() or typed != self._typed():
            return
        self._found, self._waiting = found, False
        self._show_lines()
        entered, self._entered = self._entered, None
        if entered is not None:
            entered()

    def _failed(self, _error: UserError) -> None:
        """The page asks the same database and says in its place what is wrong with it."""
        self._waiting = False
        self._show_lines()

    def _recall(self) -> None:
        keys, providers = self._recent.keys(), self._providers

        def recall() -> list[Entry]:
            return [entry for provider in providers for entry in provider.recall(keys)]

        run_query(self, recall, self._take_recalled, key="recall", on_error=self._failed)

    def _take_recalled(self, entries: list[Entry]) -> None:
        self._recalled = entries
        if entries and self.isVisible() and (self._only_recent or not self._typed()):
            self._show_lines()

    # ---- choosing ------------------------------------------------------------------------------

    def _steer(self, step: int) -> None:
        self._steered = True
        self.lines.move_by(step)
        self._say()

    def _pointed(self) -> None:
        self._steered = True
        self._say()

    def _enter(self, *, edit: bool) -> None:
        """Do what is chosen, after the records have come if it answers by chance only."""
        if self._waiting and not self._steered and self._best() > Level.WORD:
            self._entered = lambda: self._do(self.lines.current(), edit=edit)
        else:
            self._do(self.lines.current(), edit=edit)

    def _best(self) -> int:
        groups = self._groups()
        return groups[0].best[0] if groups else Level.LOOSE

    def _do(self, hit: Hit | None, *, edit: bool = False) -> None:
        if hit is None or hit.entry.reason:
            return
        entry = hit.entry
        self.leave()
        self._recent.add(entry.key)
        (entry.edit if edit and entry.edit is not None else entry.do)()

    # ---- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        ground = _Ground()
        around = QVBoxLayout(self)
        around.setContentsMargins(3, 3, 3, 3)
        around.addWidget(ground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(theme.margins(3, 3, 3, 3))
        column.setSpacing(theme.GAP_TINY)
        column.addWidget(self.edit)
        column.addWidget(self.lines, 1)
        column.addWidget(self._foot)
        self._foot.setText(_("↑↓ choose · Enter do · Ctrl+Enter edit · Esc back"))
        self._foot.setContentsMargins(theme.margins(8, 0, 8, 2))
        self.setAccessibleName(_("Find and do"))
        self.edit.setAccessibleName(_("Find and do"))
        self.edit.textChanged.connect(lambda _text: self._text_changed())
        self.lines.pointed.connect(self._pointed)
        self.lines.chosen.connect(lambda hit: self._do(hit, edit=_held_ctrl()))
        self._window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window got another size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Somebody clicked elsewhere; another program in front (no widget) changes nothing."""
        if self.isVisible() and new is not None and not self.isAncestorOf(new):
            self.close_up()


class _Ground(QWidget):
    """Opaque, so that the page below is not painted anew with every key."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground."""
        QPainter(self).fillRect(event.rect(), theme.current().color("raised"))


class _Edit(SearchEdit):
    """The line of the palette; it gives its keys to the palette first."""

    def __init__(self, palette: Palette) -> None:
        super().__init__("")
        self._palette = palette

    def event(self, event: QEvent) -> bool:
        """Qt: Tab steers the list, it does not leave."""
        if event.type() == QEvent.Type.KeyPress and self._palette.key(event):  # type: ignore[arg-type]
            return True
        return super().event(event)


def _plain(title: str, entries: Sequence[Entry]) -> list[Group]:
    return [Group(title, tuple(Hit(entry) for entry in entries))] if entries else []


def _line_of(widget: QWidget | None) -> list[QWidget]:
    """A widget and those it lies in: an editor in a cell may be gone when the focus comes back."""
    line: list[QWidget] = []
    while widget is not None:
        line.append(widget)
        widget = widget.parentWidget()
    return line


def _held_ctrl() -> bool:
    return bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
