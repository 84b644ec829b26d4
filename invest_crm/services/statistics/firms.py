"""入统 of firms as it stands today: by class and reported revenue, who should be in and is not."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from sqlalchemy import and_, or_, select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import milestone, project
from invest_crm.db.schema.statistics import firm_revenue, stat_case
from invest_crm.domain.above_size import (
    Revenue,
    SizeClass,
    Standing,
    Window,
    is_new,
    next_window,
    size_class,
    standing,
)
from invest_crm.domain.clock import day_of
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.statistics.materials import Checklist, Material, firm_list
from invest_crm.domain.statistics.papers import LICENCE, FirmFile, Paper
from invest_crm.domain.statistics.revenue import Entry, contradictions, year_revenue
from invest_crm.domain.statistics.state import Course, Holder, State, Step, holder
from invest_crm.services.options import option
from invest_crm.services.statistics.revenue import entries_of
from invest_crm.services.statistics.stored import FIRM, Answer, Stored, calendar_days, stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.domain.statistics.checks import Finding
    from invest_crm.services.work import View

_PRODUCING = (MilestoneKind.IN_PRODUCTION, MilestoneKind.AT_CAPACITY)
_ORDER: tuple[Standing, ...] = (
    *("should", "watch", "unqualified", "unreported", "below", "registered", "unknown", "never"),
)


class FirmLine(Struct, frozen=True):
    """A firm on its way into the statistics, as of ``seen``. Money in 分.

    ``kind``: its class above size; ``revenue``: of ``year``, as reported. ``new``: newly opened
    by the rule of the statistics, None where its founding is not known. ``window``: the one open
    or next, None where it never belongs in or is in. ``since``: the day it was first known to
    belong in.
    """

    id: str
    name: str
    credit_code: str
    industry: str
    kind: SizeClass | None
    standing: Standing
    year: int
    revenue: Revenue | None
    entries: tuple[Entry, ...]
    doubts: tuple[str, ...]
    new: bool | None
    window: Window | None
    checklist: Checklist
    evidence: frozenset[str]
    missing: tuple[Material, ...]
    answers: Mapping[str, Answer]
    papers: Mapping[str, Paper]
    course: Course
    steps: tuple[Step, ...]
    holder: Holder | None
    seen: date
    unit: str = ""
    qualified: bool | None = None
    since: date | None = None
    file: FirmFile = field(default_factory=lambda: FirmFile("", {}))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the cross-checks find in its papers."""
        from invest_crm.domain.statistics.checks import check_firm

        return check_firm(self.file)

    @property
    def threshold(self) -> int | None:
        """Yearly revenue from which it belongs in, in 分."""
        return self.kind.threshold if self.kind else None

    @property
    def open(self) -> bool:
        """Whether a window of this year is open or still to come."""
        return self.window is not None and self.window.closes.year == self.seen.year

    @property
    def held(self) -> int | None:
        """Days since whoever holds it got it."""
        since = self.holder.since if self.holder else None
        return None if since is None else (self.seen - since).days

    @property
    def days(self) -> int | None:
        """Days since it is known to belong in."""
        return None if self.since is None else (self.seen - self.since).days

    @property
    def ask_again(self) -> tuple[Answer, ...]:
        """What could not be provided and is to be asked for again by now."""
        open_ones = {one.code for one in self.missing}
        return tuple(
            one
            for one in self.answers.values()
            if one.material in open_ones and one.ask_on <= self.seen
        )


def firm_lines(
    view: View, only: Sequence[str] | None = None, day: date | None = None
) -> list[FirmLine]:
    """Firms of the county and those that produce here or reported anything, those that should be
    in first. ``only``: these alone, whatever they are. ``day``: as things stood then
    (papers, and firms that came in without an application here, as they are now).
    """
    seen = day or view.today
    investing = _investing(view, only)
    rows = _rows(view, only, investing)
    entries = entries_of(view, only)
    reader = _Reader(view, stored(view, FIRM, only), investing, seen)
    lines = [reader.line(row, entries.get(row.id, [])) for row in rows]
    return sorted(lines, key=_rank)


def one_firm(view: View, firm_id: str) -> FirmLine | None:
    """A firm's way into the statistics, None if the firm is gone."""
    return next(iter(firm_lines(view, [firm_id])), None)


def best_standing(
    row_industry: str | None,
    entries: Iterable[Entry],
    day: date,
    *,
    registered: bool,
    qualified: bool,
) -> tuple[Standing, int, Revenue | None]:
    """The standing by this year's revenue, or by last year's where that year was enough or this
    one has no figure yet; with the year and its revenue.
    """
    mine = list(entries)
    found = []
    for year in (day.year, day.year - 1):
        revenue = year_revenue(mine, year)
        stands = standing(row_industry, revenue, registered=registered, qualified=qualified)
        found.append((stands, year, revenue))
    this, last = found
    before = last[2] is not None and (this[2] is None or last[0] == "should")
    return last if before and this[0] != "should" else this


class _Invested(Struct):
    """What the projects of a firm tell: the unit that looks after it, when it began here."""

    unit: str = ""
    producing: bool = False
    registered: str = ""


