"""Use cases and queries about firms: read, create, edit, archive, restore, contacts, placing."""

from __future__ import annotations

import json
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.chains import chain_node
from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.domain.credit_code import clean_credit_code
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.people import ContactReading
from invest_crm.domain.text import firm_core, firm_key
from invest_crm.errors import UserError
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.projects.shapes import contact_json
from invest_crm.services.refusals import unsaved
from invest_crm.services.stored import EditRecord, StoredRecord, bring_back, put_away
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View, Work

_BATCH = 400
_encode = msgspec.json.Encoder().encode
COLUMNS = (
    "name", "credit_code", "short_name", "former_names", "region", "region_code", "business",
    "industry", "registered_capital", "legal_person", "chain", "tags", "source", "remark",
    "local", "in_size",
)  # fmt: skip
"""Fields of a firm that are edited; ``chain`` is the id of its main chain."""

_COLUMN_OF = {key: "chain_id" if key == "chain" else key for key in COLUMNS}

WORDS = {
    "name": N_("Firm name"),
    "credit_code": N_("Unified social credit code"),
    "short_name": N_("Short name"),
    "former_names": N_("Former names"),
    "region": N_("Region"),
    "business": N_("Main business"),
    "industry": N_("Industry"),
    "registered_capital": N_("Registered capital"),
    "legal_person": N_("Legal person"),
    "chain": N_("Industry chain"),
    "tags": N_("Tags"),
    "source": N_("Source"),
    "remark": N_("Remarks"),
    "contacts": N_("Contacts"),
}

ROLES = ("existing", "target", "leader", "supporting")
"""A firm's part on a node: 现有, 目标, 链主, 配套."""


class FirmRecord(StoredRecord, frozen=True):
    """One firm. ``values`` by key of ``COLUMNS`` plus contacts, extra and nodes (id → role)."""


class EditFirm(EditRecord, frozen=True):
    """Changed values of a firm."""


class PlaceFirm(Struct, frozen=True):
    """Put a firm on a node with a role; ``role`` None takes it off."""

    firm_id: str
    node_id: str
    role: str | None


def all_ids(view: View) -> list[str]:
    """The ids of all firms that are not in the trash, in the order they were entered."""
    return view.values(select(firm.c.id).where(firm.c.archived_at.is_(None)).order_by(firm.c.id))


def load(view: View, ids: Sequence[str]) -> dict[str, FirmRecord]:
    """Firms by id; unknown ids are absent."""
    found: dict[str, FirmRecord] = {}
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        people = _contacts(view, part)
        nodes: dict[str, dict[str, str]] = defaultdict(dict)
        for place in view.rows(select(firm_node).where(firm_node.c.firm_id.in_(part))):
            nodes[place.firm_id][place.node_id] = place.role
        for row in view.rows(select(firm).where(firm.c.id.in_(part))):
            values = {
                **{key: getattr(row, "chain_id" if key == "chain" else key) for key in COLUMNS},
                "contacts": people.get(row.id, ()),
                "extra": json.loads(row.extra or "{}"),
                "nodes": nodes[row.id],
            }
            found[row.id] = FirmRecord(
                row.id, row.row_version, row.archived_at, MappingProxyType(values)
            )
    return {item: found[item] for item in ids if item in found}


def firm_json(record: FirmRecord, *, reveal: bool) -> dict[str, object]:
    """A firm in the shape of ``list firms --json``."""
    capital = record["registered_capital"]
    return {
        "id": record.id,
        **{key: record[key] for key in COLUMNS},
        "registered_capital": None if capital is None else fen_to_wan_text(capital),
        "contacts": [contact_json(person, reveal=reveal) for person in record["contacts"]],
        "nodes": dict(record["nodes"]),
        "extra": record["extra"],
    }


def list_firms(view: View, *, reveal: bool = False) -> list[dict[str, object]]:
    """All firms as JSON shapes, in the order they were entered."""
    return [firm_json(record, reveal=reveal) for record in load(view, all_ids(view)).values()]


def firm_row(values: Mapping[str, Any], keys: tuple[str, str] | None = None) -> dict[str, object]:
    """The columns of a firm row for some values, with the keys that matching compares.

    ``keys``: those of the name, where they are known already.
    """
    row: dict[str, object] = {
        _COLUMN_OF[key]: value for key, value in values.items() if key in _COLUMN_OF
    }
    if "name" in values:
        row["name_key"], row["name_core"] = keys or keys_of(values["name"])
    if values.get("credit_code"):
        row["credit_code"] = clean_credit_code(values["credit_code"])
    if "extra" in values:
        extra = values["extra"]
        row["extra"] = _encode(extra).decode() if extra else None
    return row


def keys_of(name: str) -> tuple[str, str]:
    """What matching compares of a name: its key, and its core without the legal form."""
    return firm_key(name), firm_core(name)


def save_firm(work: Work, command: EditFirm) -> str:
    """Create or edit a firm; returns its id. UserError without a name or if it is gone."""
    _refuse_nameless(command.values, new=command.id is None)
    if command.id is None:
        work.name("firm.create", name=command.values["name"])
        firm_id = work.insert(firm, **firm_row(command.values))
    else:
        firm_id = command.id
        record = _existing(work, firm_id)
        refuse_conflicts(
            record,
            command.values,
            command.seen,
            firm_word,
            lambda key: _last_writer(work, firm_id, key),
        )
        work.name("firm.edit", name=record["name"])
        work.update(firm, firm_id, **firm_row(command.values))
    if "contacts" in command.values:
        replace_contacts(work, "firm_id", firm_id, command.values["contacts"])
    return firm_id


