"""This machine: language, theme, text size, row height of the person here; taken up at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal

from invest_crm.settings import user
from invest_crm.settings.options import BY_KEY
from invest_crm.ui import theme
from invest_crm.ui.kit.grid.view import GridView
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.preferences.section import Section, buttons
from invest_crm.words import _, language

if TYPE_CHECKING:
    from invest_crm.ui.theme import Mode

LANGUAGE, THEME = "ui.language", "ui.theme"
TEXT_SCALE, DENSITY = "ui.text_scale", "ui.density"


class MachineSection(Section):
    """``language_changed(code)`` after the language or text size was stored: all is set anew."""

    language_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("This machine"), _("for you only"))
        self.switches = {key: self._switch(key) for key in (LANGUAGE, THEME, TEXT_SCALE, DENSITY)}

    def _switch(self, key: str) -> Segmented:
        option = BY_KEY[key]
        choices = [(value, _language(value) or _(words)) for value, words in option.choices]
        switch = Segmented(choices, user.read(key), option.label)
        switch.changed.connect(lambda value: self._take(key, value))
        self.add_row(option.label, buttons(switch), option.help)
        return switch

    def _take(self, key: str, value: str) -> None:
        user.write(key, value)
        if key == THEME:
            theme.current().apply(cast("Mode", value))
        elif key == TEXT_SCALE:
            look = theme.current()
            look.apply(look.mode, text_scale=int(value) / 100)
            self.language_changed.emit(language())
        elif key == DENSITY:
            for view in self.window().findChildren(GridView):
                view.set_compact(compact=value == "compact")
        else:
            self.language_changed.emit(value)


def _language(code: str) -> str:
    """A language is called by its own name, whatever the window speaks."""
    return {"zh_CN": "中文", "en": "English"}.get(code, "")
