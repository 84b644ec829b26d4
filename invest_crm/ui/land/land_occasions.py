"""What is recorded about a project's land: a step with its day and who, a place's next state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from invest_crm.domain.land_path import BY_CODE
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.land.form import date_check
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from invest_crm.services.land_uses import UseLine
    from invest_crm.services.project_land import ProjectLand, StepLine
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage


class LandOccasions(QObject):
    """Belongs to the page of projects."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context

    def reach(self, found: ProjectLand, code: str) -> None:
        """Ask when a step was reached and by whom."""
        line = next((one for one in found.steps if one.step.code == code), None)
        if line is None or self._refused():
            return
        panel = StepPanel(line, found.today)

        def write(on: Any, person: str, note: str) -> None:
            def job(app: App) -> Outcome[None]:
                from invest_crm.services.project_land import ReachStep, reach_step

                command = ReachStep(found.project_id, code, on, person, note)
                return app.write(reach_step, command)

            self._write(panel, job)

        panel.accepted.connect(write)
        self._page.forms.show_occasion(panel)

    def use(self, found: ProjectLand, use_id: str) -> None:
        """Ask for the next state of a place, or why it is given back."""
        use = next((one for one in found.uses if one.id == use_id), None)
        if use is None or self._refused():
            return
        panel = UsePanel(use, found.today)

        def move(values: Mapping[str, Any]) -> None:
            def job(app: App) -> Outcome[str]:
                from invest_crm.domain.land_uses import UseState
                from invest_crm.services.land_uses import MoveUse, move_use

                state = UseState(values["state"])
                command = MoveUse(use_id, state, values["on"], str(values["note"] or ""))
                return app.write(move_use, command)

            self._write(panel, job)

        def release(reason: str) -> None:
            def job(app: App) -> Outcome[None]:
                from invest_crm.services.land_uses import GiveBack, give_back

                return app.write(give_back, GiveBack(use_id, reason))

            self._write(panel, job)

        panel.accepted.connect(move)
        panel.released.connect(release)
        self._page.forms.show_occasion(panel)

    def indicator(self, found: ProjectLand, code: str) -> None:
        """Ask for a value that was promised or measured."""
        line = next((one for one in found.indicators if one.indicator == code), None)
        if line is None or self._refused():
            return
        from invest_crm.ui.land.indicator_panel import IndicatorPanel

        panel = IndicatorPanel(line, found.today)

        def write(side: str, value: int | None, on: date, note: str) -> None:
            def job(app: App) -> Outcome[None]:
                from invest_crm.services.land_indicators import SetIndicator, Side, set_indicator

                command = SetIndicator(
                    found.project_id, line.indicator, Side(side), value, on, note
                )
                return app.write(set_indicator, command)

            self._write(panel, job)

        panel.accepted.connect(write)
        self._page.forms.show_occasion(panel)

    def _refused(self) -> bool:
        reason = self._context.why_not_write()
        if reason:
            self._context.told.emit(reason)
        return bool(reason)

    def _write(self, panel: Occasion, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(
            self, job, lambda _outcome: panel.closed.emit(), on_error=panel.show_error
        )


class StepPanel(Occasion):
    """``accepted(PartialDate or None, person, note)``; None takes the step back."""

    accepted = Signal(object, str, str)

    def __init__(self, line: StepLine, today: date) -> None:
        super().__init__(_("Step on the way to the land"))
        self.form = Form(
            [
                Field("on", _("Reached on"), "date", _("empty: not reached"),
                      check=date_check(today, ahead=False)),
                Field("person", _("Handled by"), check=checks.plain),
                Field("note", _("Paper or note"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        reached = line.reached
        on = today.isoformat() if reached is None else reached.value or reached.raw
        holder = BY_CODE[line.step.code].holder
        self.form.set_texts({"on": on, "person": line.person, "note": line.note})
        self.body.addWidget(label(line.step.label, "strong", wrap=True))
        self.body.addWidget(label(_("Usually: {holder}").format(holder=holder), "hint", wrap=True))
        self.body.addWidget(self.form, 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the day."""
        self.form.editor("on").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            values = self.form.values()
            self.accepted.emit(values["on"], str(values["person"] or ""), str(values["note"] or ""))


class UsePanel(Occasion):
    """``accepted(values)`` with state, on and note; ``released(reason)``."""

    accepted = Signal(object)
    released = Signal(str)

    def __init__(self, use: UseLine, today: date) -> None:
        super().__init__(_("Place of the project"))
        following = use.state.following or use.state
        states = tuple((one.value, one.label) for one in type(use.state))
        self.form = Form(
            [
                Field("state", _("State"), "choice", required=True, choices=states,
                      check=checks.plain),
                Field("on", _("From"), "date", required=True, check=day_check(today),
                      hint=_("e.g. 2025.8.5, 今天")),
                Field("note", _("Note, or why it is given back"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        self.form.set_texts({"state": following.value, "on": today.isoformat(), "note": use.note})
        give_back = QPushButton(_("Give the place back"))
        give_back.clicked.connect(lambda _on=False: self._release())
        self.body.addWidget(label(f"{use.parcel}\n{use.project}", "strong", wrap=True))
        self.body.addWidget(self.form, 1)
        self.body.addWidget(give_back)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the state."""
        self.form.editor("state").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.form.values())

    def _release(self) -> None:
        self.released.emit(str(self.form.values()["note"] or ""))
