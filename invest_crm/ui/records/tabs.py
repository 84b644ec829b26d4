"""Tabs of a record's panel that any record can have: facts in pairs, people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.masked import SHOWN_MS, Masked
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from invest_crm.services.contacts import ContactLine


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
        head = " ".join(part for part in (line.name, line.post) if part) or NOTHING
        self._phone = Masked(
            _("Phone of {name}").format(name=head),
            _("Show the number for 30 seconds (this is logged)"),
            _("Hide the number"),
        )
        self._phone.set_masked(line.phone)
        self._phone.asked.connect(lambda: self.asked.emit(line.id))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(head, "strong", wrap=True))
        column.addWidget(self._phone)
        self._phone.setVisible(bool(line.phone))  # once it has its place: else it is a window
        if refusal:
            words = _("Who looks at a number is put on record. {reason}")
            self._phone.refuse(words.format(reason=refusal))

    def phone(self) -> str:
        return self._phone.text()

    def show_phone(self, phone: str, milliseconds: int) -> None:
        self._phone.reveal(phone, milliseconds)


def empty_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
