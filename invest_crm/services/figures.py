"""The leader's figures: facts as of a day and as known at a moment, then the metric registry.

A snapshot is read in a few set-based queries, whatever the number of projects; every figure and
every list behind it is computed from the same facts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.figures import annual_target
from invest_crm.domain.calibre import tier_key, tier_keys, tier_label
from invest_crm.domain.clock import CHINA
from invest_crm.domain.facts import Cohort, ProjectFacts
from invest_crm.domain.metrics import Figure, evaluate, rate
from invest_crm.domain.months import year_before
from invest_crm.domain.people import first_leader
from invest_crm.domain.rates import ahead_of_pace, growth, percent
from invest_crm.domain.stages import SideState
from invest_crm.errors import UserError
from invest_crm.services.snapshot import Question, settled, snapshot
from invest_crm.services.statistics.sizes import sized
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
    "moment",
    "same_period",
    "settled",
    "snapshot",
    "target_year",
]

GROUPS = ("chain", "leader", "unit", "township", "park", "tier")


class Group(Struct, frozen=True):
    """The figures of one chain, leader, unit, township, park or tier."""

    by: str
    key: str
    label: str
    figures: tuple[Figure, ...]


class Figures(Struct, frozen=True):
    """The answer: every figure over the cohort, and by group if asked."""

    question: Question
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...] = ()

    def __getitem__(self, metric: str) -> Figure:
        """The figure of a metric id such as ``started.rate``."""
        return next(figure for figure in self.figures if figure.metric == metric)

    def get(self, metric: str) -> Figure | None:
        """The same; None for a figure this question has not (growth without last year)."""
        return next((figure for figure in self.figures if figure.metric == metric), None)


class Explanation(Struct, frozen=True):
    """What is behind a figure: its projects, its base, and who is left out and why.

    A row is (id, name, amount): the amount is what the project adds to this figure's money.
    """

    figure: Figure
    numerator: tuple[tuple[str, str, int | None], ...]
    denominator: tuple[tuple[str, str, int | None], ...]
    excluded: tuple[tuple[str, str], ...]


def figures(view: View, question: Question) -> Figures:
    """Every leader figure."""
    question = settled(view, question)
    return answer(view, question, snapshot(view, question))


def answer(view: View, question: Question, facts: Sequence[ProjectFacts]) -> Figures:
    """The same from facts already read (the board also needs the facts themselves)."""
    facts = sized(view, question, facts)
    result = evaluate(facts, question.cohort, question.calibre)
    result += _growth(facts, question, result)
    result += _targets(view, question, result)
    groups = tuple(_groups(view, facts, question)) if question.by else ()
    return Figures(question, tuple(result), groups)


def explain(view: View, metric: str, question: Question) -> Explanation:
    """Definition, numerator, denominator and exclusions of one figure. UserError if unknown."""
    question = settled(view, question)
    facts = snapshot(view, question)
    found = answer(view, question, facts)
    figure = next((item for item in found.figures if item.metric == metric), None)
    if figure is None:
        raise UserError(
            "metric-unknown",
            _("There is no figure named “{name}”.").format(name=metric),
            todo=_("“figures” lists them all."),
        )
    names = {fact.id: fact.name for fact in facts}
    numerator = _items(names, figure.projects, figure.amounts)
    denominator = numerator
    if figure.base is not None:
        denominator = _items(names, figure.base, figure.base_amounts)
    inside = {item[0] for item in (*numerator, *denominator)}
    return Explanation(
        figure,
        numerator,
        denominator,
        tuple(
            (fact.id, _why_out(fact, question))
            for fact in facts
            if fact.signed_day is not None and fact.id not in inside
        ),
    )


def same_period(question: Question) -> Cohort | None:
    """The same period of last year; None where the period has no beginning.

    An unfinished period compares with the same part of last year, not with the whole of it.
    """
    if question.start is None:
        return None
    return Cohort(year_before(question.start), year_before(_reached(question)))


def target_year(question: Question) -> int | None:
    """The year whose annual targets the period can be measured by: it begins on 1 January and
    ends in the same year. None for any other period.
    """
    start = question.start
    if start is None or (start.month, start.day) != (1, 1):
        return None
    return start.year if _reached(question).year == start.year else None


def _reached(question: Question) -> date:
    """The last day of the period of which something is known."""
    return min(question.cohort.end or question.as_of, question.as_of)


def _growth(
    facts: Sequence[ProjectFacts], question: Question, this: Sequence[Figure]
) -> list[Figure]:
    """同比 of what was signed: the rows of this period, and as base those of last year's."""
    before = same_period(question)
    if before is None:
        return []
    last = evaluate(facts, before, question.calibre, only="signed")
    text = _("(This period − the same period of last year) ÷ the same period of last year.")
    result = []
    for name, metric in (("signed.yoy", "signed.count"), ("signed_amount.yoy", "signed.amount")):
        now, then = _find(this, metric), _find(last, metric)
        value, base = int(now.value or 0), int(then.value or 0)
        result.append(
            rate(
                growth(value, base),
                metric=name,
                definition=text,
                projects=now.projects,
                base=then.projects,
                amounts=now.amounts,
                base_amounts=then.amounts,
                note="" if base else _("Nothing in the same period of last year."),
            )
        )
    return result


