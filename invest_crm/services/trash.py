"""The trash: everything that was put away or taken out, who did it and when, and the way back.

Projects, firms, requests and parcels are put away with all that belongs to them and stay in the
database; so do attachments with their versions (``trash_files``).
Other things go for good in an action of their own (a node of a chain, a view, a visit, a task, an
agreement): that action is reversed. Contacts are taken out one by one while a record is edited and
come back from the log.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import func, select

from invest_crm.db.log import image_after
from invest_crm.db.private import is_erased
from invest_crm.db.schema import whole
from invest_crm.db.schema.agreements import commitment
from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.five_ones import responsible
from invest_crm.db.schema.land import parcel
from invest_crm.db.schema.log import change, change_set
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.errors import UserError
from invest_crm.services.actions import describe
from invest_crm.services.trash_files import bring_back_files, gone_files
from invest_crm.services.undo import undo
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Table

    from invest_crm.services.work import View, Work

KINDS = {
    "project": N_("project"),
    "firm": N_("firm"),
    "request": N_("request"),
    "parcel": N_("parcel or plant"),
    "responsible": N_("person or unit"),
    "commitment": N_("promise"),
    "attachment": N_("attachment"),
    "contact": N_("contact"),
    "interaction": N_("visit or call"),
    "task": N_("task"),
    "agreement": N_("agreement"),
    "schedule": N_("schedule"),
    "approval": N_("step of an approval"),
    "review": N_("joint review"),
    "statistics": N_("entry of the statistics"),
    "node": N_("chain node"),
    "view": N_("view"),
}
"""What can lie in the trash, in the order of the switches."""

ARCHIVED: dict[str, tuple[Table, ColumnElement[Any], ColumnElement[Any]]] = {
    "project": (project, project.c.name, project.c.investor),
    "firm": (firm, firm.c.name, firm.c.region),
    "request": (service_request, service_request.c.firm, service_request.c.content),
    "parcel": (parcel, parcel.c.name, parcel.c.number),
    "responsible": (responsible, responsible.c.name, responsible.c.post),
    "commitment": (commitment, commitment.c.wording, commitment.c.basis),
}
"""What is put away: its table, its name, what it is about."""
_ACTIONS = {
    "node.delete": "node",
    "view.delete": "view",
    "interaction.void": "interaction",
    "task.drop": "task",
    "agreement.void": "agreement",
    "schedule.delete": "schedule",
    "approval.withdraw": "approval",
    "review.withdraw": "review",
    "review.remove": "review",
    "statistics.withdraw": "statistics",
    "revenue.void": "statistics",
}
_MOST = 2000
_BATCH = 400


class TrashLine(Struct, frozen=True):
    """One thing in the trash: ``id`` is its kind with the record or the action behind a colon.

    ``at``: when (UTC, as the log writes it), ``actor`` and ``what``: by whom in which action,
    ``about``: what it is about or belongs to; ``owner``: the record that can be shown for it,
    its kind and id with a colon between, and ``away``: that lies in the trash.
    """

    id: str
    kind: str
    name: str
    about: str
    at: str
    actor: str
    what: str
    owner: str = ""
    away: bool = False

    @property
    def record(self) -> str:
        """The id of the record or action."""
        return self.id.partition(":")[2]


def list_trash(view: View) -> list[TrashLine]:
    """Everything in the trash, the latest first."""
    lines = [*_archived(view), *_files(view), *_taken_out(view), *_contacts(view)]
    return sorted(lines, key=lambda line: (line.at, line.id), reverse=True)


def restore_trash(work: Work, ids: Sequence[str]) -> int:
    """Bring things back, all in one action; returns how many.

    UserError: one of them cannot come back (changed since, erased, its owner is gone); then none
    does.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for one in ids:
        kind, _colon, record = one.partition(":")
        by_kind[kind].append(record)
    for kind, records in by_kind.items():
        if kind in ARCHIVED:
            table = ARCHIVED[kind][0]
            work.update_many(table, {record: {"archived_at": None} for record in records})
        elif kind == "attachment":
            bring_back_files(work, records)
        elif kind == "contact":
            _bring_back_contacts(work, records)
        else:
            for change_set_id in records:
                undo(work, change_set_id)
    work.undoes = None
    work.name("trash.restore", count=len(ids))
    return len(ids)


