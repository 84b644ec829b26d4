"""The font class every PDF of the program draws with, and what stands for a missing character.

Fonts are registered by name once per process, so both must register the same class.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


SPAN_END = "EMC"


class _SearchableFont(TTFont):
    """A TrueType font whose text can be searched beyond the basic plane.

    reportlab writes U+2CB78 as <2CB78> where the PDF rule wants UTF-16 (<D872DF78>).
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name and type
        """Add the font's objects, then correct the maps to Unicode."""
        super().addObjects(doc)
        for name, entry in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:") and isinstance(entry.content, str):
                entry.content = re.sub(r"<([0-9A-F]{5,6})>", _utf16, entry.content)


def register_font(name: str, path: Path) -> dict[int, float]:
    """Make a font file known under a name; returns the width of each character it has (1/1000 em).

    Raises what reportlab's parser raises on a file that is not a font.
    """
    font = _SearchableFont(name, str(path), shapable=False)
    pdfmetrics.registerFont(font)
    widths: dict[int, float] = font.face.charWidths
    return widths


def span_start(text: str) -> str:
    """The operator before what is drawn in place of ``text``: readers copy and find the text."""
    return f"/Span <</ActualText <FEFF{_hexadecimal(text)}>>> BDC"


def _hexadecimal(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex().upper()


def _utf16(found: re.Match[str]) -> str:
    return f"<{_hexadecimal(chr(int(found.group(1), 16)))}>"
