"""The builder of a filter: groups of conditions, applied while one types.

What is not complete or not valid is left out (and the latter said beside it); everything else
counts at once. Esc closes the panel and keeps the filter.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.domain.condition_words import sentence
from invest_crm.domain.conditions import EVERYTHING, Group
from invest_crm.ui import theme
from invest_crm.ui.kit.filters.rows import GroupBox, close_button
from invest_crm.ui.kit.scroll import FittedRows
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from invest_crm.ui.kit.filters.editors import Ground

_DEBOUNCE_MS: Final = 150
_LINE: Final = 30
_TIGHT: Final = 600
"""In a window less high (px at text scale 1) only the chips say the filter in words."""


class FilterBuilder(QFrame):
    """``changed(group)`` shortly after a condition is complete; ``closed`` on Esc or the cross."""

    changed = Signal(object)
    closed = Signal()

    def __init__(self, title: str = "") -> None:
        super().__init__()
        theme.set_role(self, "card")
        self.setAccessibleName(title or _("Filter"))
        self._ground: Ground | None = None
        self._said = EVERYTHING
        self._root: GroupBox | None = None
        self._left = QHBoxLayout()
        self._title = label(title or _("Filter"), "strong")
        self._count = label("", "note")
        self._sentence = label("", "note", wrap=True)
        self._scroll = FittedRows()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_DEBOUNCE_MS)
        self._clock.timeout.connect(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(12, 8, 8, 10))
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(self._head())
        column.addWidget(self._scroll)
        column.addWidget(self._sentence)

    def load(self, ground: Ground, where: Group) -> None:
        """Show a filter; with none, one empty condition to begin with."""
        if self._root is None or where != self._said or ground.fields != self._fields():
            self._put(ground, where)

    def _put(self, ground: Ground, where: Group) -> None:
        self._clock.stop()
        self._ground, self._said = ground, where
        if self._root is not None:
            self._left.removeWidget(self._root.head)
            self._root.head.deleteLater()
        self._root = GroupBox(ground, where)
        self._left.addWidget(self._root.head, 1)
        self._root.changed.connect(self._edited)
        if not where.parts:
            self._root.add_condition()
        self._scroll.hold(self._root)
        self._order()
        self._tell()

    def group(self) -> Group:
        """What is complete and valid of the filter."""
        return EVERYTHING if self._root is None else self._root.group()

    def set_count(self, words: str) -> None:
        """How many records it leaves, "38 / 1,204"."""
        self._count.setText(words)

    def sentence(self) -> str:
        """The filter in words, as shown."""
        return self._sentence.text()

    def begin(self) -> None:
        """Put the cursor into the last condition."""
        if self._root is not None:
            self._root.focus_last()

    def apply(self) -> None:
        """Say now what is asked for, if it is something else."""
        self._clock.stop()
        group = self.group()
        if group != self._said:
            self._said = group
            self.changed.emit(group)

    def empty(self) -> None:
        """Take all conditions away."""
        if self._ground is not None:
            self._said = EVERYTHING
            self._put(self._ground, EVERYTHING)
            self.changed.emit(EVERYTHING)
            self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter in a line applies at once, Esc closes and keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            focus.click() if isinstance(focus, QPushButton | QToolButton) else self.apply()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the sentence gives way in a low window."""
        super().resizeEvent(event)
        self._sentence.setVisible(self.window().height() >= theme.px(_TIGHT))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        top = Qt.AlignmentFlag.AlignTop
        self._title.setMinimumHeight(theme.px(_LINE))
        self._count.setMinimumHeight(theme.px(_LINE))
        self._left.setSpacing(theme.GAP_SMALL)
        self._left.addWidget(self._title, 0, top)
        self._left.addWidget(self._count, 0, top)
        row.addLayout(self._left, 1)
        clear = QPushButton(_("Clear"))
        theme.set_role(clear, "link")
        clear.setMinimumHeight(theme.px(_LINE))
        clear.clicked.connect(lambda _on=False: self.empty())
        row.addWidget(clear, 0, top)
        close = close_button(_("Close and keep the filter (Esc)"), self._close)
        row.addWidget(close, 0, top)
        self._ends = (clear, close)
        return row

    def _fields(self) -> object:
        return None if self._ground is None else self._ground.fields

    def _edited(self) -> None:
        self._scroll.fit()
        self._order()
        self._tell()
        self._clock.start()

    def _order(self) -> None:
        """Tab goes as one reads, whichever part was made last."""
        rows = [] if self._root is None else self._root.chain()
        for before, after in pairwise([*rows, *self._ends]):
            QWidget.setTabOrder(before, after)

    def _tell(self) -> None:
        group = self.group()
        fields = {} if self._ground is None else self._ground.fields
        text = sentence(group, fields) or _("No condition is complete yet: everything is shown.")
        self._sentence.setText(text)
        self._sentence.setAccessibleName(text)

    def _close(self) -> None:
        self.apply()
        self.closed.emit()
