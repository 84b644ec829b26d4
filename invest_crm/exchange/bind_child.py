"""The binding child: turns one file into upright A4 pages, or joins such pages into one PDF.

A process of its own for the same reasons as ``exchange.peek_child``, one for each file: a file that
leads a parser astray is left out and the others are bound. It limits itself, opens no file for
writing and no socket. Forms are flattened and everything that could act (scripts, links, attached
files) is left behind: only what is seen on the page goes along. The first line of its input is a
JSON order, the rest the files one after another; the first line of its answer is JSON, after it
comes a PDF.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any, Final

from invest_crm.exchange.one_order import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WIDE, _HIGH = 595.276, 841.89  # A4 in points
_MARGIN, _FOOT = 20.0, 42.0  # the foot is where the page number stands
_MOST_PAGES: Final = 400
_MOST_PIXELS: Final = 80_000_000
_LONG_EDGE: Final = 2400
_QUALITY: Final = 85


def main() -> int:
    """Answer one order."""
    return answer(_load, _answered)


def _load(_order: dict[str, Any]) -> None:
    import PIL.Image
    import PIL.ImageOps
    import PIL.JpegImagePlugin
    import PIL.PdfImagePlugin
    import PIL.PngImagePlugin  # noqa: F401
    import pypdf  # noqa: F401
    import pypdfium2  # noqa: F401


def _answered(data: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        return _ANSWERS[order["do"]](data, order)
    except _TooMany:
        return {"error": "pages"}, b""


class _TooMany(Exception):  # noqa: N818 - a limit, not a mistake
    """A file has more pages than a bundle takes of one."""


def _pages(data: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """One file as A4 pages."""
    import pypdf

    image = str(order["media_type"]).startswith("image/")
    source = pypdf.PdfReader(io.BytesIO(_picture(data) if image else _flat(data)))
    if len(source.pages) > _MOST_PAGES:
        raise _TooMany
    target = pypdf.PdfWriter()
    turned = [_place(target, page) for page in source.pages]
    return {"pages": len(source.pages), "turned": turned}, _bytes(target)


def _bind(data: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Pages of several PDFs with a sheet of page numbers over each, and bookmarks."""
    import pypdf

    parts = [pypdf.PdfReader(io.BytesIO(part)) for part in _cut(data, order["sizes"])]
    over, *others = parts
    target = pypdf.PdfWriter()
    number = 0
    for part in others:
        for page in part.pages:
            made = target.add_page(page)
            made.merge_page(over.pages[number])
            number += 1
    for title, place in order["outline"]:
        target.add_outline_item(title=str(title), page_number=int(place))
    target.add_metadata({"/Title": str(order["title"]), "/Author": str(order["author"])})
    target.compress_identical_objects()
    return {"pages": number}, _bytes(target)


def _place(target: Any, page: Any) -> bool:
    """A page scaled into A4 above the room for its number; whether it lies on its side."""
    import pypdf

    turned = page.rotation % 360
    for key in ("/Annots", "/AA", "/B", "/Rotate"):
        page.pop(key, None)
    box = page.cropbox
    wide, high = float(box.width), float(box.height)
    if wide <= 0 or high <= 0:
        raise ValueError("a page has an extent")
    move = pypdf.Transformation().translate(-float(box.left), -float(box.bottom))
    move = move.rotate(-turned).translate(*_BACK[turned](wide, high))
    if turned in (90, 270):
        wide, high = high, wide
    sheet = (_HIGH, _WIDE) if wide > high else (_WIDE, _HIGH)
    room = (sheet[0] - 2 * _MARGIN, sheet[1] - _MARGIN - _FOOT)
    scale = min(room[0] / wide, room[1] / high)
    left = (sheet[0] - wide * scale) / 2
    bottom = _FOOT + (room[1] - high * scale) / 2
    blank = target.add_blank_page(*sheet)
    blank.merge_transformed_page(page, move.scale(scale).translate(left, bottom))
    return wide > high


_BACK: Final[dict[int, Callable[[float, float], tuple[float, float]]]] = {
    0: lambda _wide, _high: (0, 0),
    90: lambda wide, _high: (0, wide),
    180: lambda wide, high: (wide, high),
    270: lambda _wide, high: (high, 0),
}
"""How far a page turned clockwise about its corner lies from where it began."""


def _flat(data: bytes) -> bytes:
    """A PDF as the renderer reads it: repaired, its forms drawn into the pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if len(document) > _MOST_PAGES:
        raise _TooMany
    document.init_forms()
    for page in document:
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _picture(data: bytes) -> bytes:
    """An image as a page of its own, upright as its camera says."""
    import PIL.Image
    import PIL.ImageOps

    PIL.Image.MAX_IMAGE_PIXELS = None  # told below, for what it is
    source = PIL.Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    if source.width * source.height > _MOST_PIXELS:
        raise MemoryError
    image = PIL.ImageOps.exif_transpose(source)
    image.thumbnail((_LONG_EDGE, _LONG_EDGE))
    if image.mode in ("RGBA", "LA", "P"):
        ground = PIL.Image.new("RGB", image.size, "white")
        clear = image.convert("RGBA")
        ground.paste(clear, mask=clear.getchannel("A"))
        image = ground
    target = io.BytesIO()
    image.convert("RGB").save(target, "PDF", resolution=150, quality=_QUALITY)
    return target.getvalue()


def _cut(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    place = 0
    for size in sizes:
        yield data[place : place + size]
        place += size


def _bytes(target: Any) -> bytes:
    made = io.BytesIO()
    target.write(made)
    return made.getvalue()


_ANSWERS: dict[str, Callable[[bytes, dict[str, Any]], tuple[dict[str, Any], bytes]]] = {
    "pages": _pages,
    "bind": _bind,
}

if __name__ == "__main__":
    sys.exit(main())
