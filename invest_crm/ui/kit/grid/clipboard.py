"""What Ctrl+C puts on the clipboard so that Excel and WPS take it whole.

Two forms at once: HTML, where text cells carry the text number format, so that 18 digits and
leading zeros survive; and tab-separated text for everything else. A text that a spreadsheet would
take for a formula gets an apostrophe in the plain form (the HTML form needs none).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from invest_crm.ui.kit.text import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.kit.grid.source import Column

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BREAK: Final = '<br style="mso-data-placement:same-cell">'


def to_tsv(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, header: bool) -> str:
    """Tab-separated text with Excel's quoting; lines end in CR LF as Excel writes them."""
    lines = ["\t".join(_quoted(column.heading) for column in columns)] if header else []
    for row in rows:
        cells = (_plain(column, text) for column, text in zip(columns, row, strict=True))
        lines.append("\t".join(_quoted(cell) for cell in cells))
    return "".join(line + "\r\n" for line in lines)


def to_html(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, header: bool) -> str:
    """An HTML table whose text cells are marked as text for spreadsheets."""
    lines: list[str] = []
    if header:
        lines.append(_line("th", [(column.heading, True) for column in columns]))
    for row in rows:
        pairs = zip(columns, row, strict=True)
        lines.append(_line("td", [(text, not column.numeric) for column, text in pairs]))
    return (
        '<html><head><meta charset="utf-8"><style>.t{mso-number-format:"\\@";}</style></head>'
        f"<body><table>{''.join(lines)}</table></body></html>"
    )


def from_tsv(text: str) -> list[list[str]]:
    """The cells of a block copied in a spreadsheet or here; rows of one length.

    >>> from_tsv('a\\t"b\\nc"\\r\\nd\\r\\n')
    [['a', 'b\\nc'], ['d', '']]
    """
    rows = [list(map(_unguarded, row)) for row in csv.reader(io.StringIO(text), "excel-tab")]
    wide = max(map(len, rows), default=0)
    return [row + [""] * (wide - len(row)) for row in rows]


def _unguarded(text: str) -> str:
    """Without the apostrophe that kept a spreadsheet from taking a text for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _plain(column: Column, text: str) -> str:
    if not column.numeric and text.startswith(_FORMULA):
        return "'" + text
    return text


def _quoted(text: str) -> str:
    """Quotes only where Excel needs them (its own copies have none around plain cells)."""
    if any(sign in text for sign in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _line(tag: str, cells: Sequence[tuple[str, bool]]) -> str:
    return "<tr>" + "".join(_cell(tag, text, as_text=is_text) for text, is_text in cells) + "</tr>"


def _cell(tag: str, text: str, *, as_text: bool) -> str:
    shown = escaped(text).replace("\r\n", "\n").replace("\n", _BREAK)
    look = """ class="t" style='mso-number-format:"\\@"'""" if as_text else ""
    return f"<{tag}{look}>{shown}</{tag}>"
