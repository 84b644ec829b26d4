"""口径: the definitions every figure is computed by: which version is in force, and a new one.

A version is never changed; what is edited here becomes a version with a name of its own, so that
the figures of an earlier bulletin can still be told by theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.domain.calibre_words import NAMES, calibre_lines, read_choice, switch_words, typed
from invest_crm.domain.stages import AgreementType
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.preferences.section import Section, align, button, buttons
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QLabel

    from invest_crm.services.calibres import Version

NAME = "name"
_FORM = 640
_SWITCHES = ("keep_terminated", "production_over_started", "confirmed_only")
_KINDS = (
    "INVESTMENT,FORMAL",
    "FORMAL",
    "FRAMEWORK,INVESTMENT,FORMAL",
    "LETTER,FRAMEWORK,INVESTMENT,FORMAL",
)
"""Which agreements offices count as a signing: from the usual to the widest."""


class CalibreSection(Section):
    """``use_asked(id)``; ``add_asked(name, texts)`` with the choices that differ."""

    use_asked = Signal(str)
    add_asked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(_("Calibre"), _("for everyone who opens this database"))
        self._stored: Mapping[str, str] = {}
        self.version = Choice(name=_("Calibre in force"))
        self.version.activated.connect(lambda _i: self.use_asked.emit(self.version.current()))
        self._lines: dict[str, QLabel] = {}
        self.add_row(
            _("Calibre in force"),
            buttons(self.version, button(_("New version…"), self.open_form)),
            _("Every figure says by which calibre it is computed; earlier versions are kept."),
        )
        self.form = Form([_name_field(self._taken), *_fields()])
        self.save = button(_("Save and put in force"), self._save, primary=True)
        self._parts = (
            align(self.form, _FORM),
            buttons(self.save, button(_("Cancel"), self.close_form)),
        )
        self.form.submitted.connect(self._save)

    def show_versions(self, versions: Sequence[Version]) -> None:
        """Show the versions and what the one in force says; what is being typed stays."""
        chosen = next(version for version in versions if version.in_force)
        self.version.clear()
        for version in versions:
            self.version.addItem(version.calibre.label, version.calibre.id)
        self.version.set_current(chosen.calibre.id)
        for line in calibre_lines(chosen.calibre):
            if line.name not in self._lines:
                self._lines[line.name] = label("", wrap=True)
                self.add_row(line.name, self._lines[line.name])
            self._lines[line.name].setText(line.text)
        if self._parts[0].parent() is None:
            for part in self._parts:
                self.add(part)
            self.close_form()
        self._stored = typed(chosen.calibre)
        if self.form.isHidden():
            self.form.set_texts({**self._stored, NAME: ""})

    def open_form(self) -> None:
        """A new version, filled with the one in force."""
        for part in self._parts:
            part.show()
        self.form.editor(NAME).setFocus()

    def close_form(self) -> None:
        """No new version after all, or it is saved."""
        for part in self._parts:
            part.hide()
        self.form.set_texts({**self._stored, NAME: ""})

    def _taken(self, name: str) -> bool:
        return self.version.findText(name) >= 0

    def _save(self) -> None:
        if not self.form.check():
            return
        texts = self.form.values()
        name = texts.pop(NAME)
        changed = {key: text for key, text in texts.items() if text and text != self._stored[key]}
        self.close_form()
        self.add_asked.emit(name, changed)


def _name_field(taken: Callable[[str], bool]) -> Field:
    def check(text: str) -> tuple[str, str]:
        name = text.strip()
        return name, _("There is a version of this name.") if taken(name) else ""

    return Field(NAME, _("Name of the version"), required=True, check=check)


def _fields() -> list[Field]:
    fields = []
    for key, title in NAMES.items():
        check = _check(key)
        if key in ("tiers", "buckets"):
            unit = _("CNY 100 million") if key == "tiers" else _("months")
            fields.append(Field(key, _(title), unit=unit, required=True, check=check))
        else:
            fields.append(Field(key, _(title), "choice", choices=_choices(key)))
    return fields


def _choices(key: str) -> tuple[tuple[str, str], ...]:
    if key in _SWITCHES:
        return tuple((word, switch_words(key, on=word == "yes")) for word in ("yes", "no"))
    if key == "started_grade":
        grade = _("Evidence of grade {n} and above; ceremonies are not a start.")
        return tuple((str(n), grade.format(n=n)) for n in range(1, 5))
    join = pgettext("between words", ", ").join
    return tuple(
        (",".join(sorted(codes.split(","))), join(AgreementType(c).label for c in codes.split(",")))
        for codes in _KINDS
    )


def _check(key: str) -> Callable[[str], tuple[str, str]]:
    def check(text: str) -> tuple[str, str]:
        try:
            read_choice(key, text)
        except ValueError as error:
            return text, str(error)
        return text, ""

    return check
