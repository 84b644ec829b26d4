"""A record while its cells are being read, and what every cell reader needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from invest_crm.exchange.problems import cell_message
from invest_crm.exchange.reading import Problem
from invest_crm.exchange.sheet import Cell, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from invest_crm.domain.money import AmountReading
    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.exchange.fields import Kind, Role
    from invest_crm.exchange.mapping import Column
    from invest_crm.exchange.reading import Value
    from invest_crm.exchange.revenue_cells import Figure, Times
    from invest_crm.exchange.sheet import Row

Reader: TypeAlias = "Callable[[Cell, Draft], None]"


class Context(Struct, frozen=True):
    """What holds for the whole ledger. ``unit`` is the caption's; ``year`` completes dates.

    ``unit_column`` is the place of a column that names the unit of the amounts of its row;
    ``times``: the months a ledger of revenue speaks of.
    """

    kind: Kind
    unit: str | None
    year: int
    as_of: dt.date
    talks: bool
    signed_title: bool
    date1904: bool
    chains: Mapping[str, str]
    unit_column: int | None = None
    times: Times | None = None


class Sign(Struct, frozen=True):
    """What one cell says of a milestone: reached or not, when, and what is wrong."""

    column: Column
    raw: str
    said: bool | None
    when: PartialDate | None
    problem: str | None


class Draft(Struct):
    """One record in the making."""

    row: int
    cells: Row
    fields: dict[str, Value]
    extra: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    signs: dict[str, list[Sign]] = field(default_factory=dict)
    people: list[tuple[Role, Cell]] = field(default_factory=list)
    amounts: dict[str, AmountReading] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    rejected: str | None = None
    total_column: Column | None = None

    def trouble(self, code: str, column: Column | None, cell: Cell, *, keep: bool = True) -> None:
        """Note a problem; ``keep`` saves the cell's text with the record."""
        value = shown(cell).strip()
        path = column.path if column else ""
        self.problems.append(Problem(self.row, path, value, code, cell_message(code, value)))
        if keep and path and value:
            self.extra[path] = value
