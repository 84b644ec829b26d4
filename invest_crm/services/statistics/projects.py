"""入库 of projects as it stands today: who is to be entered, with what missing, held by whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import milestone, project
from invest_crm.domain.facts import Cohort, cohort_of
from invest_crm.domain.metrics import BY_ID
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.statistics.calendar import Days, Round, next_round
from invest_crm.domain.statistics.materials import (
    Checklist,
    Material,
    Work,
    presumed_work,
    project_list,
    threshold,
)
from invest_crm.domain.statistics.papers import FILING, Paper, ProjectFile
from invest_crm.domain.statistics.state import Course, Holder, State, Step, holder
from invest_crm.services.options import option
from invest_crm.services.snapshot import Question, settled, snapshot
from invest_crm.services.statistics.stored import PROJECT, Answer, Stored, calendar_days, stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.domain.statistics.checks import Finding
    from invest_crm.services.work import View

DUE, IN, BELOW, UNKNOWN, EARLY = "due", "in", "below", "unknown", "early"
"""How a project stands: to be entered and is not (应入未入), entered, planned below the threshold,
no planned total known, not started."""
REMIND_FROM = 20
"""From this day of a month on its row of a project in the statistics is asked for."""
BUILT = (MilestoneKind.COMPLETED, MilestoneKind.IN_PRODUCTION)
"""What is built is not reported on by month any more."""
_IN_STATS = BY_ID["in_stats"]
_COLUMNS = (
    *(project.c.id, project.c.name, project.c.lead_unit, project.c.investor, project.c.township),
    *(project.c.industry, project.c.site_mode, project.c.total_investment, project.c.stat_code),
    project.c.project_code,
)


class ProjectLine(Struct, frozen=True):
    """A project on its way into the statistics, as of ``seen``. Money in 分.

    ``planned``: the total of the filing, which decides; None where it was not typed yet (then
    the agreed ``total`` stands in). ``days``: since the start. ``presumed``: nobody said what
    kind of project it is. ``month``: of entry, YYYY-MM or what is known of it. ``reported``: a
    row of this month is there, or none is asked for any more.
    """

    id: str
    name: str
    unit: str
    investor: str
    stands: str
    planned: int | None
    total: int | None
    started: date | None
    days: int | None
    work: Work
    presumed: bool
    checklist: Checklist
    evidence: frozenset[str]
    missing: tuple[Material, ...]
    answers: Mapping[str, Answer]
    papers: Mapping[str, Paper]
    course: Course
    steps: tuple[Step, ...]
    holder: Holder | None
    round: Round
    seen: date
    month: str = ""
    code: str = ""
    reported: bool = True
    file: ProjectFile = field(default_factory=lambda: ProjectFile("", {}))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the cross-checks find in its papers."""
        from invest_crm.domain.statistics.checks import check_project

        return check_project(self.file)

    @property
    def held(self) -> int | None:
        """Days since whoever holds it got it."""
        since = self.holder.since if self.holder else None
        return None if since is None else (self.seen - since).days

    @property
    def begun(self) -> bool:
        """Whether somebody has taken the application up."""
        return bool(self.steps or self.papers or self.answers or not self.presumed)

    @property
    def late(self) -> bool:
        """Papers that were to be complete by now, for the round that is open."""
        waits = self.course.state in (State.NOT_BEGUN, State.RETURNED)
        return self.stands == DUE and waits and self.seen >= self.round.complete

    @property
    def ask_again(self) -> tuple[Answer, ...]:
        """What could not be provided and is to be asked for again by now."""
        open_ones = {one.code for one in self.missing}
        return tuple(
            one
            for one in self.answers.values()
            if one.material in open_ones and one.ask_on <= self.seen
        )

    @property
    def unreported(self) -> bool:
        """In the statistics, and the row of this month is not there although it is time."""
        return self.stands == IN and not self.reported and self.seen.day >= REMIND_FROM


def project_lines(
    view: View,
    only: Sequence[str] | None = None,
    known: Sequence[ProjectFacts] | None = None,
    day: date | None = None,
) -> list[ProjectLine]:
    """Started projects and those whose application began, those to be entered first, the longest
    wait first. ``only``: these alone, whatever they are; ``known``: their facts of the day,
    where somebody has read them. ``day``: as things stood then (papers as they are now).
    """
    seen = day or view.today
    found = None if only is None else frozenset(only)
    question = settled(view, Question(as_of=seen, only=found))
    facts = {fact.id: fact for fact in (snapshot(view, question) if known is None else known)}
    counted = {fact.id for fact in cohort_of(facts.values(), Cohort(None, seen))}
    kept = stored(view, PROJECT, only)
    started = {key for key, fact in facts.items() if fact.has(MilestoneKind.STARTED)}
    wanted = facts.keys() if only is not None else (started & counted) | kept.cases.keys()
    ids = [key for key in facts if key in wanted]
    reader = _Reader(view, question, kept, reported(view, seen), _entered(view, ids))
    rows = _rows(view, ids)
    lines = [reader.line(rows[key], facts[key], counted=key in counted) for key in ids]
    return sorted(lines, key=_order)


