"""A streaming xlsx writer: constant memory, texts that stay texts, fast enough for bulk lists.

This is the package around the sheets: parts, relations, names. It is read the same by calamine,
openpyxl, LibreOffice and office programs.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from invest_crm.exchange.sheet import column_letters
from invest_crm.exchange.writing.behind import behind
from invest_crm.exchange.writing.cells import Column, clean
from invest_crm.exchange.writing.sheets import HEAD, XMLNS, Page, SheetWriter
from invest_crm.exchange.writing.styles import styles_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

__all__ = ["Column", "Page", "SheetWriter", "StreamBook"]

_NAME_LIMIT = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\n\t]")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LIST = Page()


class StreamBook:
    """An xlsx file written to a handle, one sheet after the other. Use as a context manager."""

    def __init__(self, handle: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._names: list[str] = []
        self._printing: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            self._finish()
        self._zip.close()

    @contextmanager
    def sheet(
        self, name: str, columns: Sequence[Column], page: Page = _LIST
    ) -> Iterator[SheetWriter]:
        """A new sheet; its rows are written inside the block."""
        self._names.append(self._free_name(name))
        part = f"xl/worksheets/sheet{len(self._names)}.xml"
        with self._zip.open(part, "w") as out, behind(out) as later:
            writer = SheetWriter(later, columns, page)
            yield writer
            writer.finish()
        if page.printed_columns:
            self._print_as(page, writer.row_count)

    def _free_name(self, name: str) -> str:
        """A name spreadsheets accept, different from those of the other sheets."""
        plain = _FORBIDDEN.sub(" ", clean(name)).strip("' ")[:_NAME_LIMIT] or "Sheet"
        taken = {other.casefold() for other in self._names}
        free, number = plain, 2
        while free.casefold() in taken:
            free = f"{plain[: _NAME_LIMIT - 4]} {number}"
            number += 1
        return free

    def _print_as(self, page: Page, rows: int) -> None:
        """What of the sheet just written is printed, and which rows on every page."""
        place = len(self._names) - 1
        sheet = escape(_quoted(self._names[place]))
        last = column_letters(page.printed_columns - 1)
        areas = {"Print_Area": f"{sheet}!$A$1:${last}${rows}"}
        if page.repeated:
            first, final = page.repeated
            areas["Print_Titles"] = f"{sheet}!${first}:${final}"
        self._printing += [
            f'<definedName name="_xlnm.{name}" localSheetId="{place}">{area}</definedName>'
            for name, area in areas.items()
        ]

    def _finish(self) -> None:
        if not self._names:
            raise ValueError("a workbook needs a sheet")
        numbers = range(1, len(self._names) + 1)
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
            for n, name in zip(numbers, self._names, strict=True)
        )
        names = "".join(self._printing)
        named = f"<definedNames>{names}</definedNames>" if names else ""
        book = f"{HEAD}<workbook {XMLNS}><sheets>{sheets}</sheets>{named}</workbook>"
        relations = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        relations.append((f"rId{len(self._names) + 1}", "styles", "styles.xml"))
        self._zip.writestr("xl/workbook.xml", book)
        self._zip.writestr("xl/styles.xml", styles_xml())
        self._zip.writestr("xl/_rels/workbook.xml.rels", _relations(relations))
        self._zip.writestr(
            "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
        )
        self._zip.writestr("[Content_Types].xml", _content_types(len(self._names)))


def _quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _relations(relations: Iterable[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in relations
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types(sheets: int) -> str:
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, sheets + 1)]
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{base}.{kind}+xml"/>' for part, kind in parts
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
