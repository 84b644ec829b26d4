"""One sheet of a streamed spreadsheet: rows in, XML out, nothing kept but merged ranges.

Knows how a sheet is laid out (widths, frozen panes, printing); knows nothing of what it holds.
"""

from __future__ import annotations

from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from invest_crm.errors import UserError
from invest_crm.exchange.sheet import column_letters
from invest_crm.exchange.writing.cells import MAX_TEXT, Column, cell, usual_cells
from invest_crm.exchange.writing.styles import Style
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.exchange.writing.cells import Value

MAX_ROWS = 1_048_576
"""How many rows a sheet can hold."""

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
XMLNS = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_BLOCK = 2 * 1024 * 1024
_AT_ONCE = 500
_PRINTED = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"
)


class Page(Struct, frozen=True):
    """How a sheet lies: frozen rows and columns. With ``printed_columns`` these first columns fit
    the width of A3, the rows ``repeated`` (first, last) standing on every page."""

    frozen_rows: int = 1
    frozen_columns: int = 0
    printed_columns: int = 0
    repeated: tuple[int, int] | None = None


class Out(Protocol):
    """Where the bytes of a sheet go."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


class SheetWriter:
    """Rows of one sheet. ``clipped`` counts texts cut to what a cell can hold."""

    def __init__(self, out: Out, columns: Sequence[Column], page: Page) -> None:
        self._out = out
        self._columns = columns
        self._page = page
        self._merges: list[str] = []
        self._waiting: list[bytes] = [_opening(columns, page).encode()]
        self._size = 0
        self.row_count = 0
        self.clipped = 0

    def heading(self, height: float = 30) -> None:
        """The row of the columns' headings."""
        self.row([column.heading for column in self._columns], Style.HEAD, height=height)

    def rows(self, rows: Iterable[Sequence[Value]]) -> int:
        """Write rows as wide as the sheet in the columns' styles; returns how many."""
        before = self.row_count
        waiting = iter(rows)
        while some := list(islice(waiting, _AT_ONCE)):
            self._write(some)
        return self.row_count - before

    def row(
        self,
        values: Sequence[Value],
        styles: Style | Sequence[Style] | None = None,
        *,
        height: float | None = None,
    ) -> int:
        """Write one row with styles of its own (also under empty cells); returns its number."""
        self._count(1)
        tall = f' ht="{height:g}" customHeight="1"' if height else ""
        every = [styles] * len(values) if isinstance(styles, Style) else styles
        number = str(self.row_count)
        cells = [
            self._cell(place, number, value, None if every is None else every[place])
            for place, value in enumerate(values)
        ]
        self._put(f'<row r="{number}"{tall}>{"".join(cells)}</row>')
        return self.row_count

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells: rows as shown, columns from 0."""
        if (top, left) != (bottom, right):
            self._merges.append(f"{column_letters(left)}{top}:{column_letters(right)}{bottom}")

    def finish(self) -> None:
        """Close the sheet."""
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in self._merges)
        merges = f'<mergeCells count="{len(self._merges)}">{merged}</mergeCells>' if merged else ""
        printed = _PRINTED if self._page.printed_columns else ""
        area = f"A1:{column_letters(len(self._columns) - 1)}{max(self.row_count, 1)}"
        quiet = (
            f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
        )
        self._put(f"</sheetData>{merges}{printed}{quiet}</worksheet>")
        self._flush()

    def _write(self, rows: Sequence[Sequence[Value]]) -> None:
        """Write rows whose cells are made column by column."""
        first = self.row_count + 1
        self._count(len(rows))
        numbers = [str(number) for number in range(first, self.row_count + 1)]
        parts = [
            part
            for place, values in enumerate(zip(*rows, strict=True))
            for part in self._cells(place, values, numbers)
        ]
        lines = zip(repeat('<row r="'), numbers, repeat('">'), *parts, repeat("</row>"))
        self._put("".join(chain.from_iterable(lines)))

    def _cells(
        self, place: int, values: Sequence[Value], rows: Sequence[str]
    ) -> tuple[Iterable[str], ...]:
        usual = usual_cells(place, self._columns[place], values, rows)
        if usual is not None:
            return usual
        cells = [self._cell(place, row, value) for row, value in zip(rows, values, strict=True)]
        return (cells,)

    def _cell(self, place: int, row: str, value: Value, own: Style | None = None) -> str:
        self.clipped += isinstance(value, str) and len(value) > MAX_TEXT
        return cell(f"{column_letters(place)}{row}", self._columns[place], value, own)

    def _count(self, rows: int) -> None:
        if self.row_count + rows > MAX_ROWS:
            raise UserError(
                "too-many-rows",
                _("A spreadsheet holds at most 1,048,576 rows."),
                safe=_("Nothing was written; a file of that name is as it was."),
                todo=_("Export as CSV, or choose fewer records."),
            )
        self.row_count += rows

    def _put(self, text: str) -> None:
        data = text.encode()
        self._waiting.append(data)
        self._size += len(data)
        if self._size > _BLOCK:
            self._flush()

    def _flush(self) -> None:
        self._out.write(b"".join(self._waiting))
        self._waiting.clear()
        self._size = 0


def _opening(columns: Sequence[Column], page: Page) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width:g}" customWidth="1"/>'
        for n, column in enumerate(columns, 1)
    )
    fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if page.printed_columns else ""
    return (
        f"{HEAD}<worksheet {XMLNS}>{fit}<sheetViews>"
        f'<sheetView workbookViewId="0">{_pane(page)}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18"/><cols>{widths}</cols><sheetData>'
    )


def _pane(page: Page) -> str:
    rows, columns = page.frozen_rows, page.frozen_columns
    if not rows and not columns:
        return ""
    across = f' xSplit="{columns}"' if columns else ""
    down = f' ySplit="{rows}"' if rows else ""
    where = {(True, True): "bottomRight", (True, False): "bottomLeft"}.get(
        (bool(rows), bool(columns)), "topRight"
    )
    corner = f"{column_letters(columns)}{rows + 1}"
    return f'<pane{across}{down} topLeftCell="{corner}" activePane="{where}" state="frozen"/>'
