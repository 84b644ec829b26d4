"""A small sheet of revenue as it is pasted: firm or credit code, months, revenue in 10,000 yuan."""

from __future__ import annotations

import re

from msgspec import Struct

from invest_crm.domain.money import parse_amount
from invest_crm.domain.statistics.revenue import is_month
from invest_crm.words import _

_CELLS = 3
_MONTH = r"(\d{1,2})\s*月?份?"
_FORMS = (
    re.compile(rf"^(\d{{4}})\s*[-./年]\s*{_MONTH}$"),
    re.compile(
        rf"^(\d{{4}})\s*[-./年]\s*{_MONTH}\s*[-—–~～至]\s*(?:\d{{4}}\s*[-./年]\s*)?{_MONTH}$"
    ),
    re.compile(r"^(\d{4})(\d{2})$"),
)
_HEAD = ("企业", "单位", "名称", "firm", "name")


class SheetLine(Struct, frozen=True):
    """One line understood: revenue (分) of a firm over its months."""

    firm: str
    first: str
    last: str
    amount: int


def read_months(text: str) -> tuple[str, str] | None:
    """The first and the last month a text names, as YYYY-MM; None for neither.

    >>> read_months("2026年7月"), read_months("2026.1-6"), read_months("七月")
    (('2026-07', '2026-07'), ('2026-01', '2026-06'), None)
    """
    for form in _FORMS:
        match = form.match(text.strip())
        if match:
            year, first, *more = match.groups()
            last = more[0] if more else first
            found = f"{year}-{int(first):02}", f"{year}-{int(last):02}"
            return found if all(map(is_month, found)) and found[0] <= found[1] else None
    return None


def read_sheet(text: str) -> tuple[list[SheetLine], list[str]]:
    """What a pasted sheet says, and what is wrong with its lines in words.

    Columns lie between tabs: firm, [credit code,] months, revenue. A first line of headings and
    empty lines are passed over.
    """
    found: list[SheetLine] = []
    wrong: list[str] = []
    for place, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or (place == 1 and cells[0].lower().startswith(_HEAD)):
            continue
        made = _line(cells)
        if isinstance(made, SheetLine):
            found.append(made)
        else:
            wrong.append(_("Line {n}: {what}").format(n=place, what=made))
    return found, wrong


def _line(cells: list[str]) -> SheetLine | str:
    if len(cells) < _CELLS:
        return _("three columns are needed: firm, months, revenue.")
    name = next((cell for cell in cells[:-2] if cell), "")
    months, reading = read_months(cells[-2]), parse_amount(cells[-1], "万元")
    if not name:
        return _("the firm is missing.")
    if months is None:
        return _("“{text}” is no month (2026-07, 2026年1-6月).").format(text=cells[-2])
    if reading.fen is None or reading.problem:
        return _("“{text}” is no amount.").format(text=cells[-1])
    return SheetLine(name, *months, reading.fen)
