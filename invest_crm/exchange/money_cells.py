"""Amounts in cells: in the unit of the column, the caption, the row, or the cell itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invest_crm.domain.money import AmountReading, parse_amount
from invest_crm.exchange.cell_texts import remembered, tidy
from invest_crm.exchange.heading import MONEY_UNITS
from invest_crm.exchange.sheet import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.draft import Context, Draft
    from invest_crm.exchange.mapping import Column
    from invest_crm.exchange.sheet import Cell, Row

ROW_FLAGS = frozenset({"approx", "range", "phases", "fixed_in_cell", "currency", "suspicious"})
_PLAIN_UNITS = {"亿元": "亿元", "亿": "亿元", "万元": "万元", "万": "万元", "元": "元"}
_BARE = re.compile(r"[\d,，.．\s]+")
_HAS_UNIT = re.compile("[亿万元$]")


def money_reading(column: Column, context: Context) -> Callable[[Cell], AmountReading]:
    """How the cells of a money column are read: with its unit, the caption's, or their own."""
    unit = column.unit if column.unit in MONEY_UNITS else context.unit
    plain = _PLAIN_UNITS.get(unit or "")
    unknown = context.talks and column.key != "funds_in_place"
    negative = context.kind == "monthly"

    def read(cell: Cell) -> AmountReading:
        value: object = cell
        if plain is None and unit is not None:
            text = shown(cell)
            stated = _HAS_UNIT.search(text) or not re.search(r"\d", text)
            value = text if stated else text + unit
        return parse_amount(value, plain, zero_is_unknown=unknown, allow_negative=negative)

    return remembered(read)


def _in_unit_of_row(cell: Cell, row: Row, at: int) -> Cell:
    """An amount together with the unit its row names in a column of its own."""
    text, unit = shown(cell).strip(), tidy(row[at]) if at < len(row) else ""
    return text + unit if unit in MONEY_UNITS and _BARE.fullmatch(text) else cell


def amount_reader(column: Column, context: Context) -> Callable[[Cell, Draft], AmountReading]:
    """The same for a row, which may name its unit in a column of its own."""
    reading_of = money_reading(column, context)
    at = None if column.unit in MONEY_UNITS else context.unit_column

    def read(cell: Cell, draft: Draft) -> AmountReading:
        stated = cell if at is None else _in_unit_of_row(cell, draft.cells, at)
        found: AmountReading = reading_of(stated)
        if found.flags:
            draft.flags.update(found.flags & ROW_FLAGS)
        return found

    return read
