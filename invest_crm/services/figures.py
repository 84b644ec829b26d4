"""The leader's figures: facts as of a day and as known at a moment, then the metric registry.

A snapshot is read in a few set-based queries, whatever the number of projects; every figure and
every list behind it is computed from the same facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.figures import annual_target
from invest_crm.domain.calibre import tier_key, tier_keys, tier_label
from invest_crm.domain.facts import Cohort, ProjectFacts
from invest_crm.domain.metrics import (
    Figure,
    ahead_of_pace,
    amount_in,
    evaluate,
    growth,
    percent,
)
from invest_crm.domain.months import year_before
from invest_crm.domain.people import split_leaders
from invest_crm.domain.stages import SideState
from invest_crm.errors import UserError
from invest_crm.services.snapshot import Question, snapshot
from invest_crm.services.work import CHINA
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from invest_crm.services.work import View

__all__ = [
    "GROUPS",
    "Explanation",
    "Figures",
    "Group",
    "Question",
    "answer",
    "county_target",
    "explain",
    "figures",
    "first_leader",
    "moment",
    "snapshot",
]

GROUPS = ("chain", "leader", "unit", "township", "park", "tier")


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one chain, leader, unit, township, park or tier."""

    by: str
    key: str
    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer: every figure over the cohort, and by group if asked."""

    question: Question
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...] = ()

    def __getitem__(self, metric: str) -> Figure:
        """The figure of a metric id such as ``started.rate``."""
        return next(figure for figure in self.figures if figure.metric == metric)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is behind a figure: its projects, its base, and who is left out and why."""

    figure: Figure
    numerator: tuple[tuple[str, str, int | None], ...]
    denominator: tuple[tuple[str, str, int | None], ...]
    excluded: tuple[tuple[str, str], ...]


def figures(view: View, question: Question) -> Figures:
    """Every leader figure."""
    return answer(view, question, snapshot(view, question))


def answer(view: View, question: Question, facts: Sequence[ProjectFacts]) -> Figures:
    """The same from facts already read (the board also needs the facts themselves)."""
    result = evaluate(facts, question.cohort, question.calibre)
    result += _growth(facts, question, result)
    result += _targets(view, question, result)
    groups = tuple(_groups(view, facts, question)) if question.by else ()
    return Figures(question, tuple(result), groups)


def explain(view: View, metric: str, question: Question) -> Explanation:
    """Definition, numerator, denominator and exclusions of one figure. UserError if unknown."""
    facts = snapshot(view, question)
    found = answer(view, question, facts)
    figure = next((item for item in found.figures if item.metric == metric), None)
    if figure is None:
        raise UserError(
            "metric-unknown",
            _("There is no figure named “{name}”.").format(name=metric),
            todo=_("“figures” lists them all."),
        )
    by_id = {fact.id: fact for fact in facts}
    base = figure.base if figure.base is not None else figure.projects
    inside = frozenset(base)
    return Explanation(
        figure,
        _items(by_id, figure.projects, question),
        _items(by_id, base, question),
        tuple(
            (fact.id, _why_out(fact, question))
            for fact in facts
            if fact.signed_day is not None and fact.id not in inside
        ),
    )


def _growth(
    facts: Sequence[ProjectFacts], question: Question, this: Sequence[Figure]
) -> list[Figure]:
    """同比 of what was signed: this period against the same one of last year."""
    if question.start is None:
        return []
    # An unfinished period compares with the same part of last year, not with the whole of it.
    end = min(question.cohort.end or question.as_of, question.as_of)
    before = Cohort(year_before(question.start), year_before(end))
    last = evaluate(facts, before, question.calibre, only="signed")
    count, amount = (_value(this, f"signed.{part}") for part in ("count", "amount"))
    count_before, amount_before = (_value(last, f"signed.{part}") for part in ("count", "amount"))
    text = _("(This period − the same period of last year) ÷ the same period of last year.")
    return [
        Figure(
            "signed.yoy", growth(count, count_before), "percent", text, note=_zero(count_before)
        ),
        Figure(
            "signed_amount.yoy",
            growth(amount, amount_before),
            "percent",
            text,
            note=_zero(amount_before),
        ),
    ]


