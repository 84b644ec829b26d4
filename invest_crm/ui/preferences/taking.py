"""Taking up a choice of this machine at once: language, theme, text size, row height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.kit.grid.view import GridView
from invest_crm.words import language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.theme import Mode

LANGUAGE: Final = "ui.language"
THEME: Final = "ui.theme"
TEXT_SCALE: Final = "ui.text_scale"
DENSITY: Final = "ui.density"


def take_choice(window: QWidget, key: str, value: str) -> str:
    """Store a choice and take it up; the language the window must be made anew in, empty if not."""
    user.write(key, value)
    if key == THEME:
        theme.current().apply(cast("Mode", value))
    elif key == TEXT_SCALE:
        look = theme.current()
        look.apply(look.mode, text_scale=int(value) / 100)
        return language()
    elif key == DENSITY:
        for view in window.findChildren(GridView):
            view.set_compact(compact=value == "compact")
    elif key == LANGUAGE:
        return value
    return ""
