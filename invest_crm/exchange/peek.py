"""A look into a file without opening it: a page of a PDF, the text of a document or a workbook.

Everything but plain text is parsed by a child process (``exchange.peek_child``); a child that ends
badly, takes too long or answers nonsense means that there is nothing to show, never more.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from msgspec import Struct

from invest_crm.exchange.csvtext import decode
from invest_crm.exchange.media import DOCX, ODS, PDF, TEXT, XLS, XLSX
from invest_crm.exchange.one_order import ask

Kind = Literal["picture", "page", "text", "encrypted", "damaged", "none"]

MOST_TEXT: Final = 200_000
_SECONDS: Final = 20.0
_ORDERS: Final = {PDF: "pdf", DOCX: "docx", XLSX: "sheets", XLS: "sheets", ODS: "sheets"}
_PLAIN: Final = (TEXT, "text/html")


class Peek(Struct, frozen=True):
    """What can be seen of a file.

    ``picture``: ``data`` is an image file of a usual kind. ``page``: BGRX pixels of one of
    ``pages`` pages. ``text``: ``more`` if the end was left out.
    """

    kind: Kind
    data: bytes = b""
    width: int = 0
    height: int = 0
    stride: int = 0
    pages: int = 0
    text: str = ""
    more: bool = False


def peek(data: bytes, media_type: str, *, page: int = 0, width: int = 800) -> Peek:
    """Look into a file; ``page`` from 0 and ``width`` in pixels are for PDF."""
    if media_type.startswith("image/"):
        return Peek("picture", data)
    if media_type in _PLAIN:
        text, _encoding = decode(data)
        return Peek("text", text=text[:MOST_TEXT], more=len(text) > MOST_TEXT)
    order = _ORDERS.get(media_type)
    if order is None:
        return Peek("none")
    asked = {"kind": order, "page": page, "width": width}
    return _answer(*ask("--peek-child", asked, data, _SECONDS))


def _answer(found: dict[str, Any], pixels: bytes) -> Peek:
    try:
        if "text" in found:
            return Peek("text", text=str(found["text"]), more=bool(found["more"]))
        if "pages" in found:
            wide, high, stride = (int(found[name]) for name in ("width", "height", "stride"))
            if len(pixels) < high * stride or stride < 4 * wide:
                return Peek("damaged")
            return Peek("page", pixels, wide, high, stride, int(found["pages"]))
        return Peek("encrypted" if found["error"] == "encrypted" else "damaged")
    except (ValueError, KeyError, TypeError):
        return Peek("damaged")
