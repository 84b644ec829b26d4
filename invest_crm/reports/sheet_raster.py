"""A page of a PDF as pixels, for the preview and for a printer: the bytes that are saved, seen."""

from __future__ import annotations

from msgspec import Struct

from invest_crm.maps.png import PDFIUM

MOST_PIXELS = 64_000_000
"""About A4 at 700 or A3 at 500 dots per inch; a larger page gets fewer."""


class Picture(Struct, frozen=True):
    """Rows of ``stride`` bytes: one byte a pixel (grey), or four (blue, green, red, nothing)."""

    width: int
    height: int
    stride: int
    data: bytes
    grey: bool


def page_picture(pdf: bytes, place: int, scale: float, *, grey: bool) -> Picture:
    """The page at a place (from 0), ``scale`` pixels for a point; any thread."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[place]
            width, height = page.get_size()
            most = (MOST_PIXELS / (width * height)) ** 0.5
            made = page.render(scale=min(scale, most), grayscale=grey, prefer_bgrx=not grey)
            data = bytes(made.buffer)
            return Picture(made.width, made.height, made.stride, data, grey)
        finally:
            document.close()


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(document.get_page_size(place) for place in range(len(document)))
        finally:
            document.close()
