"""Undo and redo of any ChangeSet, by applying its inverse as a new one.

A field goes back only if it still holds what the ChangeSet wrote; otherwise it is a conflict, with
who changed it since and when. A record the ChangeSet created goes only if nothing that came later
remains in it or refers to it; otherwise it stays whole, with everything it owns, and is listed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.log import entries as entries_of
from invest_crm.db.private import is_erased
from invest_crm.db.recorder import owners_of
from invest_crm.db.schema import record_tables, whole
from invest_crm.db.schema.log import change, change_set
from invest_crm.errors import UserError
from invest_crm.services.actions import describe
from invest_crm.services.month_locks import refuse_undoing
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row, Table

    from invest_crm.db.log import Logged
    from invest_crm.services.work import View, Work

FOUNDATIONS = frozenset({"database.init", "access.note"})
"""What everything else stands on, and records of looking: never reversed by Ctrl+Z."""

_HISTORY = 500
_BATCH = 400


class Conflict(Struct, frozen=True):
    """A field that could not go back, because somebody changed it since."""

    table: str
    id: str
    field: str
    expected: object
    found: object
    changed_by: str | None
    changed_at: str | None


class Kept(Struct, frozen=True):
    """A created record that stays, and why (``edited``, ``referred``, ``belongs``)."""

    table: str
    id: str
    reason: str


class Undone(Struct, frozen=True):
    """What an undo did. ``what`` is the name of the action that was undone."""

    change_set_id: str
    what: str
    reversed: int
    conflicts: tuple[Conflict, ...]
    kept: tuple[Kept, ...]


class Entry(Struct, frozen=True):
    """One ChangeSet as the history shows it."""

    id: str
    seq: int
    actor: str
    recorded_at: str
    action: str
    what: str
    records: int
    reason: str | None
    undoes: str | None


def next_undo(view: View, actor: str) -> Entry | None:
    """This actor's last ChangeSet that is neither an undo nor undone."""
    sets = _recent(view, actor)
    undone = _undone_ids(sets)
    return next(
        (
            _entry(row)
            for row in sets
            if not row.undoes and row.id not in undone and row.action not in FOUNDATIONS
        ),
        None,
    )


def next_redo(view: View, actor: str) -> Entry | None:
    """The undo that redo would reverse: the actor's last ChangeSet, if it is an undo."""
    sets = _recent(view, actor)
    undone = _undone_ids(sets)
    for row in sets:
        if row.action == "undo" and row.id not in undone:
            return _entry(row)
        if not row.undoes and row.action not in FOUNDATIONS:
            return None
    return None


def history(view: View, limit: int = 200) -> list[Entry]:
    """The latest ChangeSets of everyone, newest first."""
    return [
        _entry(row)
        for row in view.rows(select(change_set).order_by(change_set.c.seq.desc()).limit(limit))
    ]


def undo(work: Work, change_set_id: str | None) -> Undone:
    """Reverse the named ChangeSet, or this actor's last one. UserError if nothing can go back."""
    if change_set_id is None:
        entry = next_undo(work, work.actor)
        if entry is None:
            raise _nothing()
        change_set_id = entry.id
    return _reverse(work, change_set_id)


def redo(work: Work, _command: None = None) -> Undone:
    """Reverse this actor's last undo."""
    entry = next_redo(work, work.actor)
    if entry is None:
        raise UserError(
            "nothing-to-redo",
            _("There is nothing to redo."),
            safe=_("Nothing was changed."),
            todo=_("The history shows who changed what and when."),
        )
    return _reverse(work, entry.id)


def _reverse(work: Work, set_id: str) -> Undone:
    head = work.first(select(change_set).where(change_set.c.id == set_id))
    if head is None:
        raise UserError(
            "change-set-unknown",
            _("There is no such change."),
            safe=_("Nothing was changed."),
            todo=_("Check the number in the history."),
        )
    entries = _lasting(entries_of(work.connection, head.seq)[::-1])
    refuse_undoing(work, entries)
    conflicts: list[Conflict] = []
    done = _bring_back(work, entries, conflicts)
    done += _restore_fields(work, head.seq, entries, conflicts)
    # Asked only now: a reference that goes back with this undo keeps nothing.
    kept = _kept(work, entries)
    done += _remove_created(work, entries, kept)
    if not done:
        raise UserError(
            "undo-impossible",
            _("Nothing of this change can be undone: it was changed again since."),
            safe=_("Nothing was changed."),
            todo=_("Look at the record's history and edit it by hand."),
        )
    params = json.loads(head.params)
    what = describe(head.action, params)
    work.undoes = set_id
    if head.action == "undo":
        work.name("redo", action=params["action"], params=params.get("params", {}))
        what = describe("redo", work.params)
    else:
        work.name("undo", action=head.action, params=params)
    return Undone(set_id, what, done, tuple(conflicts), tuple(kept.values()))


