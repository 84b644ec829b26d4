"""Planning and applying a ledger of projects (signed or in talks)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from invest_crm.db.schema.projects import funds_statement, project_amount
from invest_crm.domain.area import AreaReading
from invest_crm.domain.project_fields import AMOUNTS, DATES, DEADLINES, TEXTS
from invest_crm.domain.stages import Stage
from invest_crm.services.ledger.decisions import NOTHING_DECIDED
from invest_crm.services.ledger.identity import NO_MATCH, Match, ProjectIndex, Rival, settled
from invest_crm.services.ledger.own_projects import without_known_end, without_known_words
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
from invest_crm.services.projects import records
from invest_crm.services.projects.write import ProjectWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.services.ledger.decisions import Decisions
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View, Work

_PLAIN = (*TEXTS, "site_mode", "chain", "node")
_BATCH = 400
_NODE_HEADING = "产业链环节"
_ROW = "row:"
"""Marks a match with an earlier row of the same file instead of a stored record."""
_TELLING = ("investor", "signed_on", "total_investment", "stage", "lead_unit")
"""What tells a stored project from another of a like name."""


class _Matched(NamedTuple):
    """The record a row means, and those a person may choose from instead."""

    match: Match
    rivals: tuple[Rival, ...] = ()


def plan_projects(
    view: View, reading: LedgerReading, decisions: Decisions = NOTHING_DECIDED
) -> list[PlannedRow]:
    """Compare each row with what is stored."""
    index = ProjectIndex.load(view)
    matched = [
        _match(index, row, place, decisions.of(row.row).means)
        for place, row in enumerate(view.looking(reading.rows))
    ]
    targets = [m.match.id for m in matched if m.match.id and not m.match.id.startswith(_ROW)]
    rivals = [rival.id for m in matched for rival in m.rivals]
    stored = records.load(view, list(dict.fromkeys([*targets, *rivals])))
    money = _Money.load(view, targets)
    comparer = _Comparer(reading, stored, money, Placer.load(view))
    planned = []
    for row, (match, others) in zip(view.looking(reading.rows), matched, strict=True):
        planned.append(comparer.plan(row, match))
        planned[-1].candidates = tuple(candidate(stored[rival.id]) for rival in others)
    return planned


def apply_projects(
    work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], source: str
) -> None:
    """Write the planned rows; sets ``target`` of the new ones."""
    writer = ProjectWriter(work, source=source, cut_off=reading.as_of)
    stored = records.load(work, [row.target for row in rows if row.target])
    entry = Stage.CONTACT if reading.talks else Stage.LEAD
    placer = Placer.load(work)
    for row in work.looking(rows):
        if row.target is None:
            row.target = writer.create(_placed(placer, row), entry=entry)
            continue
        record = stored[row.target]
        if row.values:
            writer.change(record, row.values)
        for key, amount in row.history.items():
            writer.amount(record.id, key, amount)
        writer.seen(record)
    writer.flush()


def _placed(placer: Placer, row: PlannedRow) -> dict[str, Any]:
    """A new project that names no node stands where its own words say, marked as presumed."""
    values = row.values
    place = presumed(placer, "projects", values) if row.placed else None
    if place is None:
        return values
    node = place[0]
    chain = values.get("chain") or placer.chain_of(node)
    return {**values, "chain": chain, "node": node, "node_source": PRESUMED}


def candidate(record: ProjectRecord) -> Candidate:
    """A stored project as one a row may mean."""
    facts = ((key, record[key]) for key in _TELLING)
    return Candidate(record.id, record["name"], tuple(fact for fact in facts if fact[1]))


def _match(index: ProjectIndex, row: RowReading, place: int, means: str | None) -> _Matched:
    """Match a row, and let later rows of the same file find it."""
    values = row.fields
    name = str(values.get("name") or "")
    if row.rejected or not name:
        return _Matched(NO_MATCH)
    investor, code, stat = (
        _text(values.get(key)) for key in ("investor", "project_code", "stat_code")
    )
    proposed = index.match(name, investor, code, stat)
    if proposed.note == "investor-differs" and str(proposed.id).startswith(_ROW):
        proposed = NO_MATCH  # one file names two projects of two firms alike
    match = settled(proposed, means, index.names.get)
    if match.id is None and not match.rivals:
        index.add(f"{_ROW}{place}", name, investor, code, stat)
    rivals = (rival for rival in proposed.possible if not rival.id.startswith(_ROW))
    return _Matched(match, tuple(rivals))


class _Comparer:
    """Decides, row by row, what a ledger changes in what is stored."""

    def __init__(
        self,
        reading: LedgerReading,
        stored: Mapping[str, ProjectRecord],
        money: _Money,
        placer: Placer,
    ) -> None:
        self._reading = reading
        self._stored = stored
        self._money = money
        self._placer = placer
        self._taken: dict[str, int] = {}

    def plan(self, row: RowReading, match: Match) -> PlannedRow:
        """The planned row for one row of the ledger."""
        if row.rejected:
            return rejected(row)
        wanted = self._named_node(_wanted(row))
        if match.id is None:
            planned = PlannedRow(row, "new", values=wanted)
            if match.note:
                planned.action = "suspicious"
                mark(planned, match.note, match.named)
            return planned
        earlier = self._earlier_row(row, match.id)
        if earlier is not None:
            planned = PlannedRow(row, "suspicious", values=wanted)
            mark(planned, "duplicate-in-file", str(earlier))
            return planned
        stored = self._stored[match.id]
        planned = PlannedRow(without_known_end(row, stored), "same", target=match.id)
        if match.note:
            mark(planned, match.note, match.name)
        self._compare(planned, stored, without_known_words(wanted, stored, row))
        return planned

    def _named_node(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """A node the ledger names becomes its id; an unknown one is kept as text."""
        text = wanted.pop("node", None)
        if text is None:
            return wanted
        node = self._placer.named(wanted.get("chain"), str(text))
        if node is not None:
            return {**wanted, "node": node}
        return {**wanted, "extra": {**(wanted.get("extra") or {}), _NODE_HEADING: str(text)}}

    def _earlier_row(self, row: RowReading, record_id: str) -> int | None:
        """The row of this file that already means the same record."""
        if record_id.startswith(_ROW):
            return self._reading.rows[int(record_id.removeprefix(_ROW))].row
        first = self._taken.setdefault(record_id, row.row)
        return None if first == row.row else first

    def _compare(
        self, planned: PlannedRow, stored: ProjectRecord, wanted: Mapping[str, Any]
    ) -> None:
        older = (stored.latest_cut_off or "") > self._reading.as_of.isoformat()
        changes = self._dates(planned, stored, wanted, older=older)
        changes += self._amounts(planned, stored, wanted, older=older)
        changes += self._funds(planned, stored, wanted)
        if not older:
            changes += text_changes(stored.values, wanted, _PLAIN)
            changes += _deadlines(stored, wanted)
            changes += self._agreement(planned, stored, wanted)
            changes += self._lists(stored, wanted)
        planned.changes.extend(changes)
        planned.values.update({change.field: change.after for change in changes})
        if planned.action == "same" and (changes or planned.history):
            planned.action = "changed"

    def _dates(
        self,
        planned: PlannedRow,
        stored: ProjectRecord,
        wanted: Mapping[str, Any],
        *,
        older: bool,
    ) -> list[Change]:
        changes = []
        for key in DATES:
            before, after = stored[key], wanted.get(key)
            if key in planned.reading.denied and before is not None:
                planned.action = "suspicious"
                mark(planned, "reversal", column=key)
            elif after is not None and _replaces(before, after, older=older):
                changes.append(Change(key, before, after))
        return changes

    def _amounts(
        self,
        planned: PlannedRow,
        stored: ProjectRecord,
        wanted: Mapping[str, Any],
        *,
        older: bool,
    ) -> list[Change]:
        """A changed amount takes effect from this file's cut-off; an older file adds history."""
        changes = []
        for key in AMOUNTS:
            after = wanted.get(key)
            if after is None:
                continue
            before = self._money.in_force(stored.id, key, self._reading.as_of)
            if after == (stored[key] if before is None else before):
                continue
            if older:
                planned.history[key] = after
            else:
                changes.append(Change(key, stored[key], after))
        return changes

    def _funds(
        self, planned: PlannedRow, stored: ProjectRecord, wanted: Mapping[str, Any]
    ) -> list[Change]:
        """Of two different statements for one day the first stays.

        What the months with their corrections come to already is no statement.
        """
        after = wanted.get("funds_in_place")
        if after is None:
            return []
        before = self._money.stated(stored.id, self._reading.as_of)
        if before is None:
            day = self._reading.as_of
            newest = day.isoformat() >= (stored.latest_cut_off or "")
            known = newest and after == stored["funds_in_place"]
            changed = not known and after != self._money.last_stated(stored.id, day)
            return [Change("funds_in_place", stored["funds_in_place"], after)] if changed else []
        if before != after:
            mark(planned, "cumulative-disagrees", column="funds_in_place")
        return []

    def _agreement(
        self, planned: PlannedRow, stored: ProjectRecord, wanted: Mapping[str, Any]
    ) -> list[Change]:
        """A type that the row does not name is presumed and replaces nothing recorded."""
        before, after = stored["agreement_type"], wanted.get("agreement_type")
        signed = before is not None or stored["signed_on"] is not None
        if not after or after == before or (signed and not self._names_agreement(planned)):
            return []
        return [Change("agreement_type", before, after)]

    def _names_agreement(self, planned: PlannedRow) -> bool:
        column = self._reading.mapping.of("agreement_type")
        cells = planned.reading.cells
        return column is not None and column.index < len(cells) and bool(cells[column.index])

    @staticmethod
    def _lists(stored: ProjectRecord, wanted: Mapping[str, Any]) -> list[Change]:
        """People and marks are added to; other columns are kept by their heading."""
        changes = []
        known = stored["contacts"]
        people = new_people(wanted.get("contacts") or (), known)
        if people:
            changes.append(Change("contacts", known, people))
        flags = tuple(sorted({*stored["flags"], *(wanted.get("flags") or ())}))
        if flags != stored["flags"]:
            changes.append(Change("flags", stored["flags"], flags))
        extra = {**stored["extra"], **(wanted.get("extra") or {})}
        if extra != stored["extra"]:
            changes.append(Change("extra", stored["extra"], extra))
        if wanted.get("land_mu") not in (None, stored["land_mu"]):
            changes.append(Change("land_mu", stored["land_mu"], wanted["land_mu"]))
        return changes


