"""Whose an attachment is: a project's, firm's, request's, parcel's, promise's or a visit's."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.agreements import commitment
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.interactions import interaction
from invest_crm.db.schema.land import parcel
from invest_crm.db.schema.log import change, change_set
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.commitments import clause
from invest_crm.domain.interactions import InteractionKind
from invest_crm.domain.partial_date import show
from invest_crm.services.dates import read_date
from invest_crm.services.gone import record_gone
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, ColumnElement, Row, Table

    from invest_crm.services.work import View

INTERACTION = "interaction"
_COLUMNS: dict[str, Column[Any]] = {
    "project": attachment.c.project_id,
    "firm": attachment.c.firm_id,
    "request": attachment.c.request_id,
    "parcel": attachment.c.parcel_id,
    "commitment": attachment.c.commitment_id,
    INTERACTION: attachment.c.interaction_id,
}
_RECORDS: dict[str, tuple[Table, Column[Any]]] = {
    "project": (project, project.c.name),
    "firm": (firm, firm.c.name),
    "request": (service_request, service_request.c.firm),
    "parcel": (parcel, parcel.c.name),
    "commitment": (commitment, commitment.c.wording),
}
_VISITED: dict[str, Column[Any]] = {
    "project": interaction.c.project_id,
    "firm": interaction.c.firm_id,
}
"""The records that visits are noted on."""
_MODERATE = 500
"""Records in an action up to which it is searched for files that are gone."""


class Subject(Struct, frozen=True):
    """What attachments belong to; ``kind``: one of those that own files."""

    kind: str
    id: str


class Owner(Struct, frozen=True):
    """An owner in words.

    ``record``: the record behind it, ``name`` of that (of a promise the beginning of its wording);
    ``origin``: of a visit its kind and day, else empty; ``away``: it is itself in the trash or was
    taken back.
    """

    record: Subject
    name: str
    away: bool
    origin: str = ""


def column_of(kind: str) -> Column[Any]:
    """The column that names an owner of a kind."""
    return _COLUMNS[kind]


def subject_of(row: Row[Any]) -> Subject:
    """Whose a row of ``attachment`` is."""
    return next(
        Subject(kind, getattr(row, column.name))
        for kind, column in _COLUMNS.items()
        if getattr(row, column.name)
    )


def belonging(subject: Subject) -> ColumnElement[bool]:
    """The condition: files of the record itself, or of a visit noted on it that stands."""
    own = _COLUMNS[subject.kind] == subject.id
    if subject.kind not in _VISITED:
        return own
    visits = select(interaction.c.id).where(
        _VISITED[subject.kind] == subject.id, interaction.c.voided_at.is_(None)
    )
    return own | attachment.c.interaction_id.in_(visits)


def owners(view: View, subjects: Iterable[Subject]) -> dict[Subject, Owner]:
    """Owners by subject; what is gone is absent."""
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        ids[subject.kind].add(subject.id)
    found: dict[Subject, Owner] = {}
    for kind, wanted in ids.items():
        read = _visits if kind == INTERACTION else _records
        for part in chunks(sorted(wanted)):
            found.update(read(view, kind, part))
    return found


def owner(view: View, subject: Subject) -> Owner:
    """One owner. UserError ``record-gone``."""
    found = owners(view, [subject]).get(subject)
    if found is None:
        raise record_gone()
    return found


def every_id(view: View, subject: Subject) -> list[str]:
    """The ids of all files a record ever had, itself or by its visits, also of those undone."""
    visits: set[str] = set()
    if subject.kind in _VISITED:
        column = _VISITED[subject.kind]
        visits.update(view.values(select(interaction.c.id).where(column == subject.id)))
    own = _COLUMNS[subject.kind]
    ids = view.values(select(attachment.c.id).where(own == subject.id))
    for part in chunks(sorted(visits)):
        ids += view.values(select(attachment.c.id).where(attachment.c.interaction_id.in_(part)))
    mine = {own.name: {subject.id}, attachment.c.interaction_id.name: visits}
    return [*ids, *_undone(view, mine)]


def _undone(view: View, mine: dict[str, set[str]]) -> list[str]:
    """Files whose adding was undone: only the log still has them."""
    query = (
        select(change.c.record_id, change.c.before)
        .join(change_set, change_set.c.seq == change.c.set_seq)
        .where(
            change_set.c.undoes.is_not(None),
            change_set.c.records <= _MODERATE,
            change.c.table_name == attachment.name,
            change.c.operation == "D",
            change.c.record_id.not_in(select(attachment.c.id)),
        )
    )
    found: dict[str, None] = {}
    for row in view.rows(query):
        image = json.loads(row.before)
        if any(image.get(name) in wanted for name, wanted in mine.items()):
            found[row.record_id] = None
    return list(found)


def _records(view: View, kind: str, ids: Sequence[str]) -> Iterator[tuple[Subject, Owner]]:
    table, name = _RECORDS[kind]
    query = select(table.c.id, name.label("name"), table.c.archived_at).where(table.c.id.in_(ids))
    for row in view.rows(query):
        subject = Subject(kind, row.id)
        said = clause(row.name) if kind == "commitment" else str(row.name)
        yield subject, Owner(subject, said, row.archived_at is not None)


def _visits(view: View, kind: str, ids: Sequence[str]) -> Iterator[tuple[Subject, Owner]]:
    rows = view.rows(select(interaction).where(interaction.c.id.in_(ids)))
    behind = [
        Subject("project", row.project_id) if row.project_id else Subject("firm", row.firm_id)
        for row in rows
    ]
    known = owners(view, behind)
    for row, subject in zip(rows, behind, strict=True):
        record = known.get(subject)
        if record is not None:
            away = record.away or row.voided_at is not None
            yield Subject(kind, row.id), Owner(subject, record.name, away, _origin(row))


def _origin(row: Row[Any]) -> str:
    held = read_date(row._mapping, "held")  # noqa: SLF001 - SQLAlchemy's public name
    day = row.held_day if held is None else show(held)
    return _("{visit} of {day}").format(visit=InteractionKind(row.kind).label, day=day)
