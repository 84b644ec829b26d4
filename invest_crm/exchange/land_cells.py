"""Cells of a land ledger that no other ledger has: utilities, statuses, measures, yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.flags import parse_flag
from invest_crm.domain.parcel_fields import BY_KEY
from invest_crm.domain.parcel_reading import kind_code, parse_measure, status_code
from invest_crm.domain.text import is_unknown
from invest_crm.domain.utilities import parse_utilities, parse_utility
from invest_crm.exchange.sheet import shown

if TYPE_CHECKING:
    from invest_crm.exchange.draft import Draft, Reader
    from invest_crm.exchange.mapping import Column
    from invest_crm.exchange.sheet import Cell

UTILITIES = "utilities"
"""The column 七通一平, which speaks for all utilities that have no column of their own."""
_CODES = {"kind": kind_code, "status": status_code}
_TROUBLE = {"measure": "measure-unreadable", "flag": "flag-unreadable"}


def land_reader(column: Column) -> Reader:
    """The reader of a column; what cannot be read is kept as text."""
    if column.key == UTILITIES:
        return _every_utility(column)
    field = BY_KEY[column.key or ""]
    trouble = _TROUBLE.get(field.kind, "choice-unknown")

    def read(cell: Cell, draft: Draft) -> None:
        value, readable = _value(field.key, cell)
        draft.fields[field.key] = value
        if not readable:
            draft.trouble(trouble, column, cell)

    return read


def _value(key: str, cell: Cell) -> tuple[Any, bool]:
    field = BY_KEY[key]
    if field.kind == "measure":
        return parse_measure(field, cell)
    if field.kind == "flag":
        said = parse_flag(cell)
        return said.value, said.problem is None
    text = shown(cell)
    if field.kind == "utility":
        return parse_utility(text)
    code = _CODES[key](text)
    return code, code is not None or is_unknown(text)


def _every_utility(column: Column) -> Reader:
    def read(cell: Cell, draft: Draft) -> None:
        found, readable = parse_utilities(shown(cell))
        draft.fields[UTILITIES] = shown(cell).strip() if found else None
        for key, one in found.items():
            if draft.fields.get(key) is None:
                draft.fields[key] = one
        if not readable:
            draft.trouble("choice-unknown", column, cell)

    return read
