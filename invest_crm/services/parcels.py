"""地块、厂房: read, created, edited, archived, restored; what the dates of land call for.

A parcel is told from others by its number, where it has one; two of the same number are refused.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.land import UTILITY_PARTS, parcel
from invest_crm.domain.land import Standing, standing
from invest_crm.domain.parcel_fields import BY_KEY, FIELDS, ParcelKind
from invest_crm.domain.text import squeeze
from invest_crm.domain.utilities import Utility, UtilityState
from invest_crm.errors import UserError
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.dates import date_columns, read_date
from invest_crm.services.land_alarms import facts_of
from invest_crm.services.refusals import unsaved
from invest_crm.services.stored import EditRecord, StoredRecord, bring_back, put_away
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row, RowMapping

    from invest_crm.domain.parcel_fields import Field
    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View, Work

_AHEAD = frozenset({"agreed_start_on", "agreed_end_on", "available_on", "due_on"})
"""Days that may be still to come; all others have happened."""


class ParcelRecord(StoredRecord, frozen=True):
    """One parcel or plant. ``values`` by key of ``parcel_fields.FIELDS`` plus extra.

    Typed as stored: areas in square decimetres, money in 分, measures as whole numbers of 1/scale,
    dates as ``PartialDate``, utilities as ``Utility``, choices by code.
    """


class EditParcel(EditRecord, frozen=True):
    """Changed values of a parcel or plant."""


def load(view: View, ids: Sequence[str]) -> dict[str, ParcelRecord]:
    """Parcels by id; unknown ids are absent."""
    found: dict[str, ParcelRecord] = {}
    for part in chunks(ids):
        found.update(
            {
                row.id: record_of(row)
                for row in view.rows(select(parcel).where(parcel.c.id.in_(part)))
            }
        )
    return {item: found[item] for item in ids if item in found}


def load_all(view: View) -> list[ParcelRecord]:
    """Every parcel that is not in the trash, in the order they were entered."""
    here = select(parcel).where(parcel.c.archived_at.is_(None)).order_by(parcel.c.id)
    return [record_of(row) for row in view.rows(here)]


def save_parcel(work: Work, command: EditParcel) -> str:
    """Create or edit a parcel or plant; returns its id.

    UserError ``name-missing`` without a name, ``number-taken``, ``parcel-gone``; ``EditConflict``.
    """
    _refuse_nameless(command.values, new=command.id is None)
    _refuse_taken(work, {command.id or "": command.values})
    if command.id is None:
        work.name("parcel.create", name=command.values["name"])
        return work.insert(parcel, **new_row(command.values, work.today))
    parcel_id = command.id
    record = existing(work, [parcel_id])[parcel_id]
    refuse_conflicts(
        record,
        command.values,
        command.seen,
        parcel_word,
        lambda key: _last_writer(work, parcel_id, key),
    )
    work.name("parcel.edit", name=record["name"])
    work.update(parcel, parcel_id, **columns_of(command.values, work.today))
    return parcel_id


def edit_parcel_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many parcels, and new ones; returns the ids of the new ones."""
    records = load(work, list(command.values))
    rules = Rules(parcel_word, lambda item, key: _last_writer(work, item, key))
    changed = really_changed(command, records, rules)
    for values in command.values.values():
        _refuse_nameless(values, new=False)
    for values in command.new:
        _refuse_nameless(values, new=True)
    fresh = {f"+{place}": values for place, values in enumerate(command.new)}
    _refuse_taken(work, {**changed, **fresh})
    name_action(work, command, records, "parcel.edit")
    work.update_many(
        parcel, {key: columns_of(values, work.today) for key, values in changed.items()}
    )
    new = [new_row(values, work.today) for values in command.new]
    return tuple(work.insert_many(parcel, new))


def archive_parcels(work: Work, ids: tuple[str, ...]) -> int:
    """Move parcels and plants to the trash."""
    return put_away(work, parcel, "parcel.archive", ids)


def restore_parcels(work: Work, ids: tuple[str, ...]) -> int:
    """Take them out of the trash."""
    return bring_back(work, parcel, "parcel.restore", ids)


def parcel_word(key: str) -> str:
    """The word for a field of a parcel."""
    return BY_KEY[key].label if key in BY_KEY else key


