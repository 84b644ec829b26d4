"""What is recorded about a project beside its form: a state with its reason, an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from invest_crm.domain.stages import SideState, Stage
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invest_crm.errors import UserError
    from invest_crm.services.agreements.repeats import Repeat
    from invest_crm.services.projects.facts import AgreementLine
    from invest_crm.services.projects.gates import Gate
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.projects.gate_panel import Entering
    from invest_crm.ui.projects.jobs import Offered, ProjectJobs
    from invest_crm.ui.records.occasion import Occasion
    from invest_crm.ui.records.page import RecordsPage


class ProjectOccasions(QObject):
    """Belongs to the page of projects."""

    def __init__(self, page: RecordsPage, context: Context, jobs: ProjectJobs) -> None:
        super().__init__(page)
        self._page, self._context, self._jobs = page, context, jobs

    def set_state(self, project_id: str) -> None:
        """Ask for a state, from which day and why."""
        from invest_crm.ui.projects.state_panel import StatePanel

        def show(record: ProjectRecord, today: date) -> None:
            panel = StatePanel(record, today)
            panel.accepted.connect(
                lambda state, *said: self._write(
                    panel,
                    lambda app: self._jobs.set_state(app, project_id, (SideState(state), *said)),
                )
            )
            self._page.forms.show_occasion(panel)

        self._look(project_id, show)

    def agreements(self, project_id: str) -> None:
        """The agreements that stand, and a further one."""
        from invest_crm.ui.projects.agreement_panel import AgreementPanel

        def show(record: ProjectRecord, today: date) -> None:
            def open_panel(found: tuple[tuple[AgreementLine, ...], list[Repeat]]) -> None:
                panel = AgreementPanel(record["name"], found[0], today, found[1])
                panel.accepted.connect(
                    lambda values: self._write(
                        panel, lambda app: self._jobs.add_agreement(app, project_id, values)
                    )
                )
                panel.voided.connect(
                    lambda line, reason: self._write(
                        panel, lambda app: self._jobs.void_agreement(app, line, reason)
                    )
                )
                self._page.forms.show_occasion(panel)

            self._context.read(
                self, lambda app: self._jobs.agreements(app, project_id), open_panel, key="rows"
            )

        self._look(project_id, show)

    def move_on(self, project_id: str) -> None:
        """The stage that comes next, with its day and what it asks for."""

        def show(record: ProjectRecord, _today: date) -> None:
            stage = Stage(record["stage"]).following
            if stage is None:
                self._page.notify(_("The project has come to the end of the ladder."), "info")
            else:
                self.move(project_id, stage, lambda **_moved: None, ask=True)

        self._look(project_id, show)

    def move(
        self, project_id: str, stage: Stage, settle: Callable[..., object], *, ask: bool = False
    ) -> None:
        """Move on to a stage, asking first for what it requires; ``settle(moved=…)`` at the end.

        ``ask``: show the form in any case, because nobody dropped a card on the stage.
        """

        def refused(error: UserError) -> None:
            settle(moved=False)
            self._page.show_error(error)

        def write(entering: Entering) -> Callable[[App], Outcome[Any]]:
            return lambda app: self._jobs.move(app, project_id, stage, entering)

        def looked(found: tuple[Gate, Offered]) -> None:
            gate, offered = found
            if gate.is_open and not ask:
                from invest_crm.ui.projects.gate_panel import Entering

                self._context.write(
                    self, write(Entering({})), lambda _done: settle(moved=True), on_error=refused
                )
            else:
                self._ask(gate, offered, write, settle)

        self._context.read(
            self,
            lambda app: self._jobs.gate(app, project_id, stage),
            looked,
            key="gate",
            on_error=refused,
        )

    def _ask(
        self,
        gate: Gate,
        offered: Offered,
        write: Callable[[Entering], Callable[[App], Outcome[Any]]],
        settle: Callable[..., object],
    ) -> None:
        """Show what is missing; whoever closes it without agreeing leaves the card where it was."""
        from invest_crm.ui.projects.gate_panel import GatePanel

        panel = GatePanel(gate, offered)

        def done(_outcome: Outcome[Any]) -> None:
            panel.closed.disconnect(put_back)
            panel.closed.emit()
            settle(moved=True)

        def put_back() -> None:
            settle(moved=False)

        panel.closed.connect(put_back)
        panel.accepted.connect(
            lambda entering: self._context.write(
                self, write(entering), done, on_error=panel.show_error
            )
        )
        self._page.forms.show_occasion(panel)

    def _look(self, project_id: str, show: Callable[[ProjectRecord, date], object]) -> None:
        def answer(found: tuple[ProjectRecord | None, date]) -> None:
            record, today = found
            if record is None:
                self._page.notify(_("This project no longer exists."), "warning")
            else:
                show(record, today)

        def job(app: App) -> tuple[ProjectRecord | None, date]:
            offered, record = self._jobs.form(app, project_id)
            return record, offered.today

        self._context.read(self, job, answer, key="project")

    def _write(self, panel: Occasion, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(
            self, job, lambda _outcome: panel.closed.emit(), on_error=panel.show_error
        )
