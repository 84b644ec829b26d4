"""What is done at the gate from the panel of a project: links followed, steps confirmed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from invest_crm.domain.stages import Stage
from invest_crm.ui.kit.chip import PillButton
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.projects.panel import ProjectPanel
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.projects.gate_view import GateView
    from invest_crm.ui.projects.jobs import ProjectJobs
    from invest_crm.ui.projects.occasions import ProjectOccasions
    from invest_crm.ui.records.occasion import Occasion
    from invest_crm.ui.records.page import RecordsPage


class GateDesk(QObject):
    """Belongs to the page of projects; ``view`` stands above the path in its panel."""

    def __init__(
        self,
        page: RecordsPage,
        context: Context,
        jobs: ProjectJobs,
        occasions: ProjectOccasions,
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._jobs = page, context, jobs
        self._occasions = occasions
        self._found: ProjectPanel | None = None
        self._view: GateView | None = None
        context.switched.connect(self._show)

    @property
    def view(self) -> GateView:
        """What stands above the path; made with the first record that is shown."""
        if self._view is None:
            from invest_crm.ui.projects.gate_view import GateView

            view = self._view = GateView()
            whole = PillButton(_("Show the whole path"))
            whole.clicked.connect(self._show_path)
            self._page.panel.add_above_path(whole)
            self._page.panel.add_above_path(view)
            view.field_asked.connect(self._page.edit_current)
            view.paper_asked.connect(self.bring)
            view.cannot_asked.connect(self.cannot)
            view.answer_withdrawn.connect(self.withdraw)
            view.move_asked.connect(self.move_on)
            view.confirmed.connect(self.confirm)
            view.refusal_asked.connect(self.refuse)
        return self._view

    def show_panel(self, found: ProjectPanel) -> None:
        """Another record, or the same anew."""
        self._found = found
        self._show()

    def _show_path(self) -> None:
        if self._found is not None:
            self._page.open_page.emit("whole_path", {"project": self._found.record.id})

    def move_on(self) -> None:
        """The next stage is to be entered."""
        if self._found is not None:
            self._occasions.move_on(self._found.record.id)

    def confirm(self, stage: str) -> None:
        """The second person confirms a step."""
        if self._found is not None:
            project = self._found.record.id
            self._context.write(
                self,
                lambda app: self._jobs.decide(app, project, Stage(stage), ""),
                on_error=self._page.show_error,
            )

    def refuse(self, stage: str) -> None:
        """The second person refuses a step: why?"""
        from invest_crm.ui.projects.gate_parts import RefusePanel

        if self._found is None:
            return
        project = self._found.record.id
        panel = RefusePanel(self._found.record["name"], Stage(stage).label)
        panel.accepted.connect(
            lambda reason: self._write(
                panel, lambda app: self._jobs.decide(app, project, Stage(stage), reason)
            )
        )
        self._page.forms.show_occasion(panel)

    def bring(self, need_id: str) -> None:
        """A paper is to be attached."""
        from invest_crm.ui.projects.gate_parts import PaperPanel

        found = self._found
        needs = () if found is None else found.lacking.needs
        need = next((one for one in needs if one.id == need_id), None)
        if found is None or need is None:
            return
        project = found.record.id
        panel = PaperPanel(found.record["name"], need, found.lacking, found.today.year)
        panel.cannot_asked.connect(partial(self.cannot, need_id))
        panel.accepted.connect(
            lambda files: self._write(panel, lambda app: self._jobs.bring(app, project, files))
        )
        self._page.forms.show_occasion(panel)

    def cannot(self, need_id: str = "") -> None:
        """Something cannot be provided yet: what, who said so, when to ask again?"""
        from invest_crm.ui.projects.gate_parts import CannotPanel

        found = self._found
        if found is None:
            return
        project = found.record.id
        panel = CannotPanel(found.record["name"], found.lacking, found.today, need_id)
        panel.accepted.connect(
            lambda need, said: self._write(
                panel, lambda app: self._jobs.cannot_provide(app, project, need, said)
            )
        )
        self._page.forms.show_occasion(panel)

    def withdraw(self, need: str) -> None:
        """What the investor said does not stand any more."""
        if self._found is not None:
            project = self._found.record.id
            self._context.write(
                self,
                lambda app: self._jobs.withdraw_answer(app, project, need),
                on_error=self._page.show_error,
            )

    def _show(self) -> None:
        if self._found is not None:
            self.view.show_panel(self._found, self._context.why_not_write())

    def _write(self, panel: Occasion, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(
            self, job, lambda _outcome: panel.closed.emit(), on_error=panel.show_error
        )