class _Money:
    """The amounts and statements of some projects, by the day they speak for."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, str], list[tuple[str, int]]] = {}
        self._funds: dict[str, dict[str, int]] = {}

    @classmethod
    def load(cls, view: View, ids: Sequence[str]) -> _Money:
        """Read what is in force and what was before."""
        money = cls()
        for start in view.looking(range(0, len(ids), _BATCH)):
            part = ids[start : start + _BATCH]
            amounts = (
                select(project_amount)
                .where(project_amount.c.project_id.in_(part), project_amount.c.voided_at.is_(None))
                .order_by(project_amount.c.effective_on, project_amount.c.recorded_at)
            )
            for row in view.rows(amounts):
                key = (row.project_id, row.kind)
                money._amounts.setdefault(key, []).append((row.effective_on, row.amount))
            funds = select(funds_statement).where(
                funds_statement.c.project_id.in_(part),
                funds_statement.c.subject == "funds",
                funds_statement.c.voided_at.is_(None),
            )
            for row in view.rows(funds.order_by(funds_statement.c.recorded_at)):
                money._funds.setdefault(row.project_id, {}).setdefault(row.as_of, row.amount)
        return money

    def in_force(self, project_id: str, key: str, day: date) -> int | None:
        """The latest amount effective by a day, None if the first came later."""
        until = [
            amount
            for effective, amount in self._amounts.get((project_id, key), ())
            if effective <= day.isoformat()
        ]
        return until[-1] if until else None

    def stated(self, project_id: str, day: date) -> int | None:
        """The cumulative stated for exactly this day."""
        return self._funds.get(project_id, {}).get(day.isoformat())

    def last_stated(self, project_id: str, day: date) -> int | None:
        """The latest cumulative stated by this day."""
        known = self._funds.get(project_id, {})
        until = [item for item in known if item <= day.isoformat()]
        return known[max(until)] if until else None


def _deadlines(stored: ProjectRecord, wanted: Mapping[str, Any]) -> list[Change]:
    """A deadline that was set anew; the same day written in another way is the same."""
    return [
        Change(key, stored[key], wanted[key])
        for key in DEADLINES
        if wanted.get(key) is not None
        and (stored[key] is None or stored[key].value != wanted[key].value)
    ]


def _replaces(before: PartialDate | None, after: PartialDate, *, older: bool) -> bool:
    """Whether a date from a ledger takes the place of the stored one.

    A real date replaces an unknown one; a flag again keeps the earliest cut-off; a finer date
    inside the stored period refines it; a different date replaces it unless the file is older.
    """
    if before is None:
        return True
    if before.precision == "unknown":
        if after.precision != "unknown":
            return True
        return (after.not_after or "9999") < (before.not_after or "9999")
    if after.precision == "unknown" or after.value == before.value:
        return False
    outer = (before.first_day(), before.last_day())
    inner = (after.first_day(), after.last_day())
    if _within(outer, inner):
        return False
    return _within(inner, outer) or not older


def _within(part: tuple[date | None, date | None], whole: tuple[date | None, date | None]) -> bool:
    if None in part or None in whole:
        return False
    return whole[0] <= part[0] and part[1] <= whole[1]  # type: ignore[operator]


def _wanted(row: RowReading) -> dict[str, Any]:
    """The row's values as a project record holds them."""
    wanted: dict[str, Any] = {
        key: value for key, value in row.fields.items() if value not in (None, "")
    }
    land = wanted.get("land_mu")
    if isinstance(land, AreaReading):
        wanted["land_mu"] = land.sqdm
    wanted["flags"] = tuple(sorted(row.flags))
    total = row.amounts.get("total_investment")
    if total is not None and total.high_fen is not None:
        wanted["total_high"] = total.high_fen
    return wanted


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
