"""Tabs of a record's panel that any record can have: facts in pairs, people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QToolButton, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QLabel

    from invest_crm.services.contacts import ContactLine

SHOWN_MS = 30_000
"""How long a number stays readable after it was asked for."""


class PairsTab(QWidget):
    """Label beside value; empty values are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GAP_TINY)
        self._grid.setColumnStretch(1, 1)

    def show_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Show (label, value) in order."""
        empty_layout(self._grid)
        for row, (title, text) in enumerate(pair for pair in pairs if pair[1]):
            name = label(title, "label", wrap=True)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            value = label(text, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{title} {text}")
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)


class PeopleTab(QWidget):
    """The people of a record; a phone is masked until asked for, and again after 30 seconds.

    ``reveal_asked(contact id)``: the page asks the service and answers with ``show_phone``.
    """

    reveal_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.why_not_write: Callable[[], str] = str
        """Why nothing can be put on record in this window, empty where it can."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_SMALL)
        self._people: dict[str, _Person] = {}

    def show_people(self, people: Sequence[ContactLine]) -> None:
        """Show other people, all masked."""
        empty_layout(self._column)
        self._people = {}
        if not people:
            self._column.addWidget(label(_("No contact yet."), "hint"))
        for line in people:
            person = _Person(line, self.why_not_write())
            person.asked.connect(self.reveal_asked)
            self._people[line.id] = person
            self._column.addWidget(person)

    def show_phone(self, contact: str, phone: str, milliseconds: int = SHOWN_MS) -> None:
        """One number in full for a while; nothing if that person is no longer shown."""
        if contact in self._people:
            self._people[contact].show_phone(phone, milliseconds)

    def phones(self) -> list[str]:
        """The numbers as they can be read now."""
        return [person.phone() for person in self._people.values()]


class _Person(QWidget):
    """Name and post, and the phone with its button."""

    asked = Signal(str)

    def __init__(self, line: ContactLine, refusal: str) -> None:
        super().__init__()
        self._line = line
        self._open = False
        head = " ".join(part for part in (line.name, line.post) if part) or NOTHING
        self._phone: QLabel = label(line.phone, "label")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._phone.setAccessibleName(_("Phone of {name}").format(name=head))
        self._button = QToolButton()
        self._button.setIconSize(icons.size(16))
        self._button.clicked.connect(lambda _on=False: self._clicked())
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._mask)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_TINY)
        row.addWidget(self._phone)
        row.addWidget(self._button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(head, "strong", wrap=True))
        column.addLayout(row)
        self._button.setVisible(bool(line.phone))
        self._phone.setVisible(bool(line.phone))
        self._mask()
        if refusal:
            words = _("Who looks at a number is put on record. {reason}")
            refuse(self._button, words.format(reason=refusal))

    def phone(self) -> str:
        return self._phone.text()

    def show_phone(self, phone: str, milliseconds: int) -> None:
        self._open = True
        self._phone.setText(phone)
        self._say(_("Hide the number"), "hidden")
        self._clock.start(milliseconds)

    def _mask(self) -> None:
        self._open = False
        self._clock.stop()
        self._phone.setText(self._line.phone)
        self._say(_("Show the number for 30 seconds (this is logged)"), "visible")

    def _clicked(self) -> None:
        if self._open:
            self._mask()
        else:
            self.asked.emit(self._line.id)

    def _say(self, words: str, icon: str) -> None:
        self._button.setIcon(icons.icon(icon, "ink_3"))
        self._button.setToolTip(words)
        self._button.setAccessibleName(words)


def empty_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
