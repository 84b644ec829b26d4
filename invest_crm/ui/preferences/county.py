"""Whose database this is: the county, the reporting unit, whom bulletins go to, who confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.domain.regions import find_region, region
from invest_crm.settings.options import BY_KEY
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.preferences.section import Section, align, button, buttons
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

HOME = "county.home_code"
CONFIRM, CONFIRMERS = "gates.confirm", "gates.confirmers"
FIVE = "five_ones.five"
KEYS = ("county.name", "county.bureau", "county.addressees", HOME, CONFIRM, CONFIRMERS, FIVE)


class CountySection(Section):
    """``save_asked(values)`` with the options that differ."""

    save_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Our unit"), _("for everyone who opens this database"))
        self._stored: Mapping[str, str] = {}
        self.form = Form(
            [
                *(Field(key, BY_KEY[key].label, required=True) for key in KEYS[:2]),
                Field(KEYS[2], BY_KEY[KEYS[2]].label),
                Field(
                    HOME,
                    BY_KEY[HOME].label,
                    hint=_("Six digits, or a name"),
                    check=_code,
                ),
                Field(
                    CONFIRM,
                    BY_KEY[CONFIRM].label,
                    "choice",
                    choices=tuple((code, _(words)) for code, words in BY_KEY[CONFIRM].choices),
                ),
                Field(CONFIRMERS, BY_KEY[CONFIRMERS].label, hint=_("empty: any second person")),
                Field(FIVE, BY_KEY[FIVE].label, "multiline", required=True, check=_five),
            ]
        )
        self._place = label("", "hint", wrap=True)
        self.form.put_below(HOME, self._place)
        self.save = button(_("Save"), self._save, primary=True)
        self.save.setEnabled(False)
        self.form.changed.connect(self._edited)
        self.form.submitted.connect(self._save)
        self.add(align(self.form))
        self.add(buttons(self.save))

    def control(self, option: str) -> QWidget | None:
        """The line of an option."""
        return self.form.editor(option) if option in KEYS else None

    def show_options(self, options: Mapping[str, str]) -> None:
        """Fill the form; what is being typed is left alone."""
        if self.form.touched():
            return
        self._stored = options
        self.form.set_texts({key: options[key] for key in KEYS})
        self.save.setEnabled(False)
        self._tell_place()

    def place(self) -> str:
        """The words about the division (for tests)."""
        return self._place.text()

    def _edited(self, _key: str) -> None:
        self.save.setEnabled(bool(self.form.touched()))
        self._tell_place()

    def _tell_place(self) -> None:
        code, problem = _code(self.form.texts()[HOME])
        found = region(code) if code and not problem else None
        if found is None:
            self._place.setText(BY_KEY[HOME].help)
        else:
            self._place.setText(f"{found.code} {found.full_name}")

    def _save(self) -> None:
        if not self.form.check():
            return
        values = {key: str(value or "") for key, value in self.form.values().items()}
        changed = {key: value for key, value in values.items() if value != self._stored.get(key)}
        self.form.set_texts(values)
        self.save.setEnabled(False)
        self._stored = {**self._stored, **values}
        self._tell_place()
        if changed:
            self.save_asked.emit(changed)


def _five(text: str) -> tuple[str, str]:
    """The setting of the five ones, or which of its fields is none."""
    from invest_crm.domain.five_ones import FIELD_WORDS, parse_five

    try:
        parse_five(text)
    except ValueError as error:
        words = _("“{text}” is no field. Fields are: {names}.")
        return "", words.format(text=error, names="、".join(FIELD_WORDS))
    return text.strip(), ""


def _code(text: str) -> tuple[str, str]:
    """The division code a text means, or what is wrong with it."""
    text = text.strip()
    if not text:
        return "", ""
    found = region(text) if text.isdigit() and len(text) == 6 else find_region(text)
    if found is None:
        return "", _("No division of this code or name is in force.")
    return found.code, ""
