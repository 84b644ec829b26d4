"""The text of a cell, cleaned, and readings that are remembered because cells repeat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from invest_crm.domain.text import clean, clean_lines
from invest_crm.exchange.sheet import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.sheet import Cell

REMEMBERED = 50_000
ODD = re.compile(
    "[\\s\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff"
    "\\ufff9-\\ufffb\\ud800-\\udfff\\uff03-\\uff3f\\uff41-\\uff5a\\U000e0000-\\U000e007f]"
)


def tidy(cell: Cell) -> str:
    """The text of a cell on one line, cleaned."""
    if type(cell) is str:
        return clean(cell) if ODD.search(cell) else cell
    return clean(shown(cell))


def tidy_lines(cell: Cell) -> str:
    """The text of a cell with its line breaks, cleaned."""
    if type(cell) is str and not ODD.search(cell):
        return cell
    return clean_lines(shown(cell))


def remembered(read: Callable[[Cell], Any], limit: int = REMEMBERED) -> Callable[[Cell], Any]:
    """``read`` that recalls up to ``limit`` repeated cells; 1, 1.0 and True are different cells."""
    known: dict[object, Any] = {}

    def recall(cell: Cell) -> Any:
        slot = cell if cell.__class__ is str else (cell.__class__, cell)
        value = known.get(slot, known)
        if value is known:
            value = read(cell)
            if len(known) < limit:
                known[slot] = value
        return value

    return recall
