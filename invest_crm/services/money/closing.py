"""Closing a month (关账), and opening it again with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.db.schema.monthly import month_close
from invest_crm.errors import UserError
from invest_crm.services.money.books import deadline
from invest_crm.services.month_locks import closed_months, month_words
from invest_crm.services.refusals import no_reason
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.month_locks import Closed
    from invest_crm.services.work import Work


class Reopen(Struct, frozen=True):
    """Open a closed month again; ``reason`` says why."""

    month: str
    reason: str


def close_month(work: Work, month: str) -> str:
    """Close a month; returns the id of its row.

    UserErrors ``month-closed``, ``month-to-come`` (its figures are not complete yet).
    """
    closed = closed_months(work).get(month)
    if closed is not None:
        raise _already(closed)
    if month > deadline(work).latest(work.today):
        raise UserError(
            "month-to-come",
            _("{month} is not over yet: its figures are still coming in.").format(
                month=month_words(month)
            ),
            safe=_("Nothing was changed."),
            todo=_("Close it after the cut-off day."),
        )
    work.name("month.close", month=month)
    return work.insert(month_close, month=month, **work.fact(source="hand"))


def reopen_month(work: Work, command: Reopen) -> None:
    """Open a closed month again. UserErrors ``month-open``, ``reason-missing``."""
    closed = closed_months(work).get(command.month)
    reason = command.reason.strip()
    if closed is None:
        raise UserError(
            "month-open",
            _("{month} is not closed.").format(month=month_words(command.month)),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who opened it."),
        )
    if not reason:
        raise no_reason()
    work.name("month.reopen", month=command.month, reason=reason)
    work.void(month_close, reason, closed.id)


def _already(closed: Closed) -> UserError:
    return UserError(
        "month-closed",
        _("{month} was closed by {person} on {day}.").format(
            month=month_words(closed.month), person=closed.by, day=closed.at
        ),
        safe=_("Nothing was changed."),
        todo=_("Refresh the list."),
    )
