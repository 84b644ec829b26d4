"""The previewing child: reads one file from standard input, answers with a page or with text.

A process of its own for the same reasons as ``exchange.child``: what attachments hold was made by
strangers, and a parser that is led astray must not take the program with it. It limits itself,
opens no file for writing and no socket. The first line of its input is a JSON order, the rest the
file; the first line of its answer is JSON, after it come the pixels of a page (BGRX rows).
"""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError, iterparse

from invest_crm.exchange.one_order import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TEXT: Final = 200_000
_MOST_XML: Final = 64 * 1024 * 1024
_MOST_PIXELS: Final = 12_000_000
_ROWS, _COLUMNS, _SHEETS = 300, 40, 10
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENDS: Final = {f"{_WORD}p": "\n", f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}tc": "\t"}


def main() -> int:
    """Answer one order."""
    return answer(_load, lambda data, order: _ANSWERS[order["kind"]](data, order))


def _load(order: dict[str, Any]) -> None:
    if order["kind"] == "pdf":
        import pypdfium2  # noqa: F401
    elif order["kind"] == "sheets":
        import python_calamine  # noqa: F401


def _pdf(data: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = len(document)
    page = document[min(max(int(order["page"]), 0), pages - 1)]
    wide, high = page.get_size()
    scale = min(int(order["width"]) / wide, (_MOST_PIXELS / (wide * high)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
    shape = {"width": bitmap.width, "height": bitmap.height, "stride": bitmap.stride}
    return {"pages": pages, **shape}, bytes(bitmap.buffer)


def _docx(data: bytes, _order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack, pack.open("word/document.xml") as handle:
        xml = handle.read(_MOST_XML)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a document declares nothing")
    return _text(_words(xml))


def _words(xml: bytes) -> Iterator[str]:
    """The text of a document, a line per paragraph."""
    try:
        for _event, element in iterparse(io.BytesIO(xml)):  # noqa: S314 - no declarations, limited
            if element.tag == f"{_WORD}t":
                yield element.text or ""
            elif element.tag in _ENDS:
                yield _ENDS[element.tag]
                element.clear()
    except ParseError:
        return


def _sheets(data: bytes, _order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    import python_calamine

    return _text(_cells(python_calamine.load_workbook(io.BytesIO(data))))


def _cells(book: Any) -> Iterator[str]:
    """The first rows of the first sheets, cells between tabs."""
    for name in book.sheet_names[:_SHEETS]:
        yield f"【{name}】\n"
        for row in book.get_sheet_by_name(name).to_python(nrows=_ROWS):
            cells = [_shown(cell) for cell in row[:_COLUMNS]]
            yield "\t".join(cells).rstrip() + "\n"
        yield "\n"


def _shown(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("\n", " ").replace("\t", " ")


def _text(parts: Iterator[str]) -> tuple[dict[str, Any], bytes]:
    found: list[str] = []
    size = 0
    for part in parts:
        found.append(part)
        size += len(part)
        if size > MOST_TEXT:
            break
    return {"text": "".join(found)[:MOST_TEXT].strip("\n"), "more": size > MOST_TEXT}, b""


_ANSWERS: Final = {"pdf": _pdf, "docx": _docx, "sheets": _sheets}

if __name__ == "__main__":
    sys.exit(main())
