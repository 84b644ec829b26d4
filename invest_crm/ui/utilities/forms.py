"""Forms of utilities: a phase of a need sheet, an application, its next step, a capacity, days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from invest_crm.domain.utility_cases import STOPPED, WITHDRAWN, StopReason
from invest_crm.domain.utility_needs import FIELDS, Supply, amount_text, group_label, parse_amount
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.utility_cases import Procedure
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.needs import NeedPhase
    from invest_crm.services.utilities.panel import Ground

_MONTH = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*月?")
_DAYS = re.compile(r"\d{1,3}")


class FormOccasion(Occasion):
    """``accepted(values)`` once nothing is wrong with what was typed."""

    accepted = Signal(object)

    def __init__(self, title: str, told: Sequence[str], fields: Sequence[Field]) -> None:
        super().__init__(title)
        self.form = Form(fields)
        for place, line in enumerate(filter(None, told)):
            self.body.addWidget(label(line, "hint" if place else "strong", wrap=True))
        self.body.addWidget(self.form, 1)
        self._first = fields[0].key
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the first field."""
        self.form.editor(self._first).setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.form.values())


class NeedForm(FormOccasion):
    """A phase of the need sheet; ``removed`` takes it out."""

    removed = Signal()

    def __init__(self, project: str, phase: NeedPhase | None) -> None:
        hint = _("e.g. 2026-03")
        fields = [
            Field("phase", _("Phase"), hint=_("e.g. phase 1"), check=checks.plain),
            Field("first", _("Needed from"), hint=hint, check=month),
            Field("last", _("Needed until"), hint=_("empty: for good"), check=month),
        ]
        fields += [
            Field(
                field.key,
                _("{group}: {title}").format(group=group_label(field.group), title=field.label),
                unit=field.unit,
                check=amount if field.number else checks.plain,
            )
            for field in FIELDS
        ]
        told = _("A sheet may have several phases; each counts from its own month.")
        super().__init__(_("What the project needs"), (project, told), fields)
        if phase is not None:
            texts = {"phase": phase.phase, "first": phase.first, "last": phase.last}
            for field in FIELDS:
                value = phase.values.get(field.key)
                texts[field.key] = amount_text(value) if field.number else str(value or "")
            self.form.set_texts(texts)
            remove = QPushButton(_("Take this phase out"))
            remove.clicked.connect(lambda _on=False: self.removed.emit())
            self.body.addWidget(remove)


class ApplyForm(FormOccasion):
    """An application for a connection; the project is chosen where none is given."""

    def __init__(self, known: Ground, project: str = "") -> None:
        fields = [
            Field("procedure", _("Connection"), "choice", check=checks.plain,
                  choices=tuple((one.code, _procedure(one)) for one in known.procedures)),
            Field("on", _("Applied on"), "date", _("e.g. 2025.8.5, 今天"), required=True,
                  check=day_check(known.today)),
            Field("person", _("Who looks after it"), check=checks.plain),
        ]  # fmt: skip
        if not project:
            fields.insert(0, Field("project", _("Project"), "choice", check=checks.plain,
                                   choices=known.projects))  # fmt: skip
        super().__init__(_("Apply for a connection"), (project,), fields)
        texts = {"procedure": known.procedures[0].code, "on": known.today.isoformat()}
        if not project and known.projects:
            texts["project"] = known.projects[0][0]
        self.form.set_texts(texts)


class StepForm(FormOccasion):
    """What happens to an application next; ``taken_back`` asks to void its latest step."""

    taken_back = Signal()

    def __init__(self, line: CaseLine, kinds: Sequence[tuple[str, str]], today: date) -> None:
        fields = [
            Field("kind", _("What happened"), "choice", choices=tuple(kinds), check=checks.plain),
            Field("on", _("Day"), "date", _("e.g. 2025.8.5, 今天"), required=True,
                  check=day_check(today)),
        ]  # fmt: skip
        if any(kind == STOPPED for kind, _words in kinds):
            reasons = tuple((one.value, one.label) for one in StopReason)
            fields.append(Field("reason", _("Clock stands for"), "choice", check=checks.plain,
                                choices=(("", "—"), *reasons)))  # fmt: skip
        note = _("Note (needed when it is withdrawn)")
        if any(kind == WITHDRAWN for kind, _words in kinds):
            fields.append(Field("note", note, check=checks.plain))
        super().__init__(line.procedure.name, (line.project,), fields)
        self.form.set_texts({"kind": kinds[0][0], "on": today.isoformat()})
        back = QPushButton(_("Take back the latest step…"))
        back.clicked.connect(lambda _on=False: self.taken_back.emit())
        self.body.addWidget(back)


class CapacityForm(FormOccasion):
    """What a park can supply from a month on."""

    def __init__(self, parks: Sequence[str], park: str = "") -> None:
        utilities = tuple((one.value, f"{one.label} ({one.unit})") for one in Supply)
        hint = checks_hint(parks)
        super().__init__(
            _("Capacity of a park"),
            (_("It holds from its month on, until the next one."),),
            [
                Field("park", _("Park"), required=True, hint=hint, check=checks.plain),
                Field("utility", _("Utility"), "choice", choices=utilities, check=checks.plain),
                Field("amount", _("Capacity"), required=True, check=amount),
                Field("first", _("From month"), hint=_("empty: from now"), check=month),
                Field("note", _("Known from"), required=True, hint=_("supplier, paper, day"),
                      check=checks.plain),
            ],
        )  # fmt: skip
        self.form.set_texts({"park": park, "utility": Supply.POWER.value})


class DaysForm(FormOccasion):
    """The promised days of every procedure; a field for each, by its code."""

    def __init__(self, procedures: Sequence[Procedure]) -> None:
        unit = _("working days")
        super().__init__(
            _("Promised days"),
            (_("Applications that are in hand keep what was promised to them."),),
            [
                Field(one.code, one.name, unit=unit, required=True, check=_days)
                for one in procedures
            ],
        )
        self.form.set_texts({one.code: str(one.days) for one in procedures})


def month(text: str) -> tuple[Any, str]:
    """``2026-03`` of what people write; empty for none."""
    if not text.strip():
        return "", ""
    found = _MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        return None, _("Not a month. Write 2026-03 or 2026年3月.")
    return f"{found[1]}-{int(found[2]):02d}", ""


def amount(text: str) -> tuple[Any, str]:
    """Thousandths of the unit."""
    value, readable = parse_amount(text)
    return (value, "") if readable else (None, _("Not a number. Write e.g. 1250 or 3.5."))


def checks_hint(parks: Sequence[str]) -> str:
    """A few parks as an example."""
    return _(", ").join(parks[:3])


def _procedure(one: Procedure) -> str:
    return _("{name}, {n} working days").format(name=one.name, n=one.days)


def _days(text: str) -> tuple[Any, str]:
    bare = text.strip()
    if not _DAYS.fullmatch(bare) or not int(bare):
        return None, _("A number of working days.")
    return int(bare), ""
