"""How wide a line of text is, without a font library: the advances of Noto Sans SC.

The map layout measures thousands of labels; loading a font for that would cost a second and a
dependency. The widths are the font's own (``hmtx``), so the PDF and the measure agree.
"""

from __future__ import annotations

import json
from functools import cache

from invest_crm.paths import resource


class _Widths(dict[str, int]):
    """Advance of each character; those not listed fill the em square, as Chinese does."""

    def __init__(self, listed: dict[str, int], default: int) -> None:
        super().__init__(listed)
        self.default = default

    def __missing__(self, char: str) -> int:
        return self.default


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of one line set at ``size`` points, without kerning.

    >>> text_width("招商", 10)
    20.0
    """
    return sum(map(_widths(bold).__getitem__, text)) * size / 1000


@cache
def _widths(bold: bool) -> _Widths:  # noqa: FBT001 - one of the font's two tables
    with resource("fonts/widths.json").open(encoding="utf-8") as handle:
        data = json.load(handle)
    runs = data["bold" if bold else "regular"]
    listed = {
        chr(number): width for first, last, width in runs for number in range(first, last + 1)
    }
    return _Widths(listed, data["default"])
