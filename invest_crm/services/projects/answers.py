"""客商暂不能提供: the explicit answer that what a gate asks for cannot be had yet.

It says who said so, when, and from which day to ask again. It meets nothing: the gate stays as it
is and says so; it only keeps quiet until that day.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.gates import gate_answer
from invest_crm.errors import UserError
from invest_crm.services.evidence import evidence_of
from invest_crm.services.projects.answered import need_of
from invest_crm.services.projects.edit import stored_project
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work


class CannotProvide(Struct, frozen=True):
    """Record the answer. ``need``: the id of a need of some gate (``domain.gates``)."""

    project_id: str
    need: str
    said_by: str
    said_on: date
    ask_on: date
    note: str = ""


class WithdrawAnswer(Struct, frozen=True):
    """Take an answer back: it can be provided after all, or was never said."""

    project_id: str
    need: str


def cannot_provide(work: Work, command: CannotProvide) -> str:
    """Record that something cannot be had yet, instead of a former answer; returns its id.

    UserErrors: ``answer-needless`` (nothing asks for it, or it is there), ``answer-who``,
    ``answer-day`` (the day to ask again is not to come).
    """
    record = stored_project(work, command.project_id)
    need = need_of(command.need)
    there = evidence_of(work, [record.id]).get(record.id, frozenset())
    if need is None or need.is_met(record.values, there):
        raise _refusal(
            "answer-needless",
            _("This is there already, or no stage asks for it."),
            _("Refresh the page."),
        )
    if not command.said_by.strip():
        raise _refusal("answer-who", _("Say who said so."), _("Enter a name."))
    if command.ask_on <= work.today or command.said_on > work.today:
        raise _refusal(
            "answer-day",
            _("The answer was given by today, and the day to ask again is still to come."),
            _("Enter these days."),
        )
    work.name("project.cannot", name=record["name"], what=need.label)
    standing = _standing(work, record.id, command.need)
    if standing:
        work.void(gate_answer, "answered anew", *standing)
    return work.insert(
        gate_answer,
        project_id=record.id,
        need=command.need,
        said_by=command.said_by.strip(),
        said_on=command.said_on.isoformat(),
        ask_on=command.ask_on.isoformat(),
        note=command.note.strip() or None,
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )


def withdraw_answer(work: Work, command: WithdrawAnswer) -> None:
    """The answer does not stand any more: the gate asks again at once.

    UserErrors: ``project-gone``, ``answer-none`` (no such answer stands).
    """
    record = stored_project(work, command.project_id)
    standing = _standing(work, record.id, command.need)
    if not standing:
        raise _refusal("answer-none", _("This answer does not stand."), _("Refresh the page."))
    need = need_of(command.need)
    what = command.need if need is None else need.label
    work.name("project.cannot.withdraw", name=record["name"], what=what)
    work.void(gate_answer, "withdrawn", *standing)


def _standing(view: View, project_id: str, need: str) -> list[str]:
    return view.values(
        select(gate_answer.c.id).where(
            gate_answer.c.project_id == project_id,
            gate_answer.c.need == need,
            gate_answer.c.voided_at.is_(None),
        )
    )


def _refusal(code: str, happened: str, todo: str) -> UserError:
    return UserError(code, happened, safe=_("Nothing was changed."), todo=todo)
