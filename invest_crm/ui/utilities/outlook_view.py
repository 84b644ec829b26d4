"""Demand against capacity: a bar for each park and utility, the months of the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.domain.utility_needs import shown_amount
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.charts import Bar, Bars, Segment
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.money.words import month_words
from invest_crm.ui.utilities.words import outlook_words, park_words, with_unit
from invest_crm.words import _, ngettext

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
        self._chart = Card(_("Demand and capacity, what runs short first"))
        self._chart.add(self.bars)
        self._none = label(
            _("Nothing is known yet: enter what projects need in their tab “Utilities”, and what"
              " parks can supply here."), "hint", wrap=True,
        )  # fmt: skip
        self._chart.add(self._none)
        self.choice = Choice(name=_("Park and utility"))
        self.choice.narrow()
        self.choice.activated.connect(lambda _at: self._choose(self.choice.current()))
        self._table = Card(_("Month by month"))
        self._table.add(self.choice)
        self.months = TableMini(_columns(), name=_("Month by month"), least=_MONTHS)
        self.months.row_clicked.connect(self._month_clicked)
        self._table.add(self.months)
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
        one = self.chosen()
        rows = () if one is None else one.months[:_MONTHS]
        self.months.set_rows([_row(month) for month in rows])

    def _month_clicked(self, month: str) -> None:
        """The projects that ask for it in a month."""
        one = self.chosen()
        found = next((item for item in one.months if item.month == month), None) if one else None
        if one is not None and found is not None and found.projects:
            self.opened.emit(list(found.projects), f"{_name(one)} · {month_words(month)}")

    def _bar_clicked(self, key: str) -> None:
        if key:
            self._choose(key)


def _columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Month"), 1, least=84),
        MiniColumn(_("Demand"), 1, right=True, least=64),
        MiniColumn(_("Capacity"), 1, right=True, least=64),
        MiniColumn(_("left"), 1, right=True, least=64),
        MiniColumn(_("Projects"), 1, right=True, least=64),
    )


def _row(month: MonthBalance) -> MiniRow:
    capacity, left = month.capacity, month.left
    n = len(month.projects)
    counted = ngettext("{n} project", "{n} projects", n).format(n=n) if n else NOTHING
    balance = NOTHING if left is None else _signed(left)
    return MiniRow(
        month.month,
        (
            month_words(month.month),
            shown_amount(month.demand),
            NOTHING if capacity is None else shown_amount(capacity),
            MiniCell(balance, "bad", chip=False) if month.short else balance,
            counted,
        ),
    )


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
    return Bar(_name(one), tuple(segments), outlook_words(one), key, shorter=(_brief(one),))


def _brief(one: Outlook) -> str:
    """What is short where there is no room for a sentence."""
    return "" if one.short is None or one.short.left is None else _signed(one.short.left)


def _signed(amount: int) -> str:
    return shown_amount(amount) if amount >= 0 else f"−{shown_amount(-amount)}"
