"""What became of promises: kept, broken, waived or open again, with the papers that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.db.schema.agreements import commitment, commitment_fact
from invest_crm.domain.commitments import State, clause
from invest_crm.errors import UserError
from invest_crm.services.agreements.commitments import existing
from invest_crm.services.attachment_intake import staged_files
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import AddFiles, keep_files
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.attachment_intake import Offered, StagedFile
    from invest_crm.services.work import App, Outcome, Work


class SetCommitment(Struct, frozen=True):
    """Promises were kept, broken, waived, or are open again. ``amount`` in 分: what was paid;
    ``files``: the papers that prove it, of each of them.
    """

    ids: tuple[str, ...]
    state: State
    on: date
    note: str = ""
    amount: int | None = None
    files: tuple[StagedFile, ...] = ()


def set_with_files(app: App, command: SetCommitment, offered: Sequence[Offered]) -> Outcome[int]:
    """Say what became of promises together with the papers that prove it, as one action.

    UserErrors of ``set_commitments`` and of ``staged_files``; then nothing of it remains.
    """
    with staged_files(app, offered) as staged:
        return app.write(set_commitments, replace(command, files=staged))


def set_commitments(work: Work, command: SetCommitment) -> int:
    """Say what became of promises; returns how many. UserError ``day-to-come``,
    ``note-missing`` (broken or waived without a reason), ``commitment-gone``.
    """
    found = existing(work, command.ids)
    if command.on > work.today:
        raise _refusal(
            "day-to-come",
            _("This day is still to come."),
            _("Enter the day on which it happened."),
        )
    if command.state in (State.BROKEN, State.WAIVED) and not command.note.strip():
        raise _refusal("note-missing", _("Say why."), _("Write a reason."))
    first = next(iter(found.values()))
    work.name(
        "commitment.state",
        count=len(found),
        text=clause(first["wording"]),
        state=command.state.label,
    )
    work.insert_many(
        commitment_fact,
        [
            {
                "commitment_id": one,
                "state": command.state.value,
                "effective_on": command.on.isoformat(),
                "amount": command.amount,
                "note": command.note.strip() or None,
                **work.fact(source="hand", cut_off=work.today.isoformat()),
            }
            for one in found
        ],
    )
    for one in found:
        keep_files(work, AddFiles(Subject("commitment", one), command.files))
    return work.update_many(commitment, {key: {"state": command.state.value} for key in found})


def _refusal(code: str, happened: str, todo: str) -> UserError:
    return UserError(code, happened, safe=_("Nothing was changed."), todo=todo)
