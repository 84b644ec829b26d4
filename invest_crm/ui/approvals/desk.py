"""What is done with approvals from any page: the form that fits is shown, and what it says done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from invest_crm.domain.approvals.state import StepKind
from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.panel import BACK, HAND, PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.approvals.forms import ActForm
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.records.occasion import Occasion

    Job = Callable[[App], Outcome[Any]]


class ApprovalDesk(QObject):
    """Belongs to a page; ``show`` puts a form beside its list. ``opened(project)``: a new path."""

    opened = Signal(str)

    def __init__(self, page: Page, context: Context, show: Callable[[Occasion], object]) -> None:
        super().__init__(page)
        self._page, self._context, self._show = page, context, show

    def act(self, name: str, ids: Sequence[str]) -> None:
        """Ask what an act needs to be known, for some approvals."""
        reason = self._page.why_not_write()
        if reason:
            self._page.said.emit(reason, None)
            return
        chosen = tuple(ids)
        if name == StepKind.GAP_ACCEPTED:
            self._read(lambda app: jobs.gap(app, chosen[0]), self._ask_gap)
        else:
            self._read(lambda app: (jobs.some(app, chosen), app.today), partial(self._ask, name))

    def open_path(self, project: str = "") -> None:
        """Set up the approvals of a project, or ask of which."""
        if project:
            self._context.write(
                self,
                lambda app: jobs.open_path(app, project),
                lambda _outcome: self.opened.emit(project),
                on_error=self._page.show_error,
            )
            return
        self._read(jobs.without_path, self._ask_project)

    def add_item(self, project: str, name: str) -> None:
        """Ask which item is added to a project."""

        def show(lines: list[Any]) -> None:
            from invest_crm.ui.approvals.forms import AddForm

            form = AddForm([line.item for line in lines], name)
            self._put(
                form,
                lambda app, said: jobs.add(app, project, said["code"], str(said["title"] or "")),
            )

        self._read(jobs.catalogue, show)

    def edit_case(self, project: str, name: str) -> None:
        """The data of a project's approvals."""

        def show(found: Any) -> None:
            from invest_crm.ui.approvals.case_form import CaseForm

            record, today = found
            form = CaseForm(record, name, today, _case_word)
            self._put(form, lambda app, said: jobs.save_case(app, project, said, form.seen))

        self._read(lambda app: jobs.case(app, project), show)

    def _ask(self, name: str, found: Any) -> None:
        from invest_crm.ui.approvals.forms import BackForm, HandForm, PapersForm, StepForm

        lines, today = found
        ids, first = tuple(line.id for line in lines), lines[0]
        if name == BACK:
            self._put(
                BackForm(first, today),
                lambda app, said: jobs.take_back(app, first.id, str(said["reason"] or "")),
            )
        elif name == HAND:
            self._put(
                HandForm(lines),
                lambda app, said: jobs.hand_on(
                    app, ids, _changed(said["department"], lines), str(said["person"] or "")
                ),
            )
        elif name == PAPERS:
            self._put(
                PapersForm(first, today),
                lambda app, said: jobs.receive(app, first.id, said["papers"], said["on"]),
            )
        else:
            kind = StepKind(name)
            self._put(
                StepForm(kind, lines, today), lambda app, said: jobs.take(app, ids, kind, said)
            )

    def _ask_gap(self, gap: jobs.Gap) -> None:
        from invest_crm.ui.approvals.gap_form import GapForm

        self._put(
            GapForm(gap),
            lambda app, said: jobs.accept_gap(
                app, gap.line.id, said["on"], said["papers"], said["note"]
            ),
        )

    def _ask_project(self, projects: list[tuple[str, str]]) -> None:
        from invest_crm.ui.approvals.forms import OpenForm

        form = OpenForm(projects)
        self._put(
            form,
            lambda app, said: jobs.open_path(app, said["project"]),
            lambda said: self.opened.emit(said["project"]),
        )

    def _put(
        self,
        form: ActForm,
        job: Callable[[App, Any], Outcome[Any]],
        done: Callable[[Any], object] | None = None,
    ) -> None:
        """Show a form; what it hands over is done, then it closes, or tells why not."""

        def accepted(said: Any) -> None:
            def finish(_outcome: object) -> None:
                form.closed.emit()
                if done is not None:
                    done(said)

            self._context.write(self, lambda app: job(app, said), finish, on_error=form.show_error)

        form.accepted.connect(accepted)
        self._show(form)

    def _read(self, job: Callable[[App], Any], show: Callable[[Any], object]) -> None:
        self._context.read(self, job, show, key="form", on_error=self._page.show_error)


def _changed(department: str | None, lines: Sequence[ApprovalLine]) -> str:
    """A department only where it is not that of every item anyway."""
    same = all(line.item.department == (department or "") for line in lines)
    return "" if same else department or ""


def _case_word(key: str) -> str:
    from invest_crm.services.approvals.cases import case_word

    return case_word(key)
