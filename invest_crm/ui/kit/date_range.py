"""Chips to choose a period: the usual ones, a menu of more, and dates of one's own.

Which periods there are and how typed dates are read comes from the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    ReadSpan = Callable[["Typed"], tuple["DateSpan | None", str]]

Typed = tuple[str, str, str]
"""First day, last day and as-of day as typed."""

OWN = "own"
_MORE = "more"


class DateSpan(Struct, frozen=True):
    """From a first to a last day, as things stood on a day; no first day: from the beginning."""

    first: date | None
    last: date
    as_of: date


class PeriodChoice(Struct, frozen=True):
    """A period to choose: its words and its days."""

    id: str
    words: str
    span: DateSpan


class DateRange(QWidget):
    """``changed(id, span)`` when another period is chosen; ``OWN`` for typed dates.

    ``read`` makes a span of what was typed, or says what is wrong with it.
    """

    changed = Signal(str, object)

    def __init__(self, read: ReadSpan) -> None:
        super().__init__()
        self._choices: dict[str, PeriodChoice] = {}
        self._more: tuple[PeriodChoice, ...] = ()
        self._read = read
        self._current = ""
        self._chips: dict[str, PillButton] = {}
        self.setAccessibleName(_("Period"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GAP_SMALL)
        self._own = _Own(self._take)
        self._row.addWidget(self._own)
        self._own.hide()

    def set_choices(self, usual: Sequence[PeriodChoice], more: Sequence[PeriodChoice]) -> None:
        """Offer other periods: the usual ones as chips, more in a menu beside them."""
        choices = {choice.id: choice for choice in (*usual, *more)}
        if choices == self._choices:
            return
        self._choices, self._more = choices, tuple(more)
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {choice.id: PillButton(choice.words) for choice in usual}
        self._chips[_MORE] = PillButton(_("Other periods"), icon="date")
        for place, (period, chip) in enumerate(self._chips.items()):
            self._row.insertWidget(place, chip)
            if period != _MORE:
                chip.clicked.connect(lambda period=period: self.choose(period))
        self._chips[_MORE].clicked.connect(self._show_more)
        self._mark()

    def current(self) -> str:
        """The id of the period that is on."""
        return self._current

    def show_span(self, period: str, span: DateSpan) -> None:
        """Switch on a period, without a signal; the fields of typed dates show its days."""
        self._current = period
        self._own.fill(span)
        self._mark()

    def choose(self, period: str) -> None:
        """Switch to a period as a click does."""
        if period == OWN:
            self._current = OWN
            self._mark()
            self._own.begin()
            return
        span = self._choices[period].span
        self.show_span(period, span)
        self.changed.emit(period, span)

    def _show_more(self) -> None:
        menu = self.menu()
        chip = self._chips[_MORE]
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))

    def menu(self) -> QMenu:
        """The periods beside the usual ones, and typed dates."""
        menu = QMenu(self)
        for choice in self._more:
            menu.addAction(choice.words).triggered.connect(
                lambda _on=False, period=choice.id: self.choose(period)
            )
        menu.addSeparator()
        menu.addAction(_("Other dates…")).triggered.connect(lambda _on=False: self.choose(OWN))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _mark(self) -> None:
        for period, chip in self._chips.items():
            chip.set_checked(period == self._current)
        elsewhere = [choice for choice in self._more if choice.id == self._current]
        if _MORE in self._chips:
            chip = self._chips[_MORE]
            chip.set_text(elsewhere[0].words if elsewhere else _("Other periods"))
            chip.set_checked(bool(elsewhere) or self._current == OWN)
        self._own.setVisible(self._current == OWN)

    def _take(self, typed: Typed) -> str:
        span, problem = self._read(typed)
        if span is not None:
            self.changed.emit(OWN, span)
        return problem


class _Own(QWidget):
    """Typed dates and what is wrong with them; without an as-of day it is the last day."""

    def __init__(self, take: Callable[[Typed], str]) -> None:
        super().__init__()
        self._take = take
        self.first, self.last, self.as_of = QLineEdit(), QLineEdit(), QLineEdit()
        self.problem = label("", "problem")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_TINY)
        fields = (
            (self.first, _("from"), _("First day"), _("the beginning")),
            (self.last, _("to"), _("Last day"), _("e.g. 2025.8")),
            (self.as_of, _("as of"), _("As-of day"), _("the last day")),
        )
        for edit, word, name, hint in fields:
            edit.setAccessibleName(name)
            edit.setPlaceholderText(hint)
            edit.setFixedWidth(theme.current().px(104))
            edit.returnPressed.connect(self._done)
            edit.editingFinished.connect(self._done)
            row.addWidget(label(word, "label"))
            row.addWidget(edit)
        row.addWidget(self.problem)
        self._before: Typed = ("", "", "")

    def fill(self, span: DateSpan) -> None:
        """Show the days of a span."""
        self.first.setText(span.first.isoformat() if span.first else "")
        self.last.setText(span.last.isoformat())
        self.as_of.setText("" if span.as_of == span.last else span.as_of.isoformat())
        self.problem.setText("")
        self._before = self._typed()

    def begin(self) -> None:
        """Type."""
        self.last.setFocus()
        self.last.selectAll()

    def _typed(self) -> Typed:
        return (
            self.first.text().strip(),
            self.last.text().strip(),
            self.as_of.text().strip(),
        )

    def _done(self) -> None:
        typed = self._typed()
        if typed == self._before:
            return
        problem = self._take(typed)
        self.problem.setText(problem)
        if not problem:
            self._before = typed
