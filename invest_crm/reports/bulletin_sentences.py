"""The sentences of the circular: each is said only when its figures exist.

Growth, pace and rates follow the domain brief 1.5–1.6: last year 0 → 上年同期为0; the
difference of two percentages in 百分点; 下降 with a positive number; one decimal in text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from invest_crm.domain.rates import MANY_TIMES
from invest_crm.reports import not_started
from invest_crm.reports.brief import NoGrowth, Reach, Stage
from invest_crm.reports.numbers import amount, day, fixed, percent
from invest_crm.reports.plain import plain
from invest_crm.reports.typeset import is_wide
from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from invest_crm.reports.brief import (
        BulletinBrief,
        Change,
        GradeCount,
        KeyProject,
        NotStartedRow,
        Overall,
        StageFigure,
        Target,
        UnitRow,
    )

_STAGES = {
    Stage.PERFORMED: (
        N_("none performed yet"),
        N_("{n} performed"),
        N_("performance rate {rate}%"),
    ),
    Stage.REGISTERED: (
        N_("none registered yet"),
        N_("{n} registered"),
        N_("registration rate {rate}%"),
    ),
    Stage.STARTED: (N_("none started yet"), N_("{n} started"), N_("start rate {rate}%")),
    Stage.IN_PRODUCTION: (
        N_("none in production yet"),
        N_("{n} in production"),
        N_("production rate {rate}%"),
    ),
    Stage.IN_STATS: (
        N_("none entered in the statistics database yet"),
        N_("{n} entered in the statistics database"),
        N_("entry rate {rate}%"),
    ),
}
_GRADES = {
    1: N_("{n} reported only"),
    2: N_("{n} with a dated photo"),
    3: N_("{n} with a construction contract or permit"),
    4: N_("{n} in the statistics database"),
}
_LONG_MONTHS = 6
_NAMED = 3


def comma(parts: list[str]) -> str:
    """Clauses of one thought."""
    return pgettext("between clauses", ", ").join(parts)


def listing(parts: list[str]) -> str:
    """Items of a list (、 in Chinese)."""
    return pgettext("between items", ", ").join(parts)


def sentence(clauses: list[str]) -> str:
    """Clauses as one sentence with its full stop; nothing for no clauses."""
    if not clauses:
        return ""
    return pgettext("between half sentences", "; ").join(clauses) + pgettext("full stop", ".")


def count_projects(n: int) -> str:
    """So many projects."""
    return ngettext("{n} project", "{n} projects", n).format(n=n)


def growth(change: Change | None) -> str:
    """同比增长 18.0%, 同比下降, 同比持平, 上年同期为0, 与上年同期不可比; empty when unknown.

    From a very small base 同比增长 12.3 倍.
    """
    if change is None:
        return ""
    if change.share is None:
        if change.reason is NoGrowth.BASE_ZERO:
            return _("against zero in the same period of last year")
        if change.reason is NoGrowth.NOT_COMPARABLE:
            return _("not comparable with the same period of last year")
        return ""
    if change.share == 0:
        return _("level with the same period of last year")
    if change.share * 100 > MANY_TIMES:
        return _("up {n} times year on year").format(n=fixed(change.share, 1))
    text = percent(abs(change.share), 1)
    if text == "0.0":
        return _("almost level with the same period of last year")
    up = _("up {rate}% year on year") if change.share > 0 else _("down {rate}% year on year")
    return up.format(rate=text)


def pace(ahead: Fraction | None) -> str:
    """超序时 / 欠序时 in 百分点; empty when the pace is unknown."""
    if ahead is None:
        return ""
    points = fixed(abs(ahead) * 100, 1)
    if points == "0.0":
        return _("in step with the calendar")
    if ahead > 0:
        return _("{points} percentage points ahead of the calendar").format(points=points)
    return _("{points} percentage points behind the calendar").format(points=points)


def overall_sentence(brief: BulletinBrief) -> str:
    """The lead sentence: signed count and amount with growth, then the annual task."""
    facts = brief.overall
    if not facts.signed_count:
        return _nothing_signed(brief)
    head = _signed_head(brief)
    total = _("agreed investment {amount}").format(amount=amount(facts.signed_amount_fen))
    counted, paid = growth(facts.count_change), growth(facts.amount_change)
    first = [head, counted] if counted else [head]
    second = [total, paid] if paid else [total]
    clauses = [comma(first), comma(second)] if counted else [comma(first + second)]
    if facts.target is not None:
        clauses.append(target_clause(facts.target))
    return sentence(clauses)


def _nothing_signed(brief: BulletinBrief) -> str:
    county = plain(brief.county)
    if brief.reach is Reach.ENDED:
        nothing = _("In the period {period}, no new investment project was signed in {county}.")
        return nothing.format(period=plain(brief.period), county=county)
    return _("As of {day}, no new investment project had been signed in {county}.").format(
        day=day(brief.as_of), county=county
    )


def _signed_head(brief: BulletinBrief) -> str:
    """How many were signed: up to the day, in a period that has ended, or in all."""
    n, county = brief.overall.signed_count, plain(brief.county)
    if brief.reach is Reach.ENDED:
        return ngettext(
            "In the period {period}, {n} new investment project was signed in {county}",
            "In the period {period}, {n} new investment projects were signed in {county}",
            n,
        ).format(period=plain(brief.period), n=n, county=county)
    if brief.reach is Reach.WHOLE:
        return ngettext(
            "As of {day}, {n} investment project had been signed in all in {county}",
            "As of {day}, {n} investment projects had been signed in all in {county}",
            n,
        ).format(day=day(brief.as_of), n=n, county=county)
    return ngettext(
        "As of {day}, {n} new investment project had been signed in {county}",
        "As of {day}, {n} new investment projects had been signed in {county}",
        n,
    ).format(day=day(brief.as_of), n=n, county=county)


def target_clause(target: Target) -> str:
    """Completion of the annual task and the distance to the calendar pace."""
    done = _("{rate} per cent of the annual task of {amount} completed").format(
        rate=percent(target.done, 1), amount=amount(target.amount_fen)
    )
    return comma([part for part in (done, pace(target.ahead)) if part])


def stage_sentence(stages: tuple[StageFigure, ...], as_of: date | None = None) -> str:
    """How far the signed projects have come; a rate of nothing or of zero is left unsaid.

    ``as_of``: the day to name, where the sentence before it speaks of a period that has ended.
    """
    clauses = []
    for figure in stages:
        none, count, rate = _STAGES[figure.stage]
        if not figure.count:
            clauses.append(_(none))
            continue
        parts = [_(count).format(n=figure.count)]
        if figure.rate is not None:
            parts.append(_(rate).format(rate=percent(figure.rate, 1)))
        clauses.append(comma(parts))
    if not clauses:
        return ""
    first = _("Of the signed projects, {clause}").format(clause=clauses[0])
    if as_of is not None:
        first = _("As of {day}, of the signed projects, {clause}").format(
            day=day(as_of), clause=clauses[0]
        )
    return sentence([first, *clauses[1:]])


def funds_sentence(facts: Overall) -> str:
    """到位资金 and its rate."""
    if facts.funds_fen is None:
        return ""
    parts = [_("Funds in place {amount}").format(amount=amount(facts.funds_fen))]
    if facts.funds_rate is not None:
        parts.append(_("rate of funds in place {rate}%").format(rate=percent(facts.funds_rate, 1)))
    return sentence([comma(parts)])


def grade_sentence(grades: tuple[GradeCount, ...]) -> str:
    """开工成色: the starts by their strongest evidence; grades without projects are left out."""
    parts = [_(_GRADES[g.grade]).format(n=g.count) for g in grades if g.count]
    if not parts:
        return ""
    return _("The starts by their strongest evidence: {list}.").format(list=listing(parts))


def ranking_sentence(brief: BulletinBrief) -> str:
    """Who leads and, among six or more ranked units, who comes last."""
    ranked = sorted(
        (row for row in brief.rankings if row.rank is not None), key=lambda row: row.rank or 0
    )
    if not brief.ranking_basis or len(ranked) <= _NAMED or _tied(ranked, _NAMED):
        return _("The units compare as in the following table.")
    clauses = [
        _("Ranked by {basis}, the first three are {units}").format(
            basis=plain(brief.ranking_basis),
            units=listing([plain(row.unit) for row in ranked[:_NAMED]]),
        )
    ]
    if len(ranked) >= 2 * _NAMED and not _tied(ranked, len(ranked) - _NAMED):
        clauses.append(
            _("the last three are {units}").format(
                units=listing([plain(row.unit) for row in ranked[-_NAMED:]])
            )
        )
    return sentence(clauses)


def _tied(ranked: list[UnitRow], cut: int) -> bool:
    """Whether units of one rank stand on both sides of a cut: naming some would wrong the rest."""
    return ranked[cut - 1].rank == ranked[cut].rank


def key_project_text(project: KeyProject) -> str:
    """Investor, amount, stage and progress of one named project; gaps stay unsaid."""
    parts = []
    if project.investor:
        parts.append(_("Investor: {investor}").format(investor=plain(project.investor)))
    if project.amount_fen is not None:
        parts.append(_("total investment {amount}").format(amount=amount(project.amount_fen)))
    if project.stage:
        parts.append(_("now at the stage: {stage}").format(stage=plain(project.stage)))
    text = sentence([comma(parts)]) if parts else ""
    return join_sentences([text, closed(project.progress)])


def not_started_sentence(rows: tuple[NotStartedRow, ...]) -> str:
    """How many are signed and not started, and for how long."""
    if not rows:
        return ""
    lead = ngettext(
        "{n} signed project has not started, agreed investment {amount}",
        "{n} signed projects have not started, agreed investment {amount}",
        len(rows),
    ).format(n=len(rows), amount=amount(not_started.total_fen(rows)))
    ages = Counter(row.age for row in rows if row.age is not None)
    parts = [
        _("{n} signed {age}").format(n=ages[i], age=not_started.bucket_words(i))
        for i in sorted(ages)
    ]
    return sentence([lead, _("of these, {list}").format(list=listing(parts))] if parts else [lead])


def holding_sentence(rows: tuple[NotStartedRow, ...]) -> str:
    """Where they are held: the steps by number of projects, most first."""
    steps = Counter(plain(row.step) for row in rows if plain(row.step))
    if not steps:
        return ""
    ranked = sorted(steps.items(), key=lambda item: (-item[1], item[0]))
    parts = [_("{step} ({n})").format(step=step, n=n) for step, n in ranked]
    return _("By the step that holds them: {list}.").format(list=listing(parts))


def overdue_by_unit(rows: tuple[NotStartedRow, ...]) -> list[tuple[str, str]]:
    """(unit, sentence) for each responsible unit with projects signed over six months ago."""
    units: dict[str, list[NotStartedRow]] = {}
    for row in rows:
        late = row.age is not None and row.age >= not_started.OVER_SIX_MONTHS
        if late and plain(row.lead_unit):
            units.setdefault(plain(row.lead_unit), []).append(row)
    return [(unit, _overdue(late)) for unit, late in units.items()]


def _overdue(late: list[NotStartedRow]) -> str:
    names = quoted([plain(row.name) for row in late[:_NAMED]])
    if len(late) > _NAMED:
        return _(
            "{names} and others, {n} projects in all, signed over {months} months ago, "
            "have still not started."
        ).format(names=names, n=len(late), months=_LONG_MONTHS)
    return ngettext(
        "{names}, signed over {months} months ago, has still not started.",
        "{names}, signed over {months} months ago, have still not started.",
        len(late),
    ).format(names=names, months=_LONG_MONTHS)


def quoted(names: list[str]) -> str:
    """Names in quotation marks; Chinese puts no mark between them (GB/T 15834)."""
    text = ""
    for name in names:
        one = _("“{name}”").format(name=name)
        text = _("{names}, {name}").format(names=text, name=one) if text else one
    return text


def closed(text: str) -> str:
    """Text as typed, with a full stop if it ends without one."""
    cleaned = plain(text)
    if not cleaned or cleaned[-1] in "。！？…；.!?":
        return cleaned
    return cleaned + ("。" if is_wide(cleaned[-1]) else pgettext("full stop", "."))


def join_sentences(parts: list[str]) -> str:
    """Sentences one after the other, with the gap the language wants."""
    said = [part for part in parts if part]
    text = said[0] if said else ""
    for part in said[1:]:
        text = _("{sentence} {next_sentence}").format(sentence=text, next_sentence=part)
    return text
