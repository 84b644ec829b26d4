"""Faces for the PDF: which font draws which character, how wide, and which none can draw.

The first font of a role that has the character draws it; a character no font has is reported
and drawn as a box with its code, never dropped. Fonts are parsed once per process.
"""

from __future__ import annotations

import struct
from functools import cache

from reportlab.pdfbase.ttfonts import TTFError

from invest_crm.maps.pdf_font import register_font
from invest_crm.reports.fonts import FontFile, Role, candidates
from invest_crm.reports.typeset import Measured, is_wide

NO_FACE = ""
# what reportlab's parser raises on a file that is not what it says
_DAMAGE = (TTFError, OSError, LookupError, ValueError, ArithmeticError, struct.error)


_registered = cache(register_font)


class Faces:
    """The fonts of one document and the record of what they could not draw."""

    def __init__(self, *, system_fonts: bool) -> None:
        self._system_fonts = system_fonts
        self._files: dict[Role, list[FontFile]] = {}
        self._known: dict[Role, dict[str, tuple[str, float]]] = {role: {} for role in Role}
        self._missing: dict[str, None] = {}
        self._unusable: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters that no font has, in the order met."""
        return tuple(self._missing)

    @property
    def unusable(self) -> tuple[str, ...]:
        """Font files that could not be read and were replaced."""
        return tuple(self._unusable)

    def primary(self, role: Role) -> tuple[str, dict[int, float]]:
        """The name and the widths (per 1000 of the size, by code point) of a role's first font.

        Raises FileNotFoundError when not one font can be read.
        """
        for file in self._candidates(role):
            widths = self._widths(file)
            if widths is not None:
                return file.name, widths
        raise FileNotFoundError("no usable font: resources/fonts is missing or damaged")

    def measure(
        self, text: str, role: Role, size: float, *, square: float | None = None
    ) -> Measured:
        """``text`` measured at ``size``; full-width characters advance by ``square`` if given."""
        known = self._known[role]
        faces: list[str] = []
        widths: list[float] = []
        advances: list[float] = []
        for char in text:
            face, per_mille = known.get(char) or self._find(char, role)
            width = per_mille * size / 1000
            faces.append(face)
            widths.append(width)
            advances.append(square if square is not None and is_wide(char) else width)
        return Measured(text, faces, widths, advances)

    def _find(self, char: str, role: Role) -> tuple[str, float]:
        answer = (NO_FACE, 1000.0)
        for file in self._candidates(role):
            widths = self._widths(file)
            if widths is not None and ord(char) in widths:
                answer = (file.name, widths[ord(char)])
                break
        else:
            self._missing[char] = None
        self._known[role][char] = answer
        return answer

    def _candidates(self, role: Role) -> list[FontFile]:
        if role not in self._files:
            self._files[role] = list(candidates(role, system_fonts=self._system_fonts))
        return self._files[role]

    def _widths(self, file: FontFile) -> dict[int, float] | None:
        if file.path.name in self._unusable:
            return None
        try:
            return _registered(file.name, file.path)
        except _DAMAGE:
            self._unusable[file.path.name] = None
            return None
