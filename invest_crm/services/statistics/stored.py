"""What is stored about applications, read for many projects or firms in a few queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.statistics import stat_answer, stat_case, stat_paper, stat_step
from invest_crm.domain.statistics.calendar import Days
from invest_crm.domain.statistics.papers import Paper
from invest_crm.domain.statistics.state import Course, Holder, Step, StepKind, fold
from invest_crm.services.evidence import kept_kinds
from invest_crm.services.options import option
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Row, Table

    from invest_crm.services.work import View

PROJECT, FIRM = "project", "firm"
COMPLETE_OPTION, HAND_OPTION = "statistics.complete_day", "statistics.hand_day"
FIRM_OPTION = "statistics.firm_day"


class Answer(Struct, frozen=True):
    """A paper that the investor or firm cannot provide yet, and when to ask again."""

    material: str
    said_by: str
    said_on: date
    ask_on: date
    note: str = ""
    id: str = ""


class Case(Struct, frozen=True):
    """What was entered about an application; ``id`` empty where nothing was yet.

    ``kind``: of a project, empty where nobody said; ``qualified``: of a builder.
    """

    id: str = ""
    kind: str = ""
    qualified: bool | None = None
    named: Holder = Holder("")
    steps: tuple[Step, ...] = ()

    def until(self, day: date) -> Case:
        """The case as it stood at the end of a day."""
        named = self.named
        if named.since is not None and named.since > day:
            named = Holder("")
        return replace(self, named=named, steps=tuple(s for s in self.steps if s.on <= day))

    @property
    def course(self) -> Course:
        """How it stands."""
        return fold(self.steps)


class Stored(Struct, frozen=True):
    """Everything stored about the applications of some records, by the record's id."""

    cases: Mapping[str, Case]
    papers: Mapping[str, Mapping[str, Paper]]
    answers: Mapping[str, Mapping[str, Answer]]
    evidence: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def case(self, record: str) -> Case:
        """The case of a record, a blank one where nothing was entered."""
        return self.cases.get(record, _BLANK)


_BLANK = Case()


def stored(view: View, kind: str, ids: Sequence[str] | None = None) -> Stored:
    """What is stored of projects or firms (``kind``); ``ids`` None: of every one."""
    return Stored(
        _cases(view, kind, ids),
        _papers(view, kind, ids),
        _answers(view, kind, ids),
        kept_kinds(view, kind, ids),
    )


def calendar_days(view: View) -> Days:
    """The local days of the monthly round, as set."""
    keys = (COMPLETE_OPTION, HAND_OPTION, FIRM_OPTION)
    return Days(*(int(option(view, key)) for key in keys))


def _cases(view: View, kind: str, ids: Sequence[str] | None) -> dict[str, Case]:
    steps = _steps(view, kind, ids)
    return {
        _owner(row, kind): Case(
            row.id,
            row.kind or "",
            None if row.qualified is None else row.qualified == "yes",
            Holder(row.unit or "", row.person or "", day(row.held_since)),
            tuple(steps.get(row.id, ())),
        )
        for row in _rows(view, stat_case, kind, ids, facts=False)
    }


def _steps(view: View, kind: str, ids: Sequence[str] | None) -> Mapping[str, list[Step]]:
    owner = stat_case.c[f"{kind}_id"]
    order = (stat_step.c.happened_on, stat_step.c.recorded_at, stat_step.c.id)
    query = (
        select(stat_step)
        .join(stat_case, stat_case.c.id == stat_step.c.stat_case_id)
        .where(stat_step.c.voided_at.is_(None), owner.is_not(None))
        .order_by(*order)
    )
    parts = [query] if ids is None else [query.where(owner.in_(part)) for part in chunks(list(ids))]
    found: defaultdict[str, list[Step]] = defaultdict(list)
    for row in (row for part in parts for row in view.rows(part)):
        passed = None if row.passed is None else row.passed == "yes"
        found[row.stat_case_id].append(
            Step(
                StepKind(row.kind),
                date.fromisoformat(row.happened_on),
                row.note or "",
                row.month or "",
                row.code or "",
                passed,
                row.id,
                row.recorded_by,
            )
        )
    return found


def _papers(view: View, kind: str, ids: Sequence[str] | None) -> dict[str, dict[str, Paper]]:
    rows = list(_rows(view, stat_paper, kind, ids))
    texts = view.reveal(row.revenue for row in rows)
    found: defaultdict[str, dict[str, Paper]] = defaultdict(dict)
    for row in rows:
        revenue = texts.get(row.revenue or "")
        found[_owner(row, kind)][row.kind] = Paper(
            row.kind,
            row.name or "",
            row.number or "",
            day(row.dated_on),
            row.amount,
            row.region or "",
            row.industry or "",
            row.first or "",
            row.last or "",
            None if revenue is None else int(revenue),
            row.id,
        )
    return found


def _answers(view: View, kind: str, ids: Sequence[str] | None) -> dict[str, dict[str, Answer]]:
    rows = list(_rows(view, stat_answer, kind, ids))
    texts = view.reveal(token for row in rows for token in (row.said_by, row.note))
    found: defaultdict[str, dict[str, Answer]] = defaultdict(dict)
    for row in rows:
        found[_owner(row, kind)][row.material] = Answer(
            row.material,
            texts.get(row.said_by) or _("(name erased)"),
            date.fromisoformat(row.said_on),
            date.fromisoformat(row.ask_on),
            texts.get(row.note or "", ""),
            row.id,
        )
    return found


def _rows(
    view: View, table: Table, kind: str, ids: Sequence[str] | None, *, facts: bool = True
) -> Iterator[Row[Any]]:
    """The rows of projects or of firms; of dated facts those that stand, oldest first."""
    owner = table.c[f"{kind}_id"]
    query = select(table).where(owner.is_not(None)).order_by(table.c.id)
    if facts:
        query = query.where(table.c.voided_at.is_(None))
    parts = [query] if ids is None else [query.where(owner.in_(part)) for part in chunks(list(ids))]
    for part in parts:
        yield from view.rows(part)


def _owner(row: Row[Any], kind: str) -> str:
    found: str = getattr(row, f"{kind}_id")
    return found


def day(text: str | None) -> date | None:
    """A stored day."""
    return None if text is None else date.fromisoformat(text)
