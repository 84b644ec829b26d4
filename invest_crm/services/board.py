"""The leader's page: what was signed, what has really started, what waits and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import func, select

from invest_crm.db.schema.derived import project_state
from invest_crm.domain.facts import cohort_of
from invest_crm.domain.metrics import evaluate
from invest_crm.domain.not_started import Waiting, waiting
from invest_crm.services import figures
from invest_crm.services.options import option
from invest_crm.services.projects.listing import chain_names
from invest_crm.services.snapshot import check_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.services.figures import Figures, Question
    from invest_crm.services.work import View


class WaitingRow(Struct, frozen=True):
    """One signed, not started project with the words of the table. Money in 分."""

    id: str
    name: str
    chain: str
    total: int | None
    leader: str
    unit: str
    waiting: Waiting


class LeaderBoard(Struct, frozen=True):
    """Everything the page shows, from one snapshot.

    ``last_year``: rates of the same period of last year by metric id, None for a period without a
    beginning. ``target``: the annual target of the year the period is a part of, None without
    one. ``demo``: invented records.
    """

    figures: Figures
    waiting: tuple[WaitingRow, ...]
    should_be_in_stats: tuple[str, ...]
    paused: int
    terminated: int
    last_year: Mapping[str, Fraction | None] | None
    target: int | None
    demo: bool


def leader_board(view: View, question: Question) -> LeaderBoard:
    """The board for a question (its ``by`` chooses the groups). UserError for a day to come."""
    check_day(view, question.as_of)
    question = figures.settled(view, question)
    facts = figures.snapshot(view, question)
    found = figures.answer(view, question, facts)
    members = cohort_of(facts, question.cohort)
    in_stats = found["in_stats.rate"]
    inside = frozenset(in_stats.projects)
    year = figures.target_year(question)
    return LeaderBoard(
        figures=found,
        waiting=_waiting_rows(view, question, members),
        should_be_in_stats=tuple(item for item in in_stats.base or () if item not in inside),
        paused=sum(fact.side is not None and fact.side.value == "PAUSED" for fact in members),
        terminated=sum(
            fact.side is not None and fact.side.value == "TERMINATED" for fact in members
        ),
        last_year=_last_year(facts, question),
        target=None if year is None else figures.county_target(view, year, "signed.amount"),
        demo=bool(option(view, "demo")),
    )


def default_year(view: View) -> int:
    """The year to show first: this one, else the year of the latest signing."""
    latest = view.values(select(func.max(project_state.c.signed_day)))[0]
    year = view.today.year
    return year if latest is None or latest >= f"{year}-01-01" else int(latest[:4])


def _waiting_rows(
    view: View, question: Question, members: list[ProjectFacts]
) -> tuple[WaitingRow, ...]:
    names = chain_names(view)
    by_id = {fact.id: fact for fact in members}
    return tuple(
        WaitingRow(
            id=row.id,
            name=by_id[row.id].name,
            chain=names.get(by_id[row.id].chain or "", ""),
            total=by_id[row.id].total,
            leader=by_id[row.id].leader or "",
            unit=by_id[row.id].unit or "",
            waiting=row,
        )
        for row in waiting(members, question.as_of, question.calibre)
    )


def _last_year(
    facts: list[ProjectFacts], question: Question
) -> Mapping[str, Fraction | None] | None:
    cohort = figures.same_period(question)
    if cohort is None:
        return None
    found = evaluate(facts, cohort, question.calibre)
    return {figure.metric: figure.exact for figure in found if figure.unit == "percent"}
