"""What the window says without a dialog: notice bars above a page and the bar that offers undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.status_line import way_back
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

Level = Literal["info", "done", "warning", "error"]

_LOOKS: Final = {
    "info": ("accent_soft", "accent", "info"),
    "done": ("started_soft", "started_ink", "done"),
    "warning": ("signed_soft", "signed_ink", "warning"),
    "error": ("bad_soft", "bad_ink", "attention"),
}
_HEAD: Final = 42
"""As high as a bar of one line: the icon stands beside the first."""
_UNDO_MS: Final = 10_000
_UNDO_HIGH: Final = 39
"""As high as the status line and the lower margin of a page, less a little air."""


class NoticeBar(QWidget):
    """One sentence (or a few) with at most one button; stays until dismissed or replaced.

    ``topic``: the next bar of the same topic takes its place. ``body``: the text in several looks.
    Further lines go into ``column``.
    """

    dismissed = Signal()

    def __init__(
        self,
        text: str,
        level: Level = "info",
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
        dismissible: bool = True,
        topic: str = "",
        body: QLabel | None = None,
    ) -> None:
        super().__init__()
        self._level = level
        self._topic = topic
        self._said = text
        self._text = body or label(text, wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAccessibleName(text)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.margins(40, 6, 8, 6))
        row.setSpacing(theme.GAP_SMALL)
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.GAP_TINY)
        self.column.addWidget(self._text)
        row.addLayout(self.column, 1)
        if action:
            button = QPushButton(action)
            if do is not None:
                button.clicked.connect(lambda _on=False: do())
            row.addWidget(button)
        if dismissible:
            row.addWidget(close_button(self.dismiss), 0, Qt.AlignmentFlag.AlignTop)

    @property
    def level(self) -> Level:
        """How grave."""
        return self._level

    def text(self) -> str:
        """What it says."""
        return self._said

    def enter(self, column: QLayout) -> None:
        """Take a place in a column, that of what says the same or is of the same topic."""
        items = [column.itemAt(place) for place in range(column.count())]
        for item in items:
            bar = None if item is None else item.widget()
            if isinstance(bar, NoticeBar) and bar.is_like(self):
                column.removeWidget(bar)
                bar.dismiss()
        column.addWidget(self)

    def is_like(self, other: NoticeBar) -> bool:
        """Whether both need not be read."""
        same = self.text() == other.text()
        return same or bool(self._topic and self._topic == other._topic)

    def dismiss(self) -> None:
        """Go away."""
        self.hide()
        self.dismissed.emit()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the tinted ground and the icon."""
        ground, ink, icon = _LOOKS[self._level]
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(ground))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_CARD, theme.RADIUS_CARD)
        box = self.rect().adjusted(look.px(12), 0, 0, 0)
        box.setWidth(look.px(18))
        box.setHeight(min(box.height(), look.px(_HEAD)))
        icons.paint(painter, icon, box, ink)


class UndoBar(QWidget):
    """ "Imported 24 projects · Undo" for ten seconds, floating at the foot of the window.

    ``toggled(shown)``: what stands under it may step aside.
    """

    toggled = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._do: Callable[[], object] | None = None
        self._text = ElidedLabel()
        self._button = QPushButton(_("Undo"))
        theme.set_role(self._button, "link")
        self._button.clicked.connect(self._undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.margins(16, 0, 8, 0))
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._text)
        row.addWidget(self._button)
        row.addWidget(close_button(self.hide))
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self.hide()

    def offer(
        self,
        text: str,
        undo: Callable[[], object],
        milliseconds: int = _UNDO_MS,
        *,
        again: bool = False,
    ) -> None:
        """Say what was done and offer to take it back; ``again``: what was undone is done again."""
        self._text.set_text(text)
        self._button.setText(way_back(again=again))
        self.setAccessibleName(text)
        self._do = undo
        self.place()
        self.show()
        self.raise_()
        self._clock.start(milliseconds)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def place(self) -> None:
        """Centre over the status line: it may hide the margin of a page, none of its buttons."""
        parent = self.parentWidget()
        if parent is None:
            return
        high = theme.px(_UNDO_HIGH)
        wide = min(self.sizeHint().width(), parent.width() - 2 * theme.MARGIN)
        top = parent.height() - high - theme.px(2)
        self.setGeometry((parent.width() - wide) // 2, top, wide, high)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: tell."""
        super().showEvent(event)
        self.toggled.emit(True)  # noqa: FBT003 - a signal

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: tell."""
        super().hideEvent(event)
        self.toggled.emit(False)  # noqa: FBT003 - a signal

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: a raised card."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("line_strong"))
        painter.setBrush(look.color("raised"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_CARD, theme.RADIUS_CARD)

    def _undo(self) -> None:
        self.hide()
        self._clock.stop()
        if self._do is not None:
            self._do()


def close_button(do: Callable[[], object]) -> QToolButton:
    """The cross that takes a bar or a line away."""
    button = QToolButton()
    button.setIcon(icons.icon("close"))
    button.setAccessibleName(_("Dismiss"))
    button.setToolTip(_("Dismiss"))
    button.clicked.connect(lambda _on=False: do())
    return button
