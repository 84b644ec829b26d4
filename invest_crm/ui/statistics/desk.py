"""What is done with applications from any page: the form that fits is shown, and its words done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from invest_crm.domain.departments import department_label
from invest_crm.domain.statistics.state import StepKind
from invest_crm.ui import documents
from invest_crm.ui.statistics import jobs
from invest_crm.ui.statistics.acts import BACK, BIND, HAND, KIND, QUALIFIED, READS, REVENUE
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from invest_crm.services.statistics.acts import Line
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.approvals.forms import ActForm
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.records.occasion import Occasion

    Seen = tuple[list[Line], date]


class StatDesk(QObject):
    """Belongs to a page; ``show`` puts a form beside its list."""

    def __init__(self, page: Page, context: Context, show: Callable[[Occasion], object]) -> None:
        super().__init__(page)
        self._page, self._context, self._show = page, context, show

    def act(self, subject: str, name: str, ids: Sequence[str]) -> None:
        """Ask what an act needs to be known, for some records."""
        if not ids or (name not in READS and self._refused()):
            return
        chosen = tuple(ids)
        self._read(
            lambda app: (jobs.some(app, subject, chosen), app.today),
            partial(self._ask, subject, name),
        )

    def paper(self, subject: str, record: str, material: str) -> None:
        """What stands on a paper of the checklist."""
        if not self._refused():
            self._read(
                lambda app: (jobs.some(app, subject, (record,)), app.today),
                partial(self._ask_paper, subject, material),
            )

    def void_entry(self, firm: str, entry: str) -> None:
        """Take a figure of revenue back."""

        def show(found: Seen) -> None:
            from invest_crm.services.statistics.firms import FirmLine
            from invest_crm.ui.statistics.forms import VoidForm

            (line,), _today = found
            known = line.entries if isinstance(line, FirmLine) else ()
            one = next((item for item in known if item.id == entry), None)
            if one is not None and isinstance(line, FirmLine):
                self._put(
                    VoidForm(line, one),
                    lambda app, said: jobs.void_revenue(app, entry, str(said["reason"] or "")),
                )

        if not self._refused():
            self._read(lambda app: (jobs.some(app, jobs.FIRM, (firm,)), app.today), show)

    def paste(self) -> None:
        """Take revenue from a pasted sheet."""
        from invest_crm.ui.statistics.forms import SheetForm

        if not self._refused():
            self._put(
                SheetForm(),
                lambda app, said: jobs.paste(
                    app, said["text"], said["origin"], str(said["reason"] or "")
                ),
            )

    def write_list(self, subject: str) -> None:
        """Write the list of those that should be in as a document."""
        title = (
            _("Projects that should be in the investment database")
            if subject == jobs.PROJECT
            else _("Firms that should be in the statistics")
        )
        formats = ("xlsx", "pdf", "docx", "html")
        self._write(title, formats, lambda app, path: jobs.write_list(app, subject, path))

    def write_revenue(self) -> None:
        """Write every figure of revenue that stands as a ledger, which is put on record."""
        self._write(_("Revenue of firms"), ("xlsx", "csv"), jobs.write_revenue)

    def _ask(self, subject: str, name: str, found: Seen) -> None:
        from invest_crm.ui.statistics import forms

        lines, today = found
        first, ids = lines[0], tuple(line.id for line in lines)
        if name == BIND:
            self._bind(subject, first)
        elif name == BACK:
            self._put(
                forms.BackForm(first),
                lambda app, said: jobs.take_back(app, subject, first.id, str(said["reason"] or "")),
            )
        elif name == HAND:
            self._put(
                forms.HandForm(lines),
                lambda app, said: jobs.hand_on(
                    app, subject, ids, _unit(said["unit"], first), str(said["person"] or "")
                ),
            )
        elif name in (KIND, QUALIFIED, REVENUE):
            self._ask_one(subject, name, first)
        else:
            kind = StepKind(name)
            self._put(
                forms.StepForm(kind, lines, today),
                lambda app, said: jobs.take(app, subject, ids, kind, said),
            )

    def _ask_one(self, subject: str, name: str, line: Line) -> None:
        """The forms of projects alone or of firms alone."""
        from invest_crm.services.statistics.projects import ProjectLine
        from invest_crm.ui.statistics import forms

        if isinstance(line, ProjectLine):
            self._put(
                forms.KindForm(line),
                lambda app, said: jobs.edit_case(app, subject, line.id, kind=said["kind"]),
            )
        elif name == QUALIFIED:
            self._put(
                forms.QualifiedForm(line),
                lambda app, said: jobs.edit_case(
                    app, subject, line.id, qualified=said["qualified"] == "yes"
                ),
            )
        else:
            self._put(forms.RevenueForm(line), lambda app, said: jobs.report(app, line.id, said))

    def _ask_paper(self, subject: str, code: str, found: Seen) -> None:
        from invest_crm.ui.statistics.forms import CannotForm, PaperForm

        (line,), today = found
        material = next((one for one in line.checklist.materials if one.code == code), None)
        if material is None:
            return
        there = [kind for kind in material.kinds if kind in line.evidence]
        kind = (there or material.kinds)[0]
        form = PaperForm(line, material, kind, today)

        def cannot() -> None:
            self._put(
                CannotForm(line, material, today),
                lambda app, said: jobs.cannot(app, subject, line.id, code, said),
            )

        form.other.clicked.connect(lambda _on=False: cannot())
        about = (subject, line.id)
        self._put(form, lambda app, said: jobs.save_paper(app, about, kind, said, form.seen))

    def _bind(self, subject: str, line: Line) -> None:
        title = _("Papers of {name}").format(name=line.name)
        self._write(
            title, ("pdf",), lambda app, path: jobs.write_bundle(app, subject, line.id, path)
        )

    def _write(self, title: str, formats: Sequence[str], job: Callable[[App, Path], Path]) -> None:
        path = documents.ask_target(self._page, title, formats, self._context.today)
        if path is not None:
            self._page.said.emit(_("Being written: {name}").format(name=path.name), None)
            self._context.read(
                self,
                lambda app: job(app, path),
                lambda done: documents.say_written(self._page, done),
                on_error=self._page.show_error,
            )

    def _put(self, form: ActForm, job: Callable[[App, Any], Outcome[Any]]) -> None:
        """Show a form; what it hands over is done, then it closes, or tells why not."""

        def accepted(said: Any) -> None:
            self._context.write(
                self,
                lambda app: job(app, said),
                lambda _outcome: form.closed.emit(),
                on_error=form.show_error,
            )

        form.accepted.connect(accepted)
        self._show(form)

    def _read(self, job: Callable[[App], Seen], show: Callable[[Seen], object]) -> None:
        self._context.read(self, job, show, key="form", on_error=self._page.show_error)

    def _refused(self) -> bool:
        reason = self._page.why_not_write()
        if reason:
            self._page.said.emit(reason, None)
        return bool(reason)


def _unit(text: str | None, line: Line) -> str:
    """A unit only where it is another than the one that holds it anyway."""
    held = line.holder
    same = held is not None and department_label(held.unit) == (text or "")
    return "" if same else text or ""
