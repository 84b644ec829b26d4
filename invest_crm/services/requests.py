"""诉求: requests of firms read, created, edited, closed, taken up again, archived, restored.

A request keeps the name of its firm as it was written, and a link to the firm where one of exactly
that name is stored. How it ended stands in its progress, as the offices' own ledgers write it.
"""

from __future__ import annotations

import json
from datetime import date  # noqa: TC003 - named in a public field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.text import firm_key
from invest_crm.errors import UserError
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.dates import date_columns, read_date
from invest_crm.services.ledger.identity import FirmIndex
from invest_crm.services.refusals import unsaved
from invest_crm.services.stored import EditRecord, StoredRecord, bring_back, put_away
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View, Work

WORDS = {
    "name": N_("Firm"),
    "content": N_("What is asked"),
    "kind": N_("Kind"),
    "received_on": N_("Received"),
    "due_on": N_("Due day"),
    "unit": N_("Unit in charge"),
    "progress_text": N_("How it stands"),
    "closed": N_("State"),
}
"""The fields by key; ``name`` is the name of the firm."""

_TEXTS = ("content", "kind", "unit", "progress_text")
_DATES = {"received_on": "received", "due_on": "due"}


class RequestRecord(StoredRecord, frozen=True):
    """One request. ``values`` by key of ``WORDS`` plus firm_id (None: no such firm) and extra."""


class EditRequest(EditRecord, frozen=True):
    """Changed values of a request."""


class CloseRequests(Struct, frozen=True):
    """These requests are settled since a day, with a result in words or none."""

    ids: tuple[str, ...]
    on: date
    result: str = ""


def load(view: View, ids: Sequence[str]) -> dict[str, RequestRecord]:
    """Requests by id; unknown ids are absent."""
    found: dict[str, RequestRecord] = {}
    for part in chunks(ids):
        query = select(service_request).where(service_request.c.id.in_(part))
        found.update({row.id: _record(row) for row in view.rows(query)})
    return {item: found[item] for item in ids if item in found}


def linkable(view: View) -> frozenset[str]:
    """The keys (``domain.text.firm_key``) of the names that lead to a firm."""
    return frozenset(key for key, ids in FirmIndex.load(view).keys.items() if len(ids) == 1)


def save_request(work: Work, command: EditRequest) -> str:
    """Create or edit a request; returns its id.

    UserError ``name-missing`` without a firm, ``request-empty`` for a new one that asks nothing,
    ``request-gone``; ``EditConflict``.
    """
    _refuse_empty(command.values, new=command.id is None)
    if command.id is None:
        work.name("request.create", name=command.values["name"])
        row = _row(work, command.values, _firms(work, [command.values]))
        return work.insert(service_request, **{"closed": False, **row})
    request_id = command.id
    record = _existing(work, [request_id])[request_id]
    refuse_conflicts(
        record,
        command.values,
        command.seen,
        request_word,
        lambda key: _last_writer(work, request_id, key),
    )
    work.name("request.edit", name=record["name"])
    row = _row(work, command.values, _firms(work, [command.values]))
    work.update(service_request, request_id, **row)
    return request_id