def _lasting(entries: Sequence[Logged]) -> list[Logged]:
    """Without records that went and came again as they were, in one and the same ChangeSet."""
    gone = {(row.table_name, row.record_id): row.before for row in entries if row.operation == "D"}
    again = {
        (row.table_name, row.record_id)
        for row in entries
        if row.operation == "I" and gone.get((row.table_name, row.record_id)) == row.after
    }
    return [row for row in entries if (row.table_name, row.record_id) not in again]


def _restore_fields(
    work: Work, seq: int, entries: Sequence[Logged], conflicts: list[Conflict]
) -> int:
    done = 0
    created = {row.record_id for row in entries if row.operation == "I"}
    for table, rows in _by_table(entries, "U"):
        present = _present(work, table, [row.record_id for row in rows])
        back: dict[str, dict[str, object]] = {}
        for row in rows:
            if row.record_id in created:
                continue
            image = present.get(row.record_id)
            before, after = row.before, row.after
            fields = {}
            for name, written in after.items():
                if image is not None and image[name] == written:
                    image[name] = fields[name] = before[name]
                else:
                    found = None if image is None else image[name]
                    conflicts.append(_conflict(work, seq, row, name, written, found))
            _refuse_erased(work, table, fields)
            if fields:
                back[row.record_id] = {**back.get(row.record_id, {}), **fields}
        done += work.recorder.update_many(table, back, concealed=True) if back else 0
    return done


def _remove_created(work: Work, entries: Sequence[Logged], kept: dict[str, Kept]) -> int:
    done = 0
    for table in reversed(list(record_tables())):
        ids = [
            row.record_id
            for row in entries
            if row.operation == "I" and row.table_name == table.name and row.record_id not in kept
        ]
        there = list(_present(work, table, ids))
        if there:
            work.delete(table, *there)
        done += len(there)
    return done


def _bring_back(work: Work, entries: Sequence[Logged], conflicts: list[Conflict]) -> int:
    done = 0
    for table in record_tables():
        rows = [row for row in entries if row.operation == "D" and row.table_name == table.name]
        there = _present(work, table, [row.record_id for row in rows])
        _refuse_orphans(work, table, [row.before for row in rows])
        for row in rows:
            image = row.before
            if row.record_id in there:
                conflicts.append(_conflict(work, row.set_seq, row, "id", None, row.record_id))
                continue
            _refuse_erased(work, table, image)
            work.recorder.reinstate(table, image)
            done += 1
    return done


def _refuse_orphans(work: Work, table: Table, images: Sequence[dict[str, Any]]) -> None:
    """What belonged to something cannot come back alone."""
    for column, whose in owners_of(table):
        wanted = sorted({str(image[column]) for image in images if image.get(column)})
        if len(_present(work, whole().tables[whose], wanted)) < len(wanted):
            raise UserError(
                "undo-owner-gone",
                _("What this belonged to was removed since."),
                safe=_("Nothing was changed."),
                todo=_("Bring that back first: the trash and the history have it."),
            )


def _kept(work: Work, entries: Sequence[Logged]) -> dict[str, Kept]:
    """Created records that must stay: edited or referred to since, and all that belongs to them."""
    created = {row.record_id: row for row in entries if row.operation == "I"}
    written = _final_images(created, entries)
    kept: dict[str, Kept] = {}
    links: dict[str, set[str]] = defaultdict(set)
    for table, rows in _by_table(entries, "I"):
        present = _present(work, table, [row.record_id for row in rows])
        for row in rows:
            image = present.get(row.record_id)
            if image is None:
                continue
            final = written[row.record_id]
            same = all(image[name] == final.get(name) for name in image if name != "row_version")
            if not same:
                kept[row.record_id] = Kept(table.name, row.record_id, "edited")
            _link(table, image, created, links)
    for found in _referred(work, created):
        kept.setdefault(found, Kept(created[found].table_name, found, "referred"))
    waiting = list(kept)
    while waiting:
        for other in links[waiting.pop()]:
            if other not in kept:
                kept[other] = Kept(created[other].table_name, other, "belongs")
                waiting.append(other)
    return kept


