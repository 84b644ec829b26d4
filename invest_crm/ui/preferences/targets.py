"""年度任务: what the county is to reach in a year; the board measures pace against it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.domain.money import FEN_PER_YI
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.preferences.section import Section, align, button, buttons
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

AMOUNT = "signed.amount"
COUNTS = ("signed.count", "started.count")
_MOST = 10**6


class TargetsSection(Section):
    """``save_asked(year, values)``, ``year_asked(year)``."""

    save_asked = Signal(int, object)
    year_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Annual targets"), _("for everyone who opens this database"))
        self._year = 0
        self.year = Choice(name=_("Year"))
        self.year.activated.connect(lambda _i: self.year_asked.emit(int(self.year.current())))
        yi, each = _("CNY 100 million"), _("projects")
        self.form = Form(
            [
                Field(AMOUNT, _("Amount newly signed"), "money", unit=yi, check=_amount),
                Field(COUNTS[0], _("Newly signed"), "money", unit=each, check=_count),
                Field(COUNTS[1], _("Newly started"), "money", unit=each, check=_count),
            ]
        )
        self.save = button(_("Save"), self._save, primary=True)
        self.save.setEnabled(False)
        self.form.changed.connect(lambda _k: self.save.setEnabled(bool(self.form.touched())))
        self.form.submitted.connect(self._save)
        self.add_row(_("Year"), buttons(self.year), _("The board shows completion and pace."))
        self.add(align(self.form, 400))
        self.add(buttons(self.save))

    def show_targets(self, year: int, today_year: int, targets: Mapping[str, int | None]) -> None:
        """Fill the form for a year; what is being typed for the same year is left alone."""
        if self.form.touched() and year == self._year:
            return
        self._year = year
        self.year.clear()
        for each in range(today_year + 1, today_year - 4, -1):
            self.year.addItem(str(each), str(each))
        self.year.set_current(str(year))
        self.form.set_texts({key: _text(key, targets.get(key)) for key in (AMOUNT, *COUNTS)})
        self.save.setEnabled(False)

    def _save(self) -> None:
        if self.form.check():
            values = self.form.values()
            self.form.set_texts({key: _text(key, value) for key, value in values.items()})
            self.save.setEnabled(False)
            self.save_asked.emit(self._year, values)


def _text(key: str, value: int | None) -> str:
    if value is None:
        return ""
    if key != AMOUNT:
        return str(value)
    return f"{(Decimal(value) / FEN_PER_YI).normalize():f}"


def _amount(text: str) -> tuple[int | None, str]:
    """亿元 as typed, in 分."""
    try:
        value = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 < value < _MOST:
        return None, _("Enter an amount, such as 220.")
    return int(value * FEN_PER_YI), ""


def _count(text: str) -> tuple[int | None, str]:
    """A number of projects."""
    digits = text.strip()
    if not digits.isdecimal() or not 0 < int(digits) < _MOST:
        return None, _("Enter a whole number, such as 47.")
    return int(digits), ""
