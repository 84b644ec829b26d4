"""Planning and applying the smaller ledgers: monthly rows, requests, contacts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.month_reports import Book, Subject
from invest_crm.domain.months import last_day
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.text import firm_key
from invest_crm.services.dates import date_columns
from invest_crm.services.ledger.identity import FirmIndex, ProjectIndex, settled
from invest_crm.services.ledger.plan import Candidate, Change, PlannedRow, mark, rejected
from invest_crm.services.ledger.projects import candidate
from invest_crm.services.money.books import books
from invest_crm.services.month_locks import closed_months
from invest_crm.services.projects import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.services.ledger.decisions import Decisions
    from invest_crm.services.work import View, Work


class _Months(NamedTuple):
    """What is stored: reports in force, books by project, months that are closed."""

    rows: Mapping[tuple[str, str], Row[Any]]
    books: Mapping[str, Book]
    closed: frozenset[str]


_OWN = ("completed_month", "funds_month", "progress_text", "stat_code")
_CUMULATIVE = ("completed_year", "completed_total", "funds_year", "funds_total")
_WRITTEN = ("problem_text", "plan_text", "filled_by", "checked_by")
_NOTHING: dict[str, object] = dict.fromkeys(_WRITTEN)
_REQUEST_TEXTS = ("kind", "unit", "progress_text", "closed")


def plan_monthly(view: View, reading: LedgerReading, decisions: Decisions) -> list[PlannedRow]:
    """Match each row's project, then its month."""
    index = ProjectIndex.load(view)
    query = select(monthly_report).where(monthly_report.c.voided_at.is_(None))
    rows = {(row.project_id, row.month): row for row in view.rows(query)}
    stored = _Months(rows, books(view), frozenset(closed_months(view)))
    planned = [
        _plan_month(row, index, stored, decisions.of(row.row).means)
        for row in view.looking(reading.rows)
    ]
    rivals = dict.fromkeys(one.id for row in planned for one in row.candidates)
    known = records.load(view, list(rivals))
    for row in planned:
        row.candidates = tuple(candidate(known[one.id]) for one in row.candidates)
    return planned


def apply_monthly(
    work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], source: str
) -> None:
    """Write new months; a corrected month voids the former row and replaces it."""
    fact = work.fact(source=source, cut_off=reading.as_of.isoformat())
    kept = _texts(work, [row.target for row in rows if row.target])
    void, new = [], []
    codes: dict[str, dict[str, object]] = {}
    for row in rows:
        values = dict(row.values)
        if row.action == "changed" and row.target:
            void.append(row.target)
        columns = {key: values.get(key) for key in (*_OWN, *_CUMULATIVE)}
        columns.update(kept.get(row.target or "", _NOTHING))
        columns.update(project_id=values["project_id"], month=values["month"], **fact)
        columns["extra"] = _dump(values.get("extra"))
        new.append(columns)
        if values.get("stat_code") and not values.get("has_stat_code"):
            codes[values["project_id"]] = {"stat_code": values["stat_code"]}
    if void:
        work.void(monthly_report, f"replaced by {source}", *void)
    for row, record_id in zip(rows, work.insert_many(monthly_report, new), strict=True):
        row.target = record_id
    work.update_many(project, codes)


def _texts(view: View, ids: Sequence[str]) -> dict[str, dict[str, object]]:
    """What people wrote beside the figures of rows that are replaced."""
    columns = monthly_report.c
    found: dict[str, dict[str, object]] = {}
    for part in chunks(list(ids)):
        query = select(columns.id, *(columns[key] for key in _WRITTEN)).where(columns.id.in_(part))
        found.update(
            {row.id: {key: getattr(row, key) for key in _WRITTEN} for row in view.rows(query)}
        )
    return found


