"""What an empty page or table shows: what belongs here, why, and the one button that fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLabel


class EmptyState(QWidget):
    """An icon, a heading, one sentence, one button, and an optional second one."""

    def __init__(
        self,
        icon: str,
        heading: str,
        sentence: str = "",
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
        second: str = "",
        do_second: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(heading)
        body = ScrollBody()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)
        column = body.column
        column.setContentsMargins(theme.margins(24, 16, 24, 16))
        column.setSpacing(theme.GAP_SMALL)
        column.addStretch(2)
        column.addWidget(_Badge(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GAP_TINY)
        column.addWidget(_centred(heading, "heading"))
        if sentence:
            column.addWidget(_centred(sentence, "label"))
        if action or second:
            column.addSpacing(theme.GAP_SMALL)
            column.addLayout(_buttons(action, do, second, do_second))
        column.addStretch(3)


def _centred(text: str, role: str) -> QLabel:
    made = label(text, role, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def _buttons(
    action: str,
    do: Callable[[], object] | None,
    second: str,
    do_second: Callable[[], object] | None,
) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.GAP_SMALL)
    row.addStretch(1)
    for text, call, role in ((action, do, "primary"), (second, do_second, "")):
        if text:
            button = QPushButton(text)
            theme.set_role(button, role)
            if call is not None:
                button.clicked.connect(lambda _on=False, call=call: call())
            row.addWidget(button)
    row.addStretch(1)
    return row


class _Badge(QWidget):
    """The icon on a round soft ground."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Qt: grows with the text only."""
        return icons.size(56)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("accent_soft"))
        side = min(self.width(), self.height())
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        painter.drawEllipse(box)
        inset = side * 2 // 7
        if side > 2 * inset:  # squeezed to nothing in a very low window
            icons.paint(painter, self._icon, box.adjusted(inset, inset, -inset, -inset), "accent")
