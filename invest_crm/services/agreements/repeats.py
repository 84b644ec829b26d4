"""Has this firm signed this already: earlier signings that a further one may repeat.

Same firm (without its legal form), and the same place or about the same amount, in another
project. Whoever records the signing says what it is; figures count by the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.land import parcel_use
from invest_crm.db.schema.projects import agreement, project
from invest_crm.domain.signings import Signing, same_amount
from invest_crm.domain.stages import COUNTED_AGREEMENTS, AgreementType
from invest_crm.domain.text import firm_core
from invest_crm.errors import UserError
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.refusals import unsaved
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work

_COUNTED = tuple(kind.value for kind in COUNTED_AGREEMENTS)


class Repeat(Struct, frozen=True):
    """An earlier signing of the same firm. ``day`` as it is known (ISO or shorter)."""

    agreement_id: str
    project_id: str
    project: str
    day: str
    amount: int | None
    same_place: bool
    same_amount: bool


class AnswerSigning(Struct, frozen=True):
    """What a signing is, and which one it repeats or increases."""

    agreement_id: str
    signing: Signing
    of: str = ""


def possible_repeats(
    view: View, project_id: str, amount: int | None, before: str = ""
) -> list[Repeat]:
    """Signings of the same firm in other projects at the same place or of about the same amount.

    ``before``: only those of this day (ISO) or earlier. The same place is a parcel both have, or
    the same park.
    """
    own = view.first(select(project).where(project.c.id == project_id))
    core = firm_core(own.investor or "") if own is not None else ""
    if own is None or not core:
        return []
    query = (
        select(agreement, project.c.name, project.c.investor, project.c.park,
               project.c.total_investment)
        .join(project, project.c.id == agreement.c.project_id)
        .where(
            agreement.c.type.in_(_COUNTED),
            agreement.c.voided_at.is_(None),
            project.c.archived_at.is_(None),
            project.c.id != project_id,
            project.c.investor.is_not(None),
        )
        .order_by(agreement.c.contract_day, agreement.c.id)
    )  # fmt: skip
    places = _places(view, project_id)
    wanted = own.total_investment if amount is None else amount
    found = []
    for row in view.rows(query):
        later = bool(before) and (row.contract_day or "") > before
        if later or firm_core(row.investor) != core:
            continue
        shared = bool(places & _places(view, row.project_id))
        near = bool(own.park and own.park == row.park)
        alike = same_amount(wanted, row.amount or row.total_investment)
        if shared or near or alike:
            found.append(
                Repeat(row.id, row.project_id, row.name, row.contract_value or row.contract_day,
                       row.amount, shared or near, alike)
            )  # fmt: skip
    return found


def refuse_unanswered(
    view: View, project_id: str, kind: AgreementType, amount: int | None, signing: str
) -> None:
    """UserError ``signing-unanswered`` where a counted signing may repeat one and nobody said."""
    if signing or kind not in COUNTED_AGREEMENTS:
        return
    found = possible_repeats(view, project_id, amount)
    if found:
        raise unsaved(
            "signing-unanswered",
            _("The same firm signed already: {projects}.").format(
                projects=_(", ").join(f"{one.project} ({one.day})" for one in found)
            ),
            _("Say whether this is new, an increase, a renewal or the same signing."),
        )


def unanswered(view: View, project_id: str) -> list[tuple[str, list[Repeat]]]:
    """Counted signings of a project that may repeat another and were never told apart, by id."""
    columns = (agreement.c.id, agreement.c.amount, agreement.c.contract_day)
    query = select(*columns).where(
        agreement.c.project_id == project_id,
        agreement.c.voided_at.is_(None),
        agreement.c.signing.is_(None),
        agreement.c.type.in_(_COUNTED),
    )
    pairs = (
        (row.id, possible_repeats(view, project_id, row.amount, row.contract_day or ""))
        for row in view.rows(query)
    )
    return [pair for pair in pairs if pair[1]]


def answer_signing(work: Work, command: AnswerSigning) -> None:
    """Say what a recorded signing is; figures follow. UserError ``agreement-gone``."""
    row = work.first(select(agreement).where(agreement.c.id == command.agreement_id))
    if row is None or row.voided_at is not None:
        raise UserError(
            "agreement-gone",
            _("This agreement does not stand any more."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the page; the history shows who voided it."),
        )
    name = stored_project(work, row.project_id)["name"]
    work.name("agreement.signing", name=name, signing=command.signing.label)
    work.update(
        agreement,
        command.agreement_id,
        signing=command.signing.value,
        signing_of=command.of or None,
    )


def _places(view: View, project_id: str) -> set[str]:
    query = select(parcel_use.c.parcel_id).where(
        parcel_use.c.project_id == project_id, parcel_use.c.voided_at.is_(None)
    )
    return set(view.values(query))
