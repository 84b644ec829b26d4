"""Documents: gathering the facts a report needs and having it made."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.schema.log import change_set
from invest_crm.domain.calibre import DEFAULT_CALIBRE
from invest_crm.domain.calibre_words import calibre_lines
from invest_crm.domain.facts import cohort_of
from invest_crm.domain.metrics import BY_ID
from invest_crm.domain.months import month_end
from invest_crm.domain.not_started import waiting
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import site_mode_label
from invest_crm.domain.stages import Stage
from invest_crm.reports import brief as briefs
from invest_crm.reports import numbers
from invest_crm.reports.registry import REPORTS, Brief, Rendered, find, render
from invest_crm.services import figures
from invest_crm.services.drawn import draw
from invest_crm.services.follow_up import follow_up_brief
from invest_crm.services.options import option
from invest_crm.services.project_card import project_card
from invest_crm.services.projects import records
from invest_crm.services.snapshot import check_day
from invest_crm.services.statistics import documents as statistics
from invest_crm.services.statistics.bundle import make_bundle
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.metrics import Figure
    from invest_crm.services.figures import Figures, Group, Question
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View

_KEY_PROJECTS = 5
_NOT_STARTED = BY_ID["signed_not_started"]


class MakeReport(Struct, frozen=True):
    """A report by name into a file, for the year so far as of a day (or from another day on).

    ``project`` or ``firm``: the record a report about one record is about. ``record``: what else a
    report is about (a hand-over, a review). ``question``: what a
    page shows; the document then says exactly that, whatever the period.
    """

    name: str
    path: Path
    as_of: date | None = None
    start: date | None = None
    project: str | None = None
    firm: str | None = None
    question: Question | None = None
    record: str | None = None


def report_names() -> list[tuple[str, str, tuple[str, ...]]]:
    """Every report: name, title, formats."""
    return [(report.name, report.label, report.formats) for report in REPORTS]


def make_report(view: View, command: MakeReport) -> Rendered:
    """Gather the facts and write the document.

    UserError for an unknown report or format, a day to come and a period that is none.
    """
    if command.name == statistics.BUNDLE:
        head = fingerprint(view)
        return make_bundle(view, command.project, command.firm, command.path, head)
    report = find(command.name)
    if report.needs is None:
        return draw(view, report, command.path, command.project)
    if command.name in _BRIEFS:
        return render(command.name, _BRIEFS[command.name](view, command), command.path)
    question = figures.settled(view, command.question or _year_so_far(view, command))
    check_day(view, question.as_of)
    facts = figures.snapshot(view, question)
    if command.name == "signed-not-started":
        every = question if command.question else replace(question, start=command.start)
        brief: Brief = _not_started_brief(view, every, facts)
    else:
        brief = _bulletin(view, question, facts)
    return render(command.name, brief, command.path)


def _year_so_far(view: View, command: MakeReport) -> Question:
    day = command.as_of or view.today
    return figures.Question(as_of=day, start=command.start or date(day.year, 1, 1))


def fingerprint(view: View) -> str:
    """The short head of the change log: what a printed page can be held against."""
    head = view.first(
        select(change_set.c.seq, change_set.c.hash).order_by(change_set.c.seq.desc()).limit(1)
    )
    return f"{head.seq}-{head.hash[:8]}" if head else ""


def period_text(start: date | None, end: date) -> str:
    """The period as an office writes it: 2025年1—8月份; without a beginning 截至2025年8月31日."""
    if start is None:
        return _("up to {day}").format(day=numbers.day(end))
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
    last = question.cohort.end or question.as_of
    annex = _not_started_rows(view, question, cohort_of(facts, question.cohort))
    return briefs.BulletinBrief(
        county=option(view, "county.name") or _("the whole county"),
        period=period_text(question.start, last),
        as_of=question.as_of,
        reach=_reach(question),
        issued_on=view.today,
        unit=option(view, "county.bureau"),
        addressee=option(view, "county.addressees"),
        overall=_overall(view, found),
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


def _reach(question: Question) -> briefs.Reach:
    """How the period lies to the as-of day: what the sentence on the signings begins with."""
    if question.cohort.end is not None and question.cohort.end < question.as_of:
        return briefs.Reach.ENDED
    return briefs.Reach.RUNNING if question.start else briefs.Reach.WHOLE


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


def _overall(view: View, found: Figures) -> briefs.Overall:
    stages = tuple(
        briefs.StageFigure(
            stage, _count(found[f"{stage.value}.count"]), _share(found[f"{stage.value}.rate"])
        )
        for stage in briefs.Stage
    )
    started = [_count(found["started.count"])]
    started += [_count(found[f"started.g{grade}.count"]) for grade in (2, 3, 4)]
    grades = [high - low for high, low in zip(started, [*started[1:], 0], strict=True)]
    funds = _count(found["funds.amount"])
    return briefs.Overall(
        signed_count=_count(found["signed.count"]),
        signed_amount_fen=_count(found["signed.amount"]),
        count_change=_change(found, "signed.yoy"),
        amount_change=_change(found, "signed_amount.yoy"),
        target=_target(view, found),
        stages=stages,
        grades=tuple(briefs.GradeCount(grade, n) for grade, n in enumerate(grades, start=1)),
        funds_fen=funds or None,
        funds_rate=_share(found["funds.rate"]),
    )


def _change(found: Figures, metric: str) -> briefs.Change | None:
    """Growth over the same period of last year; None where the period has no beginning."""
    figure = found.get(metric)
    if figure is None:
        return None
    share = _share(figure)
    return briefs.Change(share, None if share is not None else briefs.NoGrowth.BASE_ZERO)


def _target(view: View, found: Figures) -> briefs.Target | None:
    """The annual task, where the period is (a part of) its year."""
    rate, pace = (found.get(f"targets.signed_amount.{part}") for part in ("rate", "pace"))
    year = figures.target_year(found.question)
    if rate is None or rate.exact is None or year is None:
        return None
    target = figures.county_target(view, year, "signed.amount") or 0
    return briefs.Target(target, rate.exact / 100, None if pace is None else _share(pace))


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
    own = tuple(
        _("{name}: {text}").format(name=line.name, text=line.text)
        for line in calibre_lines(question.calibre)
        if line not in calibre_lines(DEFAULT_CALIBRE)
    )
    return briefs.Calibre(question.calibre.label, (*notes, *own))


def _share(figure: Figure) -> Fraction | None:
    """A rate as a share (1 = 100 %), exact: the document rounds it, once."""
    return None if figure.exact is None else figure.exact / 100


def _count(figure: Figure) -> int:
    return int(figure.value or 0)


def _of(group: Group, metric: str) -> int:
    return _count(next(figure for figure in group.figures if figure.metric == metric))


def _five_ones(view: View, _command: MakeReport) -> Brief:
    from invest_crm.services.five_ones.documents import five_ones_brief

    return five_ones_brief(view, fingerprint(view))


def _hand_over(view: View, command: MakeReport) -> Brief:
    from invest_crm.services.five_ones.documents import hand_over_brief

    return hand_over_brief(view, command.record or "", fingerprint(view))


def _review(view: View, command: MakeReport) -> Brief:
    from invest_crm.services.reviews.documents import review_brief

    return review_brief(view, command.record, command.project, fingerprint(view))


def _card(view: View, command: MakeReport) -> Brief:
    return project_card(view, command.project or "", fingerprint(view))


def _follow_up(view: View, command: MakeReport) -> Brief:
    return follow_up_brief(view, command.project, command.firm, command.as_of, fingerprint(view))


def _statistics(view: View, command: MakeReport) -> Brief:
    return statistics.list_brief(view, command.name, command.as_of, fingerprint(view))


def _utilities(view: View, _command: MakeReport) -> Brief:
    from invest_crm.services.utilities.documents import utilities_brief

    return utilities_brief(view, fingerprint(view))


_BRIEFS: Mapping[str, Callable[[View, MakeReport], Brief]] = {
    "five-ones": _five_ones,
    "hand-over": _hand_over,
    "review": _review,
    "follow-up": _follow_up,
    "project-card": _card,
    "utilities": _utilities,
    statistics.PROJECTS: _statistics,
    statistics.FIRMS: _statistics,
}
"""Documents that are about records and know no period."""
