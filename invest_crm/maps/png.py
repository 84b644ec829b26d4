"""The map as a PNG picture, rendered from its PDF.

Why: for chat messages and slides; the same drawing as the PDF, without Qt. The only module here
that loads pypdfium2. It must not know scenes or chains.
"""

from __future__ import annotations

from io import BytesIO
from threading import Lock

PDFIUM = Lock()
"""Held by whoever renders: the library must not be used by two threads at once."""

DOTS_PER_INCH = 150
MOST_PIXELS = 80_000_000


def png(pdf: bytes, *, dpi: int = DOTS_PER_INCH, most_pixels: int = MOST_PIXELS) -> bytes:
    """The first page of a PDF; very large sheets get fewer dots per inch to spare memory."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            wide, high = page.get_size()
            scale = min(dpi / 72, (most_pixels / (wide * high)) ** 0.5)
            image = page.render(scale=scale).to_pil()
        finally:
            document.close()
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