def plan_requests(view: View, reading: LedgerReading, _decisions: Decisions) -> list[PlannedRow]:
    """A request is the same if firm, content and day of receipt are."""
    stored = {
        (row.firm_key, row.content, row.received_value): row
        for row in view.rows(select(service_request))
    }
    return [_plan_request(row, stored) for row in view.looking(reading.rows)]


def apply_requests(
    work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], _source: str
) -> None:
    """Write new requests and what changed in stored ones."""
    firms = FirmIndex.load(work)
    new, places = [], []
    changed: dict[str, dict[str, object]] = {}
    for row in rows:
        if row.target:
            changed[row.target] = _request_columns(row.values, reading)
            continue
        columns = _request_columns({**_blank_request(), **row.values}, reading)
        name = str(row.values["firm"])
        columns.update(firm_key=firm_key(name), firm_id=firms.match(name, None).id)
        new.append(columns)
        places.append(row)
    for row, record_id in zip(places, work.insert_many(service_request, new), strict=True):
        row.target = record_id
    work.update_many(service_request, changed)


def plan_contacts(view: View, reading: LedgerReading, _decisions: Decisions) -> list[PlannedRow]:
    """A contact belongs to the firm or project of its row."""
    firms, projects = FirmIndex.load(view), ProjectIndex.load(view)
    rows = view.rows(select(contact))
    phones = view.reveal(row.phone for row in rows)
    stored: _People = {}
    for row in view.looking(rows):
        owner, name = row.firm_id or row.project_id, row.name or ""
        stored.setdefault((owner, name, ""), row.id)
        stored[owner, name, phones.get(row.phone, "")] = row.id
    return [_plan_contact(row, firms, projects, stored) for row in view.looking(reading.rows)]


def apply_contacts(
    work: Work, _reading: LedgerReading, rows: Sequence[PlannedRow], _source: str
) -> None:
    """Write new contacts."""
    new = [{key: row.values.get(key) for key in _CONTACT} for row in rows]
    for row, record_id in zip(rows, work.insert_many(contact, new), strict=True):
        row.target = record_id


_People: TypeAlias = "dict[tuple[str, str, str], str]"
"""Contacts by owner, name and phone; without a phone the first of that name. A row without one
(or with a masked one, from an export) names somebody who is known."""
_CONTACT = ("firm_id", "project_id", "name", "post", "phone")


def _plan_month(
    row: RowReading,
    index: ProjectIndex,
    stored: _Months,
    means: str | None,
) -> PlannedRow:
    if row.rejected:
        return rejected(row)
    wanted = _filled(row)
    proposed = index.match(str(wanted["name"]), None, stat=wanted.get("stat_code"))
    candidates = tuple(Candidate(*rival) for rival in proposed.rivals)
    match = settled(proposed, means, index.names.get)
    if match.id is None:
        planned = rejected(row)
        planned.candidates = candidates
        mark(planned, match.note or "project-unknown", match.named)
        return planned
    wanted["project_id"] = match.id
    wanted["has_stat_code"] = match.id in {known.id for known in index.stats.values()}
    month = str(wanted["month"])
    present = stored.rows.get((match.id, month))
    _leave_known(wanted, stored.books.get(match.id, Book()), month, present)
    coded = index.stats.get(str(wanted.get("stat_code")))
    if present is not None and coded is not None and coded.id == match.id:
        del wanted["stat_code"]
    if present is None:
        planned = PlannedRow(row, "new", values=wanted, candidates=candidates)
    else:
        planned = PlannedRow(row, "same", target=present.id, candidates=candidates)
        _compare(planned, present, wanted)
    if planned.action != "same" and month in stored.closed:
        planned = rejected(row)
        mark(planned, "month-locked")
    return planned