def edit_firm_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many firms, and new firms (the last one made first, see projects).

    Returns the ids of the new ones.
    """
    records = load(work, list(command.values))
    rules = Rules(firm_word, lambda item, key: _last_writer(work, item, key))
    changed = really_changed(command, records, rules)
    for values in command.values.values():
        _refuse_nameless(values, new=False)
    for values in command.new:
        _refuse_nameless(values, new=True)
    name_action(work, command, records, "firm.edit")
    rows = {key: firm_row(values) for key, values in changed.items()}
    work.update_many(firm, {key: row for key, row in rows.items() if row})
    new = [firm_row(values) for values in reversed(command.new)]
    made = tuple(reversed(work.insert_many(firm, new)))
    for key, values in (*changed.items(), *zip(made, command.new, strict=True)):
        if "contacts" in values:
            replace_contacts(work, "firm_id", key, values["contacts"])
    return made


def known_names(view: View, names: Sequence[str]) -> frozenset[str]:
    """Which of these names stand among the firms that are not in the trash."""
    stored: set[str] = set()
    for part in chunks([firm_key(name) for name in names]):
        live = firm.c.archived_at.is_(None)
        query = select(firm.c.name_key).where(firm.c.name_key.in_(part), live)
        stored.update(view.values(query))
    return frozenset(name for name in names if firm_key(name) in stored)


def archive_firms(work: Work, ids: tuple[str, ...]) -> int:
    """Move firms to the trash."""
    return put_away(work, firm, "firm.archive", ids)


def restore_firms(work: Work, ids: tuple[str, ...]) -> int:
    """Take firms out of the trash."""
    return bring_back(work, firm, "firm.restore", ids)


def place_firm(work: Work, command: PlaceFirm) -> None:
    """Put a firm on a chain node, change or confirm its role there, or take it off."""
    record = _existing(work, command.firm_id)
    node = work.values(select(chain_node.c.name).where(chain_node.c.id == command.node_id))
    if command.role is not None and (not node or command.role not in ROLES):
        raise UserError(
            "node-gone",
            _("This node no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the map."),
        )
    verb = "firm.place" if command.role else "firm.unplace"
    work.name(verb, name=record["name"], node=node[0] if node else command.node_id)
    present = work.values(
        select(firm_node.c.id).where(
            firm_node.c.firm_id == command.firm_id, firm_node.c.node_id == command.node_id
        )
    )
    if command.role is None:
        work.delete(firm_node, *present)
    elif present:
        work.update(firm_node, present[0], role=command.role, source=None)
    else:
        work.insert(
            firm_node,
            firm_id=command.firm_id,
            node_id=command.node_id,
            role=command.role,
            is_primary=not record["nodes"],
        )


def replace_contacts(
    work: Work, owner: str, owner_id: str, people: Iterable[ContactReading]
) -> None:
    """Set the contacts of a firm or project; unchanged ones keep their records."""
    rows = work.rows(select(contact).where(contact.c[owner] == owner_id))
    phones = work.reveal(row.phone for row in rows)
    left: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        left[row.name or "", row.post or "", phones.get(row.phone, "")].append(row.id)
    for position, person in enumerate(people):
        same = left[person.name, person.post, person.phone]
        if same:
            work.update(contact, same.pop(0), position=position)
        else:
            work.insert(
                contact,
                **{owner: owner_id},
                name=person.name or None,
                post=person.post or None,
                phone=person.phone or None,
                position=position,
            )
    gone = [item for items in left.values() for item in items]
    if gone:
        work.delete(contact, *gone)


def firm_word(key: str) -> str:
    """The word for a field of a firm."""
    return _(WORDS[key]) if key in WORDS else key


def _refuse_nameless(values: Mapping[str, Any], *, new: bool) -> None:
    if not str(values.get("name") or "").strip() and (new or "name" in values):
        raise unsaved(
            "name-missing",
            _("A firm needs a name."),
            _("Enter the name."),
        )


def _last_writer(view: View, firm_id: str, key: str) -> HistoryLine | None:
    """Who wrote a field last."""
    if key == "contacts":
        ids = view.values(select(contact.c.id).where(contact.c.firm_id == firm_id))
        return last_writer(view, Place(ids, table=contact, owner=firm_id))
    return last_writer(view, Place([firm_id], "chain_id" if key == "chain" else key))


def _existing(work: Work, firm_id: str) -> FirmRecord:
    record = load(work, [firm_id]).get(firm_id)
    if record is None:
        raise UserError(
            "firm-gone",
            _("This firm no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    return record


def _contacts(view: View, ids: Sequence[str]) -> dict[str, tuple[ContactReading, ...]]:
    query = select(contact).where(contact.c.firm_id.in_(ids)).order_by(contact.c.position)
    rows = view.rows(query)
    phones = view.reveal(row.phone for row in rows)
    found: dict[str, list[ContactReading]] = defaultdict(list)
    for row in rows:
        found[row.firm_id].append(
            ContactReading(row.name or "", row.post or "", phones.get(row.phone, ""))
        )
    return {key: tuple(value) for key, value in found.items()}
