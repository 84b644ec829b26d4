"""Writing the cells of a list of records: a ``CellWriter`` over the subject's services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from invest_crm.ui.operations import tell_fault
from invest_crm.ui.records.proposal import Proposal, propose
from invest_crm.ui.records.typed import Typed, read_text
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.errors import UserError
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.kit.grid.cells import Head, Patch, Texts
    from invest_crm.ui.records.editor import Stored
    from invest_crm.ui.records.subject import RecordJobs
    from invest_crm.ui.records.typed import CellForm


class RecordCells(QObject):
    """``to_look_at(proposal)``: a person must look before it is written.

    ``conflicted(record as read, key, text as in the form)``: somebody else changed it meanwhile.
    ``wrote(new ids)``: after every writing; ``refused(error)`` instead of it.
    """

    to_look_at = Signal(object)
    conflicted = Signal(object, str, str)
    wrote = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, jobs: RecordJobs, form: CellForm, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._jobs, self._form = context, jobs, form
        self.in_place = False
        """Cells are being written: the list they stand in is to keep its order."""
        self._typed: Typed | None = None
        self._read: dict[str, Stored] = {}

    def prepare(self) -> None:
        """Ask what the fields offer (chains may have been renamed)."""
        self._context.read(
            self, lambda app: self._jobs.form(app, "")[0], self._take_offered, key="offered"
        )

    def field(self, key: str) -> Field | None:
        """How a column is typed; None while that is not known yet, or for what is not typed."""
        typed = None if self.refusal() else self._typed
        return typed.field(key) if typed is not None and typed.holds(key) else None

    def headings(self, texts: Sequence[str]) -> list[Head | None]:
        """The columns that a line of headings names."""
        return self._typed.headings(texts) if self._typed is not None else [None] * len(texts)

    def refusal(self) -> str:
        """Why nothing can be written here at all."""
        return self._context.why_not_write()

    def why_not(self, key: str) -> str:
        """Why a column cannot be typed."""
        if self.refusal():
            return self.refusal()
        if self._typed is None:
            return _("One moment: the list is still being prepared.")
        return self._typed.why_not(key)

    def texts(
        self, records: Sequence[str], keys: Sequence[str], then: Callable[[Texts], object]
    ) -> None:
        """The present texts of cells."""
        typed = self._typed

        def answer(found: Mapping[str, Stored]) -> None:
            self._read = dict(found)
            if typed is None:
                then({})
                return
            wanted = frozenset(keys)
            then(
                {
                    record: {key: text for key, text in typed.texts(one).items() if key in wanted}
                    for record, one in found.items()
                }
            )

        self._context.read(self, lambda app: self._jobs.records(app, records), answer)

    def fields(self) -> list[Field]:
        """Every field that is typed in cells."""
        return self._typed.fields() if self._typed is not None else []

    def write(self, record: str, key: str, text: str, then: Callable[[str], object]) -> None:
        """Write one cell."""
        stored, typed = self._read.get(record), self._typed
        if stored is None or typed is None:
            then(_("This record is no longer there."))
            return
        value, problem = read_text(typed.field(key), text, stored)
        if problem or value == stored[key]:
            then(problem)
            return

        def refused(error: UserError) -> None:
            if error.code == "edit-conflict":
                then("")
                self.conflicted.emit(stored, key, typed.in_form(key, text))
            else:
                then(str(error))
                tell_fault(error)

        def wrote(outcome: Outcome[Any]) -> None:
            then("")
            self.wrote.emit(outcome.value)

        values = {record: {key: value}}
        self._write(values, {record: {key: stored[key]}}, (), "edit", wrote, refused)

    def put(self, patch: Patch, *, show: bool = False) -> None:
        """Look through a patch; written at once if nothing is wrong or new and ``show`` is off."""

        def answer(proposal: Proposal) -> None:
            if show or proposal.wrong or proposal.new:
                self.to_look_at.emit(proposal)
            elif proposal.cells:
                self.carry_out(proposal)

        self.look(patch, answer)

    def look(self, patch: Patch, then: Callable[[Proposal], object]) -> None:
        """What a patch comes to, read anew."""
        typed, jobs = self._typed, self._jobs
        if typed is None:
            return
        names = [row.get("name", "").strip() for row in patch.rows[len(patch.order) :]]

        def job(app: App) -> Proposal:
            records = jobs.records(app, patch.order)
            known = jobs.named(app, [name for name in names if name])
            return propose(patch, typed, records, known)

        self._context.read(self, job, then, key="proposal")

    def carry_out(self, proposal: Proposal) -> None:
        """Write what a proposal says; what is wrong in it is left out."""
        self._write(
            proposal.values,
            proposal.seen,
            proposal.new,
            proposal.patch.how,
            lambda outcome: self.wrote.emit(outcome.value),
            self.refused.emit,
        )

    def _write(
        self,
        values: Mapping[str, Mapping[str, Any]],
        seen: Mapping[str, Mapping[str, Any]],
        new: Sequence[Mapping[str, Any]],
        how: str,
        wrote: Callable[[Outcome[Any]], object],
        refused: Callable[[UserError], object],
    ) -> None:
        typed, jobs = self._typed, self._jobs
        if typed is None:
            return
        ready = {record: typed.ready(own) for record, own in values.items()}
        made = [typed.ready(own) for own in new]

        def job(app: App) -> Outcome[Any]:
            from invest_crm.services.cells import EditCells

            return jobs.save_cells(app, EditCells(ready, seen, made, how))  # type: ignore[arg-type]

        def done(outcome: Outcome[Any]) -> None:
            self.in_place = False
            wrote(outcome)

        def failed(error: UserError) -> None:
            self.in_place = False
            refused(error)

        self.in_place = not made
        self._context.write(self, job, done, on_error=failed)

    def _take_offered(self, offered: Any) -> None:
        self._typed = Typed(self._form, offered)
