"""This machine: language, theme, text size, row height of the person here; taken up at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.settings import user
from invest_crm.settings.options import BY_KEY
from invest_crm.ui.commands.settings import own_name
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.preferences.section import Section, buttons
from invest_crm.ui.preferences.taking import DENSITY, LANGUAGE, TEXT_SCALE, THEME, take_choice
from invest_crm.words import _, language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class MachineSection(Section):
    """``language_changed(code)`` after the language or text size was stored: all is set anew."""

    language_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("This machine"), _("for you only"))
        self.switches = {key: self._switch(key) for key in (LANGUAGE, THEME, TEXT_SCALE, DENSITY)}

    def control(self, option: str) -> QWidget | None:
        """The switch of an option."""
        return self.switches.get(option)

    def show_choices(self) -> None:
        """Show what is stored, which may have been set elsewhere."""
        for key, switch in self.switches.items():
            switch.set_current(_in_force(key))

    def _switch(self, key: str) -> Segmented:
        option = BY_KEY[key]
        choices = [(value, _(own_name(value, words))) for value, words in option.choices]
        switch = Segmented(choices, _in_force(key), option.label)
        switch.changed.connect(lambda value: self._take(key, value))
        self.add_row(option.label, buttons(switch), option.help)
        return switch

    def _take(self, key: str, value: str) -> None:
        anew = take_choice(self.window(), key, value)
        if anew:
            self.language_changed.emit(anew)


def _in_force(key: str) -> str:
    """What an option is at present: the language may have been given at the start."""
    return language() if key == LANGUAGE else user.read(key)
