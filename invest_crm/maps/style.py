"""Colour roles of maps and walls and their values in three themes; the sizes of the map's parts.

Why: the scene speaks of roles, so the same picture is drawn light, dark or for print. A colour
never speaks alone: a word stands in every chip, and the fills differ in lightness so that grey
print still tells them apart. It must not know what is drawn.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from invest_crm.domain import chain_state

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT = "light"
DARK = "dark"
PRINT = "print"
THEMES = (LIGHT, DARK, PRINT)

TITLE_SIZE = 20.0
NAME_SIZE = 12.5
SMALL_SIZE = 11.0

_LIGHT = {
    "paper": "#F6F7F8",
    "band": "#EFF3F6",
    "card": "#FFFFFF",
    "line": "#DDE2E8",
    "line_soft": "#EEF1F4",
    "ink": "#1B2430",
    "ink2": "#55606E",
    "ink3": "#667180",
    "accent": "#0B5E6B",
    "link": "#8FA1B1",
    "star": "#B7791F",
    "bad": "#B3372B",
    "strong_fill": "#0B4F4A",
    "strong_ink": "#FFFFFF",
    "present_fill": "#1E7F6D",
    "present_ink": "#FFFFFF",
    "weak_fill": "#D3E8E2",
    "weak_ink": "#115C4E",
    "coming_fill": "#FBF1DF",
    "coming_ink": "#7A4E0C",
    "coming_line": "#E8CF9F",
    "talks_fill": "#EAEDF1",
    "talks_ink": "#3F4B59",
    "missing_line": "#B3372B",
    "missing_ink": "#8C2A20",
    "excluded_ink": "#6B7683",
    "excluded_line": "#C3CAD2",
    "todo_fill": "#CFE3E7",
    "todo_line": "#6E9FA8",
    "going_fill": "#0B5E6B",
    "going_soft": "#D9E9EB",
    "done_fill": "#8E9BA8",
    "late_fill": "#F3C9C4",
    "ghost": "#A3AEB9",
    "sum_fill": "#34424F",
    "sum_soft": "#B9C3CC",
    "off_band": "#ECEFF2",
}

_PRINT = _LIGHT | {"paper": "#FFFFFF", "band": "#F2F5F7", "line": "#CBD2D9", "link": "#7F92A3"}

_DARK = {
    "paper": "#14191F",
    "band": "#192027",
    "card": "#1F272F",
    "line": "#333E49",
    "line_soft": "#262F38",
    "ink": "#E6EBF0",
    "ink2": "#A9B4C0",
    "ink3": "#8F9BA8",
    "accent": "#5DB3C0",
    "link": "#66788A",
    "star": "#E0A94A",
    "bad": "#E5786C",
    "strong_fill": "#6FC3B6",
    "strong_ink": "#0C2623",
    "present_fill": "#23806F",
    "present_ink": "#FFFFFF",
    "weak_fill": "#213F3B",
    "weak_ink": "#A9DBD0",
    "coming_fill": "#42341C",
    "coming_ink": "#EFC983",
    "coming_line": "#6B5429",
    "talks_fill": "#333D48",
    "talks_ink": "#CBD4DD",
    "missing_line": "#E5786C",
    "missing_ink": "#F0A69D",
    "excluded_ink": "#8793A0",
    "excluded_line": "#4A5561",
    "todo_fill": "#234248",
    "todo_line": "#4E8790",
    "going_fill": "#5DB3C0",
    "going_soft": "#1F3A40",
    "done_fill": "#5A6774",
    "late_fill": "#5A2D29",
    "ghost": "#65727F",
    "sum_fill": "#C3CCD5",
    "sum_soft": "#475461",
    "off_band": "#1B232B",
}

_THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        LIGHT: MappingProxyType(_LIGHT),
        DARK: MappingProxyType(_DARK),
        PRINT: MappingProxyType(_PRINT),
    }
)

_DASHED = frozenset({chain_state.MISSING, chain_state.EXCLUDED})


def colours(theme: str) -> Mapping[str, str]:
    """Role to ``#RRGGBB`` for a theme of ``THEMES``; KeyError for another name."""
    return _THEMES[theme]


def roles() -> frozenset[str]:
    """Every colour role a scene may use."""
    return frozenset(_LIGHT)


def chip_roles(state: str) -> tuple[str, str, str, bool]:
    """Fill, outline, text role of a state's chip and whether its outline is dashed."""
    fill, line = f"{state}_fill", f"{state}_line"
    return (
        fill if fill in _LIGHT else "card",
        line if line in _LIGHT else "",
        f"{state}_ink",
        state in _DASHED,
    )
