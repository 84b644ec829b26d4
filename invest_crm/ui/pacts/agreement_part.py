"""The agreements of a project as a chain, their amounts, and whether a signing is a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.signings import Signing
from invest_crm.domain.stages import AgreementType
from invest_crm.ui.approvals.forms import ActForm
from invest_crm.ui.kit.form import Field
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.pacts import jobs
from invest_crm.ui.pacts.section import Section
from invest_crm.ui.pacts.words import day_words
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from invest_crm.services.projects.facts import AgreementLine
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.pacts.jobs import Pacts
    from invest_crm.ui.records.page import RecordsPage

_YES, _NO = "yes", "no"


class AgreementPart(Section):
    """A row an agreement, what belongs to it below; a click changes its amount."""

    def __init__(
        self, page: RecordsPage, context: Context, manage: Callable[[str], object]
    ) -> None:
        super().__init__(_("Agreements"))
        self._page, self._context = page, context
        self._found: Pacts | None = None
        self.manage = self.add_button(
            _("Agreements…"), lambda: manage(self._found.project_id if self._found else "")
        )
        self.tell = self.add_button(_("Is this signing new?…"), self._ask_signing, "primary")
        page.add_writing(self.manage, self.tell)

    def show_pacts(self, found: Pacts) -> None:
        """Another project's agreements."""
        self._found = found
        self.tell.setVisible(bool(found.unanswered))
        if not found.agreements:
            self.begin(_("Nothing is signed yet."))
            return
        n = found.scans
        scans = ngettext("{n} scanned agreement attached", "{n} scanned agreements attached", n)
        self.begin(scans.format(n=n) if n else _("No scanned agreement is attached."))
        for _one, repeats in found.unanswered:
            named = _(", ").join(dict.fromkeys(one.project for one in repeats))
            words = _("The same firm signed “{projects}” already: say whether this is new.")
            self.add_words(words.format(projects=named), "problem")
        columns = (
            MiniColumn(_("Agreement"), 2, least=110),
            MiniColumn(_("Signed on"), 1, least=84),
            MiniColumn(_("Amount"), 0, right=True, least=80),
        )
        rows = [_row(line, found) for line in _chain(found.agreements)]
        self.add_table(_("Agreements"), columns, rows, self._change_amount)
        for line in found.agreements:
            for change in found.amounts.get(line.id, ()):
                words = _("{type}: {amount} since {day}, {reason}").format(
                    type=line.type.label,
                    amount=show_amount(change.amount),
                    day=day_words(change.on, found.today),
                    reason=change.reason,
                )
                self.add_words(words, "hint")

    def _change_amount(self, agreement_id: str) -> None:
        reason = self._context.why_not_write()
        line = next(
            (one for one in (self._found.agreements if self._found else ())
             if one.id == agreement_id), None,
        )  # fmt: skip
        if reason or line is None or self._found is None:
            self._context.told.emit(reason)
            return
        form = AmountForm(line, self._found.today)

        def job(values: Mapping[str, Any]) -> Callable[[App], Outcome[Any]]:
            from invest_crm.services.agreements.amounts import ChangeAmount

            command = ChangeAmount(
                agreement_id,
                values["amount"],
                values["on"],
                values["reason"],
                values["whole"] == _YES,
            )
            return lambda app: jobs.change_amount(app, command)

        form.accepted.connect(lambda values: self._write(form, job(values)))
        self._page.forms.show_occasion(form)

    def _ask_signing(self) -> None:
        if self._found is None or not self._found.unanswered:
            return
        agreement_id, repeats = self._found.unanswered[0]
        kinds = tuple((one.value, one.label) for one in Signing)
        earlier = tuple((one.agreement_id, f"{one.project} · {one.day}") for one in repeats)
        fields = [
            Field("signing", _("This signing is"), "choice", choices=kinds, required=True,
                  check=checks.plain),
            Field("of", _("Beside which signing"), "choice", choices=earlier, check=checks.plain),
        ]  # fmt: skip
        form = ActForm(_("Is this signing new?"), _("Save"), self._found.name, fields)
        form.hint(_("Figures count a project once; of an increase only the increment."))

        def job(values: Mapping[str, Any]) -> Callable[[App], Outcome[Any]]:
            from invest_crm.services.agreements.repeats import AnswerSigning

            command = AnswerSigning(agreement_id, Signing(values["signing"]), values["of"] or "")
            return lambda app: jobs.answer_signing(app, command)

        form.accepted.connect(lambda values: self._write(form, job(values)))
        self._page.forms.show_occasion(form)

    def _write(self, form: ActForm, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(self, job, lambda _done: form.closed.emit(), on_error=form.show_error)


class AmountForm(ActForm):
    """Another amount of an agreement, since when and why."""

    def __init__(self, line: AgreementLine, today: date) -> None:
        said = ((_NO, _("no")), (_YES, _("yes")))
        fields = [
            Field("amount", _("Amount agreed"), "money", unit=_("10,000 yuan"), required=True,
                  check=checks.money, note=checks.money_note),
            Field("on", _("Agreed on"), "date", required=True, check=day_check(today)),
            Field("reason", _("Reason"), required=True, check=checks.plain,
                  hint=_("e.g. scale reduced by supplement")),
            Field("whole", _("Is this what the project invests?"), "choice", choices=said,
                  check=checks.plain),
        ]  # fmt: skip
        super().__init__(_("Change the amount"), _("Save"), line.type.label, fields)
        self.form.set_texts({"on": today.isoformat(), "whole": _NO})


def _chain(lines: tuple[AgreementLine, ...]) -> list[AgreementLine]:
    """Agreements by day, what supplements or ends one right below it."""
    ids = {line.id for line in lines}
    found = []
    for line in lines:
        if line.parent_id not in ids:
            found += [line, *(one for one in lines if one.parent_id == line.id)]
    return found


def _row(line: AgreementLine, found: Pacts) -> MiniRow:
    changes = found.amounts.get(line.id, ())
    amount = changes[-1].amount if changes else line.amount
    ids = {one.id for one in found.agreements}
    lead = "└ " if line.parent_id in ids else ""
    tone = "bad" if line.type is AgreementType.TERMINATION else ""
    more = f" · {line.parties}" if line.parties else ""
    when = show(line.on, year=found.today.year) if line.on is not None and line.on.value else "—"
    if line.ceremony is not None and line.ceremony.value:
        shown = show(line.ceremony, year=found.today.year)
        when = _("{day} (ceremony {other})").format(day=when, other=shown)
    return MiniRow(
        line.id,
        (
            MiniCell(f"{lead}{line.type.label}{more}", tone, chip=False),
            when,
            "—" if amount is None else show_amount(amount),
        ),
    )