def edit_request_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many requests, and new requests; returns the ids of the new ones."""
    records = load(work, list(command.values))
    rules = Rules(request_word, lambda item, key: _last_writer(work, item, key))
    changed = really_changed(command, records, rules)
    for values in command.values.values():
        _refuse_empty(values, new=False)
    for values in command.new:
        _refuse_empty(values, new=True)
    name_action(work, command, records, "request.edit")
    firms = _firms(work, [*changed.values(), *command.new])
    work.update_many(
        service_request, {key: _row(work, values, firms) for key, values in changed.items()}
    )
    new = [{**_blank(), **_row(work, values, firms)} for values in command.new]
    return tuple(work.insert_many(service_request, new))


def close_requests(work: Work, command: CloseRequests) -> int:
    """Close requests; the day and the result are added to their progress. Returns how many.

    Closed ones stay as they are. UserError ``request-closed`` if all are, ``day-to-come`` for a
    day after today, ``request-gone``.
    """
    if command.on > work.today:
        raise UserError(
            "day-to-come",
            _("This day is still to come."),
            safe=_("Nothing was changed."),
            todo=_("Enter the day on which the request was settled."),
        )
    chosen = _in_state(work, command.ids, closed=False)
    _name(work, "close", chosen)
    for record in chosen:
        progress = _settled(record["progress_text"], command)
        work.update(service_request, record.id, closed=True, progress_text=progress)
    return len(chosen)


def reopen_requests(work: Work, ids: tuple[str, ...]) -> int:
    """Take closed requests up again; returns how many. UserError ``request-open`` if none was."""
    chosen = _in_state(work, ids, closed=True)
    _name(work, "reopen", chosen)
    return work.update_many(service_request, {record.id: {"closed": False} for record in chosen})


def archive_requests(work: Work, ids: tuple[str, ...]) -> int:
    """Move requests to the trash."""
    return put_away(work, service_request, "request.archive", ids)


def restore_requests(work: Work, ids: tuple[str, ...]) -> int:
    """Take requests out of the trash."""
    return bring_back(work, service_request, "request.restore", ids)


def request_word(key: str) -> str:
    """The word for a field of a request."""
    return _(WORDS[key]) if key in WORDS else key


def _record(row: Row[Any]) -> RequestRecord:
    stored = row._mapping  # noqa: SLF001 - the public name of SQLAlchemy for it
    values = {
        "name": row.firm,
        "firm_id": row.firm_id,
        **{key: stored[key] for key in (*_TEXTS, "closed")},
        **{key: read_date(stored, prefix) for key, prefix in _DATES.items()},
        "extra": json.loads(row.extra or "{}"),
    }
    return RequestRecord(row.id, row.row_version, row.archived_at, MappingProxyType(values))


def _firms(work: Work, changes: Sequence[Mapping[str, Any]]) -> FirmIndex:
    """The firms to match with, read only where a name is written."""
    return FirmIndex.load(work) if any("name" in values for values in changes) else FirmIndex()


def _row(work: Work, values: Mapping[str, Any], firms: FirmIndex) -> dict[str, object]:
    """The columns of some values. A request cannot have come after today."""
    row: dict[str, object] = {key: values[key] for key in _TEXTS if key in values}
    if "name" in values:
        name = str(values["name"]).strip()
        row.update(firm=name, firm_key=firm_key(name), firm_id=firms.match(name, None).id)
    if "received_on" in values:
        row.update(date_columns("received", values["received_on"], work.today))
    if "due_on" in values:
        row.update(date_columns("due", values["due_on"], None))
    return row


def _blank() -> dict[str, object]:
    dates = {**date_columns("received", None, None), **date_columns("due", None, None)}
    return {**dict.fromkeys(_TEXTS), **dates, "closed": False}


def _settled(progress: str | None, command: CloseRequests) -> str:
    """The progress with its last line: 2025年9月1日办结：已协调供电公司增容。"""
    day = command.on
    result = command.result.strip()
    line = f"{day.year}年{day.month}月{day.day}日办结" + (f"：{result}" if result else "")
    return f"{progress}\n{line}" if progress else line


def _in_state(work: Work, ids: Sequence[str], *, closed: bool) -> list[RequestRecord]:
    found = [one for one in _existing(work, ids).values() if one["closed"] is closed]
    if not found:
        raise UserError(
            "request-open" if closed else "request-closed",
            _("They are not settled yet.") if closed else _("They are settled already."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who did it."),
        )
    return found


def _name(work: Work, what: str, chosen: Sequence[RequestRecord]) -> None:
    if len(chosen) == 1:
        work.name(f"request.{what}", name=chosen[0]["name"])
    else:
        work.name(f"requests.{what}", count=len(chosen))


def _refuse_empty(values: Mapping[str, Any], *, new: bool) -> None:
    if not str(values.get("name") or "").strip() and (new or "name" in values):
        raise unsaved(
            "name-missing",
            _("A request needs the firm that made it."),
            _("Enter the name of the firm."),
        )
    if new and not (values.get("content") or values.get("kind")):
        raise unsaved(
            "request-empty",
            _("A request says what is asked for."),
            _("Write what the firm asks for."),
        )


def _last_writer(view: View, request_id: str, key: str) -> HistoryLine | None:
    """Who wrote a field last."""
    column = f"{_DATES[key]}_value" if key in _DATES else "firm" if key == "name" else key
    return last_writer(view, Place([request_id], column))


def _existing(work: Work, ids: Sequence[str]) -> dict[str, RequestRecord]:
    found = load(work, ids)
    if len(found) < len(set(ids)):
        raise UserError(
            "request-gone",
            _("This request no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    return found
