"""Answers of investors that something cannot be provided yet, as they stand: reading alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.gates import gate_answer
from invest_crm.domain.gates import Need, gates
from invest_crm.services.evidence import evidence_of
from invest_crm.services.projects.records import load
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.work import View


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
