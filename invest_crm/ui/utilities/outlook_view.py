"""Demand against capacity: a bar for each park and utility, the months of the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.utility_needs import shown_amount
from invest_crm.ui import theme
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.charts import Bar, Bars, Segment
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.money.words import month_words
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.ui.utilities.words import outlook_words, park_words, with_unit
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from invest_crm.domain.utility_balance import MonthBalance, Outlook
    from invest_crm.services.utilities.outlooks import Outlooks

_MONTHS = 18
"""So many months stand in the table; the chart looks further."""


class OutlookView(QWidget):
    """``opened(project ids, reason)`` for the projects behind a number."""

    opened = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._found: Outlooks | None = None
        self._chosen = ""
        self.bars = Bars(name=_("Demand and capacity by park and utility"))
        self.bars.clicked.connect(self._bar_clicked)
        self._chart = Card(_("Largest monthly demand against capacity, what runs short first"))
        self._chart.add(self.bars)
        self._none = label(
            _("Nothing is known yet: enter what projects need in their tab “Utilities”, and what"
              " parks can supply here."), "hint", wrap=True,
        )  # fmt: skip
        self._chart.add(self._none)
        self.choice = Choice(name=_("Park and utility"))
        self.choice.activated.connect(lambda _at: self._choose(self.choice.current()))
        self._table = Card(_("Month by month"))
        self._table.add(self.choice)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GAP_TINY)
        self._table.add(holder)
        self._hint = label("", "hint", wrap=True)
        body = ScrollBody()
        for part in (self._chart, self._table, self._hint):
            body.column.addWidget(part)
        body.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def show_outlooks(self, found: Outlooks) -> None:
        """Other numbers; the park and utility looked at stay chosen."""
        self._found = found
        keys = [_key(one) for one in found.outlooks]
        self._chosen = self._chosen if self._chosen in keys else next(iter(keys), "")
        self.bars.set_bars([_bar(one) for one in found.outlooks])
        self.bars.setVisible(bool(keys))
        self._none.setVisible(not keys)
        self._table.setVisible(bool(keys))
        self.choice.clear()
        for one in found.outlooks:
            self.choice.addItem(_name(one), _key(one))
        self._choose(self._chosen)
        told = _("Demand: signed projects that have not ended, from the month each phase is needed."
                 " Capacity: the latest known by that month.")  # fmt: skip
        missing = ngettext(
            "{n} phase is not counted: its month is not known.",
            "{n} phases are not counted: their months are not known.",
            len(found.undated),
        ).format(n=len(found.undated))
        self._hint.setText(f"{told} {missing}" if found.undated else told)

    def chosen(self) -> Outlook | None:
        """The park and utility whose months are shown."""
        found = self._found.outlooks if self._found is not None else ()
        return next((one for one in found if _key(one) == self._chosen), None)

    def _choose(self, key: str) -> None:
        self._chosen = key
        self.choice.set_current(key)
        empty_layout(self._grid)
        one = self.chosen()
        if one is None or self._found is None:
            return
        heads = (_("Month"), _("Demand"), _("Capacity"), _("left"), _("Projects"))
        for place, head in enumerate(heads):
            self._put(0, place, head, "label")
        for line, month in enumerate(one.months[:_MONTHS], 1):
            self._line(line, one, month, self._found.names)
        self._grid.setColumnStretch(len(heads), 1)

    def _line(self, line: int, one: Outlook, month: MonthBalance, names: dict[str, str]) -> None:
        self._put(line, 0, month_words(month.month))
        self._put(line, 1, shown_amount(month.demand))
        capacity, left = month.capacity, month.left
        self._put(line, 2, NOTHING if capacity is None else shown_amount(capacity))
        text = NOTHING if left is None else _signed(left)
        self._put(line, 3, text, "problem" if month.short else "")
        if not month.projects:
            self._put(line, 4, NOTHING)
            return
        n = len(month.projects)
        link = QPushButton(ngettext("{n} project", "{n} projects", n).format(n=n))
        theme.set_role(link, "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        reason = f"{_name(one)} · {month_words(month.month)}"
        told = pgettext("between words", ", ").join(names[key] for key in month.projects)
        link.setAccessibleName(f"{reason} {told}")
        link.setToolTip(told)
        ids = list(month.projects)
        link.clicked.connect(lambda _on=False: self.opened.emit(ids, reason))
        self._grid.addWidget(link, line, 4, Qt.AlignmentFlag.AlignRight)

    def _put(self, line: int, place: int, text: str, role: str = "") -> None:
        side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(label(text, role), line, place, side)

    def _bar_clicked(self, key: str) -> None:
        if key:
            self._choose(key)


def _key(one: Outlook) -> str:
    return f"{one.utility.value}:{one.park}"


def _name(one: Outlook) -> str:
    return f"{park_words(one.park)} · {one.utility.label} ({one.utility.unit})"


def _bar(one: Outlook) -> Bar:
    """The largest demand against the last capacity known; only what is lacking is loud."""
    known = (month.capacity for month in reversed(one.months) if month.capacity is not None)
    capacity = next(known, None)
    most = max(one.most, capacity or 0, 1)
    key = _key(one)

    def part(amount: int, words: str, tone: str, *, pale: bool = True) -> Segment:
        told = words.format(amount=with_unit(one.utility, amount))
        return Segment(amount / most, told, tone, key, short=shown_amount(amount), pale=pale)

    if capacity is None:
        segments = [part(one.most, _("demand {amount}"), "signed")]
    elif one.most > capacity:
        lacking = part(one.most - capacity, _("{amount} lacking"), "bad", pale=False)
        segments = [part(capacity, _("capacity {amount}"), "started"), lacking]
    else:
        segments = [part(one.most, _("demand {amount}"), "started")]
        if capacity > one.most:
            segments.append(part(capacity - one.most, _("{amount} free"), "talk"))
    return Bar(_name(one), tuple(segments), outlook_words(one), key)


def _signed(amount: int) -> str:
    return shown_amount(amount) if amount >= 0 else f"−{shown_amount(-amount)}"
