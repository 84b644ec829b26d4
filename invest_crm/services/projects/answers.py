"""客商暂不能提供: the explicit answer that what a gate asks for cannot be had yet.

It says who said so, when, and from which day to ask again. It meets nothing: the gate stays as it
is and says so; it only keeps quiet until that day.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.gates import gate_answer
from invest_crm.domain.gates import Need, gates
from invest_crm.errors import UserError
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.projects.grading import evidence_of
from invest_crm.services.projects.records import load
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


class Answer(Struct, frozen=True):
    """An answer that stands."""

    id: str
    project_id: str
    need: str
    said_by: str
    said_on: date
    ask_on: date
    note: str
    recorded_by: str


def need_of(need_id: str) -> Need | None:
    """The need of some gate with this id."""
    asked = (need for needs in gates().values() for need in needs)
    return next((need for need in asked if need.id == need_id), None)


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


def answers_of(
    view: View, ids: Sequence[str] | None = None, due: date | None = None
) -> Mapping[str, Mapping[str, Answer]]:
    """The answers that stand, by project and need; ``ids`` None: of every project.

    ``due``: only those to be asked again by that day.
    """
    query = select(gate_answer).where(gate_answer.c.voided_at.is_(None))
    query = query.order_by(gate_answer.c.recorded_at)
    if due is not None:
        query = query.where(gate_answer.c.ask_on <= due.isoformat())
    whose = gate_answer.c.project_id.in_
    parts = [query] if ids is None else [query.where(whose(some)) for some in chunks(list(ids))]
    rows = [row for part in parts for row in view.rows(part)]
    texts = view.reveal(token for row in rows for token in (row.said_by, row.note))
    found: defaultdict[str, dict[str, Answer]] = defaultdict(dict)
    for row in rows:
        found[row.project_id][row.need] = Answer(
            row.id,
            row.project_id,
            row.need,
            texts.get(row.said_by) or _("(name erased)"),
            date.fromisoformat(row.said_on),
            date.fromisoformat(row.ask_on),
            texts.get(row.note or "", ""),
            row.recorded_by,
        )
    return found


def unmet(view: View, due: date) -> list[tuple[Answer, Need]]:
    """The answers to be asked again by a day whose needs are still not met, by that day."""
    found = answers_of(view, due=due)
    records, papers = load(view, list(found)), evidence_of(view, list(found))
    open_ones = []
    for project_id, answers in found.items():
        there = papers.get(project_id, frozenset())
        for answer in answers.values():
            need = need_of(answer.need)
            if need is not None and not need.is_met(records[project_id].values, there):
                open_ones.append((answer, need))
    return sorted(open_ones, key=lambda one: (one[0].ask_on, one[0].id))


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