def _archived(view: View) -> list[TrashLine]:
    lines: list[TrashLine] = []
    for kind, (table, name, about) in ARCHIVED.items():
        columns = (table.c.id, name.label("name"), about.label("about"), table.c.archived_at)
        rows = view.rows(select(*columns).where(table.c.archived_at.is_not(None)))
        actions = _actions_at(view, {row.archived_at for row in rows})
        for row in rows:
            actor, what = actions.get(row.archived_at, ("", ""))
            one, at = f"{kind}:{row.id}", row.archived_at
            words = row.about or ""
            lines.append(TrashLine(one, kind, row.name, words, at, actor, what, one, away=True))
    return lines


def _files(view: View) -> list[TrashLine]:
    found = gone_files(view)
    actions = _actions_at(view, {file.at for file in found})
    lines = []
    for file in found:
        actor, what = actions.get(file.at, ("", ""))
        owner = f"{file.owner.record.kind}:{file.owner.record.id}"
        lines.append(
            TrashLine(
                f"attachment:{file.id}",
                "attachment",
                file.name,
                file.about,
                file.at,
                actor,
                what,
                owner,
                away=file.owner.away,
            )
        )
    return lines


def _actions_at(view: View, moments: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Who did what at moments of the log: no two of its entries have the same."""
    found: dict[str, tuple[str, str]] = {}
    wanted = sorted(moments)
    for start in range(0, len(wanted), _BATCH):
        at = change_set.c.recorded_at.in_(wanted[start : start + _BATCH])
        for row in view.rows(select(change_set).where(at)):
            found[row.recorded_at] = row.actor, describe(row.action, json.loads(row.params))
    return found


def _taken_out(view: View) -> list[TrashLine]:
    """Actions that took something out and still stand."""
    sets = view.rows(
        select(change_set)
        .where(change_set.c.action.in_(_ACTIONS))
        .order_by(change_set.c.seq.desc())
        .limit(_MOST)
    )
    standing = _still_standing(view, [row.seq for row in sets])
    return [_line_of(row) for row in sets if row.seq in standing]


def _line_of(row: Row[Any]) -> TrashLine:
    params, kind = json.loads(row.params), _ACTIONS[row.action]
    name = str(params.get("name") or params.get("text") or "")
    what = describe(row.action, params)
    about = str(params.get("type", ""))
    return TrashLine(f"{kind}:{row.id}", kind, name, about, row.recorded_at, row.actor, what)


def _still_standing(view: View, seqs: Sequence[int]) -> set[int]:
    """Of some actions those whose first record is still as they left it."""
    standing: set[int] = set()
    for start in range(0, len(seqs), _BATCH):
        part = seqs[start : start + _BATCH]
        last = (
            select(change.c.set_seq, func.max(change.c.position).label("position"))
            .where(change.c.set_seq.in_(part))
            .group_by(change.c.set_seq)
            .subquery()
        )
        rows = view.rows(
            select(change).join(
                last,
                (change.c.set_seq == last.c.set_seq) & (change.c.position == last.c.position),
            )
        )
        by_table: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in rows:
            by_table[row.table_name].append(row)
        for table, entries in by_table.items():
            present = _present(view, whole().tables[table], [row.record_id for row in entries])
            standing |= {row.set_seq for row in entries if _stands(view, row, present)}
    return standing


def _stands(view: View, row: Row[Any], present: Mapping[str, Mapping[str, Any]]) -> bool:
    image = present.get(row.record_id)
    if row.operation == "D" or image is None:
        return row.operation == "D" and image is None
    after = image_after(view.connection, row.set_seq, row.position, row.after)
    return all(image[name] == value for name, value in after.items())


def _present(view: View, table: Table, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    rows = view.connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    return {row["id"]: dict(row) for row in rows}


def _contacts(view: View) -> list[TrashLine]:
    """Contacts that were taken out, unless one of the same name took their place."""
    gone = gone_contacts(view)
    images = [json.loads(row.before) for row in gone]
    owners = {
        key: _names(view, table, {image.get(key) for image in images})
        for key, table in (("firm_id", firm), ("project_id", project))
    }
    lines = []
    for row, image in zip(gone, images, strict=True):
        key = "firm_id" if image.get("firm_id") else "project_id"
        owner = owners[key].get(image.get(key), "")
        name = str(image.get("name") or image.get("post") or "")
        if owner and not _replaced(view, row, key, image):
            what = describe(row.action, json.loads(row.params))
            one = f"contact:{row.record_id}"
            lines.append(TrashLine(one, "contact", name, owner, row.recorded_at, row.actor, what))
    return lines


def gone_contacts(view: View, ids: Sequence[str] | None = None) -> list[Row[Any]]:
    """The latest removal of every contact that is not there any more."""
    query = (
        select(
            change.c.set_seq,
            change.c.record_id,
            change.c.before,
            *(change_set.c[name] for name in ("actor", "recorded_at", "action", "params")),
        )
        .join(change_set, change_set.c.seq == change.c.set_seq)
        .where(
            change.c.table_name == contact.name,
            change.c.operation == "D",
            change_set.c.action.not_in(("undo", "redo", "demo.remove")),
            change.c.record_id.not_in(select(contact.c.id)),
        )
        .order_by(change.c.set_seq.desc())
        .limit(_MOST)
    )
    if ids is not None:
        query = query.where(change.c.record_id.in_(ids))
    latest: dict[str, Row[Any]] = {}
    for row in view.rows(query):
        latest.setdefault(row.record_id, row)
    return list(latest.values())


def _replaced(view: View, row: Row[Any], key: str, image: Mapping[str, Any]) -> bool:
    """The same action entered the person anew: a number was corrected, nobody was taken out."""
    entered = view.rows(
        select(change.c.set_seq, change.c.position, change.c.after).where(
            change.c.set_seq == row.set_seq,
            change.c.table_name == contact.name,
            change.c.operation == "I",
        )
    )
    new = [image_after(view.connection, *tuple(one)) for one in entered]
    return any(
        one.get(key) == image.get(key) and one.get("name") == image.get("name") for one in new
    )


def _names(view: View, table: Table, ids: Iterable[str | None]) -> dict[str | None, str]:
    wanted = sorted(one for one in ids if one)
    found: dict[str | None, str] = {}
    for start in range(0, len(wanted), _BATCH):
        part = table.c.id.in_(wanted[start : start + _BATCH])
        rows = view.rows(select(table.c.id, table.c.name).where(part))
        found.update({row.id: row.name for row in rows})
    return found


def _bring_back_contacts(work: Work, ids: Sequence[str]) -> None:
    rows = gone_contacts(work, ids)
    if len(rows) != len(set(ids)):
        raise _cannot(_("One of these contacts is there again already."))
    for row in rows:
        image = json.loads(row.before)
        if image.get("phone") and is_erased(work.connection, image["phone"]):
            raise _cannot(_("The number of this contact was erased for good."))
        owner, table = ("firm_id", firm) if image.get("firm_id") else ("project_id", project)
        if not work.values(select(table.c.id).where(table.c.id == image.get(owner))):
            raise _cannot(_("What this contact belonged to is no longer there."))
        work.recorder.reinstate(contact, image)


def _cannot(what: str) -> UserError:
    return UserError(
        "trash-cannot-restore",
        what,
        safe=_("Nothing was changed."),
        todo=_("Look at the record's history and edit it by hand."),
    )
