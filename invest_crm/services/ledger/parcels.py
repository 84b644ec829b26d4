"""Planning and applying a ledger of land and plants.

A row means the stored parcel of its number; without a number, or where the stored one has none,
that of its name. An empty cell records nothing and erases nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.db.schema.land import parcel
from invest_crm.domain.area import AreaReading
from invest_crm.domain.parcel_fields import BY_KEY
from invest_crm.domain.parcel_reading import guess_kind
from invest_crm.domain.text import clean_lines
from invest_crm.services.ledger.decisions import NOTHING_DECIDED
from invest_crm.services.ledger.identity import NO_MATCH, Match, Rival, settled
from invest_crm.services.ledger.plan import Candidate, Change, PlannedRow, mark, rejected
from invest_crm.services.parcels import columns_of, key_of, load_all, new_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.services.ledger.decisions import Decisions
    from invest_crm.services.parcels import ParcelRecord
    from invest_crm.services.work import View, Work

_TELLING = ("number", "township", "place", "area_mu", "holder")
"""What tells a stored parcel from another of its name."""


def plan_parcels(
    view: View, reading: LedgerReading, decisions: Decisions = NOTHING_DECIDED
) -> list[PlannedRow]:
    """Compare each row with what is stored."""
    index = _Index.of(load_all(view))
    rows = view.looking(reading.rows)
    return [_plan(row, index, decisions.of(row.row).means) for row in rows]


def apply_parcels(
    work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], _source: str
) -> None:
    """Write the planned rows; sets ``target`` of the new ones."""
    as_of = min(reading.as_of, work.today)
    work.update_many(
        parcel, {row.target: columns_of(row.values, as_of) for row in rows if row.target}
    )
    new = [row for row in rows if row.target is None]
    ids = work.insert_many(parcel, [new_row(row.values, as_of) for row in new])
    for row, record_id in zip(new, ids, strict=True):
        row.target = record_id


class _Index(Struct):
    """Stored parcels by number and by name, and the rows of the file seen so far."""

    records: dict[str, ParcelRecord]
    numbers: dict[str, str]
    names: dict[str, list[str]]
    seen: dict[str, int]
    targets: dict[str, int]

    @classmethod
    def of(cls, records: Sequence[ParcelRecord]) -> _Index:
        numbers, names = {}, defaultdict(list)
        for record in records:
            number = key_of(record["number"])
            if number:
                numbers[number] = record.id
            names[key_of(record["name"]) or ""].append(record.id)
        return cls({one.id: one for one in records}, numbers, dict(names), {}, {})

    def match(self, number: str | None, name: str) -> Match:
        """The parcel a row means."""
        if number and number in self.numbers:
            return self._found(self.numbers[number])
        same = self.names.get(name, [])
        if number:
            same = [one for one in same if not self.records[one]["number"]]
        if len(same) == 1:
            return self._found(same[0])
        if not same:
            return NO_MATCH
        rivals = tuple(Rival(one, self.records[one]["name"]) for one in same)
        named = "、".join(str(self.records[one]["number"] or rival.name)
                          for one, rival in zip(same, rivals, strict=True))  # fmt: skip
        return Match(note="several-candidates", name=named, rivals=rivals)

    def name_of(self, record_id: str) -> str | None:
        record = self.records.get(record_id)
        return None if record is None else str(record["name"])

    def _found(self, record_id: str) -> Match:
        return Match(record_id, name=self.records[record_id]["name"])


def _plan(row: RowReading, index: _Index, means: str | None) -> PlannedRow:
    if row.rejected:
        return rejected(row)
    wanted = _wanted(row)
    number, name = key_of(wanted.get("number")), key_of(wanted["name"]) or ""
    proposed = index.match(number, name)
    match = settled(proposed, means, index.name_of)
    candidates = tuple(_candidate(index.records[rival.id]) for rival in proposed.possible)
    first = index.seen.setdefault(number or f"={name}", row.row)
    if match.id is not None:
        first = min(first, index.targets.setdefault(match.id, row.row))
    if first != row.row:
        planned = PlannedRow(row, "suspicious", values=_new(wanted), candidates=candidates)
        mark(planned, "duplicate-in-file", str(first))
        return planned
    if match.id is None:
        planned = PlannedRow(row, "new", values=_new(wanted), candidates=candidates)
        if match.note:
            planned.action = "suspicious"
            mark(planned, match.note, match.named)
        return planned
    planned = PlannedRow(row, "same", target=match.id, candidates=candidates)
    _compare(planned, index.records[match.id], wanted)
    return planned


def _candidate(record: ParcelRecord) -> Candidate:
    facts = ((key, record[key]) for key in _TELLING)
    return Candidate(record.id, record["name"], tuple(fact for fact in facts if fact[1]))


def _new(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": guess_kind(wanted), **wanted}


def _compare(row: PlannedRow, stored: ParcelRecord, wanted: Mapping[str, Any]) -> None:
    for key in BY_KEY:
        if key in wanted and not _same(stored[key], wanted[key]):
            row.changes.append(Change(key, stored[key], wanted[key]))
    extra = {**stored["extra"], **(wanted.get("extra") or {})}
    if extra != stored["extra"]:
        row.changes.append(Change("extra", stored["extra"], extra))
    row.values = {change.field: change.after for change in row.changes}
    if row.changes:
        row.action = "changed"


def _same(stored: Any, wanted: Any) -> bool:
    """A date is the same however it was written, a text whatever blanks a ledger drops."""
    if isinstance(stored, str) and isinstance(wanted, str):
        return clean_lines(stored) == clean_lines(wanted)
    if hasattr(stored, "precision") and hasattr(wanted, "precision"):
        return (stored.value, stored.precision) == (wanted.value, wanted.precision)
    return bool(stored == wanted)


def _wanted(row: RowReading) -> dict[str, Any]:
    """What a row says, typed as the records are."""
    said = {key: value for key, value in row.fields.items() if value not in (None, "")}
    return {
        key: value.sqdm if isinstance(value, AreaReading) else value for key, value in said.items()
    }