def _targets(view: View, question: Question, done: Sequence[Figure]) -> list[Figure]:
    """完成率 and 序时差 against the annual targets of the whole county."""
    measured = target_year(question)
    query = select(annual_target).where(
        annual_target.c.year == (measured or question.as_of.year),
        annual_target.c.scope == "county",
    )
    result = []
    for row in view.rows(query):
        target = row.amount if row.amount is not None else row.number
        if target:
            result += _against(_find(done, row.metric), target, measured, _reached(question).month)
    return result


def _against(done: Figure, target: int, year: int | None, month: int) -> list[Figure]:
    """One figure against its target; undefined where the period is no part of one year."""
    name, value = done.metric.replace(".", "_"), int(done.value or 0)
    more: dict[str, Any] = {"projects": done.projects, "amounts": done.amounts}
    if year is None:
        more["note"] = _("Measured only over a period from 1 January within one year.")
    completion = percent(value, target)
    ahead = ahead_of_pace(value, target, month)
    return [
        rate(
            None if year is None else completion,
            metric=f"targets.{name}.rate",
            definition=_("Done ÷ annual target."),
            **more,
        ),
        rate(
            None if year is None else ahead,
            unit="points",
            metric=f"targets.{name}.pace",
            definition=_("Completion minus months elapsed ÷ 12; positive is ahead."),
            **more,
        ),
    ]


def _groups(view: View, facts: Sequence[ProjectFacts], question: Question) -> list[Group]:
    by = question.by or ""
    key_of = _keys(question)
    members: dict[str, list[ProjectFacts]] = {}
    for fact in facts:
        members.setdefault(key_of[by](fact) or "", []).append(fact)
    labels = _labels(view, question)
    groups = [
        Group(by, key, _label(key, labels), tuple(evaluate(own, question.cohort, question.calibre)))
        for key, own in members.items()
    ]
    # An old project's capital increase counts here too: the groups add up to the whole.
    told = [group for group in groups if _signed(group) != (0, 0)]
    return sorted(told, key=lambda group: (group.key == "", _place(group, labels)))


def _signed(group: Group) -> tuple[int, int]:
    count, amount = (_find(group.figures, f"signed.{part}") for part in ("count", "amount"))
    return int(count.value or 0), int(amount.value or 0)


def _place(group: Group, labels: Mapping[str, tuple[int, str]]) -> tuple[int, int, int, str]:
    """Chains and tiers in their own order; leaders, units and places by what they signed."""
    count, amount = _signed(group)
    own = labels[group.key][0] if group.key in labels else len(labels)
    return own, -count, -amount, group.key


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


def _find(found: Sequence[Figure], metric: str) -> Figure:
    return next(item for item in found if item.metric == metric)


def _items(
    names: Mapping[str, str], ids: Iterable[str], amounts: Iterable[int | None]
) -> tuple[tuple[str, str, int | None], ...]:
    pairs = zip(ids, amounts, strict=True)
    return tuple((item, names[item], amount) for item, amount in pairs)


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
