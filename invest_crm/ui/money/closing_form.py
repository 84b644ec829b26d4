"""关账: the month that is to be closed with what is still missing, the months closed, the days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from invest_crm.settings.options import BY_KEY
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import label
from invest_crm.ui.money.words import month_words
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.ui.money.jobs import Ground

KEYS = ("monthly.cut_off", "monthly.report")
_SHOWN = 12


class ClosingForm(Occasion):
    """``close_asked(month)``, ``reopen_asked(month)``, ``lacking_asked``, ``set_asked(key, value)``

    The button at the foot closes the month shown; a closed month of the table is opened again.
    """

    close_asked = Signal(str)
    reopen_asked = Signal(str)
    lacking_asked = Signal()
    set_asked = Signal(str, str)

    def __init__(self, month: str, known: Ground, lacking: int, values: dict[str, str]) -> None:
        words = month_words(month)
        super().__init__(_("Close {month}").format(month=words), _("Close the month"))
        self._month = month
        closed = known.closed.get(month)
        self.button.setEnabled(closed is None and month <= known.latest)
        told = _("A closed month takes corrections only; opening it again needs a reason.")
        self.body.addWidget(label(told, wrap=True))
        if closed is not None:
            said = _("{month} was closed by {person}, {day}.").format(
                month=words, person=closed.by, day=closed.at
            )
            self.body.addWidget(label(said, "strong", wrap=True))
        elif month > known.latest:
            said = _("Its figures are still coming in: it is closed after the cut-off day.")
            self.body.addWidget(label(said, "strong", wrap=True))
        elif lacking:
            said = ngettext(
                "{n} report is missing; it stays missing.",
                "{n} reports are missing; they stay missing.",
                lacking,
            ).format(n=lacking)
            self.body.addWidget(label(said, "strong", wrap=True))
            look = QPushButton(_("Show them"))
            look.clicked.connect(lambda _on=False: self.lacking_asked.emit())
            self.body.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(label(_("Days of the month"), "strong"))
        self.choices = {key: self._choice(key, values[key]) for key in KEYS}
        self._add_closed(known)
        self.body.addStretch(1)
        self.agreed.connect(self._close)

    def _close(self) -> None:
        if self.button.isEnabled():
            self.close_asked.emit(self._month)

    def _choice(self, key: str, value: str) -> Choice:
        option = BY_KEY[key]
        choices = [(day, _("day {n}").format(n=day)) for day, _words in option.choices]
        made = Choice(choices, name=option.label)
        made.set_current(value)
        made.activated.connect(lambda _at: self.set_asked.emit(key, made.current()))
        words = _("{option}: {help}").format(option=option.label, help=option.help)
        title = label(words, "hint", wrap=True)
        self.body.addWidget(title)
        self.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _add_closed(self, known: Ground) -> None:
        self.body.addWidget(label(_("Closed months"), "strong"))
        months = sorted(known.closed, reverse=True)[:_SHOWN]
        if not months:
            self.body.addWidget(label(_("No month is closed yet."), "hint"))
            return
        self.table = TableMini(
            (
                MiniColumn(_("Month"), 1, least=84),
                MiniColumn(_("By"), 1, least=60),
                MiniColumn(_("On"), 0, least=120),
            ),
            [
                MiniRow(month, (month_words(month), known.closed[month].by, known.closed[month].at))
                for month in months
            ],
            name=_("Closed months"),
            least=len(months),
        )
        self.table.row_clicked.connect(self.reopen_asked)
        self.body.addWidget(self.table)
        self.body.addWidget(label(_("Click a month to open it again."), "hint"))
