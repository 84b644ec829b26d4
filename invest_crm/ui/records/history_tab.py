"""Tab of a record's panel: who changed what and when, all of it or one field's story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QShowEvent

    from invest_crm.services.field_changes import FieldChange
    from invest_crm.services.history import HistoryLine

_ALL = ""
_A_FEW = 200
"""Rows up to which an action is undone from here: an import is undone where imports are."""


class HistoryTab(QWidget):
    """``undo_asked(ChangeSet)``: somebody wants it reversed. ``lazy``: drawn when looked at."""

    undo_asked = Signal(str)

    def __init__(self, *, lazy: bool = True) -> None:
        super().__init__()
        self._lazy = lazy
        self.why_not_write: Callable[[], str] = str
        """Why nothing can be undone in this window, empty where it can."""
        self._lines: tuple[HistoryLine, ...] = ()
        self._asked: tuple[str, str] | None = None
        self._stale = False
        self.field = Choice(name=_("Changes of which field"))
        self.field.narrow(12)
        self.field.activated.connect(lambda _at: self._choose())
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_TINY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.field, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._column)

    def show_lines(self, lines: Iterable[HistoryLine]) -> None:
        """Show what was done to a record, newest first; the field asked for stays."""
        self._lines = tuple(lines)
        self._draw()

    def only(self, field: str, title: str) -> None:
        """Show the story of one field."""
        self._asked = (field, title)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._draw()

    def _choose(self) -> None:
        chosen = self.field.current()
        self._asked = (chosen, self.field.currentText()) if chosen else None
        self._draw()

    def _draw(self) -> None:
        self._stale = self._lazy and not self.isVisible()
        if self._stale:
            return
        self._offer()
        empty_layout(self._column)
        shown = [line for line in self._lines if self._asked is None or self._of_field(line)]
        for line in shown:
            self._column.addWidget(_Entry(line, self._changes(line), self))
        if not shown and self._asked is not None:
            none = _("{field} has not been changed since the record was made.")
            self._column.addWidget(label(none.format(field=self._asked[1]), "hint", wrap=True))

    def _offer(self) -> None:
        """The fields that were ever changed, and the one asked for."""
        fields = {one.field: one.title for line in self._lines for one in line.changes}
        if self._asked is not None:
            fields.setdefault(*self._asked)
        self.field.clear()
        self.field.addItem(_("All changes"), _ALL)
        for field, title in sorted(fields.items(), key=lambda pair: pair[1]):
            self.field.addItem(title, field)
        self.field.set_current(self._asked[0] if self._asked is not None else _ALL)
        self.field.setVisible(bool(fields))

    def _of_field(self, line: HistoryLine) -> bool:
        return self._asked is not None and any(one.field == self._asked[0] for one in line.changes)

    def _changes(self, line: HistoryLine) -> tuple[FieldChange, ...]:
        if self._asked is None:
            return line.changes
        return tuple(one for one in line.changes if one.field == self._asked[0])


class _Entry(QWidget):
    """One action: what, who and when, the fields it changed, and the button that reverses it."""

    def __init__(
        self, line: HistoryLine, changes: tuple[FieldChange, ...], tab: HistoryTab
    ) -> None:
        super().__init__()
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_TINY)
        head.addWidget(label(line.what, wrap=True), 1)
        if line.id and line.records <= _A_FEW:
            head.addWidget(_undo_button(line, tab), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GAP_SMALL)
        column.setSpacing(0)
        column.addLayout(head)
        for one in changes:
            column.addWidget(label(_story(one), "label", wrap=True))
        column.addWidget(label(f"{line.actor} · {line.at}", "hint"))


def _undo_button(line: HistoryLine, tab: HistoryTab) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon("undo", "ink_3"))
    button.setAutoRaise(True)
    words = _("Undo this: {what}").format(what=line.what)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _on=False: tab.undo_asked.emit(line.id))
    refuse(button, tab.why_not_write())
    return button


def _story(one: FieldChange) -> str:
    return _("{field}: {before} → {after}").format(
        field=one.title, before=one.before or NOTHING, after=one.after or NOTHING
    )
