"""Planning and applying a ledger of approvals.

A row means the approval of its project and item; where a project has the item more than once, the
one of its title. An empty cell records nothing and erases nothing; what happened is not taken back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.db.schema.approvals import approval, approval_step
from invest_crm.domain.approvals.ledger import (
    Said,
    days_said,
    find_items,
    meant,
    own_title,
    state_said,
)
from invest_crm.domain.approvals.state import Course, StepKind
from invest_crm.domain.departments import department_code, department_label
from invest_crm.domain.partial_date import PartialDate, exact
from invest_crm.domain.text import clean_lines, is_unknown
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.approvals.reading import approval_lines
from invest_crm.services.approvals.records import load
from invest_crm.services.ledger.identity import ProjectIndex, settled
from invest_crm.services.ledger.plan import Candidate, Change, PlannedRow, mark, rejected
from invest_crm.services.ledger.projects import candidate
from invest_crm.services.projects import records as project_records
from invest_crm.services.projects.following import follow_approval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.approvals.items import Item
    from invest_crm.domain.approvals.state import Step
    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.approvals.records import ApprovalRecord
    from invest_crm.services.ledger.decisions import Decisions
    from invest_crm.services.ledger.identity import Match
    from invest_crm.services.work import View, Work

_TEXTS = {"department": "department", "person": "person", "remark": "note"}
"""Fields of the ledger that are texts of the record, and what they are called there."""
_DAYS = ("accepted_on", "decided_on")
_HAPPENED = frozenset({*_DAYS, "status"})


def plan_approvals(view: View, reading: LedgerReading, decisions: Decisions) -> list[PlannedRow]:
    """Match each row's project and item, then compare what it says with what is stored."""
    planner = _Planner(view, reading)
    rows = [planner.plan(row, decisions.of(row.row).means) for row in view.looking(reading.rows)]
    rivals = dict.fromkeys(one.id for row in rows for one in row.candidates)
    known = project_records.load(view, list(rivals))
    for row in rows:
        row.candidates = tuple(candidate(known[one.id]) for one in row.candidates)
    return rows


def apply_approvals(
    work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], source: str
) -> None:
    """Write new approvals, what changed of stored ones, and what happened to them."""
    items = items_in_force(work)
    new = [row for row in rows if row.target is None]
    known = {"recorded_at": work.now, "recorded_by": work.actor}
    made = [{**_columns(row, items), **_place(row), **known} for row in new]
    for row, record_id in zip(new, work.insert_many(approval, made), strict=True):
        row.target = record_id
    fresh = {id(row) for row in new}
    old = {row.target: _columns(row, items) for row in rows if row.target and id(row) not in fresh}
    work.update_many(approval, {key: columns for key, columns in old.items() if columns})
    _happen(work, reading, rows, source)


def _happen(work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], source: str) -> None:
    """Add the steps the rows mean, void those they replace; milestones follow grants."""
    fact = work.fact(source=source, cut_off=reading.as_of.isoformat())
    until = min(reading.as_of, work.today)
    lines = {line.id: line for line in approval_lines(work)}
    added: list[dict[str, object]] = []
    granted: list[tuple[ApprovalLine, date]] = []
    gone: list[str] = []
    for row in rows:
        line = lines[row.target or ""]
        said = _said({key: row.values.get(key) for key in _HAPPENED}, until)
        found = meant(line.course, line.steps, said)
        gone += found.void
        for step in found.steps:
            added.append({"approval_id": line.id, **_step(step), **fact})
            if step.kind in (StepKind.GRANTED, StepKind.PROMISED):
                granted.append((line, step.on))
    if gone:
        work.void(approval_step, f"replaced by {source}", *gone)
    work.insert_many(approval_step, added)
    for line, day in granted:
        follow_approval(work, line.project_id, line.item.code, day)


class _Stored(Struct, frozen=True):
    """A stored approval as it stands, and as a record."""

    line: ApprovalLine
    record: ApprovalRecord


