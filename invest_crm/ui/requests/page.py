"""诉求: the list of what firms asked for, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from invest_crm.ui.attachments.place import AttachmentsPlace
from invest_crm.ui.commands.command import Command
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.ui.requests.cells import cell_form
from invest_crm.ui.requests.close_panel import ClosePanel
from invest_crm.ui.requests.columns import KEYS as COLUMNS
from invest_crm.ui.requests.form import KEYS, form_fields, texts_of
from invest_crm.ui.requests.jobs import RequestJobs
from invest_crm.ui.requests.panel import (
    DETAILS_TAB,
    HISTORY_TAB,
    DetailsTab,
    detail_pairs,
    panel_record,
)
from invest_crm.ui.requests.source import RequestSource
from invest_crm.ui.requests.words import LABELS, state_word
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from invest_crm.services.request_panel import RequestPanel
    from invest_crm.services.requests import RequestRecord
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.occasion import Occasion
    from invest_crm.ui.requests.form import Offered

_DUE = {"overdue": N_("Overdue"), "soon": N_("Due within 7 days")}
_STATE = [key for key, _width in COLUMNS].index("closed")


class RequestsPage(RecordsPage):
    """Everything about requests in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"requests", "firms", "attachments"})

    kind: ClassVar[str] = "request"
    switches: ClassVar[Mapping[str, str]] = {"open": N_("Not settled"), "trash": N_("Trash")}
    fields: ClassVar[Mapping[str, str]] = {key: LABELS[key] for key in KEYS}

    def __init__(self, context: Context) -> None:
        self._requests = RequestJobs()
        super().__init__(
            context,
            "requests",
            _page_words(),
            RequestSource(context),
            self._requests,
            _make_editor,
            cell_form(),
        )
        self.body.addWidget(self.grid, 1)
        self.deeds = DetailsTab(self.details)
        self.deeds.close_asked.connect(lambda: self.close_chosen([self.shown_id]))
        self.deeds.reopen_asked.connect(lambda: self.reopen_chosen([self.shown_id]))
        self.deeds.edit_asked.connect(self.edit_current)
        self.deeds.firm_asked.connect(lambda firm: self.open_page.emit("firms", {"open": firm}))
        self.panel.add_tab_page(DETAILS_TAB, self.deeds)
        self.add_writing(self.deeds.close_it, self.deeds.reopen, self.deeds.edit)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.files = AttachmentsPlace(self, context)
        self.show_chips()

    def commands(self) -> list[Command]:
        """Attaching files too."""
        return [*super().commands(), self.files.command()]

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:
        """Closing those that are open, taking up those that are closed."""
        states = {one: self._is_closed(one) for one in ids}
        opened = [one for one, closed in states.items() if closed is not True]
        closed = [one for one, closed in states.items() if closed is not False]
        made = (
            ("request.close", N_("Settle…"), self.close_chosen, "done", opened),
            ("request.reopen", N_("Take up again"), self.reopen_chosen, "undo", closed),
        )
        return [_command(*one) for one in made]

    def fill_chips(self) -> frozenset[str]:
        """Open, overdue, due soon and trash as switches."""
        (unsettled, opened), (trash, gone) = self.switches.items()
        self.add_switch(unsettled, _(opened))
        for value, words in _DUE.items():
            self.add_switch("due", _(words), value)
        self.add_switch(trash, _(gone))
        return frozenset({"open", "due", "trash"})

    def words_of(self, name: str) -> str:
        """Which requests are shown."""
        return _(_DUE[self.filter(name)]) if name == "due" else super().words_of(name)

    def show_found(self, found: RequestPanel) -> None:
        """Panel and tabs."""
        self.panel.set_record(panel_record(found))
        self.details.show_pairs(detail_pairs(found))
        self.deeds.show_request(found)
        self.history.show_lines(found.history)
        self.files.show_record(found.record.id)

    def say_count(self, shown: int, total: int) -> None:
        """How many."""
        whole = ngettext("{n} request", "{n} requests", total)
        part = ngettext("{n} of {total} request", "{n} of {total} requests", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=shown, total=total))

    def close_chosen(self, ids: Sequence[str]) -> None:
        """Ask since when requests are settled and with what result, and close them."""

        def job(app: App) -> tuple[list[RequestRecord], date]:
            found = self._requests.records(app, ids)
            return [one for one in found.values() if not one["closed"]], app.today

        self._context.read(self, job, self._ask_result, key="closing")

    def reopen_chosen(self, ids: Sequence[str]) -> None:
        """Take closed requests up again."""
        chosen = tuple(ids)
        self._context.write(self, lambda app: self._requests.reopen(app, chosen))

    def _ask_result(self, found: tuple[list[RequestRecord], date]) -> None:
        records, today = found
        if not records:
            self.notify(_("Nothing is left to settle."))
            return
        ids = tuple(record.id for record in records)
        panel = ClosePanel(records, today)
        panel.accepted.connect(
            lambda on, result: self._carry_out(
                panel, lambda app: self._requests.close(app, ids, on, result)
            )
        )
        self.forms.show_occasion(panel)

    def _carry_out(self, panel: Occasion, job: Callable[[App], Outcome[Any]]) -> None:
        self._context.write(
            self, job, lambda _outcome: panel.closed.emit(), on_error=panel.show_error
        )

    def _is_closed(self, record_id: str) -> bool | None:
        """What the list says; None while the row is not there."""
        row = self.grid.model.row_of(record_id)
        cells = self.grid.model.cells(row) if row >= 0 else None
        cell = cells[_STATE] if cells else None
        if cell is None or isinstance(cell, str):
            return None
        return cell.text == state_word(closed=True)


def _make_editor(offered: Offered, record: RequestRecord | None) -> RecordEditor:
    title = _("New request") if record is None else _("Edit request")
    return RecordEditor(title, lambda _found: form_fields(offered), texts_of, record)


def _command(
    name: str, title: str, do: Callable[[Sequence[str]], object], icon: str, ids: list[str]
) -> Command:
    return Command(
        name,
        title,
        partial(do, ids),
        icon,
        heard=True,
        enabled=lambda: "" if ids else _("Nothing of the kind is selected."),
        count=len(ids),
        writes=True,
    )


def _page_words() -> Words:
    return Words(
        title=_("Requests"),
        new=N_("New request"),
        icon="inbox",
        none=_("No request yet"),
        sentence=_("Import the list of what firms asked for: what is due stands under Today."),
        chosen=lambda n: ngettext("{n} chosen request", "{n} chosen requests", n).format(n=n),
    )
