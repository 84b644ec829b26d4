"""The promises of both sides about a project: what is due, what calls for a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.commitments import Fair, State
from invest_crm.ui.commitments.words import (
    day_words,
    kind_words,
    side_words,
    state_words,
    warning_words,
)
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.pacts.section import Section
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.agreements.commitments import CommitmentRecord
    from invest_crm.ui.context import Context
    from invest_crm.ui.pacts.jobs import Pacts
    from invest_crm.ui.records.page import RecordsPage


class PromisePart(Section):
    """A row a promise; a click opens it in the list of all."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__(_("Promises of both sides"))
        self._page, self._context = page, context
        self._found: Pacts | None = None
        self.add = self.add_button(_("New promise…"), self._add)
        self.all = self.add_button(_("Open in the list"), self._open_all)
        page.add_writing(self.add)

    def show_pacts(self, found: Pacts) -> None:
        """Another project's promises."""
        self._found = found
        self.all.setVisible(bool(found.promises))
        self.begin(_summary(found))
        warned = [one for one in found.promises if one.warned() and one["fair"] != Fair.PASSED]
        for one in warned:
            words = _("Fair competition: {why}.").format(why=warning_words(one.warned()))
            self.add_words(words, "problem")
        if found.promises:
            columns = (
                MiniColumn(_("By"), 0, least=48),
                MiniColumn(_("Promise"), 2, least=110),
                MiniColumn(_("Due"), 1, least=76, rank=1),
                MiniColumn(_("State"), 0, least=62),
            )
            rows = [_row(one, found) for one in found.promises]
            self.add_table(_("Promises of both sides"), columns, rows, self._open)

    def _open(self, commitment: str) -> None:
        self._page.open_page.emit("commitments", {"open": commitment})

    def _open_all(self) -> None:
        if self._found is not None:
            ids = [one.id for one in self._found.promises]
            self._page.open_page.emit("commitments", {"ids": ids, "reason": self._found.name})

    def _add(self) -> None:
        """The form of a new promise of this project, beside the list of projects."""
        if self._found is None:
            return
        from invest_crm.ui.approvals.forms import ActForm
        from invest_crm.ui.commitments.form import Offered, form_fields
        from invest_crm.ui.commitments.jobs import CommitmentJobs

        found = self._found
        fields = [one for one in form_fields(Offered(found.today)) if one.key != "project"]
        form = ActForm(_("New promise"), _("Save"), found.name, fields)

        def write(values: dict[str, object]) -> None:
            given = {"project": found.project_id, **values}
            self._context.write(
                self,
                lambda app: CommitmentJobs().save(app, None, given, {}),
                lambda _done: form.closed.emit(),
                on_error=form.show_error,
            )

        form.accepted.connect(write)
        self._page.forms.show_occasion(form)


def _summary(found: Pacts) -> str:
    if not found.promises:
        return _("No promise is recorded.")
    shown = [one.standing(found.today) for one in found.promises]
    counts = (
        (shown.count(State.OPEN.value), _("{n} to be kept")),
        (shown.count("LATE"), _("{n} overdue")),
        (shown.count(State.KEPT.value), _("{n} kept")),
        (shown.count(State.BROKEN.value), _("{n} broken")),
    )
    parts = [words.format(n=n) for n, words in counts if n]
    return pgettext("between words", ", ").join(parts)


def _row(one: CommitmentRecord, found: Pacts) -> MiniRow:
    words, tone = state_words(one, found.today)
    return MiniRow(
        one.id,
        (
            side_words(one),
            f"{kind_words(one)}：{one['wording']}",
            day_words(one["due_on"], found.today.year),
            MiniCell(words, tone),
        ),
    )
