"""What is done to a month: corrected, proved by papers, closed, opened again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from invest_crm.ui.file_dialogs import ask_target
from invest_crm.ui.money import jobs
from invest_crm.ui.money.correction_form import CorrectionForm, ReasonForm
from invest_crm.ui.money.words import month_words
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.money.jobs import Shown
    from invest_crm.ui.money.page import MonthsPage
    from invest_crm.ui.records.occasion import Occasion


class MonthDesk(QObject):
    """Belongs to the page of monthly reports."""

    def __init__(self, page: MonthsPage, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context

    def correct(self) -> None:
        """A correction of the line shown."""
        shown = self._shown()
        if shown is None:
            return
        owner, month = shown.facts.owner, str(shown.facts.record["month"])
        form = CorrectionForm(owner.name, month)
        form.accepted.connect(
            lambda values: self._carry_out(
                form, lambda app: jobs.correct(app, owner.id, month, values)
            )
        )
        self._page.forms.show_occasion(form)

    def take_back(self, correction: str) -> None:
        """Ask why a correction no longer counts."""
        if self._refuses():
            return
        told = [_("The correction no longer counts; it stays in the history.")]
        form = ReasonForm(_("Take back the correction"), told, _("Take back"))
        form.accepted.connect(
            lambda reason: self._carry_out(
                form, lambda app: jobs.take_back(app, correction, reason)
            )
        )
        self._page.forms.show_occasion(form)

    def ask_evidence(self) -> None:
        """Choose papers that prove the month shown."""
        if self._shown() is None:
            return
        names, _filter = QFileDialog.getOpenFileNames(self._page, _("Attach evidence"))
        if names:
            self.attach([Path(name) for name in names])

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach papers to the month shown."""
        shown = self._shown()
        if shown is None:
            return
        project, month = shown.facts.owner.id, str(shown.facts.record["month"])
        self._context.write(self, lambda app: jobs.attach(app, project, month, list(paths)))

    def open_closing(self) -> None:
        """Close the month shown, or open one again."""
        month, ground = self._page.month, self._page.ground
        if not month or ground is None or self._refuses():
            return

        def job(app: App) -> tuple[int, dict[str, str]]:
            return jobs.lacking(app, month), jobs.settings(app)

        def show(found: tuple[int, dict[str, str]]) -> None:
            from invest_crm.ui.money.closing_form import ClosingForm

            form = ClosingForm(month, ground, *found)
            form.close_asked.connect(
                lambda month: self._carry_out(form, lambda app: jobs.close(app, month))
            )
            form.reopen_asked.connect(self.reopen)
            form.lacking_asked.connect(lambda: self._page.set_filter("lacking", value=True))
            form.set_asked.connect(
                lambda key, value: self._context.write(
                    self, lambda app: jobs.set_setting(app, key, value)
                )
            )
            self._page.forms.show_occasion(form)

        self._context.read(self, job, show, key="closing")

    def ask_export(self) -> None:
        """Ask where to write the month shown in the county's layout."""
        month = self._page.month
        name = _("Monthly report {month}.xlsx").format(month=month)
        target = ask_target(self._page, _("Export this month"), name, "Excel (*.xlsx)")
        if month and target:
            self.export(Path(target))

    def export(self, target: Path) -> None:
        """Write the month shown in the county's layout."""
        month = self._page.month

        def told(count: int) -> None:
            words = ngettext(
                "Written: {file} ({n} project)", "Written: {file} ({n} projects)", count
            )
            self._page.notify(words.format(file=target.name, n=count))

        self._context.read(
            self, lambda app: jobs.export(app, month, target), told, key="export",
            on_error=self._page.show_error,
        )  # fmt: skip

    def reopen(self, month: str) -> None:
        """Ask why a closed month is opened again."""
        words = month_words(month)
        told = [_("Reports of {month} can then be typed again.").format(month=words)]
        form = ReasonForm(_("Open {month} again").format(month=words), told, _("Open again"))
        form.accepted.connect(
            lambda reason: self._carry_out(form, lambda app: jobs.reopen(app, month, reason))
        )
        self._page.forms.show_occasion(form)

    def _shown(self) -> Shown | None:
        """What the panel shows, if something can be written about it."""
        if self._refuses() or not self._page.shown_id:
            return None
        return self._page.shown

    def _refuses(self) -> bool:
        reason = self._context.why_not_write()
        if reason:
            self._context.told.emit(reason)
        return bool(reason)

    def _carry_out(self, panel: Occasion, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(
            self, job, lambda _outcome: panel.closed.emit(), on_error=panel.show_error
        )