class _Planner:
    """What a ledger is compared with."""

    def __init__(self, view: View, reading: LedgerReading) -> None:
        self._until = min(reading.as_of, view.today)
        self._items = items_in_force(view)
        self._projects = ProjectIndex.load(view)
        self._found: dict[str, list[str]] = {}
        self._seen: dict[tuple[str, str, str], int] = {}
        self._stored: dict[tuple[str, str], list[_Stored]] = defaultdict(list)
        lines = approval_lines(view)
        records = load(view, [line.id for line in lines])
        for line in lines:
            stored = _Stored(line, records[line.id])
            self._stored[line.project_id, line.item.code].append(stored)

    def plan(self, row: RowReading, means: str | None) -> PlannedRow:
        """What a row would do."""
        if row.rejected:
            return rejected(row)
        wanted = {key: value for key, value in row.fields.items() if value not in (None, "")}
        code = str(wanted.get("project_code") or "") or None
        proposed = self._projects.match(str(wanted["name"]), None, code)
        match = settled(proposed, means, self._projects.names.get)
        candidates = tuple(Candidate(*rival) for rival in proposed.rivals)
        if match.id is None:
            return _refused(row, match, candidates)
        item = self._item(row, wanted)
        if isinstance(item, PlannedRow):
            return item
        title = own_title(str(wanted.get("item", "")), item)
        stored = self._which(match.id, item.code, title)
        known = None if stored is None else stored.record["title"] or ""
        first = self._seen.setdefault((match.id, item.code, known or title), row.row)
        if first != row.row:
            planned = rejected(row)
            mark(planned, "duplicate-in-file", str(first))
            return planned
        if stored is None:
            return self._new(row, wanted, match.id, item, title, candidates)
        return self._compared(row, wanted, stored, candidates)

    def _item(self, row: RowReading, wanted: Mapping[str, Any]) -> Item | PlannedRow:
        """The item of a row, or why there is none."""
        text = str(wanted.get("item") or "")
        coded = str(wanted.get("code") or "").strip().upper()
        if coded in self._items:
            return self._items[coded]
        if text not in self._found:
            self._found[text] = find_items(text, self._items) if text else []
        found = self._found[text]
        if len(found) == 1:
            return self._items[found[0]]
        planned = rejected(row)
        mark(planned, "item-several" if found else "item-unknown", text or coded)
        return planned

    def _which(self, project: str, code: str, title: str) -> _Stored | None:
        """The approval of that title; else the only one, or the one without a title."""
        found = self._stored.get((project, code), [])
        titled = [one for one in found if title and one.record["title"] == title]
        plain = [one for one in found if not one.record["title"]]
        if titled or not title:
            return next(iter(titled or plain or found), None)
        return None

    def _new(
        self,
        row: RowReading,
        wanted: Mapping[str, Any],
        project: str,
        item: Item,
        title: str,
        candidates: tuple[Candidate, ...],
    ) -> PlannedRow:
        planned = PlannedRow(row, "new", candidates=candidates)
        happened = self._happened(planned, wanted, Course(), ())
        values = {key: wanted[key] for key in (*_TEXTS, "extra") if key in wanted}
        self._told_limit(planned, wanted, item, values)
        values.update(happened, project_id=project, code=item.code, title=title or None)
        planned.values = values
        return planned

    def _compared(
        self,
        row: RowReading,
        wanted: Mapping[str, Any],
        stored: _Stored,
        candidates: tuple[Candidate, ...],
    ) -> PlannedRow:
        line, record = stored.line, stored.record
        planned = PlannedRow(row, "same", target=line.id, candidates=candidates)
        happened = self._happened(planned, wanted, line.course, line.steps)
        before = {"accepted_on": line.course.began, "decided_on": line.course.decided}
        for key, value in happened.items():
            was = line.state.label if key == "status" else _exactly(before[key])
            planned.changes.append(Change(key, was, value))
        for key, own in _TEXTS.items():
            said = wanted.get(key)
            if said is not None and _code(key, str(said)) != clean_lines(record[own] or ""):
                planned.changes.append(Change(key, _words(key, record[own]), said))
        values: dict[str, Any] = {"extra": wanted.get("extra")}
        self._told_limit(planned, wanted, line.item, values)
        extra = {**record["extra"], **(values["extra"] or {})}
        if extra != record["extra"]:
            planned.changes.append(Change("extra", record["extra"], extra))
        if planned.changes:
            planned.action = "changed"
            planned.values = {change.field: change.after for change in planned.changes}
        return planned

    def _happened(
        self, planned: PlannedRow, wanted: Mapping[str, Any], course: Course, steps: Sequence[Step]
    ) -> dict[str, Any]:
        """What is new of what happened: days and state; tells of what cannot be taken over."""
        said_of = {key: wanted.get(key) for key in _HAPPENED}
        for key in _DAYS:
            said_of[key] = self._whole_day(planned, key, said_of[key])
        text = str(said_of["status"] or "")
        if text and state_said(text)[0] is None and not is_unknown(text):
            mark(planned, "state-unknown", text, column="status")
        said = _said(said_of, self._until)
        found = meant(course, steps, said)
        for problem in found.problems:
            mark(planned, problem, text)
        if not found.steps:
            return {}
        known = {"accepted_on": course.began, "decided_on": course.decided}
        days = {key: value for key, value in said_of.items() if key in _DAYS and value is not None}
        news = {key: day for key, day in days.items() if _day(day) != known[key]}
        state = state_said(text)[0] if text else None
        changes = bool(text) and (state is not course.state or not news)
        return {**news, **({"status": text} if changes else {})}

    def _whole_day(self, planned: PlannedRow, key: str, when: Any) -> PartialDate | None:
        if not isinstance(when, PartialDate) or not when.value:
            return None
        if when.precision != "day":
            mark(planned, "day-inexact", when.raw or when.value, column=key)
            return None
        if date.fromisoformat(when.value) > self._until:
            mark(planned, "day-to-come", when.raw or when.value, column=key)
            return None
        return when

    def _told_limit(
        self, planned: PlannedRow, wanted: Mapping[str, Any], item: Item, values: dict[str, Any]
    ) -> None:
        """A limit other than that of the catalogue is told, and kept as text."""
        text = str(wanted.get("limit") or "")
        days, binding = days_said(text), item.binding
        if days is None or (binding is not None and binding.days == days):
            return
        if item.legal is not None and item.legal.days == days:
            return
        mark(
            planned, "limit-differs", binding.label if binding is not None else "—", column="limit"
        )
        values["extra"] = {**(values.get("extra") or {}), "承诺时限": text}


