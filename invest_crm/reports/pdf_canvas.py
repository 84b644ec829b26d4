"""A canvas that writes a page's text and rules as one block of PDF operators each.

reportlab's text objects format six numbers and measure every string again for each piece of
text: most of the time of a long table. Here a piece is one short line, and a string that comes
again is encoded once. Strings are written in hexadecimal: nothing to escape, nothing to inject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# nothing here parses markup; should a later report do so, it may reach no file and no host
rl_config.trustedSchemes = ["data"]
rl_config.trustedHosts = []
rl_config.useA85 = 0  # the files are binary anyway; the detour costs a fifth of the time


class Text(NamedTuple):
    """A string of one face at a point of the page, with extra space after each character."""

    x: float
    y: float
    face: str
    size: float
    text: str
    gap: float


class FastCanvas(Canvas):
    """reportlab's canvas with bulk text and rules; positions in points from the lower left."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._encoded: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def write_texts(self, texts: Sequence[Text], left: float, top: float) -> None:
        """Write all texts, whose y runs downwards from (left, top), in one text block."""
        code = ["BT"]
        font, gap = "", 0.0
        for x, y, face, size, text, wanted in texts:
            if wanted != gap:
                gap = wanted
                code.append(f"{gap:g} Tc")
            code.append(f"1 0 0 1 {left + x:.2f} {top - y:.2f} Tm")
            for subset, string in self._encoded.get((face, text)) or self._encode(face, text):
                chosen = f"{subset} {size:g} Tf"
                if chosen != font:
                    font = chosen
                    code.append(font)
                code.append(f"<{string}> Tj")
        code.append("ET")
        self.addLiteral("\n".join(code))

    def write_rules(self, rules: Sequence[tuple[float, float, float, float]], width: float) -> None:
        """Draw all rules (x1, y1, x2, y2) as one path."""
        code = [f"{width:g} w 2 J"]
        code += [f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l" for x1, y1, x2, y2 in rules]
        code.append("S")
        self.addLiteral("\n".join(code))

    def _encode(self, face: str, text: str) -> list[tuple[str, str]]:
        font: Any = pdfmetrics.getFont(face)
        document: Any = self._doc  # type: ignore[attr-defined]  # the stub omits it
        found = [
            (font.getSubsetInternalName(subset, document), string.hex())
            for subset, string in font.splitString(text, document)
        ]
        self._encoded[face, text] = found
        return found