def _final_images(
    created: dict[str, Logged], entries: Sequence[Logged]
) -> dict[str, dict[str, Any]]:
    """What the ChangeSet left in the records it created (it may have updated them as well)."""
    images = {record_id: dict(row.after) for record_id, row in created.items()}
    for row in reversed(entries):
        if row.operation == "U" and row.record_id in images:
            images[row.record_id].update(row.after)
    return images


def _link(
    table: Table, image: dict[str, Any], created: dict[str, Logged], links: dict[str, set[str]]
) -> None:
    """An owner and what it owns stay together; a record keeps what it refers to."""
    owner_columns = {name for name, _owner in owners_of(table)}
    for key in table.foreign_keys:
        name = key.parent.name
        other = image[name]
        if other in created:
            links[image["id"]].add(other)
            if name in owner_columns:
                links[other].add(image["id"])


def _referred(work: Work, created: dict[str, Logged]) -> Iterable[str]:
    """Created records that records of other ChangeSets refer to."""
    tables = {row.table_name for row in created.values()}
    for table in record_tables():
        for key in table.foreign_keys:
            if key.column.table.name not in tables:
                continue
            column = key.parent
            query = select(table.c.id, column.label("target")).where(column.is_not(None))
            wanted = [
                rid for rid, row in created.items() if row.table_name == key.column.table.name
            ]
            if len(wanted) <= _BATCH:
                query = query.where(column.in_(wanted))
            for row in work.rows(query):
                if row.target in created and row.id not in created:
                    yield row.target


def _by_table(entries: Sequence[Logged], operation: str) -> Iterable[tuple[Table, list[Logged]]]:
    groups: dict[str, list[Logged]] = defaultdict(list)
    for row in entries:
        if row.operation == operation:
            groups[row.table_name].append(row)
    return [(whole().tables[name], rows) for name, rows in groups.items()]


def _present(work: Work, table: Table, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), _BATCH):
        query = select(table).where(table.c.id.in_(ids[start : start + _BATCH]))
        found.update({row.id: dict(row._mapping) for row in work.rows(query)})  # noqa: SLF001 - SQLAlchemy's public name
    return found


def _refuse_erased(work: Work, table: Table, fields: dict[str, Any]) -> None:
    for name in table.info["private"]:
        token = fields.get(name)
        if token and is_erased(work.connection, token):
            raise UserError(
                "value-erased",
                _("A personal value in this change was erased for good and cannot come back."),
                safe=_("Nothing was changed."),
                todo=_("Enter the value again if it may be kept."),
            )


def _conflict(
    work: Work, seq: int, row: Logged, name: str, expected: object, found: object
) -> Conflict:
    since = work.rows(
        select(change_set.c.actor, change_set.c.recorded_at, change.c.operation, change.c.after)
        .join(change, change.c.set_seq == change_set.c.seq)
        .where(
            change.c.record_id == row.record_id,
            change.c.table_name == row.table_name,
            change.c.set_seq > seq,
        )
        .order_by(change.c.set_seq.desc())
    )
    later = next(
        (entry for entry in since if entry.operation != "U" or name in json.loads(entry.after)),
        None,
    )
    hidden = name in whole().tables[row.table_name].info["private"]
    return Conflict(
        row.table_name,
        row.record_id,
        name,
        None if hidden else expected,
        None if hidden else found,
        later.actor if later else None,
        later.recorded_at if later else None,
    )


def _recent(view: View, actor: str) -> Sequence[Row[Any]]:
    query = select(change_set).where(change_set.c.actor == actor)
    return view.rows(query.order_by(change_set.c.seq.desc()).limit(_HISTORY))


def _undone_ids(sets: Sequence[Row[Any]]) -> set[str]:
    """The sets that are reversed at present (newest first: a reversed reversal does not count)."""
    undone: set[str] = set()
    for row in sets:
        if row.undoes and row.id not in undone:
            undone.add(row.undoes)
    return undone


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        row.id,
        row.seq,
        row.actor,
        row.recorded_at,
        row.action,
        describe(row.action, json.loads(row.params)),
        row.records,
        row.reason,
        row.undoes,
    )


def _nothing() -> UserError:
    return UserError(
        "nothing-to-undo",
        _("There is nothing to undo."),
        safe=_("Nothing was changed."),
        todo=_("The history shows who changed what and when."),
    )
