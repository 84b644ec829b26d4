"""What is entered in the tab of a project's money: figures, progress, and taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from invest_crm.ui.money.correction_form import ReasonForm
from invest_crm.ui.money.entry_forms import FigureForm, ProgressForm
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.services.money.project_money import ProjectMoney
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.attachments.taking import Source
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.occasion import Occasion
    from invest_crm.ui.records.page import RecordsPage


class MoneyEntries(QObject):
    """Belongs to the page of projects."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context

    def figure(self, found: ProjectMoney | None) -> None:
        """Ask what a paper proves or statistics count."""
        if found is None or self._refuses():
            return
        from invest_crm.services.money.figures import DOCUMENTS

        documents = list(dict.fromkeys(one for kinds in DOCUMENTS.values() for one in kinds))
        form = FigureForm(found.name, documents, found.today)
        form.accepted.connect(
            lambda values: self._carry_out(form, lambda app: add_figure(app, found.id, values))
        )
        self._page.forms.show_occasion(form)

    def progress(self, found: ProjectMoney | None) -> None:
        """Ask what the site looks like."""
        if found is None or self._refuses():
            return
        from invest_crm.services.money.progress import NODES

        form = ProgressForm(found.name, NODES, found.today)
        form.accepted.connect(
            lambda values, sources: self._carry_out(
                form, lambda app: add_progress(app, found.id, values, sources)
            )
        )
        self._page.forms.show_occasion(form)

    def void_figure(self, figure: str) -> None:
        """Ask why a figure no longer counts."""

        def job(app: App, reason: str) -> Outcome[None]:
            from invest_crm.services.money.figures import VoidFigure, void_figure

            return app.write(void_figure, VoidFigure(figure, reason))

        self._take_back(_("Take back the figure"), job)

    def void_progress(self, entry: str) -> None:
        """Ask why an entry no longer counts."""

        def job(app: App, reason: str) -> Outcome[None]:
            from invest_crm.services.money.progress import VoidProgress, void_progress

            return app.write(void_progress, VoidProgress(entry, reason))

        self._take_back(_("Take back the entry"), job)

    def _take_back(self, title: str, job: Callable[[App, str], Outcome[None]]) -> None:
        if self._refuses():
            return
        form = ReasonForm(title, [_("It stays in the history.")], _("Take back"))
        form.accepted.connect(lambda reason: self._carry_out(form, lambda app: job(app, reason)))
        self._page.forms.show_occasion(form)

    def _refuses(self) -> bool:
        reason = self._context.why_not_write()
        if reason:
            self._context.told.emit(reason)
        return bool(reason)

    def _carry_out(self, panel: Occasion, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(
            self, job, lambda _outcome: panel.closed.emit(), on_error=panel.show_error
        )


def add_figure(app: App, project: str, values: Mapping[str, Any]) -> Outcome[str]:
    """Record what a paper says."""
    from invest_crm.domain.month_reports import Subject
    from invest_crm.domain.three_sets import Basis
    from invest_crm.services.money.figures import AddFigure
    from invest_crm.services.money.figures import add_figure as add

    command = AddFigure(
        project,
        Basis(values["basis"]),
        Subject(values["subject"]),
        values["on"],
        values["amount"] or 0,
        str(values["document"] or ""),
        str(values["note"] or ""),
    )
    return app.write(add, command)


def add_progress(
    app: App, project: str, values: Mapping[str, Any], sources: Sequence[Source]
) -> Outcome[str]:
    """Record what the site looks like, with its photos."""
    from invest_crm.services.money.progress import AddProgress, record_progress
    from invest_crm.ui.attachments.taking import offered_of

    node, text = (str(values[key] or "") for key in ("node", "text"))
    command = AddProgress(project, values["on"], values["percent"], node, text)
    return record_progress(app, command, offered_of(app, sources))
