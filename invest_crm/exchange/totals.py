"""Stated totals against the records: a check that nothing was misread or left out.

Sums are exact and in the column's unit. A grand total covers every record, a subtotal the records
of its group, before or after it. A formula whose result the file does not hold is no disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence  # noqa: TC003 - named in public aliases
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.numerals import decimal_of
from invest_crm.domain.text import is_unknown
from invest_crm.exchange.fields import fields_of
from invest_crm.exchange.reading import Total
from invest_crm.exchange.sheet import is_blank

if TYPE_CHECKING:
    from invest_crm.domain.money import AmountReading
    from invest_crm.exchange.mapping import Column, Mapping_
    from invest_crm.exchange.rows import Sort
    from invest_crm.exchange.sheet import Cell, Row, Sheet

_SCALE = {
    "亿元": 10_000_000_000,
    "亿": 10_000_000_000,
    "万元": 1_000_000,
    "万": 1_000_000,
    "元": 100,
    "千元": 100_000,
    "百万元": 100_000_000,
}
_NOT_SUMMED = re.compile(
    r"率|%|占比|比例|排名|同比|环比|序号|强度|亩均|时间|日期|年限|编号|代码|电话"
)


class Line(Struct, frozen=True):
    """A row of the table's body as far as totals care."""

    row: int
    sort: Sort
    cells: Row


def check_totals(
    sheet: Sheet,
    mapping: Mapping_,
    lines: Sequence[Line],
    reading_of: Callable[[Column], Callable[[Cell], AmountReading] | None],
    unit: str | None,
) -> tuple[Total, ...]:
    """Every stated figure of the total rows, compared."""
    wanted = [place for place, line in enumerate(lines) if line.sort in {"total", "subtotal"}]
    found = []
    for column in mapping.columns if wanted else ():
        if column.index == mapping.index or _NOT_SUMMED.search(column.path):
            continue
        read = reading_of(column)
        scale = _SCALE.get(column.unit or unit or "万元") if read else None
        values = _values(column, lines, read, scale)
        if values is None:
            continue
        for place in wanted:
            total = _compare(sheet, column, lines, values, place, read, scale)
            if total:
                found.append(total)
    return tuple(sorted(found, key=lambda total: total.row))


def sums_money(mapping: Mapping_, column: Column) -> bool:
    """Whether a column is read as money of this kind of ledger."""
    return column.key is not None and fields_of(mapping.kind)[column.key].shape in {
        "money",
        "revenue",
    }


def _cell(line: Line, column: Column) -> Cell:
    return line.cells[column.index] if column.index < len(line.cells) else ""


def _values(
    column: Column,
    lines: Sequence[Line],
    read: Callable[[Cell], AmountReading] | None,
    scale: int | None,
) -> list[Decimal] | None:
    """The column's figures line by line; None when it is not a column of figures."""
    values = []
    for line in lines:
        cell = _cell(line, column)
        value: Decimal | None = Decimal(0)
        if line.sort in {"data", "more"} and not is_blank(cell):
            value = _figure(cell, read, scale)
            if value is None and read is None:
                return None
        values.append(value or Decimal(0))
    return values


def _figure(
    cell: Cell, read: Callable[[Cell], AmountReading] | None, scale: int | None
) -> Decimal | None:
    if read is not None and scale is not None:
        fen = read(cell).fen
        return None if fen is None else Decimal(fen) / scale
    if isinstance(cell, str):
        text = cell.strip().replace(",", "")
        if is_unknown(text):
            return Decimal(0)
        return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text, re.ASCII) else None
    return decimal_of(cell)


def _compare(
    sheet: Sheet,
    column: Column,
    lines: Sequence[Line],
    values: list[Decimal],
    place: int,
    read: Callable[[Cell], AmountReading] | None,
    scale: int | None,
) -> Total | None:
    line = lines[place]
    cell = _cell(line, column)
    sums = [sum((values[i] for i in scope), Decimal(0)) for scope in _scopes(lines, place)]
    if is_blank(cell):
        if (line.row, column.index) not in sheet.uncached:
            return None
        return Total(line.row, column.path, None, _text(sums[0]), agrees=True)
    stated = _figure(cell, read, scale)
    if stated is None:
        return None
    tolerance = Decimal(1).scaleb(min(int(stated.normalize().as_tuple().exponent), 0)) / 2
    near = [value for value in sums if abs(value - stated) <= tolerance]
    computed = near[0] if near else sums[0]
    return Total(line.row, column.path, _text(stated), _text(computed), agrees=bool(near))


def _scopes(lines: Sequence[Line], place: int) -> list[list[int]]:
    """The records a total may cover, the likeliest first."""
    data = [i for i, line in enumerate(lines) if line.sort in {"data", "more"}]
    breaks = {"section", "subtotal", "total"}
    before = next((i for i in range(place - 1, -1, -1) if lines[i].sort in breaks), -1)
    after = next((i for i in range(place + 1, len(lines)) if lines[i].sort in breaks), len(lines))
    group_before = [i for i in data if before < i < place]
    group_after = [i for i in data if place < i < after]
    so_far = [i for i in data if i < place]
    if lines[place].sort == "subtotal":
        return [group_before, group_after] if group_before else [group_after]
    return [data, *(scope for scope in (so_far, group_before, group_after) if scope)]


def _text(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