def _refused(row: RowReading, match: Match, candidates: tuple[Candidate, ...]) -> PlannedRow:
    planned = rejected(row)
    planned.candidates = candidates
    mark(planned, match.note or "project-unknown", match.named)
    return planned


def _said(values: Mapping[str, Any], until: date) -> Said:
    text = str(values.get("status") or "")
    state, promised = state_said(text) if text else (None, False)
    accepted, decided = (_day(values.get(key)) for key in _DAYS)
    return Said(accepted, decided, state, until, promised)


def _day(when: Any) -> date | None:
    known = isinstance(when, PartialDate) and when.value and when.precision == "day"
    return date.fromisoformat(str(when.value)) if known else None


def _exactly(day: date | None) -> PartialDate | None:
    return None if day is None else exact(day)


def _step(step: Step) -> dict[str, object]:
    return {"kind": step.kind.value, "happened_on": step.on.isoformat()}


def _code(key: str, text: str) -> str:
    """A text of a ledger as the records have it."""
    return department_code(text) if key == "department" else clean_lines(text)


def _words(key: str, stored: str | None) -> str | None:
    return department_label(stored) if stored and key == "department" else stored


def _place(row: PlannedRow) -> dict[str, object]:
    return {key: row.values[key] for key in ("project_id", "code", "title")}


def _columns(row: PlannedRow, items: Mapping[str, Item]) -> dict[str, object]:
    """The columns of what a row says; the department by its code, none that is the item's."""
    values = row.values
    found: dict[str, object] = {
        own: _code(key, str(values[key])) or None for key, own in _TEXTS.items() if values.get(key)
    }
    item = items.get(str(values.get("code")))
    if item is not None and found.get("department") == item.department:
        found["department"] = None
    if values.get("extra"):
        found["extra"] = json.dumps(dict(values["extra"]), ensure_ascii=False)
    return found