def _compare(planned: PlannedRow, present: Row[Any], wanted: dict[str, Any]) -> None:
    """What a row says otherwise than the one in force; a second cumulative does not replace it."""
    for key in _CUMULATIVE:
        before, after = getattr(present, key), wanted.get(key)
        if before is not None and after is not None and before != after:
            mark(planned, "cumulative-disagrees", column=key)
            wanted[key] = before
    for key in (*_OWN, *_CUMULATIVE):
        before, after = getattr(present, key), wanted.get(key)
        if after is not None and after != before:
            planned.changes.append(Change(key, before, after))
        else:
            wanted[key] = before
    if planned.changes:
        planned.action, planned.values = "changed", wanted


def _leave_known(wanted: dict[str, Any], book: Book, month: str, present: Row[Any] | None) -> None:
    """What a file says and the months with their corrections say already brings nothing new.

    So a ledger the program wrote comes back equal: its sums are not taken for statements.
    """
    for subject in Subject:
        own = f"{subject.value}_month"
        sums = book.sums(subject, month)
        if present is not None and wanted.get(own) == sums.month:
            wanted[own] = getattr(present, own)
        reach = book.reach(subject, last_day(month))
        for scope, said in (("year", (sums.year,)), ("total", (sums.total, reach))):
            key = f"{subject.value}_{scope}"
            if present is not None and getattr(present, key) is None and wanted.get(key) in said:
                wanted.pop(key, None)


def _plan_request(
    row: RowReading, stored: Mapping[tuple[str, str | None, str | None], Row[Any]]
) -> PlannedRow:
    if row.rejected:
        return rejected(row)
    wanted = _filled(row)
    received = wanted.get("received_on")
    day = received.value if isinstance(received, PartialDate) else None
    present = stored.get((firm_key(str(wanted["firm"])), wanted.get("content"), day))
    if present is None:
        return PlannedRow(row, "new", values=wanted)
    planned = PlannedRow(row, "same", target=present.id)
    for key in _REQUEST_TEXTS:
        before, after = getattr(present, key), wanted.get(key)
        if after is not None and after != before:
            planned.changes.append(Change(key, before, after))
    due = wanted.get("due_on")
    if isinstance(due, PartialDate) and due.value != present.due_value:
        planned.changes.append(Change("due_on", present.due_value, due))
    if planned.changes:
        planned.action = "changed"
        planned.values = {change.field: change.after for change in planned.changes}
    return planned


def _request_columns(values: Mapping[str, Any], reading: LedgerReading) -> dict[str, object]:
    columns = {key: values[key] for key in ("firm", "content", *_REQUEST_TEXTS) if key in values}
    if "received_on" in values:
        columns.update(date_columns("received", values["received_on"], reading.as_of))
    if "due_on" in values:
        columns.update(date_columns("due", values["due_on"], None))
    if "extra" in values:
        columns["extra"] = _dump(values["extra"])
    return columns


def _blank_request() -> dict[str, Any]:
    keys = ("firm", "content", *_REQUEST_TEXTS, "received_on", "due_on", "extra")
    return {**dict.fromkeys(keys), "closed": False}


def _plan_contact(
    row: RowReading,
    firms: FirmIndex,
    projects: ProjectIndex,
    stored: _People,
) -> PlannedRow:
    if row.rejected:
        return rejected(row)
    wanted = _filled(row)
    owner = firms.match(str(wanted["firm"]), None).id if wanted.get("firm") else None
    wanted["firm_id"] = owner
    if owner is None and wanted.get("project"):
        owner = wanted["project_id"] = projects.match(str(wanted["project"]), None).id
    if owner is None:
        planned = rejected(row)
        mark(planned, "owner-unknown")
        return planned
    if "*" in wanted.get("phone", ""):
        del wanted["phone"]
    present = stored.get((owner, wanted.get("name", ""), wanted.get("phone", "")))
    if present is not None:
        return PlannedRow(row, "same", target=present)
    return PlannedRow(row, "new", values=wanted)


def _filled(row: RowReading) -> dict[str, Any]:
    return {key: value for key, value in row.fields.items() if value not in (None, "")}


def _dump(value: Any) -> str | None:
    return json.dumps(dict(value), ensure_ascii=False) if value else None
