"""What is done about utilities, on their page and in the tab of a project."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from invest_crm.ui.utilities import jobs
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.needs import NeedPhase
    from invest_crm.services.utilities.panel import Ground
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.records.occasion import Occasion


class UtilityDesk(QObject):
    """Belongs to a page; ``show`` puts a form beside it."""

    def __init__(self, page: Page, context: Context, show: Callable[[Occasion], object]) -> None:
        super().__init__(page)
        self._page, self._context, self._show = page, context, show

    def need(self, project: str, name: str, phase: NeedPhase | None = None) -> None:
        """Ask what a phase of a project needs."""
        if self._refuses() or not project:
            return
        from invest_crm.ui.utilities.forms import NeedForm

        form = NeedForm(name, phase)
        own = phase.id if phase is not None else ""
        self._put(form, lambda app, values: jobs.save_need(app, project, own, values))
        form.removed.connect(lambda: self._carry_out(form, lambda app: jobs.remove_need(app, own)))

    def apply(self, project: str = "", name: str = "") -> None:
        """Ask for an application."""

        def ask(known: Ground) -> None:
            from invest_crm.ui.utilities.forms import ApplyForm

            form = ApplyForm(known, name)

            def job(app: App, values: Mapping[str, Any]) -> Outcome[str]:
                return jobs.apply_for(app, project or str(values["project"]), values)

            self._put(form, job)

        self._with_ground(ask)

    def step(self, line: CaseLine | None) -> None:
        """Ask what happened to an application."""
        if line is None or self._refuses():
            return
        from invest_crm.domain.utility_cases import CaseStep
        from invest_crm.services.utilities.cases import possible, step_words
        from invest_crm.ui.utilities.forms import StepForm

        today = self._context.app.today
        kinds = [(kind, step_words(line, CaseStep(kind, today))) for kind in possible(line)]
        if not kinds:
            self._context.told.emit(_("It is finished; take back its latest step in the tab."))
            self.take_back(line)
            return
        form = StepForm(line, kinds, today)
        form.taken_back.connect(lambda: self.take_back(line))
        self._put(form, lambda app, values: jobs.take_step(app, line.id, values))

    def take_back(self, line: CaseLine) -> None:
        """Ask why the latest step was a mistake."""
        from invest_crm.ui.money.correction_form import ReasonForm

        form = ReasonForm(
            _("Take back the latest step"), [line.project, line.procedure.name], _("Take back")
        )
        form.accepted.connect(
            lambda reason: self._carry_out(form, lambda app: jobs.take_back(app, line.id, reason))
        )
        self._show(form)

    def capacity(self, park: str = "") -> None:
        """Ask what a park can supply."""

        def ask(known: Ground) -> None:
            from invest_crm.ui.utilities.forms import CapacityForm

            self._put(CapacityForm(known.parks, park), jobs.set_capacity)

        self._with_ground(ask)

    def days(self) -> None:
        """Ask for the promised days."""

        def ask(known: Ground) -> None:
            from invest_crm.ui.utilities.forms import DaysForm

            form = DaysForm(known.procedures)

            def save(values: Mapping[str, Any]) -> None:
                changed = [one for one in known.procedures if values[one.code] != one.days]
                for one in changed:
                    self._context.write(
                        self, partial(jobs.set_days, code=one.code, days=values[one.code])
                    )
                form.closed.emit()

            form.accepted.connect(save)
            self._show(form)

        self._with_ground(ask)

    def _put(self, form: Any, job: Callable[[App, Mapping[str, Any]], Outcome[Any]]) -> None:
        form.accepted.connect(lambda values: self._carry_out(form, lambda app: job(app, values)))
        self._show(form)

    def _with_ground(self, ask: Callable[[Ground], object]) -> None:
        if not self._refuses():
            self._context.read(self, jobs.ground, ask, key="ground")

    def _refuses(self) -> bool:
        reason = self._context.why_not_write()
        if reason:
            self._context.told.emit(reason)
        return bool(reason)

    def _carry_out(self, panel: Occasion, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(
            self, job, lambda _outcome: panel.closed.emit(), on_error=panel.show_error
        )
