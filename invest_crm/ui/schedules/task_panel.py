"""The form of a task: what it is, what it waits for, what happened; or of a task to be added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from invest_crm.domain.day_line import Unit
from invest_crm.domain.departments import DEPARTMENTS, department_label
from invest_crm.domain.schedule_plan import MOST_DAYS
from invest_crm.maps.wall_words import task_tip
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.ui.schedules.jobs import TaskForm
from invest_crm.ui.schedules.links_edit import LinksEdit
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.domain.schedule_plan import Outlook, PlanTask, Row

_PLAN = ("name", "days", "unit", "owner", "not_before")
_HAPPENED = ("started", "finished", "percent", "note")


class TaskPanel(Occasion):
    """``accepted(TaskForm)``: only what was changed."""

    accepted = Signal(object)

    def __init__(self, seen: Outlook, task: PlanTask, today: date) -> None:
        super().__init__(task.name)
        self._task = task
        row = seen.row(task.id)
        self.form = Form([*_plan_fields(today), *_happened_fields(today)])
        self.links = LinksEdit(seen.plan, task.id)
        self.form.set_texts(_texts(task))
        facts = label(_facts(row, today), "hint", wrap=True)
        self.body.addWidget(facts)
        self.body.addWidget(self.form)
        if task.implied:
            words = _("It counts as done because a milestone of the project is recorded; days"
                      " entered here go before that.")  # fmt: skip
            self.body.addWidget(label(words, "hint", wrap=True))
        elif task.milestone is not None:
            words = _("When it is done, record “{milestone}” at the project as well.")
            said = words.format(milestone=task.milestone.label)
            self.body.addWidget(label(said, "hint", wrap=True))
        self.body.addWidget(label(_("Waits for"), "strong"))
        self.body.addWidget(self.links)
        self.body.addStretch(1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the duration, which is changed most."""
        editor = self.form.editor("days" if self._task.started is None else "finished")
        editor.setFocus()

    def accept(self) -> None:
        """Hand over what was changed, if nothing is wrong with it."""
        if not self.form.check():
            return
        given, touched = self.form.values(), self.form.touched()
        values = {key: given[key] for key in _PLAN if key in touched}
        happened = {key: given[key] for key in _HAPPENED if key in touched}
        if "unit" in values:
            values["unit"] = Unit(values["unit"])
        links = self.links.links() if self.links.changed() else None
        if not (values or happened or links is not None):
            self.closed.emit()
            return
        seen = {key: getattr(self._task, key) for key in values}
        self.accepted.emit(TaskForm(values, seen, happened, links))


class NewTaskPanel(Occasion):
    """``accepted(values)``: a task to be added after the one chosen."""

    accepted = Signal(object)

    def __init__(self, after: PlanTask | None, today: date) -> None:
        super().__init__(_("New task"), _("Add"))
        fields = [field for field in _plan_fields(today) if field.key != "not_before"]
        self.form = Form(fields)
        self.form.set_texts({"unit": Unit.WORK.value})
        if after is not None:
            said = _("It begins when “{task}” has ended.").format(task=after.name)
            self.body.addWidget(label(said, "hint", wrap=True))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the name."""
        self.form.editor("name").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            values = self.form.values()
            owner = values["owner"] or ""
            self.accepted.emit({**values, "unit": Unit(values["unit"]), "owner": owner})


def _plan_fields(today: date) -> list[Field]:
    units = ((Unit.WORK.value, _("working days")), (Unit.CALENDAR.value, _("calendar days")))
    return [
        Field("name", pgettext("schedule", "Task"), required=True, check=checks.plain),
        Field("days", _("Duration"), required=True, check=_number(0, MOST_DAYS),
              hint=_("a number of days; 0 for an event")),
        Field("unit", _("Counted in"), "choice", required=True, choices=units,
              check=checks.plain),
        Field("owner", _("Responsible"), check=_owner, hint=_("a department or a person")),
        Field("not_before", _("Not before"), "date", check=day_check(today),
              hint=_("only where it is to begin on a certain day")),
    ]  # fmt: skip


def _happened_fields(today: date) -> list[Field]:
    return [
        Field("started", _("Begun on"), "date", check=day_check(today),
              hint=_("e.g. 2025.8.5, 今天")),
        Field("finished", _("Done on"), "date", check=day_check(today),
              hint=_("e.g. 2025.8.5, 今天")),
        Field("percent", _("Progress"), unit="%", check=_number(0, 100)),
        Field("note", _("Progress note"), "multiline", check=checks.plain),
    ]  # fmt: skip


def _texts(task: PlanTask) -> Mapping[str, str]:
    own = not task.implied
    return {
        "name": task.name,
        "days": str(task.days),
        "unit": task.unit.value,
        "owner": department_label(task.owner),
        "not_before": _day(task.not_before),
        "started": _day(task.started) if own else "",
        "finished": _day(task.finished) if own else "",
        "percent": "" if task.percent is None else str(task.percent),
        "note": task.note,
    }


def _facts(row: Row, today: date) -> str:
    """The dates of the task, without its name, which stands above."""
    return "\n".join(task_tip(row, today).split("\n")[1:])


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _owner(text: str) -> tuple[Any, str]:
    """The code of a department that is named, else the words themselves."""
    words = text.strip()
    codes = {department_label(code): code for code in DEPARTMENTS}
    return codes.get(words, words), ""


def _number(least: int, most: int) -> Any:
    def check(text: str) -> tuple[Any, str]:
        words = text.strip().rstrip("%％")
        if not (words.isascii() and words.isdecimal() and least <= int(words) <= most):
            return None, _("A whole number from {least} to {most}.").format(least=least, most=most)
        return int(words), ""

    return check
