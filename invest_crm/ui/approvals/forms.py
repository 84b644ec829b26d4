"""The small forms of approvals: a step, papers that came, who holds it, a path, one more item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from invest_crm.domain.approvals.state import BROKEN, StepKind, StopReason
from invest_crm.domain.departments import DEPARTMENTS, department_label
from invest_crm.ui.approvals.panel import ACTS, BACK, HAND, PAPERS
from invest_crm.ui.approvals.words import day_words
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.approvals.items import Item
    from invest_crm.services.approvals.reading import ApprovalLine

_NAMED = 3
_REASONED = frozenset({StepKind.NOT_NEEDED, StepKind.REFUSED, StepKind.ENDED})
_HINTS = {
    StepKind.ACCEPTED: N_("The clock starts on the day after."),
    StepKind.STOPPED: N_("From this day on no day is counted until the clock goes on."),
    StepKind.RESUMED: N_("Days are counted again from the day after."),
    StepKind.PROMISED: N_("The firm promises in writing; whether it keeps to it is checked later."),
    StepKind.NOTICED: N_("The firm was told in writing what is missing and what follows."),
    StepKind.ENDED: N_(
        "A promise that was not kept excludes the firm until its credit is repaired."
    ),
    StepKind.CHECK_FAILED: N_("The grant is withdrawn; the firm gets nothing on promise any more."),
    StepKind.EXTENDED: N_("At most twice, three months each."),
}


class ActForm(Occasion):
    """``accepted(values)`` with what the fields mean, if nothing is wrong with them."""

    accepted = Signal(object)

    def __init__(self, title: str, words: str, about: str, fields: Sequence[Field]) -> None:
        super().__init__(title, words)
        self.form = Form(fields)
        self.body.addWidget(label(about, "strong", wrap=True))
        self.body.addWidget(self.form)
        self.agreed.connect(self.accept)

    def hint(self, words: str) -> None:
        """A quiet sentence between what it is about and the fields."""
        self.body.insertWidget(1, label(words, "hint", wrap=True))

    def begin(self) -> None:
        """The cursor in the first field that is empty, else in the first."""
        texts = self.form.texts()
        first = next((key for key, text in texts.items() if not text), next(iter(texts)))
        self.form.editor(first).setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.values())

    def values(self) -> dict[str, Any]:
        """What the fields mean."""
        return self.form.values()


class StepForm(ActForm):
    """One step for some approvals: the day, and what else it needs."""

    def __init__(self, kind: StepKind, lines: Sequence[ApprovalLine], today: date) -> None:
        title = _(ACTS[kind]).rstrip("…")
        self._kind = kind
        super().__init__(title, title, told(lines), _step_fields(kind, lines, today))
        self.form.set_texts({"on": today.isoformat()})
        if "reason" in self.form.texts() and kind is StepKind.ENDED:
            self.form.set_texts({"reason": BROKEN})
        if kind in _HINTS:
            self.hint(_(_HINTS[kind]))

    def values(self) -> dict[str, Any]:
        """The fields of a step; empty ones as the service wants them."""
        found = self.form.values()
        texts = [key for key in ("reason", "note") if key in found]
        return {**found, **{key: found[key] or "" for key in texts}}


class BackForm(ActForm):
    """The latest step was a mistake."""

    def __init__(self, line: ApprovalLine, today: date) -> None:
        title = _(ACTS[BACK]).rstrip("…")
        field = Field("reason", _("Why"), "multiline", check=checks.plain)
        super().__init__(title, _("Take back"), told([line]), [field])
        last = line.steps[-1]
        words = _("{day}: {step}. It stays in the history and no longer counts.")
        self.hint(words.format(day=day_words(last.on, today), step=last.kind.label))


class HandForm(ActForm):
    """Which department and which person hold some approvals."""

    def __init__(self, lines: Sequence[ApprovalLine]) -> None:
        choices = tuple((code, department_label(code)) for code in DEPARTMENTS)
        fields = [
            Field("department", _("Department"), "choice", choices=choices),
            Field("person", _("Person"), check=checks.plain),
        ]
        super().__init__(_(ACTS[HAND]).rstrip("…"), _("Save"), told(lines), fields)
        if len(lines) == 1:
            texts = {"department": lines[0].department, "person": lines[0].person}
            self.form.set_texts(texts)


class PapersForm(ActForm):
    """Which of the missing papers came, and when."""

    def __init__(self, line: ApprovalLine, today: date) -> None:
        came = (("yes", _("handed in")), ("no", _("still missing")))
        fields = [
            Field("on", _("Handed in on"), "date", required=True, check=day_check(today)),
            *(Field(paper.id, paper.name, "choice", choices=came) for paper in line.missing),
        ]
        super().__init__(_(ACTS[PAPERS]).rstrip("…"), _("Save"), told([line]), fields)
        self.form.set_texts({"on": today.isoformat()})
        self.form.retype({paper.id: "yes" for paper in line.missing})

    def begin(self) -> None:
        """The cursor on the day."""
        self.form.editor("on").setFocus()

    def values(self) -> dict[str, Any]:
        """The day, and the papers that came."""
        found = self.form.values()
        papers = [key for key, value in found.items() if value == "yes"]
        return {"on": found["on"], "papers": papers}


class OpenForm(ActForm):
    """Of which project the approvals are set up."""

    def __init__(self, projects: Sequence[tuple[str, str]]) -> None:
        field = Field("project", _("Project"), "choice", required=True, choices=tuple(projects))
        words = _("Which approvals it needs follows from its site mode, land and industry.")
        super().__init__(_("Set up the approvals of a project"), _("Set up"), words, [field])


class AddForm(ActForm):
    """One more item for a project."""

    def __init__(self, items: Sequence[Item], project: str) -> None:
        choices = tuple((item.code, item.name) for item in items if not item.retired)
        fields = [
            Field("code", _("Item"), "choice", required=True, choices=choices),
            Field("title", _("Own title"), hint=_("empty: as in the catalogue"),
                  check=checks.plain),
        ]  # fmt: skip
        super().__init__(_("Add an item"), _("Add"), project, fields)


def told(lines: Sequence[ApprovalLine]) -> str:
    """A single approval with its project, several by their names."""
    if len(lines) == 1:
        return f"{lines[0].name}\n{lines[0].project}"
    names = [f"{line.name}（{line.project}）" for line in lines[:_NAMED]]
    said = pgettext("between words", ", ").join(names)
    more = len(lines) - _NAMED
    return said + _(" and {n} more").format(n=more) if more > 0 else said


def _step_fields(kind: StepKind, lines: Sequence[ApprovalLine], today: date) -> list[Field]:
    day = day_check(today)
    fields = [
        Field("on", _("Day"), "date", required=True, check=day, hint=_("e.g. 2025.8.5, 今天"))
    ]
    if kind is StepKind.STOPPED:
        choices = tuple((reason.value, reason.label) for reason in StopReason)
        fields.append(Field("reason", _("What for"), "choice", required=True, choices=choices))
    if kind is StepKind.ENDED and any(line.broken for line in lines):
        cause = ((BROKEN, _("a promise was not kept")), ("other", _("another reason")))
        fields.append(Field("reason", _("Cause"), "choice", required=True, choices=cause))
    if kind is StepKind.PROMISED:
        fields.append(Field("due", _("Check by"), "date", required=True, check=day))
    title = _("Why") if kind in _REASONED else _("Note")
    must = kind in _REASONED
    fields.append(Field("note", title, "multiline", required=must, check=checks.plain))
    return fields