def existing(work: Work, ids: Sequence[str]) -> dict[str, ParcelRecord]:
    """Parcels by id. UserError ``parcel-gone`` if one is not there."""
    found = load(work, ids)
    if len(found) < len(set(ids)):
        raise UserError(
            "parcel-gone",
            _("This parcel or plant no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    return found


# ---- what the dates say ----------------------------------------------------------------------


def standing_of(record: ParcelRecord, today: date) -> Standing:
    """Status, alarm and consequence of a record on a day."""
    return standing(facts_of(record.values), today)


# ---- rows ------------------------------------------------------------------------------------


def key_of(text: str | None) -> str | None:
    """A number or name as it is compared: folded, no blanks, small letters; None for nothing."""
    return squeeze(text).casefold() or None if text else None


def record_of(row: Row[Any]) -> ParcelRecord:
    """The record of a whole row of the table."""
    stored = row._mapping  # noqa: SLF001 - the public name of SQLAlchemy for it
    values = {field.key: _value(stored, field) for field in FIELDS}
    values["extra"] = json.loads(row.extra or "{}")
    return ParcelRecord(row.id, row.row_version, row.archived_at, MappingProxyType(values))


def new_row(values: Mapping[str, Any], today: date) -> dict[str, object]:
    """All columns of a new parcel; land unless something else is said."""
    blank: dict[str, Any] = dict.fromkeys(field.key for field in FIELDS)
    blank.update(kind=ParcelKind.LAND.value, government_caused=False)
    said = {key: value for key, value in values.items() if value is not None}
    return {"extra": None, **columns_of({**blank, **said}, today)}


def columns_of(values: Mapping[str, Any], today: date) -> dict[str, object]:
    """The columns of some values. What has happened cannot have been after today."""
    row: dict[str, object] = {}
    for key, value in values.items():
        if key in BY_KEY:
            row.update(_columns(BY_KEY[key], value, today))
    if "number" in values:
        row["number_key"] = key_of(values["number"])
    if "name" in values:
        row.update(name=str(values["name"]).strip(), name_key=key_of(values["name"]))
    if values.get("extra"):
        row["extra"] = json.dumps(dict(values["extra"]), ensure_ascii=False)
    return row


def _columns(field: Field, value: Any, today: date) -> dict[str, object]:
    if field.kind == "date":
        limit = None if field.key in _AHEAD else today
        return date_columns(field.column, value, limit)
    if field.kind == "utility":
        parts = (None, None, None)
        if value is not None:
            parts = (value.state.value, value.capacity or None, value.ready_on or None)
        names = (f"{field.column}_{part}" for part in UTILITY_PARTS)
        return dict(zip(names, parts, strict=True))
    if field.kind == "flag":
        return {field.column: bool(value)}
    return {field.column: value}


def _value(stored: Mapping[str, Any] | RowMapping, field: Field) -> Any:
    if field.kind == "date":
        return read_date(stored, field.column)
    if field.kind == "utility":
        state, capacity, ready = (stored[f"{field.column}_{part}"] for part in UTILITY_PARTS)
        return None if state is None else Utility(UtilityState(state), capacity or "", ready or "")
    return stored[field.column]


def first_column(key: str) -> str:
    """The column that says whether a field is filled."""
    field = BY_KEY[key]
    ends = {"date": "_value", "utility": "_state"}
    return f"{field.column}{ends.get(field.kind, '')}"


def _last_writer(view: View, parcel_id: str, key: str) -> HistoryLine | None:
    return last_writer(view, Place([parcel_id], first_column(key)))


def names_taken(view: View, names: Sequence[str]) -> frozenset[str]:
    """Which of these names stored parcels have."""
    keys = {name: key_of(name) for name in names}
    found: set[str] = set()
    for part in chunks(sorted(filter(None, keys.values()))):
        here = parcel.c.name_key.in_(part), parcel.c.archived_at.is_(None)
        found.update(view.values(select(parcel.c.name_key).where(*here)))
    return frozenset(name for name, key in keys.items() if key in found)


# ---- refusals --------------------------------------------------------------------------------


def _refuse_nameless(values: Mapping[str, Any], *, new: bool) -> None:
    if not str(values.get("name") or "").strip() and (new or "name" in values):
        raise unsaved(
            "name-missing",
            _("A parcel or plant needs a name."),
            _("Enter its name, or its number if it has no name."),
        )


def _refuse_taken(work: Work, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """A number belongs to one parcel, among those stored and those that are written."""
    numbers = {key: key_of(values.get("number")) for key, values in wanted.items()}
    numbers = {key: number for key, number in numbers.items() if number}
    taken = _taken(work, set(filter(None, numbers.values())))
    for key, number in numbers.items():
        other = taken.setdefault(str(number), (key, str(wanted[key].get("name") or number)))
        if other[0] != key:
            raise unsaved(
                "number-taken",
                _("The number {number} belongs to “{name}” already.").format(
                    number=str(wanted[key]["number"]).strip(), name=other[1]
                ),
                _("Enter another number, or edit that one."),
            )


def _taken(work: Work, numbers: Iterable[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for part in chunks(sorted(numbers)):
        here = parcel.c.number_key.in_(part), parcel.c.archived_at.is_(None)
        for row in work.rows(select(parcel.c.id, parcel.c.number_key, parcel.c.name).where(*here)):
            found[row.number_key] = row.id, row.name
    return found