def _targets(view: View, question: Question, done: Sequence[Figure]) -> list[Figure]:
    """完成率 and 序时差 against the annual targets of the whole county."""
    query = select(annual_target).where(
        annual_target.c.year == question.as_of.year, annual_target.c.scope == "county"
    )
    result = []
    for row in view.rows(query):
        value = _value(done, row.metric)
        target = row.amount if row.amount is not None else row.number
        if not target:
            continue
        name = row.metric.replace(".", "_")
        result += [
            Figure(
                f"targets.{name}.rate",
                percent(value, target),
                "percent",
                _("Done ÷ annual target."),
            ),
            Figure(
                f"targets.{name}.pace",
                ahead_of_pace(value, target, question.as_of.month),
                "points",
                _("Completion minus months elapsed ÷ 12; positive is ahead."),
            ),
        ]
    return result


def _groups(view: View, facts: Sequence[ProjectFacts], question: Question) -> Iterable[Group]:
    by = question.by or ""
    key_of = _keys(question)
    members: dict[str, list[ProjectFacts]] = {}
    for fact in facts:
        members.setdefault(key_of[by](fact) or "", []).append(fact)
    labels = _labels(view, question)
    narrow = replace(question, by=None)
    for key in sorted(members, key=lambda item: (item == "", labels.get(item, (99, item)))):
        found = evaluate(members[key], narrow.cohort, narrow.calibre)
        # An old project's capital increase counts here too: the groups add up to the whole.
        if _value(found, "signed.count") == 0 and _value(found, "signed.amount") == 0:
            continue
        label = _label(key, labels)
        yield Group(by, key, label, tuple(found))


def _keys(question: Question) -> Mapping[str, Callable[[ProjectFacts], str | None]]:
    return {
        "chain": lambda fact: fact.chain,
        "leader": lambda fact: first_leader(fact.leader),
        "unit": lambda fact: fact.unit,
        "township": lambda fact: fact.township,
        "park": lambda fact: fact.park,
        "tier": lambda fact: tier_key(fact.total, question.calibre),
    }


def county_target(view: View, year: int, metric: str) -> int | None:
    """The county's annual target of a metric (分 for money, else a number), None if not set."""
    row = view.first(
        select(annual_target.c.amount, annual_target.c.number).where(
            annual_target.c.year == year,
            annual_target.c.metric == metric,
            annual_target.c.scope == "county",
        )
    )
    return None if row is None else row.number if row.amount is None else row.amount


def first_leader(text: str | None) -> str | None:
    """The first leader named in a leader field: groups by leader then add up to the whole."""
    leaders = split_leaders(text) if text else ()
    return leaders[0].text if leaders else None


def _labels(view: View, question: Question) -> dict[str, tuple[int, str]]:
    """Place and words of the groups that have an order of their own."""
    if question.by == "tier":
        keys = [*tier_keys(question.calibre), "unknown"]
        return {key: (place, tier_label(key)) for place, key in enumerate(keys)}
    if question.by != "chain":
        return {}
    return {
        row.id: (row.position, row.name if _is_chinese() else row.name_en or row.name)
        for row in view.rows(select(chain))
    }


def _label(key: str, labels: Mapping[str, tuple[int, str]]) -> str:
    if key in labels:
        return labels[key][1]
    return key or _("Not stated")


def _is_chinese() -> bool:
    from invest_crm.words import language

    return language() == "zh_CN"


def _value(found: Sequence[Figure], metric: str) -> int:
    figure = next(item for item in found if item.metric == metric)
    return int(figure.value or 0)


def _zero(before: int) -> str:
    return _("Nothing in the same period of last year.") if before == 0 else ""


def _items(
    by_id: Mapping[str, ProjectFacts], ids: Iterable[str], question: Question
) -> tuple[tuple[str, str, int | None], ...]:
    cohort = question.cohort
    return tuple((item, by_id[item].name, amount_in(by_id[item], cohort)) for item in ids)


def _why_out(fact: ProjectFacts, question: Question) -> str:
    if fact.side is SideState.MERGED:
        return "merged"
    if not question.cohort.holds(fact.signed_day):
        return "signed-outside-period"
    if fact.side is SideState.TERMINATED:
        return "terminated"
    return "not-in-base"


def moment(text: str | None) -> str | None:
    """A point in time as the log writes it (UTC); a bare date means its end at the bureau."""
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            "bad-moment",
            _("“{text}” is not a point in time.").format(text=text),
            todo=_("Write it like 2025-08-31 or 2025-08-31T18:00."),
        ) from error
    if len(text) == len("2025-08-31"):
        when = datetime.combine(when.date(), time.max)
    if when.tzinfo is None:
        when = when.replace(tzinfo=CHINA)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
