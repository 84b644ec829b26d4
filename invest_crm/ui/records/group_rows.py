"""The groups of a list of records as rows: figures in the units of the columns, ready to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.grouping import Figure
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.rates import rounded
from invest_crm.ui.kit.grid.source import GroupedRows, GroupRow
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from invest_crm.domain.conditions import Field
    from invest_crm.domain.grouping import Tally
    from invest_crm.services.grouping import Grouped
    from invest_crm.ui.kit.grid.source import Column

    Amount = Callable[[str, int], str]

_MARKED = {
    Figure.AVERAGE: N_("avg {value}"),
    Figure.MOST: N_("max {value}"),
    Figure.LEAST: N_("min {value}"),
    Figure.COUNT: N_("{value} filled"),
    Figure.RATE: N_("{value}%"),
}
_MARKED_DAYS = {Figure.MOST: N_("to {value}"), Figure.LEAST: N_("from {value}")}


def group_rows(
    answer: Grouped, columns: Sequence[Column], amount: Amount, year: int
) -> GroupedRows:
    """An answer of the services as rows.

    ``amount(key, 分)`` writes an amount in the unit of its column; ``year`` the one that dates need
    not name.
    """

    fields = answer.fields

    def texts(tallies: Mapping[str, Tally]) -> tuple[str, ...]:
        return tuple(
            _figure(tallies[column.key], answer.figures[column.key], fields[column.key],
                    amount, year)
            if column.key in answer.figures
            else ""
            for column in columns
        )  # fmt: skip

    groups = [GroupRow(node, ("", *texts(node.tallies)[1:])) for node in answer.nodes]
    count = _("Total: {n}").format(n=f"{len(answer.ids):,}")
    total = (count, *texts(answer.whole)[1:])
    return GroupedRows(answer.grouping, answer.figures, answer.ids, groups, total)


def _figure(tally: Tally, figure: Figure, about: Field, amount: Amount, year: int) -> str:
    value = tally.value(figure)
    if value is None:
        return "—"
    if figure is Figure.COUNT:
        text = f"{value:,}"
    elif figure is Figure.RATE:
        text = f"{rounded(value, 1)}"
    elif about.kind == "date":
        text = show(PartialDate(value, "day", value), year=year)
    else:
        text = _number(value, about, amount)
    marked = _MARKED_DAYS if about.kind == "date" else {}
    words = marked.get(figure, _MARKED.get(figure))
    return _(words).format(value=text) if words else text


def _number(value: int | Fraction, about: Field, amount: Amount) -> str:
    whole = value if isinstance(value, int) else int(rounded(value, 0) or 0)
    if about.kind == "money":
        return amount(about.key, whole)
    return sqdm_to_mu_text(whole) if about.kind == "area" else f"{whole:,}"
