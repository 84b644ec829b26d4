"""Planning and applying a ledger of firms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.domain.ids import new_ids
from invest_crm.services import firms
from invest_crm.services.export_lists import places
from invest_crm.services.ledger import own_firms
from invest_crm.services.ledger.decisions import NOTHING_DECIDED
from invest_crm.services.ledger.identity import FirmIndex, settled
from invest_crm.services.ledger.placing import presumed
from invest_crm.services.ledger.plan import (
    Candidate,
    Change,
    PlannedRow,
    mark,
    new_people,
    rejected,
    text_changes,
)
from invest_crm.services.placement import PRESUMED, Placer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.services.firms import FirmRecord
    from invest_crm.services.ledger.decisions import Decisions
    from invest_crm.services.work import View, Work

_PLAIN = (
    "credit_code", "short_name", "former_names", "region", "business", "industry",
    "registered_capital", "legal_person", "chain", "tags", "remark", "region_code", "source",
    "local", "in_size",
)  # fmt: skip
_ROW = "row:"
_LOCAL_TITLE = re.compile(r"现有|规上|规模以上|本地|全县|辖区|已落地")
"""Titles of ledgers that list firms already here; others list targets."""


_TELLING = ("credit_code", "region", "legal_person", "chain", "business")
"""What tells a stored firm from another of a like name."""


def plan_firms(
    view: View, reading: LedgerReading, decisions: Decisions = NOTHING_DECIDED
) -> list[PlannedRow]:
    """Compare each row with what is stored."""
    index = FirmIndex.load(view)
    own = own_firms.is_own(reading)
    every = view.looking(reading.rows)
    rows = [own_firms.with_own_fields(row) for row in every] if own else reading.rows
    shown = places(view) if own else {}
    planned = [
        _match(index, row, place, decisions.of(row.row).means)
        for place, row in enumerate(view.looking(rows))
    ]
    targets = [row.target for row in planned if row.target and not row.target.startswith(_ROW)]
    rivals = [rival.id for row in planned for rival in row.candidates]
    stored = firms.load(view, list(dict.fromkeys([*targets, *rivals])))
    taken: dict[str, int] = {}
    for row in view.looking(planned):
        if row.candidates:
            row.candidates = tuple(_candidate(stored[rival.id]) for rival in row.candidates)
        if row.target is None:
            continue
        first = _first_row(row, reading, taken)
        if first is not None:
            row.action, row.target = "suspicious", None
            mark(row, "duplicate-in-file", str(first))
        else:
            _compare(row, stored[row.target], shown.get(row.target))
    return planned


def apply_firms(
    work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], source: str
) -> None:
    """Write the planned rows; sets ``target`` of the new ones."""
    placer = Placer.load(work)
    changed = {row.target: firms.firm_row(row.values) for row in rows if row.target and row.values}
    work.update_many(firm, {key: value for key, value in changed.items() if value})
    new = [row for row in rows if row.target is None]
    for row, record_id in zip(new, new_ids(len(new)), strict=True):
        row.target = record_id
    work.insert_many(
        firm,
        (
            {"source": source, **firms.firm_row(row.values, row.keys), "id": row.target}
            for row in new
        ),
    )
    work.insert_many(contact, (person for row in rows for person in _contact_rows(row)))
    work.insert_many(firm_node, (place for row in new for place in _places(placer, row, reading)))


def _candidate(record: FirmRecord) -> Candidate:
    facts = ((key, record[key]) for key in _TELLING)
    return Candidate(record.id, record["name"], tuple(fact for fact in facts if fact[1]))


def _match(index: FirmIndex, row: RowReading, place: int, means: str | None) -> PlannedRow:
    if row.rejected:
        return rejected(row)
    name = str(row.fields["name"])
    code = row.fields.get("credit_code")
    code = code if isinstance(code, str) else None
    proposed = index.match(name, code)
    match = settled(proposed, means, index.name_of)
    candidates = tuple(
        Candidate(*rival) for rival in proposed.possible if not rival.id.startswith(_ROW)
    )
    if match.id is not None:
        return PlannedRow(row, "same", target=match.id, candidates=candidates)
    keys = firms.keys_of(name)
    planned = PlannedRow(row, "new", values=_wanted(row), candidates=candidates, keys=keys)
    if match.note:
        planned.action = "suspicious"
        mark(planned, match.note, match.named)
    else:
        index.add(f"{_ROW}{place}", name, code, *keys)
    return planned


def _first_row(row: PlannedRow, reading: LedgerReading, taken: dict[str, int]) -> int | None:
    """The row of this file that already means the same firm."""
    target = row.target or ""
    if target.startswith(_ROW):
        row.values = _wanted(row.reading)
        return reading.rows[int(target.removeprefix(_ROW))].row
    first = taken.setdefault(target, row.reading.row)
    return None if first == row.reading.row else first


def _compare(row: PlannedRow, stored: FirmRecord, place: str | None) -> None:
    wanted = own_firms.news(_wanted(row.reading), stored, place)
    changes = text_changes(stored.values, wanted, _PLAIN)
    known = stored["contacts"]
    people = new_people(wanted.get("contacts") or (), known)
    if people:
        changes.append(Change("contacts", known, people))
    extra = {**stored["extra"], **(wanted.get("extra") or {})}
    if extra != stored["extra"]:
        changes.append(Change("extra", stored["extra"], extra))
    row.changes.extend(changes)
    row.values.update({change.field: change.after for change in changes})
    if changes:
        row.action = "changed"


def _places(placer: Placer, row: PlannedRow, reading: LedgerReading) -> list[dict[str, object]]:
    """Where a new firm stands on its chain, presumed from its business and name."""
    place = presumed(placer, "firms", row.values) if row.placed else None
    if place is None:
        return []
    role = "existing" if _LOCAL_TITLE.search(reading.title) else "target"
    return [
        {
            "firm_id": row.target,
            "node_id": place[0],
            "role": role,
            "source": PRESUMED,
            "is_primary": True,
        }
    ]


def _wanted(row: RowReading) -> dict[str, Any]:
    return {key: value for key, value in row.fields.items() if value not in (None, "")}


def _contact_rows(row: PlannedRow) -> list[dict[str, object]]:
    return [
        {
            "firm_id": row.target,
            "name": person.name or None,
            "post": person.post or None,
            "phone": person.phone or None,
            "position": position,
        }
        for position, person in enumerate(row.values.get("contacts") or ())
    ]
