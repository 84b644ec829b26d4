"""Chips to choose a period: ready-made ones, and two dates of one's own.

Which periods there are and how a typed date is read comes from the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    ReadDate = Callable[[str], tuple[date | None, str]]

OWN = "own"


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period to choose: its words and its first and last day."""

    id: str
    words: str
    first: date
    last: date


class DateRange(QWidget):
    """``changed(id, first, last)`` when another period is chosen; ``own`` for typed dates."""

    changed = Signal(str, object, object)

    def __init__(
        self, choices: Sequence[PeriodChoice], read: ReadDate | None = None, current: str = ""
    ) -> None:
        super().__init__()
        self._choices = {choice.id: choice for choice in choices}
        self._read = read
        self._current = current or next(iter(self._choices), "")
        self._chips: dict[str, PillButton] = {}
        self.setAccessibleName(_("Period"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        for choice in choices:
            row.addWidget(self._chip(choice.id, choice.words))
        self._own = _Own(self._read_own)
        if read is not None:
            row.addWidget(self._chip(OWN, _("Other dates")))
        row.addWidget(self._own)
        self._own.hide()
        self._mark()

    def current(self) -> str:
        """The id of the period that is on."""
        return self._current

    def set_current(self, period: str) -> None:
        """Switch, without a signal."""
        self._current = period
        self._mark()

    def set_own(self, first: date, last: date) -> None:
        """Show typed dates, without a signal."""
        self._own.fill(first, last)
        self.set_current(OWN)

    def _chip(self, period: str, words: str) -> PillButton:
        chip = PillButton(words)
        chip.clicked.connect(lambda: self._choose(period))
        self._chips[period] = chip
        return chip

    def _choose(self, period: str) -> None:
        self.set_current(period)
        if period == OWN:
            self._own.begin()
            return
        choice = self._choices[period]
        self._own.fill(choice.first, choice.last)
        self.changed.emit(period, choice.first, choice.last)

    def _mark(self) -> None:
        for period, chip in self._chips.items():
            chip.set_checked(period == self._current)
        self._own.setVisible(self._current == OWN)

    def _read_own(self, texts: tuple[str, str]) -> str:
        if self._read is None:
            return ""
        first, problem = self._read(texts[0])
        last, other = self._read(texts[1])
        if problem or other:
            return problem or other
        if first is None or last is None or first > last:
            return _("The first day must not be after the last")
        self.changed.emit(OWN, first, last)
        return ""


class _Own(QWidget):
    """Two typed dates and what is wrong with them."""

    def __init__(self, take: Callable[[tuple[str, str]], str]) -> None:
        super().__init__()
        self._take = take
        self._first, self._last = QLineEdit(), QLineEdit()
        self._problem = label("", "problem")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_TINY)
        for edit, name in ((self._first, _("First day")), (self._last, _("Last day"))):
            edit.setAccessibleName(name)
            edit.setPlaceholderText(name)
            edit.setFixedWidth(theme.current().px(112))
            edit.returnPressed.connect(self._done)
            edit.editingFinished.connect(self._done)
        row.addWidget(self._first)
        row.addWidget(label("—", "label"))
        row.addWidget(self._last)
        row.addWidget(self._problem)
        self._before = ("", "")

    def fill(self, first: date, last: date) -> None:
        """Show two days."""
        self._first.setText(first.isoformat())
        self._last.setText(last.isoformat())
        self._before = (self._first.text(), self._last.text())

    def begin(self) -> None:
        """Type."""
        self._first.setFocus()
        self._first.selectAll()

    def _done(self) -> None:
        texts = (self._first.text().strip(), self._last.text().strip())
        if texts == self._before or not all(texts):
            return
        problem = self._take(texts)
        self._problem.setText(problem)
        if not problem:
            self._before = texts
