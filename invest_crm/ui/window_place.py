"""Where the window stood and which page it showed, found again after an end or a crash.

It is kept a moment after every change, not only at the end. A place on a monitor that is gone is
brought onto one that is there.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from invest_crm.paths import user_data_dir
from invest_crm.settings import user
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.shell import Shell

_STATE: Final = "window"
_USUAL: Final = QSize(1366, 768)
_LEAST: Final = QSize(800, 520)
_FRAME: Final = QSize(16, 48)
"""Room for the title and the edges that a window manager draws."""
_WAIT_MS: Final = 800
_CHANGES: Final = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange})


class WindowPlace(QObject):
    """Watches a window; ``take_up`` puts a new one where the last one was."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_WAIT_MS)
        self._clock.timeout.connect(self.keep)
        self.take_up()
        window.installEventFilter(self)
        window.pages.shown.connect(lambda _page: self._clock.start())

    def take_up(self) -> None:
        """Size, place and whether it filled the screen; what cannot be used is left out."""
        stored = _stored()
        box = stored.get("box")
        if _is_box(box):
            screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
            self._window.setGeometry(on_screen(QRect(*box), screens))
            if stored.get("maximized") is True:
                self._window.showMaximized()
        else:
            self._window.resize(_USUAL)

    def appear(self) -> None:
        """Show the window; where it leaves its frame no room on the screen, it fills it."""
        window = self._window
        room = window.screen().availableGeometry().size() - _FRAME
        too_large = window.width() > room.width() and window.height() > room.height()
        if window.isMaximized() or too_large:
            window.showMaximized()
        else:
            window.resize(window.size().boundedTo(room).expandedTo(_LEAST))
            window.show()

    def page(self) -> str:
        """The page shown last, empty if none is known."""
        page = _stored().get("page")
        return page if isinstance(page, str) else ""

    def keep(self) -> None:
        """Write down how the window stands."""
        self._clock.stop()
        box = self._window.normalGeometry()
        user.write_state(
            _STATE,
            {
                "box": [box.x(), box.y(), box.width(), box.height()],
                "maximized": self._window.isMaximized(),
                "page": self._window.pages.current_id(),
            },
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window was moved or changed its size."""
        if event.type() in _CHANGES and self._window.isVisible():
            self._clock.start()
        return super().eventFilter(watched, event)


class KeepingWatch(QObject):
    """Says once, in words, that the disk does not keep what is remembered for the person."""

    _refused = Signal(int)

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._refused.connect(self._tell)
        user.on_refusal(self._hear)

    def _hear(self, error: OSError) -> None:
        """From any thread; Qt queues it to the main thread."""
        if shiboken6.isValid(self):
            self._refused.emit(error.errno or 0)

    def _tell(self, code: int) -> None:
        full = code in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        reason = _("the disk is full") if full else _("its folder cannot be written")
        self._window.notify(
            _(
                "Your settings and the place of the window cannot be stored: {reason}. They hold "
                "until the program ends, and are stored as soon as it is possible again. Your "
                "records are not concerned."
            ).format(reason=reason),
            "warning",
            action=_("Open the folder"),
            do=_open_folder,
        )


def _open_folder() -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_data_dir())))


def on_screen(box: QRect, screens: Sequence[QRect]) -> QRect:
    """The rectangle, no smaller than a window can be, whole on the screen it is most on.

    >>> on_screen(QRect(5000, -900, 1000, 700), [QRect(0, 0, 1366, 768)]).getRect()
    (366, 0, 1000, 700)
    """
    if not screens:
        return box

    def shared(screen: QRect) -> int:
        common = screen & box
        return common.width() * common.height()

    screen = max(screens, key=shared)
    wide = min(max(box.width(), _LEAST.width()), max(screen.width(), _LEAST.width()))
    high = min(max(box.height(), _LEAST.height()), max(screen.height(), _LEAST.height()))
    x = max(min(box.x(), screen.x() + screen.width() - wide), screen.x())
    y = max(min(box.y(), screen.y() + screen.height() - high), screen.y())
    return QRect(x, y, wide, high)


def _stored() -> dict[str, Any]:
    stored = user.read_state(_STATE)
    return stored if isinstance(stored, dict) else {}


def _is_box(box: object) -> TypeGuard[list[int]]:
    return isinstance(box, list) and len(box) == 4 and all(type(part) is int for part in box)
