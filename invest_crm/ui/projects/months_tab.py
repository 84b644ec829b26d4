"""The monthly rows of a project: what was completed and what came in, as it was reported."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.ui import theme
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.projects.months import MonthLine

FIRST = 12
"""So many months are shown before all are asked for."""


class MonthsTab(QWidget):
    """Newest first; ``import_asked`` where nothing was reported yet."""

    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[MonthLine, ...] = ()
        self._project = ""
        self._whole = False
        self._unit = label(_("Investment completed and funds in place, 10,000 yuan"), "hint",
                           wrap=True)  # fmt: skip
        self.table = TableMini(month_columns(), name=_("Monthly rows"))
        self.all = QPushButton()
        self.all.clicked.connect(lambda _on=False: self._show_all())
        self._none = label(
            _("No monthly row yet. They come with the monthly ledger."), "hint", wrap=True
        )
        self.bring = QPushButton(_("Import ledger"))
        self.bring.clicked.connect(lambda _on=False: self.import_asked.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        for part in (self._unit, self.table, self._none):
            column.addWidget(part)
        for button in (self.all, self.bring):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_months(self, project: str, lines: Sequence[MonthLine]) -> None:
        """Show a project's months; all of them if they were asked for and it is the same one."""
        self._whole = self._whole and project == self._project
        self._project, self._lines = project, tuple(lines)
        self._fill()

    def _show_all(self) -> None:
        self._whole = True
        self._fill()

    def _fill(self) -> None:
        lines = self._lines if self._whole else self._lines[:FIRST]
        self.table.set_rows([month_row(line) for line in lines])
        self.table.setFixedHeight(self.table.sizeHint().height())
        self._unit.setVisible(bool(lines))
        self.table.setVisible(bool(lines))
        self._none.setVisible(not lines)
        self.bring.setVisible(not lines)
        self.all.setText(
            ngettext("All {n} month", "All {n} months", len(self._lines)).format(n=len(self._lines))
        )
        self.all.setVisible(len(lines) < len(self._lines))


def month_columns() -> tuple[MiniColumn, ...]:
    """The columns of the reported months."""
    return (
        MiniColumn(_("Month"), 0, least=78),
        MiniColumn(_("Invested"), 1, right=True, least=48),
        MiniColumn(_("in the year"), 1, right=True, least=48),
        MiniColumn(_("Funds in"), 1, right=True, least=48),
        MiniColumn(_("in the year"), 1, right=True, least=48),
    )


def month_row(line: MonthLine) -> MiniRow:
    """One month as a row."""
    amounts = (line.completed_month, line.completed_year, line.funds_month, line.funds_year)
    month = show(PartialDate(line.month, "month", line.month))
    return MiniRow("", (month, *map(_amount, amounts)))


def _amount(fen: int | None) -> str:
    """万元 to the last digit that was reported."""
    if fen is None:
        return NOTHING
    return f"{Decimal(fen_to_wan_text(fen)):,f}"
