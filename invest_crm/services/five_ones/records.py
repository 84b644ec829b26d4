"""People, units and task forces in charge: read, created, edited, archived, restored.

Two records of one kind and name are refused, unless they carry different posts or units: names
are what projects are matched by.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.five_ones import responsible
from invest_crm.domain.five_ones import Kind
from invest_crm.domain.text import squeeze
from invest_crm.errors import UserError
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
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
    "kind": N_("Kind"),
    "name": N_("Name"),
    "post": N_("Post"),
    "unit": N_("Unit"),
    "precedence": N_("Order of precedence"),
    "active_from": N_("In office from"),
    "active_until": N_("In office until"),
    "remark": N_("Remarks"),
}
"""The fields by key. Days are ISO texts."""


class Responsible(StoredRecord, frozen=True):
    """One person, unit or task force. ``values`` by key of ``WORDS``."""

    def active(self, day: str) -> bool:
        """Whether in office on a day (ISO)."""
        return (self["active_from"] or "") <= day <= (self["active_until"] or "9999")


class EditResponsible(EditRecord, frozen=True):
    """Changed values of a record."""


def load(view: View, ids: Sequence[str]) -> dict[str, Responsible]:
    """Records by id; unknown ids are absent."""
    found: dict[str, Responsible] = {}
    for part in chunks(ids):
        rows = view.rows(select(responsible).where(responsible.c.id.in_(part)))
        found.update({row.id: _record(row) for row in rows})
    return {item: found[item] for item in ids if item in found}


def load_all(view: View, kind: Kind | None = None) -> list[Responsible]:
    """Every record that is not in the trash, by precedence, then as entered."""
    query = select(responsible).where(responsible.c.archived_at.is_(None))
    if kind is not None:
        query = query.where(responsible.c.kind == kind.value)
    order = (responsible.c.precedence.is_(None), responsible.c.precedence, responsible.c.id)
    return [_record(row) for row in view.rows(query.order_by(*order))]


def save_responsible(work: Work, command: EditResponsible) -> str:
    """Create or edit a record; returns its id.

    UserError ``name-missing``, ``name-taken``, ``days-disordered``, ``responsible-gone``;
    ``EditConflict``.
    """
    _refuse_nameless(command.values, new=command.id is None)
    if command.id is None:
        values = {"kind": Kind.PERSON.value, **command.values}
        _refuse_wrong(work, {"": values})
        work.name("responsible.create", name=values["name"])
        return work.insert(responsible, **_row(values))
    record_id = command.id
    record = existing(work, [record_id])[record_id]
    refuse_conflicts(
        record,
        command.values,
        command.seen,
        responsible_word,
        lambda key: _last_writer(work, record_id, key),
    )
    _refuse_wrong(work, {record_id: {**record.values, **command.values}})
    work.name("responsible.edit", name=record["name"])
    work.update(responsible, record_id, **_row(command.values))
    return record_id


def edit_responsible_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many records, and new ones; returns the ids of the new ones."""
    records = load(work, list(command.values))
    rules = Rules(responsible_word, lambda item, key: _last_writer(work, item, key))
    changed = really_changed(command, records, rules)
    for values in command.values.values():
        _refuse_nameless(values, new=False)
    new = [{"kind": Kind.PERSON.value, **_said(values)} for values in command.new]
    for values in new:
        _refuse_nameless(values, new=True)
    whole = {key: {**records[key].values, **values} for key, values in changed.items()}
    _refuse_wrong(work, {**whole, **{f"+{place}": one for place, one in enumerate(new)}})
    name_action(work, command, records, "responsible.edit")
    work.update_many(responsible, {key: _row(values) for key, values in changed.items()})
    blank: dict[str, object] = dict.fromkeys(WORDS)
    return tuple(work.insert_many(responsible, [{**blank, **_row(values)} for values in new]))


def archive_responsible(work: Work, ids: tuple[str, ...]) -> int:
    """Move records to the trash; the texts of projects stay."""
    return put_away(work, responsible, "responsible.archive", ids)


def restore_responsible(work: Work, ids: tuple[str, ...]) -> int:
    """Take records out of the trash."""
    return bring_back(work, responsible, "responsible.restore", ids)


def responsible_word(key: str) -> str:
    """The word for a field."""
    return _(WORDS[key]) if key in WORDS else key


def names_taken(view: View, names: Sequence[str]) -> frozenset[str]:
    """Which of these names stored records have."""
    keys = {name: key_of(name) for name in names}
    found: set[str] = set()
    for part in chunks(sorted(keys.values())):
        here = responsible.c.name_key.in_(part), responsible.c.archived_at.is_(None)
        found.update(view.values(select(responsible.c.name_key).where(*here)))
    return frozenset(name for name, key in keys.items() if key in found)


def existing(view: View, ids: Sequence[str]) -> dict[str, Responsible]:
    """Records by id. UserError ``responsible-gone`` if one is not there."""
    found = load(view, ids)
    if len(found) < len(set(ids)):
        raise UserError(
            "responsible-gone",
            _("This person or unit is no longer recorded."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    return found


def key_of(name: str) -> str:
    """A name as it is compared."""
    return squeeze(name).casefold()


def _record(row: Row[Any]) -> Responsible:
    values = {key: getattr(row, key) for key in WORDS}
    return Responsible(row.id, row.row_version, row.archived_at, MappingProxyType(values))


def _row(values: Mapping[str, Any]) -> dict[str, object]:
    row = {key: values[key] for key in WORDS if key in values}
    if "name" in values:
        name = str(values["name"]).strip()
        row.update(name=name, name_key=key_of(name))
    return row


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _last_writer(view: View, record_id: str, key: str) -> HistoryLine | None:
    return last_writer(view, Place([record_id], key))


def _refuse_nameless(values: Mapping[str, Any], *, new: bool) -> None:
    if not str(values.get("name") or "").strip() and (new or "name" in values):
        raise unsaved(
            "name-missing",
            _("A person or unit needs a name."),
            _("Enter the name as the ledgers write it."),
        )


def _refuse_wrong(view: View, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """The days in order; one record for one name, post and unit."""
    taken = {_identity(record.values): record.id for record in load_all(view)}
    for key, values in wanted.items():
        first, last = values.get("active_from"), values.get("active_until")
        if first and last and last < first:
            raise unsaved(
                "days-disordered",
                _("“{name}” would leave office before taking it.").format(name=values["name"]),
                _("Correct the days."),
            )
        if taken.setdefault(_identity(values), key) != key:
            raise unsaved(
                "name-taken",
                _("“{name}” is recorded already.").format(name=values["name"]),
                _("Edit that record, or tell the two apart by post or unit."),
            )


def _identity(values: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        str(values["kind"]),
        key_of(str(values["name"])),
        key_of(values.get("post") or ""),
        key_of(values.get("unit") or ""),
    )
