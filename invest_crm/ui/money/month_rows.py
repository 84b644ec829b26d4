"""The months of a project as rows of a small table, on paper and in its tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.money.words import month_words, wan
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.projects.months import MonthLine


def month_columns() -> tuple[MiniColumn, ...]:
    """The columns of the months."""
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
    return MiniRow("", (month_words(line.month), *map(wan, amounts)))
