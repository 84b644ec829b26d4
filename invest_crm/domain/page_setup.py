"""The page setup of what the window prints: paper, direction, scale, margins, pages.

Plain values with their limits; what is stored and cannot be read any more means the usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

if TYPE_CHECKING:
    from collections.abc import Callable

PAPERS_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Width and height of upright paper (ISO 216)."""

MARGINS_MM = {
    "narrow": (10.0, 10.0, 12.0, 10.0),
    "normal": (15.0, 15.0, 16.0, 15.0),
    "wide": (25.0, 25.0, 25.0, 25.0),
    "bound": (20.0, 15.0, 18.0, 28.0),
}
"""Top, right, bottom, left; ``bound`` leaves the 28 mm of GB/T 9704-2012 at the binding edge."""

WIDTH, PAGE = "width", "page"
"""Scales that follow from the content: as wide as the paper, everything on one page."""

LEAST_PERCENT, MOST_PERCENT = 30, 200


class PageSetup(Struct, frozen=True):
    """``scale``: ``width``, ``page`` or a whole per cent. ``pages``: as typed, empty for all.

    ``landscape`` None: as the content lies best.
    """

    paper: str = "A4"
    landscape: bool | None = None
    scale: str = WIDTH
    margins: str = "normal"
    repeat: bool = True
    totals: bool = True
    numbered: bool = True
    pages: str = ""

    def size_mm(self, *, landscape: bool) -> tuple[float, float]:
        """Width and height of the paper as it lies."""
        width, height = PAPERS_MM[self.paper]
        return (height, width) if landscape else (width, height)

    def percent(self) -> int | None:
        """The scale where it was chosen, None where it follows from the content."""
        return int(self.scale) if self.scale.isdecimal() else None


USUAL = PageSetup()
"""A4, as wide as the paper."""


def stored(setup: PageSetup) -> dict[str, Any]:
    """What is remembered of a setup: everything but the pages of this one time."""
    return {name: value for name, value in asdict(setup).items() if name != "pages"}


def setup_from(kept: Any, usual: PageSetup = USUAL) -> PageSetup:
    """The setup that was remembered; what is missing or makes no sense is as usual.

    >>> setup_from({"paper": "A3", "scale": "900", "margins": 4}).paper
    'A3'
    """
    given = kept if isinstance(kept, dict) else {}
    known = {name: given[name] for name, holds in _SENSIBLE.items() if holds(given.get(name))}
    return replace(usual, **known)


def is_percent(text: str) -> bool:
    """Whether a text is a whole per cent within the limits."""
    whole = text.isascii() and text.isdecimal()
    return whole and LEAST_PERCENT <= int(text) <= MOST_PERCENT


def is_scale(text: str) -> bool:
    """Whether a text is a scale: a word for one, or a per cent."""
    return text in (WIDTH, PAGE) or is_percent(text)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


_SENSIBLE: dict[str, Callable[[Any], bool]] = {
    "paper": lambda value: isinstance(value, str) and value in PAPERS_MM,
    "landscape": _is_switch,
    "scale": lambda value: isinstance(value, str) and is_scale(value),
    "margins": lambda value: isinstance(value, str) and value in MARGINS_MM,
    "repeat": _is_switch,
    "totals": _is_switch,
    "numbered": _is_switch,
}
