"""Documents: gathering the facts a report needs and having it made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.log import change_set
from invest_crm.domain.facts import Cohort, cohort_of
from invest_crm.domain.metrics import BY_ID, ahead_of_pace, evaluate
from invest_crm.domain.months import month_end, year_before
from invest_crm.domain.not_started import waiting
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import site_mode_label
from invest_crm.domain.stages import Stage
from invest_crm.reports import brief as briefs
from invest_crm.reports import numbers
from invest_crm.reports.registry import REPORTS, Brief, Rendered, find, render
from invest_crm.services import figures
from invest_crm.services.options import option
from invest_crm.services.projects import records
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.metrics import Figure
    from invest_crm.services.figures import Figures, Group, Question
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View

_KEY_PROJECTS = 5
_NOT_STARTED = BY_ID["signed_not_started"]


@dataclass(frozen=True, slots=True)
class MakeReport:
    """A report by name into a file, for the year so far as of a day (or a period)."""

    name: str
    path: Path
    as_of: date | None = None
    start: date | None = None


def report_names() -> list[tuple[str, str, tuple[str, ...]]]:
    """Every report: name, title, formats."""
    return [(report.name, report.label, report.formats) for report in REPORTS]


def make_report(view: View, command: MakeReport) -> Rendered:
    """Gather the facts and write the document. UserError for an unknown report or format."""
    find(command.name)
    day = command.as_of or view.today
    start = command.start or date(day.year, 1, 1)
    question = figures.Question(as_of=day, start=start)
    facts = figures.snapshot(view, question)
    if command.name == "signed-not-started":
        every = replace(question, start=None)
        brief: Brief = _not_started_brief(view, every, facts)
    else:
        brief = _bulletin(view, question, facts)
    return render(command.name, brief, command.path)


def fingerprint(view: View) -> str:
    """The short head of the change log: what a printed page can be held against."""
    head = view.first(
        select(change_set.c.seq, change_set.c.hash).order_by(change_set.c.seq.desc()).limit(1)
    )
    return f"{head.seq}-{head.hash[:8]}" if head else ""


def period_text(start: date, end: date) -> str:
    """The period as an office writes it: 2025年1—8月份."""
    whole_months = start.day == 1 and end == month_end(end.year, end.month)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return _("month {month} of {year}").format(year=end.year, month=end.month)
    if whole_months and start.year == end.year:
        return _("months {first}–{last} of {year}").format(
            year=end.year, first=start.month, last=end.month
        )
    return numbers.period(start, end)


def _bulletin(
    view: View, question: Question, facts: Sequence[ProjectFacts]
) -> briefs.BulletinBrief:
    found = figures.answer(view, replace(question, by="unit"), facts)
    chains = figures.answer(view, replace(question, by="chain"), facts)
    start = question.start or date(question.as_of.year, 1, 1)
    annex = _not_started_rows(view, question, cohort_of(facts, question.cohort))
    return briefs.BulletinBrief(
        county=option(view, "county.name") or _("the whole county"),
        period=period_text(start, question.as_of),
        as_of=question.as_of,
        issued_on=view.today,
        unit=option(view, "county.bureau"),
        addressee=option(view, "county.addressees"),
        overall=_overall(view, found, facts),
        calibre=_calibre(question),
        ranking_basis=_("agreed total investment"),
        rankings=_rankings(found.groups),
        by_chain=tuple(_chain_row(group) for group in chains.groups),
        key_projects=_key_projects(view, question, facts),
        annex=annex,
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint(view),
        language=language(),
    )


def _not_started_brief(
    view: View, question: Question, facts: Sequence[ProjectFacts]
) -> briefs.NotStartedBrief:
    return briefs.NotStartedBrief(
        county=option(view, "county.name") or _("the whole county"),
        as_of=question.as_of,
        unit=option(view, "county.bureau"),
        rows=_not_started_rows(view, question, cohort_of(facts, question.cohort)),
        calibre=_calibre(question),
        definition=_(_NOT_STARTED.definition),
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint(view),
        language=language(),
    )


def _overall(view: View, found: Figures, facts: Sequence[ProjectFacts]) -> briefs.Overall:
    question = found.question
    stages = tuple(
        briefs.StageFigure(stage, _count(found[f"{stage.value}.count"]), _share(found, stage.value))
        for stage in briefs.Stage
    )
    started = [_count(found["started.count"])]
    started += [_count(found[f"started.g{grade}.count"]) for grade in (2, 3, 4)]
    grades = [high - low for high, low in zip(started, [*started[1:], 0], strict=True)]
    count_change, amount_change = _changes(facts, question)
    funds = _count(found["funds.amount"])
    return briefs.Overall(
        signed_count=_count(found["signed.count"]),
        signed_amount_fen=_count(found["signed.amount"]),
        count_change=count_change,
        amount_change=amount_change,
        target=_target(view, found),
        stages=stages,
        grades=tuple(briefs.GradeCount(grade, n) for grade, n in enumerate(grades, start=1)),
        funds_fen=funds or None,
        funds_rate=_funds_rate(facts, question),
    )


def _changes(
    facts: Sequence[ProjectFacts], question: Question
) -> tuple[briefs.Change | None, briefs.Change | None]:
    """Growth of count and amount over the same period of last year."""
    if question.start is None:
        return None, None
    last = Cohort(year_before(question.start), year_before(question.as_of))
    now = _signed(evaluate(facts, question.cohort, question.calibre))
    before = _signed(evaluate(facts, last, question.calibre))
    first, second = (
        briefs.Change(Fraction(this - then, then))
        if then
        else briefs.Change(None, briefs.NoGrowth.BASE_ZERO)
        for this, then in zip(now, before, strict=True)
    )
    return first, second


def _signed(found: Sequence[Figure]) -> tuple[int, int]:
    by_id = {figure.metric: figure for figure in found}
    return _count(by_id["signed.count"]), _count(by_id["signed.amount"])


def _target(view: View, found: Figures) -> briefs.Target | None:
    day = found.question.as_of
    target = figures.county_target(view, day.year, "signed.amount")
    if not target:
        return None
    done = _count(found["signed.amount"])
    ahead = ahead_of_pace(done, target, day.month)
    return briefs.Target(
        target,
        Fraction(done, target),
        None if ahead is None else Fraction(done, target) - Fraction(day.month, 12),
    )


def _funds_rate(facts: Sequence[ProjectFacts], question: Question) -> Fraction | None:
    agreed = [fact for fact in cohort_of(facts, question.cohort) if fact.external]
    whole = sum(fact.external or 0 for fact in agreed)
    return Fraction(sum(fact.funds or 0 for fact in agreed), whole) if whole else None


def _rankings(groups: Sequence[Group]) -> tuple[briefs.UnitRow, ...]:
    """Units by agreed total; equal amounts share a rank. No unit stated is no unit to rank."""
    rows = sorted(groups, key=lambda group: (not group.key, -_of(group, "signed.amount")))
    ranked: list[briefs.UnitRow] = []
    for place, group in enumerate(rows, start=1):
        amount = _of(group, "signed.amount")
        tied = bool(ranked) and ranked[-1].amount_fen == amount
        rank = None if not group.key else ranked[-1].rank if tied else place
        signed, started = _of(group, "signed.count"), _of(group, "started.count")
        share = Fraction(started, signed) if signed else None
        ranked.append(briefs.UnitRow(rank, group.label, signed, amount, started, share))
    return tuple(ranked)


def _chain_row(group: Group) -> briefs.ChainRow:
    signed, started = _of(group, "signed.count"), _of(group, "started.count")
    return briefs.ChainRow(
        group.label,
        signed,
        _of(group, "signed.amount"),
        started,
        _of(group, "in_production.count"),
        Fraction(started, signed) if signed else None,
    )


def _key_projects(
    view: View, question: Question, facts: Sequence[ProjectFacts]
) -> tuple[briefs.KeyProject, ...]:
    """The largest projects of the period, with what their ledger says of their progress."""
    members = cohort_of(facts, question.cohort)
    largest = sorted(members, key=lambda fact: -(fact.total or 0))[:_KEY_PROJECTS]
    found = records.load(view, [fact.id for fact in largest], as_of=question.as_of)
    return tuple(
        briefs.KeyProject(
            record["name"],
            record["investor"] or "",
            fact.total,
            Stage(record["stage"]).label,
            record["progress_text"] or "",
        )
        for fact, record in ((fact, found[fact.id]) for fact in largest)
    )


def _not_started_rows(
    view: View, question: Question, members: Sequence[ProjectFacts]
) -> tuple[briefs.NotStartedRow, ...]:
    rows = waiting(members, question.as_of, question.calibre)
    found = records.load(view, [row.id for row in rows], as_of=question.as_of)
    totals = {fact.id: fact.total for fact in members}
    return tuple(
        briefs.NotStartedRow(
            name=record["name"],
            investor=record["investor"] or "",
            amount_fen=totals[row.id],
            signed_on=_signed_on(record),
            months=row.months,
            age=row.bucket,
            site_mode=site_mode_label(record["site_mode"]),
            step=row.step_label,
            step_days=row.days,
            presumed=True,
            reason=record["problem_text"] or "",
            holding_unit=row.holder,
            leader=record["leader"] or "",
            lead_unit=record["lead_unit"] or "",
            person=record["contacts"][0].name if record["contacts"] else "",
            next_step=record["progress_text"] or "",
        )
        for row, record in ((row, found[row.id]) for row in rows)
    )


def _signed_on(record: ProjectRecord) -> date | str:
    when = record["signed_on"]
    if when is None:
        return ""
    return date.fromisoformat(when.value) if when.precision == "day" else show(when)


def _calibre(question: Question) -> briefs.Calibre:
    names = ("signed", "started", "in_production", "in_stats")
    notes = tuple(
        _("{name}: {text}").format(name=_(BY_ID[name].label), text=_(BY_ID[name].definition))
        for name in names
    )
    return briefs.Calibre(question.calibre.label, notes)


def _share(found: Figures, family: str) -> Fraction | None:
    figure = found[f"{family}.rate"]
    if not figure.base:
        return None
    return Fraction(len(figure.projects), len(figure.base))


def _count(figure: Figure) -> int:
    return int(figure.value or 0)


def _of(group: Group, metric: str) -> int:
    return _count(next(figure for figure in group.figures if figure.metric == metric))
