"""One cell, or a run of usual cells of one column, as the XML of a spreadsheet.

Cells are inline strings, so nothing is ever taken for a formula, link or number; whole numbers of
more than 15 digits become text because spreadsheets would round them. What a run of cells needs is
decided once for all of them; a run with anything unusual in it is refused and written cell by cell.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, TypeAlias, cast
from xml.sax.saxutils import escape

from msgspec import Struct

from invest_crm.exchange.sheet import column_letters
from invest_crm.exchange.writing.styles import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | None

MAX_TEXT = 32_767
"""How many characters a cell can hold."""

_EXACT = 10**15
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # earlier days are numbered differently by different programs
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TEXT_OPENS = ' t="inlineStr"><is><t>'
_SPACED_OPENS = ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_CLOSES = "</t></is></c>"
_NUMBER_OPENS = "><v>"
_NUMBER_CLOSES = "</v></c>"


class Column(Struct, frozen=True):
    """A column: heading, width in characters, style of its texts, numbers and days."""

    heading: str
    width: float = 14
    text: Style = Style.TEXT
    number: Style = Style.NUMBER
    day: Style = Style.DATE


def usual_cells(
    place: int, column: Column, values: Sequence[Value], rows: Sequence[str]
) -> tuple[Iterable[str], ...] | None:
    """The XML of the ``values`` of a column in these ``rows``, None if one of them needs more care.

    The cell of a row is what stands in its place in one part after the other.
    """
    gaps = None in values
    shown = [value for value in values if value is not None] if gaps else values
    if not shown:
        return ()
    opens = _text_opens(shown)
    if opens is not None:
        style, closes = column.text, _TEXT_CLOSES
    elif _are_exact(shown):
        style, opens, closes = column.number, _NUMBER_OPENS, _NUMBER_CLOSES
        values = [None if value is None else str(value) for value in values]
    else:
        return None
    begins, opens = f'<c r="{column_letters(place)}', f'" s="{style:d}"{opens}'
    if not gaps:
        texts = cast("Sequence[str]", values)
        return repeat(begins), rows, repeat(opens), texts, repeat(closes)
    cells = [
        "" if value is None else f"{begins}{row}{opens}{value}{closes}"
        for row, value in zip(rows, values, strict=True)
    ]
    return (cells,)


def _text_opens(values: Sequence[Value]) -> str | None:
    """What opens a cell of these values, None unless all are texts that may stand in XML as they
    are. Only white space at the ends of a text needs to be kept; any is taken for such."""
    texts = cast("Sequence[str]", values)
    try:
        joined = "".join(texts)
    except TypeError:
        return None
    if "" in texts or (len(joined) > MAX_TEXT and max(map(len, texts)) > MAX_TEXT):
        return None
    # Most are decided without the slow pattern.
    if joined.isprintable():
        unsafe = "&" in joined or "<" in joined or ">" in joined or "_x" in joined
        opens = _SPACED_OPENS if " " in joined else _TEXT_OPENS
    else:
        unsafe, opens = _UNSAFE.search(joined) is not None, _SPACED_OPENS
    return None if unsafe else opens


def _are_exact(values: Sequence[Value]) -> bool:
    """Whether all are numbers a spreadsheet keeps; NaN and infinity are none."""
    return set(map(type, values)) <= {int, float} and all(
        -_EXACT < value < _EXACT for value in cast("Sequence[float]", values)
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
        return f'<c r="{ref}" s="{style}"{_SPACED_OPENS}{text}{_TEXT_CLOSES}'
    if isinstance(shown, bool):
        return f'<c r="{ref}" s="{style}" t="b"><v>{shown:d}</v></c>'
    number = shown.toordinal() - _EPOCH if isinstance(shown, date) else shown
    return f'<c r="{ref}" s="{style}"{_NUMBER_OPENS}{number}{_NUMBER_CLOSES}'


def _style(column: Column, kind: type) -> int:
    if kind is str:
        return int(column.text)
    return int(column.day if kind is date else column.number)


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
