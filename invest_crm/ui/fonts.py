"""The interface font: bundled files, so that every machine measures text alike.

Loads the sans files of ``resources/fonts``. Must not know colours or widgets.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from invest_crm.paths import resource_root

FAMILY: Final = "Noto Sans SC"
MEDIUM: Final = "Noto Sans SC Medium"
"""A family of its own: what this cut leaves out is then taken from the whole one."""
RARE: Final = "Noto Sans Rare Han"
_PATTERN: Final = "NotoSans*.ttf"
_FALLBACK: Final = ("Microsoft YaHei UI", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
_WEIGHTS: Final = {
    400: QFont.Weight.Normal,
    500: QFont.Weight.Medium,
    600: QFont.Weight.Bold,
}


class _Loaded:
    """The font files of this process; loading twice would cost start-up time for nothing."""

    families: tuple[str, ...] | None = None


def load() -> tuple[str, ...]:
    """Register the bundled fonts once; returns the families found (empty without files).

    ``INVEST_CRM_FONTS`` names another folder to take them from.
    """
    if _Loaded.families is None:
        override = os.environ.get("INVEST_CRM_FONTS")
        folder = Path(override) if override else resource_root() / "fonts"
        families: dict[str, None] = {}
        for path in sorted(folder.glob(_PATTERN)):
            number = QFontDatabase.addApplicationFont(str(path))
            families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
        _Loaded.families = tuple(families)
    return _Loaded.families


def interface_font(pixels: int, weight: int = 400) -> QFont:
    """The interface font at a size in pixels; weight 400, 500 or 600, figures tabular."""
    font = QFont()
    cut = (MEDIUM,) if weight == 500 else ()
    font.setFamilies([*cut, FAMILY, RARE, *_FALLBACK])
    font.setPixelSize(max(pixels, 1))
    font.setWeight(_WEIGHTS[weight])
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
