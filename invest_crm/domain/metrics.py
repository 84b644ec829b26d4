"""The metric registry: every figure on any page, document or command is one of these.

A metric names its projects (the numerator), its base (the denominator) and its definition; the
value and the list behind it come from the same functions, with what every project of the list
adds to it. A base of 0 has no rate. Rules: the project's figures page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.facts import Cohort, ProjectFacts, cohort_of
from invest_crm.domain.rates import percent, rounded
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from fractions import Fraction

    from invest_crm.domain.calibre import Calibre

Test = "Callable[[ProjectFacts, Calibre], bool]"


class Metric(Struct, frozen=True):
    """One family of figures: ``.count``, ``.amount`` and, with a base, ``.rate``, ``.amount_rate``.

    ``holds``: whether a project of the cohort is in it. ``base``: which projects of the cohort
    the rate is taken over; None for a family without a rate.
    """

    id: str
    label: str
    definition: str
    holds: Callable[[ProjectFacts, Calibre], bool]
    base: Callable[[ProjectFacts, Calibre], bool] | None = None
    base_text: str = ""


def _everyone(_fact: ProjectFacts, _calibre: Calibre) -> bool:
    return True


def _in_base(fact: ProjectFacts, calibre: Calibre) -> bool:
    return calibre.keep_terminated or fact.side is not SideState.TERMINATED


def _reached(kind: MilestoneKind) -> Callable[[ProjectFacts, Calibre], bool]:
    def holds(fact: ProjectFacts, calibre: Calibre) -> bool:
        return fact.has(kind) and _in_base(fact, calibre)

    return holds


def _started(fact: ProjectFacts, calibre: Calibre) -> bool:
    return _started_by_grade(fact, calibre.started_grade) and _in_base(fact, calibre)


def _started_by_grade(fact: ProjectFacts, grade: int) -> bool:
    return fact.has(MilestoneKind.STARTED) and fact.start_grade >= grade


def _graded(grade: int) -> Callable[[ProjectFacts, Calibre], bool]:
    def holds(fact: ProjectFacts, calibre: Calibre) -> bool:
        return _started_by_grade(fact, grade) and _in_base(fact, calibre)

    return holds


def _performed(fact: ProjectFacts, _calibre: Calibre) -> bool:
    evidence = (
        fact.has(MilestoneKind.REGISTERED)
        or fact.has(MilestoneKind.FILED)
        or fact.has(MilestoneKind.LAND)
        or (fact.funds or 0) > 0
    )
    return evidence and fact.side is not SideState.TERMINATED


def _must_be_in_stats(fact: ProjectFacts, calibre: Calibre) -> bool:
    planned = fact.planned_total
    return _started(fact, calibre) and planned is not None and planned >= calibre.stats_threshold


def _in_production_base(fact: ProjectFacts, calibre: Calibre) -> bool:
    return _started(fact, calibre) if calibre.production_over_started else _in_base(fact, calibre)


def _must_be_in_size(fact: ProjectFacts, calibre: Calibre) -> bool:
    eligible = fact.section != "A" and fact.above_threshold is True
    return eligible and fact.has(MilestoneKind.IN_PRODUCTION) and _in_base(fact, calibre)


def _not_started(fact: ProjectFacts, calibre: Calibre) -> bool:
    return fact.side is not SideState.TERMINATED and not _started_by_grade(
        fact, calibre.started_grade
    )


_OF_SIGNED = N_("projects signed in the period")

METRICS: tuple[Metric, ...] = (
    Metric(
        "signed",
        N_("Signed"),
        N_(
            "Projects whose first investment agreement or formal contract is dated in the period;"
            " merged projects are left out, capital increases add their increment only."
        ),
        _everyone,
    ),
    Metric(
        "performed",
        N_("Performed"),
        N_(
            "Of the projects signed in the period: registered, filed, site secured or first money"
            " in place, and not terminated."
        ),
        _performed,
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "registered",
        N_("Registered"),
        N_("Of the projects signed in the period: a local company is registered."),
        _reached(MilestoneKind.REGISTERED),
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "filed",
        N_("Filed"),
        N_("Of the projects signed in the period: filed, approved or authorised."),
        _reached(MilestoneKind.FILED),
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "land",
        N_("Site secured"),
        N_("Of the projects signed in the period: the site is legally secured."),
        _reached(MilestoneKind.LAND),
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "started",
        N_("Started"),
        N_(
            "Of the projects signed in the period: substantive works have started; levelling and"
            " ceremonies do not count."
        ),
        _started,
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "started.g2",
        N_("Started, with photo"),
        N_("Started projects whose start is shown at least by a dated photo."),
        _graded(2),
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "started.g3",
        N_("Started, with contract or permit"),
        N_("Started projects whose start is shown at least by a works contract or permit."),
        _graded(3),
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "started.g4",
        N_("Started, in statistics"),
        N_("Started projects that are in the investment database."),
        _graded(4),
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "in_stats",
        N_("In the investment database"),
        N_(
            "Of the projects signed in the period: entered in the statistics' investment database."
            " The rate is taken over started projects with a planned total of 5 million yuan or"
            " more."
        ),
        _reached(MilestoneKind.IN_STATS),
        _must_be_in_stats,
        N_("started projects with a planned total of 5 million yuan or more"),
    ),
    Metric(
        "completed",
        N_("Completed"),
        N_("Of the projects signed in the period: accepted on completion."),
        _reached(MilestoneKind.COMPLETED),
        _in_base,
        _OF_SIGNED,
    ),
    Metric(
        "in_production",
        N_("In production"),
        N_("Of the projects signed in the period: producing or operating, trial runs included."),
        _reached(MilestoneKind.IN_PRODUCTION),
        _in_production_base,
        _OF_SIGNED,
    ),
    Metric(
        "in_size",
        N_("In above-size statistics"),
        N_(
            "Of the projects signed in the period: the firm is an above-size unit. The rate is"
            " taken over firms in production that are eligible and above their threshold;"
            " agriculture is never eligible."
        ),
        _reached(MilestoneKind.IN_SIZE),
        _must_be_in_size,
        N_("eligible firms in production above their threshold"),
    ),
    Metric(
        "signed_not_started",
        N_("Signed, not started"),
        N_("Of the projects signed in the period: not started, not terminated and not merged."),
        _not_started,
    ),
)

BY_ID = {metric.id: metric for metric in METRICS}


class Figure(Struct, frozen=True):
    """One number with everything needed to explain it.

    ``value``: an integer count, 分 for money, a Decimal of two places for percent and 百分点, or
    None where undefined. ``unit``: ``count``, ``fen``, ``percent``, ``points``. ``exact``: a rate
    before it is rounded. ``amounts``: what each of ``projects`` adds to the money the figure
    counts, in 分, None where it is not known; ``base_amounts`` likewise for ``base``. An amount is
    the sum of ``amounts``, a rate by amount that sum over the sum of ``base_amounts``.
    ``increases``: the capital increases in it, as (project, 分). Growth has the rows of last year
    as its ``base``: it is no share of them.
    """

    metric: str
    value: int | Decimal | None
    unit: str
    definition: str
    projects: tuple[str, ...] = ()
    base: tuple[str, ...] | None = None
    note: str = ""
    exact: Fraction | None = None
    amounts: tuple[int | None, ...] = ()
    base_amounts: tuple[int | None, ...] = ()
    increases: tuple[tuple[str, int], ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether ``projects`` are a part of ``base``."""
        return self.base is not None and not self.metric.endswith(".yoy")


