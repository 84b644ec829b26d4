"""The forms of the statistics: a step, who holds it, what stands on a paper, revenue, a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from invest_crm.domain.departments import DEPARTMENTS, department_label
from invest_crm.domain.evidence import evidence_label
from invest_crm.domain.statistics.materials import Work
from invest_crm.domain.statistics.papers import fields_of, title_of
from invest_crm.domain.statistics.revenue import Origin
from invest_crm.domain.statistics.sheet import read_months, read_sheet
from invest_crm.domain.statistics.state import StepKind
from invest_crm.services.statistics.projects import ProjectLine
from invest_crm.ui import theme
from invest_crm.ui.approvals.forms import ActForm
from invest_crm.ui.kit.form import Field
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.statistics.acts import ACTS, BACK, HAND, KIND, QUALIFIED, REVENUE
from invest_crm.ui.statistics.words import day_words, missing_words
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.statistics.materials import Material
    from invest_crm.domain.statistics.revenue import Entry
    from invest_crm.services.statistics.acts import Line
    from invest_crm.services.statistics.firms import FirmLine

_NAMED = 3
_HINTS = {
    StepKind.HANDED: N_("From this day on the ball is with the statistics bureau."),
    StepKind.RETURNED: N_("The ball comes back to the unit that collects the papers."),
}
_KEPT = N_("Kept outside of the log, for work inside the bureau only.")


def told(lines: Sequence[Line]) -> str:
    """Whom a form is about."""
    names = pgettext("between words", ", ").join(line.name for line in lines[:_NAMED])
    more = len(lines) - _NAMED
    return _("{names} and {n} more").format(names=names, n=more) if more > 0 else names


def month_check(text: str) -> tuple[Any, str]:
    """A validator of months: 2026-07, 2026年7月; empty stays empty."""
    if not text.strip():
        return None, ""
    found = read_months(text)
    if found is None or found[0] != found[1]:
        return None, _("Not a month. Write 2026-07.")
    return found[0], ""


class StepForm(ActForm):
    """One step for some applications."""

    def __init__(self, kind: StepKind, lines: Sequence[Line], today: date) -> None:
        title = _(ACTS[kind]).rstrip("…")
        self._kind = kind
        project = isinstance(lines[0], ProjectLine)
        super().__init__(title, title, told(lines), _step_fields(kind, today, project=project))
        self.form.set_texts({"on": today.isoformat()})
        if kind is StepKind.ACCEPTED:
            self.form.set_texts({"month": f"{today:%Y-%m}"})
            self.hint(_follows(lines[0]))
        missing = missing_words(lines[0])
        if kind in (StepKind.PREPARED, StepKind.HANDED) and len(lines) == 1 and missing:
            words = _("Still missing: {papers}. Say in the note why it goes out without them.")
            self.hint(words.format(papers=missing))
        if kind in _HINTS:
            self.hint(_(_HINTS[kind]))

    def values(self) -> dict[str, Any]:
        """The fields of a step; empty ones as the service wants them."""
        found = self.form.values()
        kept = [key for key in ("note", "month", "code") if key in found]
        texts: dict[str, Any] = {key: found[key] or "" for key in kept}
        if "passed" in found:
            texts["passed"] = found["passed"] == "yes"
        return {**found, **texts}


def _follows(line: Line) -> str:
    if isinstance(line, ProjectLine):
        return _("The milestone “in the database” and the code are written with it.")
    return _("The firm is in the statistics from then on, with its projects in production.")


def _step_fields(kind: StepKind, today: date, *, project: bool) -> list[Field]:
    fields = [Field("on", _("Day"), "date", required=True, check=day_check(today))]
    if kind is StepKind.VISITED:
        found = (("yes", _("as described")), ("no", _("not as described")))
        fields.append(Field("passed", _("Result"), "choice", required=True, choices=found))
    if kind is StepKind.ACCEPTED:
        fields.append(
            Field("month", _("Month of entry"), required=True, check=month_check, hint="2026-07")
        )
        if project:
            fields.append(Field("code", _("Statistical code"), required=True, check=checks.plain))
    why = kind is StepKind.RETURNED
    title = _("Why, as they said it") if why else _("Note")
    return [*fields, Field("note", title, "multiline", required=why, check=checks.plain)]


class BackForm(ActForm):
    """The latest step was a mistake."""

    def __init__(self, line: Line) -> None:
        title = _(ACTS[BACK]).rstrip("…")
        field = Field("reason", _("Why"), "multiline", check=checks.plain)
        super().__init__(title, _("Take back"), told([line]), [field])
        last = line.steps[-1]
        words = _("{day}: {step}. It stays in the history and no longer counts.")
        self.hint(words.format(day=day_words(last.on, line.seen), step=last.kind.label))


class HandForm(ActForm):
    """Who holds some applications from today on."""

    def __init__(self, lines: Sequence[Line]) -> None:
        units = tuple(department_label(code) for code in DEPARTMENTS)
        fields = [
            Field("unit", _("Unit"), check=checks.plain, hint=units[0]),
            Field("person", _("Person"), check=checks.plain),
        ]
        super().__init__(_(ACTS[HAND]).rstrip("…"), _("Save"), told(lines), fields)
        held = lines[0].holder if len(lines) == 1 else None
        if held is not None:
            self.form.set_texts({"unit": department_label(held.unit), "person": held.person})


class KindForm(ActForm):
    """What a project is to the statistics."""

    def __init__(self, line: ProjectLine) -> None:
        kinds = tuple((work.value, work.label) for work in Work)
        field = Field("kind", _("Kind"), "choice", required=True, choices=kinds)
        super().__init__(_(ACTS[KIND]).rstrip("…"), _("Save"), told([line]), [field])
        self.hint(_("The list of papers follows from it and from the planned total of the filing."))
        self.form.set_texts({"kind": line.work.value})


class QualifiedForm(ActForm):
    """Whether a builder has the qualification."""

    def __init__(self, line: FirmLine) -> None:
        kinds = (("yes", _("yes")), ("no", _("no")))
        field = Field("qualified", _("Qualification"), "choice", required=True, choices=kinds)
        super().__init__(_(ACTS[QUALIFIED]).rstrip("…"), _("Save"), told([line]), [field])
        self.hint(_("For general or specialised contracting; labour contracting does not count."))
        if line.qualified is not None:
            self.form.set_texts({"qualified": "yes" if line.qualified else "no"})


class PaperForm(ActForm):
    """What stands on the paper of a kind; ``other`` leads to what cannot be provided."""

    def __init__(self, line: Line, material: Material, kind: str, today: date) -> None:
        fields = [_paper_field(kind, key, today) for key in fields_of(kind)]
        about = f"{line.name} · {evidence_label(kind)}"
        super().__init__(_("What stands on the paper"), _("Save"), about, fields)
        self.hint(_("Typed once here, it is compared with the other papers."))
        if "revenue" in fields_of(kind):
            self.hint(_(_KEPT))
        paper = line.papers.get(kind)
        self.seen = {key: getattr(paper, key, None) for key in fields_of(kind)}
        if paper is not None:
            self.form.set_texts({key: _text(paper, key) for key in fields_of(kind)})
        self.other = QPushButton(_("Cannot be provided yet…"))
        theme.set_role(self.other, "link")
        self.other.setVisible(not set(material.kinds) & line.evidence)
        self.body.insertWidget(1, self.other, 0, Qt.AlignmentFlag.AlignLeft)


class CannotForm(ActForm):
    """A paper cannot be had yet."""

    def __init__(self, line: Line, material: Material, today: date) -> None:
        fields = [
            Field("said_by", _("Who said so"), required=True, check=checks.plain),
            Field("said_on", _("Said on"), "date", required=True, check=day_check(today)),
            Field("ask_on", _("Ask again on"), "date", required=True, check=day_check(today)),
            Field("note", _("Note"), "multiline", check=checks.plain),
        ]
        about = f"{line.name} · {material.label}"
        super().__init__(_("Cannot be provided yet"), _("Save"), about, fields)
        self.hint(_("The paper stays missing; it is asked for again on that day."))
        self.form.set_texts({"said_on": today.isoformat()})


class RevenueForm(ActForm):
    """What a firm reported of one or several months."""

    def __init__(self, line: FirmLine) -> None:
        fields = [
            Field("first", _("Month, or the first"), required=True, check=month_check,
                  hint="2026-01"),
            Field("last", _("Last month"), check=month_check,
                  hint=_("only for a cumulated figure")),
            Field("amount", _("Revenue"), "money", required=True, unit="万元", check=checks.money,
                  note=checks.money_note),
            Field("origin", _("Where it is from"), "choice", required=True, choices=_origins()),
            Field("reason", _("Why corrected"), check=checks.plain,
                  hint=_("only where another figure stands")),
        ]  # fmt: skip
        super().__init__(_(ACTS[REVENUE]).rstrip("…"), _("Save"), told([line]), fields)
        self.hint(_(_KEPT))
        self.form.set_texts({"origin": Origin.FIRM.value})


class VoidForm(ActForm):
    """A figure of revenue was a mistake."""

    def __init__(self, line: FirmLine, entry: Entry) -> None:
        field = Field("reason", _("Why"), "multiline", required=True, check=checks.plain)
        title = _("Take back a figure")
        super().__init__(title, _("Take back"), f"{line.name} · {entry.period}", [field])
        self.hint(_("Reported figures are only corrected as the firm corrects them."))


class SheetForm(ActForm):
    """Revenue of many firms, pasted from a sheet."""

    def __init__(self) -> None:
        fields = [
            Field("text", _("Sheet"), "multiline", required=True, check=_sheet,
                  hint=_("firm or credit code ⇥ month ⇥ revenue in 10,000 yuan")),
            Field("origin", _("Where it is from"), "choice", required=True, choices=_origins()),
            Field("reason", _("Why corrected"), check=checks.plain,
                  hint=_("only where other figures stand")),
        ]  # fmt: skip
        words = _("Copy three columns in Excel or WPS and paste them here with Ctrl+V.")
        super().__init__(_("Paste revenue of firms"), _("Save"), words, fields)
        self.hint(_(_KEPT))
        self.form.set_texts({"origin": Origin.FIRM.value})
        self.count = label("", "hint", wrap=True)
        self.form.put_below("text", self.count)
        self.form.changed.connect(self._count)

    def _count(self, key: str) -> None:
        if key != "text":
            return
        found, wrong = read_sheet(self.form.texts()["text"])
        words = _("Figures: {n}; firms: {firms}").format(
            n=len(found), firms=len({one.firm for one in found})
        )
        self.count.setText("\n".join([words, *wrong[:_NAMED]]))


def _sheet(text: str) -> tuple[Any, str]:
    found, wrong = read_sheet(text)
    if wrong:
        return None, wrong[0]
    return (tuple(found), "") if found else (None, _("There is no figure in it."))


def _origins() -> tuple[tuple[str, str], ...]:
    return tuple((origin.value, origin.label) for origin in Origin)


def _paper_field(kind: str, key: str, today: date) -> Field:
    title = title_of(kind, key)
    if key == "on":
        return Field(key, title, "date", check=day_check(today))
    if key in ("amount", "revenue"):
        note = checks.money_note
        return Field(key, title, "money", unit="万元", check=checks.money, note=note)
    if key in ("first", "last"):
        return Field(key, title, check=month_check, hint="2026-01")
    return Field(key, title, check=checks.plain)


def _text(paper: Any, key: str) -> str:
    value = getattr(paper, key)
    if value is None:
        return ""
    if key in ("amount", "revenue"):
        from invest_crm.domain.money import fen_to_wan_text

        return fen_to_wan_text(value)
    return value.isoformat() if key == "on" else str(value)
