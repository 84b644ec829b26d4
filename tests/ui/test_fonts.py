"""Characters of names: whatever is in a bundled font is drawn in every weight."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextLayout

from invest_crm.ui import fonts


@pytest.mark.parametrize("weight", [400, 500, 600])
@pytest.mark.parametrize("char", ["𠮷", "㐂", "𰻝", "国"])
def test_a_rare_character_of_a_name_is_drawn_by_a_bundled_font(
    qapp, weight: int, char: str
) -> None:
    layout = QTextLayout(char, fonts.interface_font(13, weight))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    (run,) = layout.glyphRuns()
    assert 0 not in run.glyphIndexes(), "a box for a character that is in a bundled font"
    assert run.rawFont().familyName() in fonts.load()
