"""The forms of a joint review: convening a round, changing it, what a department says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.departments import department_label
from invest_crm.domain.reviews import ITEMS, REVIEWERS, Verdict, item_label, items_of
from invest_crm.ui import theme
from invest_crm.ui.approvals.forms import ActForm
from invest_crm.ui.approvals.ticks import Ticks
from invest_crm.ui.kit.form import Field
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invest_crm.services.reviews.sheets import OpinionLine, Sheet

_OTHERS = "others"


class SheetForm(ActForm):
    """A new round, or a round that is changed: who is asked about what."""

    def __init__(self, project: str, today: date, sheet: Sheet | None = None) -> None:
        title = _("Convene a joint review") if sheet is None else _("Change the joint review")
        fields = [
            Field("on", _("Asked on"), "date", required=sheet is None, check=_day(today)),
            Field("held", _("Meeting on"), "date", check=_day(today, ahead=True)),
            Field("convened_by", _("Convened by"), check=checks.plain),
            Field("others", _("Further departments"), check=checks.plain,
                  hint=_("names, with 、 between")),
            Field("note", _("Note"), "multiline", check=checks.plain),
        ]  # fmt: skip
        super().__init__(title, _("Save"), project, fields)
        self.sheet = sheet
        known = {one.department for one in sheet.opinions} if sheet else set()
        words = {code: _reviewer(code) for code in REVIEWERS if code not in known}
        self.departments = Ticks(
            _("Further departments to ask") if sheet else _("Departments to ask"),
            words,
            () if sheet else words,
        )
        items = {code: item_label(code) for code in ITEMS}
        self.items = Ticks(_("Items of the review"), items, sheet.items if sheet else items)
        self.body.addWidget(self.departments)
        self.body.addWidget(self.items)
        self.hint(_("What is said in a review is confidential and not exported."))
        self.form.set_texts(_sheet_texts(sheet, today))

    def values(self) -> dict[str, Any]:
        """The fields with the departments and items chosen."""
        found = super().values()
        others = str(found.pop(_OTHERS) or "").replace("，", "、").replace(",", "、")
        named = (*self.departments.checked(), *filter(None, others.split("、")))
        return {**found, "departments": named, "items": self.items.checked()}


class OpinionForm(ActForm):
    """What a department says, with its conditions."""

    withdrawn = Signal()

    def __init__(self, line: OpinionLine, today: date) -> None:
        about = _("{department}: {items}").format(
            department=line.name, items=_(", ").join(map(item_label, items_of(line.department)))
        )
        verdicts = tuple((one.value, one.label) for one in Verdict)
        fields = [
            Field("verdict", _("Opinion"), "choice", choices=verdicts, check=checks.plain),
            Field("person", _("Name"), required=True, check=checks.plain),
            Field("on", _("On"), "date", required=True, check=_day(today)),
            Field("reason", _("Reason or remark"), "multiline", check=checks.plain),
        ]
        super().__init__(_("Opinion of a department"), _("Save"), about, fields)
        self.line = line
        self.conditions = ConditionRows(today)
        self.body.addWidget(self.conditions)
        self.form.set_texts(
            {
                "verdict": (line.verdict or Verdict.AGREE).value,
                "person": line.person,
                "on": (line.answered or today).isoformat(),
                "reason": line.reason,
            }
        )
        self.conditions.fill(line)
        self.form.changed.connect(lambda _key: self._show_conditions())
        self._show_conditions()
        if line.verdict is not None:
            back = QPushButton(_("Take back the opinion"))
            theme.set_role(back, "link")
            back.clicked.connect(lambda _on=False: self.withdrawn.emit())
            self.body.addWidget(back)
        self.body.addStretch(1)

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it or a condition."""
        if self.form.check() and (self.conditions.isHidden() or self.conditions.check()):
            self.accepted.emit(self.values())

    def values(self) -> dict[str, Any]:
        """The fields with the conditions, where the department names some."""
        found = super().values()
        conditional = found["verdict"] == Verdict.CONDITION
        said = self.conditions.values() if conditional else ()
        return {**found, "reason": found["reason"] or "", "conditions": said}

    def _show_conditions(self) -> None:
        self.conditions.setVisible(self.form.texts()["verdict"] == Verdict.CONDITION)


class TypedCondition(Struct, frozen=True):
    """A condition as it was typed."""

    text: str
    owner: str
    due: date | None


class ConditionRows(QWidget):
    """Conditions line by line: what, who, by when; a further line on demand."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._check = _day(today, ahead=True)
        self.rows: list[tuple[QLineEdit, QLineEdit, QLineEdit]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GAP_SMALL)
        self._grid.setVerticalSpacing(theme.GAP_TINY)
        self._grid.setColumnStretch(0, 1)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self.more = QPushButton(_("A further condition"))
        self.more.clicked.connect(lambda _on=False: self.add())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        words = _("Conditions: each becomes a task of the project.")
        column.addWidget(label(words, "label", wrap=True))
        column.addLayout(self._grid)
        column.addWidget(self._problem)
        column.addWidget(self.more)

    def fill(self, line: OpinionLine) -> None:
        """The conditions that stand; one empty line where there is none."""
        for held in line.conditions:
            what, who, when = self.add()
            what.setText(held.text)
            who.setText(held.owner)
            when.setText(held.due.isoformat() if held.due else "")
        if not self.rows:
            self.add()

    def add(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        """One more line."""
        place = len(self.rows)
        hints = (_("what must be done"), _("who"), _("by when"))
        what, who, when = made = (QLineEdit(), QLineEdit(), QLineEdit())
        for part, hint in zip(made, hints, strict=True):
            part.setPlaceholderText(hint)
            part.setAccessibleName(_("Condition {n}: {what}").format(n=place + 1, what=hint))
        self._grid.addWidget(what, 2 * place, 0, 1, 2)
        self._grid.addWidget(who, 2 * place + 1, 0)
        self._grid.addWidget(when, 2 * place + 1, 1)
        self.rows.append(made)
        return made

    def check(self) -> bool:
        """Whether every day can be read; what is wrong is said below."""
        problems = [self._check(when.text())[1] for _what, _who, when in self.rows]
        said = next(filter(None, problems), "")
        self._problem.setText(said)
        self._problem.setVisible(bool(said))
        return not said

    def values(self) -> tuple[TypedCondition, ...]:
        """The conditions with words."""
        return tuple(
            TypedCondition(what.text().strip(), who.text().strip(), self._check(when.text())[0])
            for what, who, when in self.rows
            if what.text().strip()
        )


def _reviewer(code: str) -> str:
    asked = _(", ").join(map(item_label, items_of(code)))
    return _("{department}: {items}").format(department=department_label(code), items=asked)


def _sheet_texts(sheet: Sheet | None, today: date) -> dict[str, str]:
    if sheet is None:
        return {"on": today.isoformat()}
    return {
        "held": sheet.held.isoformat() if sheet.held else "",
        "convened_by": sheet.convened_by,
        "note": sheet.note,
    }


def _day(today: date, *, ahead: bool = False) -> Callable[[str], tuple[Any, str]]:
    """A day or nothing; after today only where ``ahead``."""
    check = day_check(today)

    def read(text: str) -> tuple[Any, str]:
        if not text.strip():
            return None, ""
        day, problem = check(text)
        if not problem and not ahead and day > today:
            return None, _("This day is still to come.")
        return day, problem

    return read