def one_project(view: View, project_id: str) -> ProjectLine | None:
    """A project's way into the statistics, None if the project is gone."""
    return next(iter(project_lines(view, [project_id])), None)


def _order(line: ProjectLine) -> tuple[int, int, str]:
    ranks = (DUE, UNKNOWN, IN, EARLY, BELOW)
    return ranks.index(line.stands), -(line.days or 0), line.id


class _Reader:
    """What all lines of one answer share."""

    def __init__(
        self,
        view: View,
        question: Question,
        kept: Stored,
        reported: frozenset[str],
        entered: Mapping[str, str],
    ) -> None:
        self._day, self._question, self._kept = question.as_of, question, kept
        self._days: Days = calendar_days(view)
        self._round = next_round(self._day, self._days)
        self._home, self._bureau = option(view, "county.home_code"), option(view, "county.bureau")
        self._reported, self._entered = reported, entered

    def line(self, row: Row[Any], fact: ProjectFacts, *, counted: bool) -> ProjectLine:
        case = self._kept.case(row.id).until(self._day)
        papers = self._kept.papers.get(row.id, {})
        filing = papers.get(FILING)
        planned = filing.amount if filing else None
        work = Work(case.kind) if case.kind else presumed_work(row.industry, row.site_mode)
        checklist = project_list(work, fact.planned_total)
        evidence = self._kept.evidence.get(row.id, frozenset())
        text = dict(fact.days).get(MilestoneKind.STARTED)
        began = date.fromisoformat(text) if text else None
        course, unit = case.course, row.lead_unit or row.township or self._bureau
        stands = self._stands(fact, counted=counted)
        month = course.month or self._entered.get(row.id, "")
        file = ProjectFile(
            row.name, papers, began, row.total_investment, row.industry or "", self._home, month
        )
        return ProjectLine(
            id=row.id,
            name=row.name,
            unit=unit,
            investor=row.investor or "",
            stands=stands,
            planned=planned,
            total=fact.total,
            started=began,
            days=(self._day - began).days if began else None,
            work=work,
            presumed=not case.kind,
            checklist=checklist,
            evidence=evidence,
            missing=checklist.missing(evidence),
            answers=self._kept.answers.get(row.id, {}),
            papers=papers,
            course=course,
            steps=case.steps,
            holder=None if stands == IN else holder(course, case.named, unit, began),
            round=self._round,
            seen=self._day,
            month=month,
            code=course.code or row.stat_code or "",
            reported=row.id in self._reported or any(map(fact.has, BUILT)),
            file=file,
        )

    def _stands(self, fact: ProjectFacts, *, counted: bool) -> str:
        """As the metric says: what it counts, and what it takes its rate over."""
        calibre = self._question.calibre
        if _IN_STATS.holds(fact, calibre):
            return IN
        if counted and _IN_STATS.base is not None and _IN_STATS.base(fact, calibre):
            return DUE
        if not fact.has(MilestoneKind.STARTED):
            return EARLY
        planned = fact.planned_total
        if planned is None:
            return UNKNOWN
        return BELOW if planned < threshold() else EARLY


def _rows(view: View, ids: Iterable[str]) -> dict[str, Row[Any]]:
    found: dict[str, Row[Any]] = {}
    for part in chunks(list(ids)):
        query = select(*_COLUMNS).where(project.c.id.in_(part))
        found.update({row.id: row for row in view.rows(query)})
    return found


def reported(view: View, day: date) -> frozenset[str]:
    """The projects with a row of this month."""
    month = f"{day:%Y-%m}"
    query = select(monthly_report.c.project_id).where(
        monthly_report.c.month == month, monthly_report.c.voided_at.is_(None)
    )
    return frozenset(view.values(query))


def _entered(view: View, ids: Sequence[str]) -> dict[str, str]:
    """The month of entry by project, as its milestone says it."""
    columns = milestone.c
    query = select(columns.project_id, columns.effective_value).where(
        columns.kind == MilestoneKind.IN_STATS.value,
        columns.voided_at.is_(None),
        columns.effective_value.is_not(None),
    )
    return {
        row.project_id: row.effective_value[: len("2026-01")]
        for part in chunks(list(ids))
        for row in view.rows(query.where(columns.project_id.in_(part)))
    }
