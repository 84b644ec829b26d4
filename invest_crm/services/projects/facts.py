"""Facts of a project that are rows of their own: what is the matter with it, what was agreed.

Rows are added and voided, never overwritten, so that every figure of an earlier day stays what it
was (``figures.md``, Facts).
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.projects import agreement, side_state
from invest_crm.domain.hold_ups import HOLD_UPS, OTHER, stored_words
from invest_crm.domain.masking import mask_numbers
from invest_crm.domain.stages import COUNTED_AGREEMENTS, AgreementType, SideState, Stage
from invest_crm.errors import UserError
from invest_crm.services.agreements.repeats import refuse_unanswered
from invest_crm.services.dates import date_columns, read_date
from invest_crm.services.projects.confirming import ask
from invest_crm.services.projects.edit import stored_project
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View, Work


class SetSideState(Struct, frozen=True):
    """Pause, stall, terminate, lose, merge or reactivate, from a day, with a reason.

    ``until``: the day a paused project is taken up again. ``reasons``: codes of
    ``domain.hold_ups``; a project that is lost or terminated needs one at least.
    """

    id: str
    state: SideState
    on: date
    reason: str
    until: date | None = None
    reasons: tuple[str, ...] = ()


class SideLine(Struct, frozen=True):
    """The side state in force: since when, until when (of a pause), why in words."""

    state: SideState
    since: date
    until: date | None
    why: str


class AddAgreement(Struct, frozen=True):
    """A further agreement of a project. Money in 分.

    ``parent_id``: the agreement it supplements or ends. ``signing``, ``signing_of``: what it is
    where the same firm signed already (``services.agreements.repeats``).
    """

    project_id: str
    type: AgreementType
    on: PartialDate
    amount: int | None = None
    external_funds: int | None = None
    ceremony: PartialDate | None = None
    parties: str = ""
    parent_id: str = ""
    signing: str = ""
    signing_of: str = ""


class VoidAgreement(Struct, frozen=True):
    """An agreement that does not count any more, and why."""

    id: str
    reason: str


class AgreementLine(Struct, frozen=True):
    """An agreement that stands. Money in 分; ``amount`` as it was signed."""

    id: str
    type: AgreementType
    on: PartialDate | None
    amount: int | None
    external_funds: int | None
    ceremony: PartialDate | None = None
    parties: str = ""
    parent_id: str = ""
    signing: str = ""


def set_side_state(work: Work, command: SetSideState) -> None:
    """Record a side state from a day; the former one stays in the history.

    Rules: ``domain.md`` 1.2. UserError ``state-*`` if the project or the words do not fit it.
    """
    record = stored_project(work, command.id)
    _refuse_state(record, command)
    work.name("project.state", name=record["name"], state=command.state.label)
    work.insert(
        side_state,
        project_id=command.id,
        state=command.state.value,
        effective_on=command.on.isoformat(),
        until=command.until.isoformat() if command.until else None,
        reason=mask_numbers(command.reason.strip()) or None,
        reasons=json.dumps(command.reasons) if command.reasons else None,
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )


def side_in_force(view: View, project_id: str) -> SideLine | None:
    """The side state of a project today, None where it goes on as usual."""
    query = (
        select(side_state)
        .where(
            side_state.c.project_id == project_id,
            side_state.c.voided_at.is_(None),
            side_state.c.effective_on <= view.today.isoformat(),
        )
        .order_by(side_state.c.effective_on.desc(), side_state.c.recorded_at.desc())
    )
    row = view.first(query)
    if row is None or row.state == SideState.ACTIVE.value:
        return None
    until = date.fromisoformat(row.until) if row.until else None
    why = stored_words(row.reasons, row.reason)
    return SideLine(SideState(row.state), date.fromisoformat(row.effective_on), until, why)


def agreements(view: View, project_id: str) -> tuple[AgreementLine, ...]:
    """The agreements of a project that stand, the earliest first."""
    query = (
        select(agreement)
        .where(agreement.c.project_id == project_id, agreement.c.voided_at.is_(None))
        .order_by(agreement.c.contract_day, agreement.c.id)
    )
    return tuple(
        AgreementLine(
            row.id,
            AgreementType(row.type),
            read_date(row._mapping, "contract"),  # noqa: SLF001
            row.amount,
            row.external_funds,
            read_date(row._mapping, "ceremony"),  # noqa: SLF001
            row.parties or "",
            row.parent_id or "",
            row.signing or "",
        )
        for row in view.rows(query)
    )


def add_agreement(work: Work, command: AddAgreement) -> str:
    """Record a further agreement; returns its id.

    UserError ``date-in-future``, ``signing-unanswered`` (the same firm signed already).
    """
    record = stored_project(work, command.project_id)
    first = command.on.first_day()
    if first is not None and first > work.today:
        raise _refusal(
            "date-in-future",
            _("This day is still to come; an agreement is recorded once it is signed."),
            _("Enter the day once it has happened."),
        )
    refuse_unanswered(work, command.project_id, command.type, command.amount, command.signing)
    work.name("agreement.add", name=record["name"], type=command.type.label)
    unsigned = Stage(record["stage"]).rank < Stage.SIGNED.rank
    if unsigned and command.type in COUNTED_AGREEMENTS:
        ask(work, [(command.project_id, Stage.SIGNED)])
    return work.insert(
        agreement,
        project_id=command.project_id,
        type=command.type.value,
        **date_columns("contract", command.on, work.today),
        amount=command.amount,
        external_funds=command.external_funds,
        **date_columns("ceremony", command.ceremony, None),
        parties=command.parties.strip() or None,
        parent_id=command.parent_id or None,
        signing=command.signing or None,
        signing_of=command.signing_of or None,
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )


def void_agreement(work: Work, command: VoidAgreement) -> None:
    """An agreement was entered wrongly or was given up: it stays in the history."""
    row = work.first(select(agreement).where(agreement.c.id == command.id))
    if row is None or row.voided_at is not None:
        raise _refusal(
            "agreement-gone",
            _("This agreement does not stand any more."),
            _("Refresh the page; the history shows who voided it."),
        )
    if not command.reason.strip():
        raise _refusal("reason-missing", _("Say why."), _("Write a reason."))
    name = stored_project(work, row.project_id)["name"]
    work.name("agreement.void", name=name, type=AgreementType(row.type).label)
    work.void(agreement, command.reason.strip(), command.id)


def _refuse_state(record: ProjectRecord, command: SetSideState) -> None:
    signed = Stage(record["stage"]).rank >= Stage.SIGNED.rank
    state = command.state
    if state is SideState.ACTIVE:
        if not record["side_state"]:
            raise _refusal(
                "state-none",
                _("Nothing is the matter with this project."),
                _("Choose the state it is to have."),
            )
    else:
        _refuse_reason(command)
    if state is SideState.LOST and signed:
        raise _refusal(
            "state-signed",
            _("A signed project is not lost, it is terminated."),
            _("Choose “{state}”.").format(state=SideState.TERMINATED.label),
        )
    if state is SideState.TERMINATED and not signed:
        raise _refusal(
            "state-unsigned",
            _("A project that was never signed is not terminated, it is lost."),
            _("Choose “{state}”.").format(state=SideState.LOST.label),
        )
    if state is SideState.PAUSED and (command.until is None or command.until <= command.on):
        raise _refusal(
            "state-until",
            _("A pause needs the day on which the project is taken up again, after it begins."),
            _("Enter that day."),
        )


def _refuse_reason(command: SetSideState) -> None:
    """Lost and terminated take reasons from the list; “other” and the rest are to be explained."""
    ended = command.state in (SideState.LOST, SideState.TERMINATED)
    unknown = [code for code in command.reasons if code not in HOLD_UPS]
    if unknown or (ended and not command.reasons):
        raise _refusal(
            "reason-unlisted",
            _("A project that ends needs a reason from the list."),
            _("Choose one or several: {codes}.").format(codes=", ".join(HOLD_UPS)),
        )
    said = command.reason.strip() or set(command.reasons) - {OTHER}
    if not said:
        raise _refusal("reason-missing", _("Say why."), _("Write a reason."))


def _refusal(code: str, happened: str, todo: str) -> UserError:
    return UserError(code, happened, safe=_("Nothing was changed."), todo=todo)