def rate(exact: Fraction | None, *, unit: str = "percent", **more: Any) -> Figure:
    """A figure in percent or 百分点, its value rounded to the two places of a table."""
    return Figure(value=rounded(exact, 2), exact=exact, unit=unit, **more)


def evaluate(
    facts: Sequence[ProjectFacts], cohort: Cohort, calibre: Calibre, *, only: str | None = None
) -> list[Figure]:
    """Every count, amount and rate over one cohort, and the money in place.

    ``only``: the figures of one family, the others are not computed.
    """
    members = cohort_of(facts, cohort)
    if only is not None:
        return _family(BY_ID[only], members, facts, cohort, calibre)
    figures: list[Figure] = []
    for metric in METRICS:
        figures.extend(_family(metric, members, facts, cohort, calibre))
    figures.extend(_money(members))
    return figures


def _family(
    metric: Metric,
    members: Sequence[ProjectFacts],
    facts: Sequence[ProjectFacts],
    cohort: Cohort,
    calibre: Calibre,
) -> list[Figure]:
    chosen = [fact for fact in members if metric.holds(fact, calibre)]
    ids, text = _ids(chosen), _(metric.definition)
    totals = tuple(fact.total for fact in chosen)
    figures = [Figure(f"{metric.id}.count", len(ids), "count", text, ids, amounts=totals)]
    if metric.id == "signed":
        figures.append(_signed_amount(chosen, facts, cohort, text))
    else:
        amount = f"{metric.id}.amount"
        figures.append(Figure(amount, _sum(totals), "fen", text, ids, amounts=totals))
    if metric.base is not None:
        base = [fact for fact in members if metric.base(fact, calibre)]
        figures += _rates(metric, chosen, base, text)
    return figures


