"""One cell, or one row of the usual kind, as the XML of a spreadsheet.

Cells are inline strings, so nothing is ever taken for a formula, link or number; whole numbers of
more than 15 digits become text because spreadsheets would round them. Rows of the same cell types
share a template; a row with anything unusual in it is refused by the template and written cell by
cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape

from invest_crm.exchange.sheet import column_letters
from invest_crm.exchange.writing.styles import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | None

MAX_TEXT = 32_767
"""How many characters a cell can hold."""

_EXACT = 10**15
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # earlier days are numbered differently by different programs
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NONE = type(None)
_TEXT_CELL = (
    '<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
)
_CELLS: Mapping[type, str] = {
    _NONE: "",
    str: _TEXT_CELL.replace("{text}", "%s"),
    int: '<c r="{ref}" s="{style}"><v>%d</v></c>',
    float: '<c r="{ref}" s="{style}"><v>%r</v></c>',
    date: '<c r="{ref}" s="{style}"><v>%d</v></c>',
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in characters, style of its texts, numbers and days."""

    heading: str
    width: float = 14
    text: Style = Style.TEXT
    number: Style = Style.NUMBER
    day: Style = Style.DATE


@dataclass(frozen=True, slots=True)
class RowTemplate:
    """How rows of one combination of types are written: ``values`` of a row and its number."""

    template: str
    values: Callable[[Sequence[Value]], tuple[Any, ...]]
    texts: Callable[[Sequence[Value]], tuple[Any, ...]]
    numbers: Callable[[Sequence[Value]], tuple[Any, ...]]
    days: tuple[int, ...]

    def fill(self, number: int, row: Sequence[Value]) -> str | None:
        """The XML of a row, None if something in it needs more care."""
        joined = "".join(self.texts(row))
        if not _is_plain(joined) or len(joined) > MAX_TEXT:
            return None
        # False for NaN and infinity as well.
        if not all(-_EXACT < value < _EXACT for value in self.numbers(row)):
            return None
        if self.days:
            cells = list(row)
            for place in self.days:
                day = cells[place]
                if not isinstance(day, date) or day < _FIRST_DAY:
                    return None
                cells[place] = day.toordinal() - _EPOCH
            row = cells
        return self.template % self.values((*row, str(number)))


def _is_plain(text: str) -> bool:
    """Whether a text may stand in XML as it is; most are decided without the slow pattern."""
    if text.isprintable():
        return not ("&" in text or "<" in text or ">" in text or "_x" in text)
    return not _UNSAFE.search(text)


def row_template(types: tuple[type, ...], columns: Sequence[Column]) -> RowTemplate | None:
    """The template for rows of these types, None if they are not of the usual kind."""
    if len(types) != len(columns) or not set(types) <= set(_CELLS):
        return None
    cells = [
        _CELLS[kind].format(ref=column_letters(place) + "%s", style=_style(column, kind))
        for place, (kind, column) in enumerate(zip(types, columns, strict=True))
    ]

    def places(*kinds: type) -> list[int]:
        return [place for place, kind in enumerate(types) if kind in kinds]

    number = len(types)
    shown = [wanted for place in places(str, int, float, date) for wanted in (number, place)]
    return RowTemplate(
        f'<row r="%s">{"".join(cells)}</row>',
        _getter([number, *shown]),
        _getter(places(str)),
        _getter(places(int, float)),
        tuple(places(date)),
    )


def clean(text: str) -> str:
    """Without what XML cannot hold; line ends as one character; everything visible stays.

    >>> clean("a\\x0bb\\r\\nc")
    'ab\\nc'
    """
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cell(ref: str, column: Column, value: Value, own: Style | None = None) -> str:
    """The XML of one cell; ``own`` is its style if it is not the column's."""
    shown = _writable(value)
    if shown is None or shown == "":
        return "" if own is None else f'<c r="{ref}" s="{own:d}"/>'
    style = int(_style(column, type(shown)) if own is None else own)
    if isinstance(shown, str):
        # Spreadsheets read _x0041_ as an escaped letter; this is how it is written literally.
        text = escape(_LOOKS_ESCAPED.sub("_x005F_", shown))
        return _TEXT_CELL.format(ref=ref, style=style, text=text)
    if isinstance(shown, bool):
        return f'<c r="{ref}" s="{style}" t="b"><v>{shown:d}</v></c>'
    number = shown.toordinal() - _EPOCH if isinstance(shown, date) else shown
    return f'<c r="{ref}" s="{style}"><v>{number}</v></c>'


def _style(column: Column, kind: type) -> int:
    if kind is str:
        return int(column.text)
    return int(column.day if kind is date else column.number)


def _getter(places: Sequence[int]) -> Callable[[Sequence[Value]], tuple[Any, ...]]:
    """Always a tuple, whatever the number of places."""
    if not places:
        return lambda _row: ()
    if len(places) == 1:
        only = places[0]
        return lambda row: (row[only],)
    return itemgetter(*places)


def _writable(value: Value) -> Value:
    """What a cell can hold: clean text, exact numbers, days a spreadsheet can count."""
    if isinstance(value, str):
        text = clean(value)
        return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, date):
        if isinstance(value, datetime):
            return value.isoformat(" ", "seconds")
        return value if value >= _FIRST_DAY else value.isoformat()
    if isinstance(value, Decimal):
        exact = value.is_finite() and len(value.as_tuple().digits) <= len(str(_EXACT)) - 1
        return value if exact else str(value)
    return value if -_EXACT < value < _EXACT else str(value)
