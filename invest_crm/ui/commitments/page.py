"""双向承诺: the list of promises, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from invest_crm.domain.commitments import Side, State
from invest_crm.ui import theme
from invest_crm.ui.approvals.forms import ActForm
from invest_crm.ui.attachments.place import AttachmentsPlace
from invest_crm.ui.attachments.waiting import WaitingFiles
from invest_crm.ui.commands.command import Command
from invest_crm.ui.commitments.cells import cell_form
from invest_crm.ui.commitments.form import KEYS, form_fields, texts_of
from invest_crm.ui.commitments.jobs import CommitmentJobs
from invest_crm.ui.commitments.panel import (
    ACTS,
    DETAILS_TAB,
    HISTORY_TAB,
    DetailsTab,
    detail_pairs,
    panel_record,
)
from invest_crm.ui.commitments.source import CommitmentSource
from invest_crm.ui.commitments.words import LABELS
from invest_crm.ui.kit.form import Field
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.services.agreements.commitments import CommitmentRecord
    from invest_crm.services.agreements.panel import CommitmentPanel
    from invest_crm.services.work import App
    from invest_crm.ui.commitments.form import Offered
    from invest_crm.ui.context import Context

_SIDES = {Side.GOVERNMENT.value: N_("Government"), Side.FIRM.value: N_("Firms")}
_DUE = {"overdue": N_("Overdue"), "soon": N_("Due within 30 days")}


class CommitmentsPage(RecordsPage):
    """Everything about promises in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"agreements", "projects", "attachments"})

    kind: ClassVar[str] = "commitment"
    switches: ClassVar[Mapping[str, str]] = {
        "open": N_("To be kept"),
        "warned": N_("To be reviewed"),
        "trash": N_("Trash"),
    }
    fields: ClassVar[Mapping[str, str]] = {key: LABELS[key] for key in KEYS}

    def __init__(self, context: Context) -> None:
        self._promises = CommitmentJobs()
        super().__init__(
            context,
            "commitments",
            _page_words(),
            CommitmentSource(context),
            self._promises,
            _make_editor,
            cell_form(),
        )
        self.body.addWidget(self.grid, 1)
        self.deeds = DetailsTab(self.details)
        self.deeds.asked.connect(lambda state: self.ask_state([self.shown_id], State(state)))
        self.deeds.edit_asked.connect(self.edit_current)
        self.deeds.project_asked.connect(lambda one: self.open_page.emit("projects", {"open": one}))
        self.add_writing(*self.deeds.buttons.values(), self.deeds.edit)
        self.panel.add_tab_page(DETAILS_TAB, self.deeds)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.files = AttachmentsPlace(self, context)
        self.show_chips()

    def commands(self) -> list[Command]:
        """Attaching files too."""
        return [*super().commands(), self.files.command()]

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:
        """Saying what became of those selected."""
        return [
            Command(f"commitment.{state.value.lower()}", words, partial(self.ask_state, ids, state),
                    "done", heard=True, count=len(ids), writes=True,
                    enabled=lambda: "" if ids else _("Select one record."))
            for state, words in ACTS.items()
        ]  # fmt: skip

    def fill_chips(self) -> frozenset[str]:
        """Sides, open ones, due ones, those to be reviewed, trash."""
        for side, words in _SIDES.items():
            self.add_switch("side", _(words), side)
        for due, words in _DUE.items():
            self.add_switch("due", _(words), due)
        for name, words in self.switches.items():
            self.add_switch(name, _(words))
        return frozenset({"side", "due", *self.switches})

    def words_of(self, name: str) -> str:
        """Which promises are shown."""
        words = {"side": _SIDES, "due": _DUE}.get(name)
        return _(words[self.filter(name)]) if words else super().words_of(name)

    def show_found(self, found: CommitmentPanel) -> None:
        """Panel and tabs."""
        self.panel.set_record(panel_record(found))
        self.details.show_pairs(detail_pairs(found.record))
        self.deeds.show_commitment(found)
        self.history.show_lines(found.history)
        self.files.show_record(found.record.id)

    def say_count(self, shown: int, total: int) -> None:
        """How many."""
        whole = ngettext("{n} promise", "{n} promises", total)
        part = ngettext("{n} of {total} promise", "{n} of {total} promises", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=shown, total=total))

    def ask_state(self, ids: Sequence[str], state: State) -> None:
        """Ask since when promises are kept, broken, waived or open again, and why."""
        chosen = tuple(ids)

        def job(app: App) -> tuple[list[CommitmentRecord], date]:
            return list(self._promises.records(app, chosen).values()), app.today

        def show(found: tuple[list[CommitmentRecord], date]) -> None:
            records, today = found
            if records:
                self._show_form(StateForm(records, state, today), chosen, state)

        self._context.read(self, job, show, key="state")

    def _show_form(self, form: StateForm, ids: tuple[str, ...], state: State) -> None:
        def write(values: Mapping[str, Any]) -> None:
            from invest_crm.services.agreements.outcomes import SetCommitment

            command = SetCommitment(
                ids, state, values["on"], values["note"] or "", values.get("amount")
            )
            sources = form.files.sources()
            self._context.write(
                self,
                lambda app: self._promises.set_state(app, command, sources),
                lambda _done: form.closed.emit(),
                on_error=form.show_error,
            )

        form.accepted.connect(write)
        self.forms.show_occasion(form)


class StateForm(ActForm):
    """What became of promises on a day, with the papers that prove it."""

    def __init__(self, records: Sequence[CommitmentRecord], state: State, today: date) -> None:
        title = _(ACTS[state]).rstrip("…")
        n = len(records)
        about = records[0]["wording"] if n == 1 else _words(n)
        reasoned = state in (State.BROKEN, State.WAIVED)
        fields = [
            Field("on", _("On"), "date", required=True, check=day_check(today)),
            *(
                [Field("amount", _("Amount"), "money", unit=_("10,000 yuan"), check=checks.money)]
                if state is State.KEPT and n == 1
                else []
            ),
            Field("note", _("Evidence or reason"), "multiline", required=reasoned,
                  check=checks.plain),
        ]  # fmt: skip
        super().__init__(title, title, about, fields)
        self.form.set_texts({"on": today.isoformat()})
        self.files = WaitingFiles(self.form.editor("note"))
        told = _("The papers that prove it: drop or paste them on the text above, or choose them.")
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self.files.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(told, "hint", wrap=True), 1)
        self.body.addLayout(row)
        self.body.addWidget(self.files)
        self.body.addStretch(1)


def _make_editor(offered: Offered, record: CommitmentRecord | None) -> RecordEditor:
    title = _("New promise") if record is None else _("Edit promise")
    return RecordEditor(title, lambda _found: form_fields(offered), texts_of, record)


def _words(n: int) -> str:
    return ngettext("{n} promise", "{n} promises", n).format(n=n)


def _page_words() -> Words:
    return Words(
        title=_("Promises"),
        new=N_("New promise"),
        icon="document",
        none=_("No promise yet"),
        sentence=_("Record what government and firm promised: what is due stands under Today."),
        chosen=lambda n: ngettext("{n} chosen promise", "{n} chosen promises", n).format(n=n),
    )