def _signed_amount(
    members: Sequence[ProjectFacts], facts: Sequence[ProjectFacts], cohort: Cohort, text: str
) -> Figure:
    """Agreed totals and the capital increases of the period, those of older projects too."""
    added = {fact.id: increment(fact, cohort) for fact in facts if fact.increases}
    known = frozenset(fact.id for fact in members)
    older = [fact for fact in facts if added.get(fact.id) and fact.id not in known]
    rows = [*members, *older]
    amounts = tuple(amount_in(fact, cohort) for fact in rows)
    return Figure(
        "signed.amount",
        _sum(amounts),
        "fen",
        text,
        _ids(rows),
        amounts=amounts,
        increases=tuple((key, fen) for key, fen in added.items() if fen),
    )


def _rates(
    metric: Metric, chosen: Sequence[ProjectFacts], base: Sequence[ProjectFacts], text: str
) -> list[Figure]:
    """The rates of a family: its numerator is always a subset of its base."""
    base_ids = _ids(base)
    known = frozenset(base_ids)
    counted = [fact for fact in chosen if fact.id in known]
    ids = _ids(counted)
    amounts = tuple(fact.total for fact in counted)
    whole = tuple(fact.total for fact in base)
    parts: dict[str, Any] = {
        "definition": text,
        "projects": ids,
        "base": base_ids,
        "amounts": amounts,
        "base_amounts": whole,
    }
    return [
        rate(percent(len(ids), len(base_ids)), metric=f"{metric.id}.rate", **parts),
        rate(percent(_sum(amounts), _sum(whole)), metric=f"{metric.id}.amount_rate", **parts),
    ]


def _money(members: Sequence[ProjectFacts]) -> list[Figure]:
    with_funds = [fact for fact in members if fact.funds is not None]
    agreed = [fact for fact in members if fact.external is not None]
    paid = [fact for fact in agreed if fact.funds is not None]
    built = [fact for fact in members if fact.completed is not None]
    lacking = len(members) - len(agreed)
    funds = tuple(fact.funds for fact in with_funds)
    completed = tuple(fact.completed for fact in built)
    in_place, external = tuple(fact.funds for fact in paid), tuple(fact.external for fact in agreed)
    return [
        Figure(
            "funds.amount",
            _sum(funds),
            "fen",
            _("Money in place since the start, of the projects signed in the period."),
            _ids(with_funds),
            amounts=funds,
        ),
        rate(
            percent(_sum(in_place), _sum(external)),
            metric="funds.rate",
            definition=_(
                "Money in place ÷ external funds agreed, both over the projects that have agreed"
                " external funds."
            ),
            projects=_ids(paid),
            base=_ids(agreed),
            note=_("{n} projects have no agreed external funds.").format(n=lacking)
            if lacking
            else "",
            amounts=in_place,
            base_amounts=external,
        ),
        Figure(
            "fixed_investment.amount",
            _sum(completed),
            "fen",
            _("Fixed investment completed since the start, of the projects signed in the period."),
            _ids(built),
            amounts=completed,
        ),
    ]


def increment(fact: ProjectFacts, cohort: Cohort) -> int:
    """The capital increases of one project dated in the period, in 分."""
    if fact.side is SideState.MERGED:
        return 0
    return sum(amount for day, amount in fact.increases if cohort.holds(day))


def amount_in(fact: ProjectFacts, cohort: Cohort) -> int | None:
    """What a project adds to the signed amount: its total if signed in the period, increases."""
    added = increment(fact, cohort)
    if not cohort.holds(fact.signed_day):
        return added
    return fact.total if not added else (fact.total or 0) + added


def _sum(amounts: Sequence[int | None]) -> int:
    return sum(amount or 0 for amount in amounts)


def _ids(facts: Sequence[ProjectFacts]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts)
