"""The joint review of a project in its panel: who agrees, who has not answered, what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.reviews import Outcome, Verdict
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.pacts import jobs
from invest_crm.ui.pacts.section import Section
from invest_crm.ui.pacts.words import (
    OUTCOME_TONES,
    VERDICT_TONES,
    condition_words,
    day_words,
    meeting_words,
    sheet_words,
    signed_words,
    waits_words,
)
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invest_crm.services.reviews.sheets import OpinionLine, Sheet
    from invest_crm.services.work import App
    from invest_crm.services.work import Outcome as Written
    from invest_crm.ui.context import Context
    from invest_crm.ui.pacts.jobs import Pacts
    from invest_crm.ui.records.occasion import Occasion
    from invest_crm.ui.records.page import RecordsPage


class ReviewPart(Section):
    """The latest round whole, earlier ones in a line each."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__(_("Joint review"))
        self._page, self._context = page, context
        self._found: Pacts | None = None
        self.convene = self.add_button(_("Convene a review…"), self._convene, "primary")
        self.edit = self.add_button(_("Change…"), self._edit)
        self.print = self.add_button(_("Print the sheet…"), self._print)
        self.remove = self.add_button(_("Remove this round"), self._remove)
        self.every = self.add_button(_("All opinions"), self._show_every)
        self._shown_all = ""
        page.add_writing(self.convene, self.edit, self.remove)

    def show_pacts(self, found: Pacts) -> None:
        """Another project's reviews."""
        self._found = found
        sheet = next(iter(found.sheets), None)
        for button in (self.edit, self.print, self.remove):
            button.setVisible(sheet is not None)
        short = sheet is not None and sheet.outcome.passes and self._shown_all != sheet.id
        self.every.setVisible(short)
        self.convene.setVisible(sheet is None or sheet.outcome is not Outcome.OPEN)
        if sheet is None:
            self.begin(_("Not reviewed yet: departments agree, agree on conditions, or refuse."))
            return
        title = _("round {n}: {outcome}").format(n=sheet.round, outcome=sheet.outcome.label)
        said = (sheet_words(sheet), meeting_words(sheet, found.today), sheet.note)
        note = pgettext("between sentences", "; ").join(filter(None, said))
        self.begin(note, title, OUTCOME_TONES[sheet.outcome])
        rows = _opinions(sheet, found, told=not short)
        if rows:
            self.add_table(_("Opinions"), _columns(), rows, self._open)
        self._show_conditions(sheet, found)
        for earlier in found.sheets[1:]:
            words = _("Round {n} of {day}: {outcome}").format(
                n=earlier.round,
                day=day_words(earlier.asked, found.today),
                outcome=earlier.outcome.label,
            )
            self.add_words(words, "hint")

    def _show_conditions(self, sheet: Sheet, found: Pacts) -> None:
        rows = [
            MiniRow(
                one.id,
                (
                    condition_words(held, found.today),
                    one.name,
                    MiniCell(_state(held), "signed" if held.open else "production"),
                ),
            )
            for one in sheet.opinions
            for held in one.conditions
        ]
        if rows:
            columns = (
                MiniColumn(_("Condition"), 3, least=140),
                MiniColumn(_("Department asked"), 1, least=90, rank=1),
                MiniColumn(_("State"), 0, least=62),
            )
            self.add_table(_("Conditions"), columns, rows, self._open)

    # ---- what can be done ---------------------------------------------------------------------

    def _show_every(self) -> None:
        """Plain agreement too, where the sheet has passed."""
        if self._found is not None and self._found.sheets:
            self._shown_all = self._found.sheets[0].id
            self.show_pacts(self._found)

    def _convene(self) -> None:
        if self._found is None:
            return
        from invest_crm.services.reviews.acts import Convene
        from invest_crm.ui.pacts.review_forms import SheetForm

        found = self._found
        form = SheetForm(found.name, found.today)

        def job(values: Mapping[str, Any]) -> Callable[[App], Written[Any]]:
            command = Convene(
                found.project_id,
                values["departments"],
                values["on"] or found.today,
                values["convened_by"] or "",
                values["held"],
                values["items"],
                values["note"] or "",
            )
            return lambda app: jobs.convene(app, command)

        form.accepted.connect(lambda values: self._write(form, job(values)))
        self._page.forms.show_occasion(form)

    def _edit(self) -> None:
        if self._found is None or not self._found.sheets:
            return
        from invest_crm.services.reviews.acts import EditSheet
        from invest_crm.ui.pacts.review_forms import SheetForm

        found, sheet = self._found, self._found.sheets[0]
        form = SheetForm(found.name, found.today, sheet)

        def job(values: Mapping[str, Any]) -> Callable[[App], Written[Any]]:
            command = EditSheet(
                sheet.id,
                values["convened_by"] or "",
                values["held"],
                values["items"],
                values["note"] or "",
                values["departments"],
                values["on"],
            )
            return lambda app: jobs.edit_sheet(app, command)

        form.accepted.connect(lambda values: self._write(form, job(values)))
        self._page.forms.show_occasion(form)

    def _open(self, opinion_id: str) -> None:
        """The form of an opinion, if something can be written."""
        reason = self._context.why_not_write()
        line = self._line(opinion_id)
        if reason or line is None or self._found is None:
            self._context.told.emit(reason)
            return
        from invest_crm.services.reviews.acts import Answer, Condition
        from invest_crm.ui.pacts.review_forms import OpinionForm

        form = OpinionForm(line, self._found.today)

        def job(values: Mapping[str, Any]) -> Callable[[App], Written[Any]]:
            held = tuple(Condition(one.text, one.owner, one.due) for one in values["conditions"])
            verdict = Verdict(values["verdict"])
            command = Answer(
                line.id, verdict, values["person"], values["on"], values["reason"], held
            )
            return lambda app: jobs.answer(app, command)

        form.accepted.connect(lambda values: self._write(form, job(values)))
        form.withdrawn.connect(
            lambda: self._write(form, lambda app: jobs.take_back(app, opinion_id))
        )
        self._page.forms.show_occasion(form)

    def _remove(self) -> None:
        if self._found is not None and self._found.sheets:
            review_id = self._found.sheets[0].id
            self._context.write(
                self,
                lambda app: jobs.remove_sheet(app, review_id),
                on_error=self._page.show_error,
            )

    def _print(self) -> None:
        if self._found is None or not self._found.sheets:
            return
        from invest_crm.ui.documents import ask_target, say_written

        sheet = self._found.sheets[0]
        title = _("Admission review sheet {project}").format(project=self._found.name)
        path = ask_target(self, title, ("pdf", "docx"), self._found.today)
        if path is not None:
            self._context.read(
                self,
                lambda app: jobs.write_report(app, "review", path, sheet.id),
                lambda made: say_written(self._page, made),
                key="document",
                on_error=self._page.show_error,
            )

    def _line(self, opinion_id: str) -> OpinionLine | None:
        sheets = self._found.sheets if self._found else ()
        every = (one for sheet in sheets for one in sheet.opinions)
        return next((one for one in every if one.id == opinion_id), None)

    def _write(self, form: Occasion, job: Callable[[App], Written[Any]]) -> None:
        self._context.write(self, job, lambda _done: form.closed.emit(), on_error=form.show_error)


def _state(held: Any) -> str:
    return held.state.label if held.state is not None else _("open")


def _columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Department asked"), 1.6, least=110),
        MiniColumn(_("Opinion"), 0, least=84),
        MiniColumn(_("Name and day"), 1.6, least=110),
    )


def _opinions(sheet: Sheet, found: Pacts, *, told: bool) -> list[MiniRow]:
    """The opinions; plain agreement only if ``told``."""
    rows = []
    for one in sheet.opinions:
        if not told and one.verdict is Verdict.AGREE:
            continue
        if one.verdict is None:
            said = MiniCell(_("awaited"), "")
            when = MiniCell(waits_words(one), "bad" if one.late else "", chip=False)
        else:
            said = MiniCell(one.verdict.label, VERDICT_TONES[one.verdict])
            when = MiniCell(signed_words(one, found.today), "", chip=False)
        rows.append(MiniRow(one.id, (one.name, said, when)))
    return rows
