"""An approval as a record that is edited: its title, who holds it, a note. Steps are facts."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.approvals import approval
from invest_crm.db.schema.projects import project
from invest_crm.domain.approvals.standing import unknown_item
from invest_crm.errors import UserError
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.stored import EditRecord, StoredRecord
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.domain.approvals.items import Item
    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View, Work

WORDS: Final = {
    "title": N_("Title of its own"),
    "department": N_("Handled by"),
    "person": N_("Person"),
    "note": N_("Note"),
}
"""The fields that are typed, by key."""


class ApprovalRecord(StoredRecord, frozen=True):
    """One approval. ``values``: those of ``WORDS``, and ``name``, ``project``, ``item``, ``extra``.

    ``department``: a code or a name, that of its item where it has none of its own; ``item``: code.
    """


class EditApproval(EditRecord, frozen=True):
    """Changed values of an approval."""


def load(view: View, ids: Sequence[str]) -> dict[str, ApprovalRecord]:
    """Approvals by id; unknown ids are absent."""
    items = items_in_force(view)
    query = select(approval, project.c.name.label("project_name")).join(
        project, project.c.id == approval.c.project_id
    )
    found: dict[str, ApprovalRecord] = {}
    for part in chunks(ids):
        for row in view.rows(query.where(approval.c.id.in_(part))):
            found[row.id] = record_of(row, items.get(row.code) or unknown_item(row.code))
    return {one: found[one] for one in ids if one in found}


def save_approval(work: Work, command: EditApproval) -> str:
    """Write values of an approval; returns its id. UserError ``approval-gone``; ``EditConflict``.

    New ones come of a path (``cases``): UserError ``approval-new``.
    """
    if command.id is None:
        raise _only_by_path()
    key = command.id
    record = load(work, [key]).get(key)
    if record is None:
        raise UserError(
            "approval-gone",
            _("This approval is no longer there."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    refuse_conflicts(
        record,
        command.values,
        command.seen,
        approval_word,
        lambda name: _last_writer(work, key, name),
    )
    work.name("approval.edit", name=record["name"])
    work.update(approval, key, **columns_of(command.values, _department_of(work, record)))
    return key


def edit_approval_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many approvals. UserError ``approval-new`` for new ones."""
    if command.new:
        raise _only_by_path()
    records = load(work, list(command.values))
    rules = Rules(approval_word, lambda item, name: _last_writer(work, item, name))
    changed = really_changed(command, records, rules)
    name_action(work, command, records, "approval.edit")
    own = {key: _department_of(work, records[key]) for key in changed}
    work.update_many(
        approval, {key: columns_of(values, own[key]) for key, values in changed.items()}
    )
    return ()


def refuse_archive(_work: Work, _ids: tuple[str, ...]) -> int:
    """An approval goes to the trash with its project. UserError ``approval-kept``."""
    raise UserError(
        "approval-kept",
        _("An approval goes to the trash with its project."),
        safe=_("Nothing was changed."),
        todo=_("Note that it is not needed, or take back its latest step."),
    )


def approval_word(key: str) -> str:
    """The word for a field of an approval."""
    return _(WORDS[key]) if key in WORDS else key


def columns_of(values: Mapping[str, Any], department: str) -> dict[str, object]:
    """The columns of some values; a department only where it is not that of the item anyway."""
    row: dict[str, object] = {
        key: str(values[key]).strip() or None if values[key] else None
        for key in WORDS
        if key in values
    }
    if row.get("department") == department:
        row["department"] = None
    if values.get("extra"):
        row["extra"] = json.dumps(dict(values["extra"]), ensure_ascii=False)
    return row


def record_of(row: Row[Any], item: Item) -> ApprovalRecord:
    """The record of a row of the table with the name of its project as ``project_name``."""
    values = {
        "name": row.title or item.name,
        "project": row.project_name,
        "item": row.code,
        "title": row.title,
        "department": row.department or item.department or None,
        "person": row.person,
        "note": row.note,
        "extra": json.loads(row.extra or "{}"),
    }
    return ApprovalRecord(row.id, row.row_version, None, MappingProxyType(values))


def _department_of(view: View, record: ApprovalRecord) -> str:
    item = items_in_force(view).get(record["item"])
    return "" if item is None else item.department


def _last_writer(view: View, approval_id: str, key: str) -> HistoryLine | None:
    return last_writer(view, Place([approval_id], key))


def _only_by_path() -> UserError:
    return UserError(
        "approval-new",
        _("A new approval belongs to a project and an item of the catalogue."),
        safe=_("Nothing was changed."),
        todo=_("Set up the approvals of its project, add an item there, or import a ledger."),
    )
