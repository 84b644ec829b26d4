"""When the tour is given: once, after the first start has come to a useful page; then on request.

It takes the focus only from a part that takes no text, so that no key and no composition of an
input method is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from invest_crm.settings import user
from invest_crm.ui import operations
from invest_crm.ui.tour.steps import is_seen, steps_of
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.ui.main_window import MainWindow
    from invest_crm.ui.tour.coach import CoachMark, Ring
    from invest_crm.ui.tour.steps import Step

_SEEN: Final = "tour"
_WELCOME: Final = "welcome"
_NOT_YET: Final = frozenset({_WELCOME, "ledger", "preferences"})
"""On these pages somebody is still about to begin."""
_KEY: Final = "F6"


class TourDesk(QObject):
    """Shows the window around; ``begin`` at any time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps: list[Step] = []
        self._at = 0
        self._first_start = False
        self._came_from: QWidget | None = None
        self._coach: CoachMark | None = None
        self._ring: Ring | None = None
        window.pages.shown.connect(self._page_shown)
        window.installEventFilter(self)

    def is_on(self) -> bool:
        """Whether it is being given."""
        return bool(self._steps)

    def step(self) -> str:
        """The id of the step shown, empty while it is not given."""
        return self._steps[self._at].id if self._steps else ""

    def begin(self) -> None:
        """From the first step, on the page shown."""
        user.write_state(_SEEN, "seen")
        self._steps, self._at = steps_of(self._window), 0
        self._came_from = QApplication.focusWidget()
        self._show()

    def end(self) -> None:
        """Put it away; the focus goes back if the tour had it."""
        self._steps = []
        coach = self._coach
        if coach is None or self._ring is None:
            return
        held = coach.isAncestorOf(QApplication.focusWidget() or self._window)
        coach.hide()
        self._ring.hide()
        if held:
            self._give_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window changes its size: the mark follows its part."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._steps:
            QTimer.singleShot(0, self, self._place)
        return super().eventFilter(watched, event)

    # ---- when ----------------------------------------------------------------------------------

    def _page_shown(self, page: str) -> None:
        if page == _WELCOME:
            self._first_start = True
        elif self._first_start and page not in _NOT_YET and not user.read_state(_SEEN):
            self._when_settled()
        if self._steps:
            QTimer.singleShot(0, self, self._place)

    def _when_settled(self) -> None:
        """Once the page has its rows."""
        if operations.busy():
            once = Qt.ConnectionType.SingleShotConnection
            operations.background().idle.connect(self._first_time, once)
        else:
            QTimer.singleShot(0, self, self._first_time)

    def _first_time(self) -> None:
        here = self._window.pages.current_id()
        if here not in _NOT_YET and not user.read_state(_SEEN):
            self._first_start = False
            self.begin()

    # ---- what ----------------------------------------------------------------------------------

    def _made(self) -> CoachMark:
        from invest_crm.ui.tour.coach import CoachMark, Ring

        coach = CoachMark(self._window)
        coach.on.connect(self._go_on)
        coach.back.connect(self._go_back)
        coach.skipped.connect(self.end)
        coach.typed.connect(self._pass_on)
        shortcut = QShortcut(QKeySequence(_KEY), coach)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(coach.next.setFocus)
        self._ring = Ring(self._window)
        return coach

    def _show(self) -> None:
        """Show the step in hand; go on past those whose part has gone."""
        while self._steps and not is_seen(self._steps[self._at].find(self._window), self._window):
            del self._steps[self._at]
            if self._at >= len(self._steps):
                self._steps = []
        if not self._steps:
            self.end()
            return
        if self._coach is None:
            self._coach = self._made()
        step = self._steps[self._at]
        self._coach.say(_(step.title), _(step.text), self._at + 1, len(self._steps))
        self._place()
        focused = QApplication.focusWidget()
        if focused is None or not focused.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            self._coach.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        if not self._steps or self._coach is None or self._ring is None:
            return
        part = self._steps[self._at].find(self._window)
        if part is None or not is_seen(part, self._window):
            self._show()
            return
        box = part.rect().translated(part.mapTo(self._window, part.rect().topLeft()))
        self._ring.surround(box & self._window.rect())
        self._coach.point_at(box)

    def _go_on(self) -> None:
        if self._at + 1 >= len(self._steps):
            self.end()
            return
        self._at += 1
        self._show()

    def _go_back(self) -> None:
        self._at = max(self._at - 1, 0)
        self._show()

    def _give_back(self) -> QWidget | None:
        """The focus to where it was, else to the page."""
        before = self._came_from
        if before is None or not shiboken6.isValid(before) or not before.isVisible():
            before = self._window.pages.current()
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        return before

    def _pass_on(self, event: QKeyEvent) -> None:
        """A key meant for the page: it gets the focus and the key."""
        target = self._give_back()
        if target is not None:
            again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            QApplication.sendEvent(target, again)