class _Reader:
    """What all lines of one answer share."""

    def __init__(
        self, view: View, kept: Stored, investing: Mapping[str, _Invested], day: date
    ) -> None:
        self._day, self._kept, self._investing = day, kept, investing
        self._bureau = option(view, "county.bureau")
        self._closing = calendar_days(view).firm

    def line(self, row: Row[Any], entries: list[Entry]) -> FirmLine:
        whole, papers = self._kept.case(row.id), self._kept.papers.get(row.id, {})
        case = whole.until(self._day)
        later = whole.course.state is State.ACCEPTED and case.course.state is not State.ACCEPTED
        entries = [one for one in entries if one.last <= f"{self._day:%Y-%m}"]
        stands, year, revenue = best_standing(
            row.industry,
            entries,
            self._day,
            registered=row.in_size and not later,
            qualified=bool(case.qualified),
        )
        kind = size_class(row.industry)
        new = self._new(row.id, papers)
        checklist = firm_list(kind.id if kind else "")
        evidence = self._kept.evidence.get(row.id, frozenset())
        begun = self._investing.get(row.id, _Invested())
        since = _since(row, entries, self._day) if stands == "should" else None
        ends = stands in ("registered", "never")
        window = None
        if kind is not None and not ends:
            window = next_window(kind, self._day, new=bool(new), closing=self._closing)
        unit, course = begun.unit or self._bureau, case.course
        file = FirmFile(row.name, papers, row.credit_code or "", row.industry or "")
        return FirmLine(
            id=row.id,
            name=row.name,
            credit_code=row.credit_code or "",
            industry=row.industry or "",
            kind=kind,
            standing=stands,
            year=year,
            revenue=revenue,
            entries=tuple(entries),
            doubts=tuple(contradictions(entries)),
            new=new,
            window=window,
            checklist=checklist,
            evidence=evidence,
            missing=checklist.missing(evidence),
            answers=self._kept.answers.get(row.id, {}),
            papers=papers,
            course=course,
            steps=case.steps,
            holder=None if ends else holder(course, case.named, unit, since),
            seen=self._day,
            unit=unit,
            qualified=case.qualified,
            since=since,
            file=file,
        )

    def _new(self, firm_id: str, papers: Mapping[str, Paper]) -> bool | None:
        """By the founding on the licence, else by the registration of its project here."""
        licence = papers.get(LICENCE)
        founded = licence.on if licence else None
        text = self._investing[firm_id].registered if firm_id in self._investing else ""
        day = founded or (date.fromisoformat(text) if text else None)
        return None if day is None else is_new(day, self._day)


def _rank(line: FirmLine) -> tuple[int, int, str]:
    return _ORDER.index(line.standing), -(line.days or 0), line.id


def _since(row: Row[Any], entries: list[Entry], day: date) -> date | None:
    """The day on which a figure was recorded that brought it over its threshold."""
    known: list[Entry] = []
    for entry in sorted(entries, key=lambda one: one.recorded_at):
        known.append(entry)
        stands = best_standing(row.industry, known, day, registered=False, qualified=False)[0]
        if stands == "should":
            return day_of(datetime.fromisoformat(entry.recorded_at))
    return None


def _rows(
    view: View, only: Sequence[str] | None, investing: Mapping[str, _Invested]
) -> list[Row[Any]]:
    query = select(firm).where(firm.c.archived_at.is_(None))
    if only is not None:
        parts = [query.where(firm.c.id.in_(part)) for part in chunks(list(only))]
    else:
        told = select(firm_revenue.c.firm_id).where(firm_revenue.c.voided_at.is_(None))
        begun = select(stat_case.c.firm_id).where(stat_case.c.firm_id.is_not(None))
        near = or_(
            firm.c.local.is_(True),
            firm.c.in_size.is_(True),
            firm.c.id.in_(told),
            firm.c.id.in_(begun),
        )
        producing = [key for key, one in investing.items() if one.producing]
        parts = [query.where(near)]
        parts += [query.where(firm.c.id.in_(part)) for part in chunks(producing)]
    found = {row.id: row for part in parts for row in view.rows(part)}
    return list(found.values())


def _investing(view: View, only: Sequence[str] | None) -> dict[str, _Invested]:
    """Firms by what is known of their projects here."""
    told = (*_PRODUCING, MilestoneKind.REGISTERED)
    query = (
        select(
            project.c.investor_firm_id,
            project.c.lead_unit,
            milestone.c.kind,
            milestone.c.effective_precision,
            milestone.c.effective_value,
        )
        .join(
            milestone,
            and_(
                milestone.c.project_id == project.c.id,
                milestone.c.kind.in_([kind.value for kind in told]),
                milestone.c.voided_at.is_(None),
            ),
        )
        .where(project.c.archived_at.is_(None), project.c.investor_firm_id.is_not(None))
        .order_by(project.c.id)
    )
    whose = project.c.investor_firm_id.in_
    parts = [query] if only is None else [query.where(whose(part)) for part in chunks(list(only))]
    found: dict[str, _Invested] = {}
    for row in (row for part in parts for row in view.rows(part)):
        one = found.setdefault(row.investor_firm_id, _Invested())
        one.unit = one.unit or row.lead_unit or ""
        if row.kind == MilestoneKind.REGISTERED.value:
            if row.effective_precision == "day":
                day = row.effective_value
                one.registered = min(one.registered or day, day)
        else:
            one.producing = True
    return found
