"""Use cases and queries about attachments: files of records and of visits noted on them.

The content goes into the store first (``db.files``), the row after it, in the transaction of the
action. A file of the same name on the same record is a further version; the same content again is
nothing new. Names may be personal: they stand in no log and in no name of an action.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db import files
from invest_crm.db.bulk import chunks
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.log import change
from invest_crm.domain.evidence import evidence_kinds, evidence_label, likeliest
from invest_crm.domain.ids import new_id
from invest_crm.errors import UserError
from invest_crm.services.attachment_intake import Offered, StagedFile, plain, staged_files
from invest_crm.services.attachment_owners import (
    INTERACTION,
    Subject,
    belonging,
    column_of,
    owner,
    owners,
    subject_of,
)
from invest_crm.services.projects.grading import regrade_behind
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Row

    from invest_crm.services.attachment_owners import Owner
    from invest_crm.services.work import App, Outcome, View, Work


class AddFiles(Struct, frozen=True):
    """Staged files for a record.

    ``month``: of a project, the monthly report they prove; ``progress``: its entry of progress
    they are photos of.
    """

    subject: Subject
    files: tuple[StagedFile, ...]
    month: str = ""
    progress: str = ""


class Attached(Struct, frozen=True):
    """What adding did: ids of the new rows, and the names of files that were there already."""

    ids: tuple[str, ...]
    known: tuple[str, ...]


class Note(Struct, frozen=True):
    """A remark on a file."""

    id: str
    text: str


class Rename(Struct, frozen=True):
    """Another name for a file with all its versions."""

    id: str
    name: str


class Classify(Struct, frozen=True):
    """What kind of evidence a file is; empty: none that is known."""

    id: str
    kind: str


class AttachmentLine(Struct, frozen=True):
    """One version of a file. ``place`` says where the content should be; ``present``: it is.

    ``kind``: a code of ``domain.evidence``, empty where unknown. ``visit``: the interaction it
    belongs to and ``origin`` its kind and day; else both are empty. ``month``, ``progress``: the
    monthly report it proves, the entry of progress it belongs to. ``taken_on``: the day of a photo
    (ISO text); ``located``: the place it was taken at is known.
    """

    id: str
    series: str
    version: int
    name: str
    media_type: str
    size: int
    sha256: str
    note: str
    added_at: str
    added_by: str
    archived: bool
    present: bool
    place: str
    visit: str = ""
    origin: str = ""
    kind: str = ""
    month: str = ""
    progress: str = ""
    taken_on: str = ""
    located: bool = False


class FileFacts(Struct, frozen=True):
    """All files of a database: rows, contents, their bytes, lost contents, contents unnamed."""

    rows: int
    contents: int
    bytes: int
    lost: tuple[AttachmentLine, ...]
    idle: int


def add_files(
    app: App, subject: Subject, offered: Sequence[Offered], *, month: str = ""
) -> Outcome[Attached]:
    """Copy files into the store and attach them to a record, as one action.

    ``month``: of a project, the monthly report they prove.

    UserError ``record-gone`` and those of ``staged_files``; then nothing of it remains.
    """
    with staged_files(app, offered) as staged:
        return app.write(attach, AddFiles(subject, staged, month))


def attach(work: Work, command: AddFiles) -> Attached:
    """Keep staged files and write their rows. Called by ``add_files``."""
    found = owner(work, command.subject)
    if command.subject.kind == INTERACTION and found.away:
        raise _visit_gone()
    made = keep_files(work, command)
    versions = work.values(select(attachment.c.version).where(attachment.c.id.in_(made.ids)))
    action = "attachment.version" if min(versions, default=1) > 1 else "attachment.add"
    work.name(action, count=len(made.ids), name=found.name)
    return made


def keep_files(work: Work, command: AddFiles) -> Attached:
    """Keep staged files and write their rows within an action that has its own name.

    UserError ``evidence-unknown``.
    """
    for one in command.files:
        _refuse_kind(one.kind)
    known = _newest(work, command.subject)
    store = files.store_of(work.app.database)
    made, same = [], []
    for one in command.files:
        before = known.get(one.name)
        store.keep(work.connection, one.content)  # also of a known row: a lost file comes back
        if before is not None and before.sha256 == one.content.sha256:
            same.append(one.name)
            _mark(work, command, before)
            continue
        line = _insert(work, command, one, before)
        known[one.name] = line
        made.append(line.id)
    regrade_behind(work, [command.subject])
    return Attached(tuple(made), tuple(same))


def archive_files(work: Work, ids: tuple[str, ...]) -> int:
    """Move files with all their versions to the trash."""
    return _move(work, ids, work.now, "attachment.archive")


def restore_files(work: Work, ids: tuple[str, ...]) -> int:
    """Take files with all their versions out of the trash."""
    return _move(work, ids, None, "attachment.restore")


def note_file(work: Work, command: Note) -> None:
    """Write or clear the remark of a file."""
    row = _row(work, command.id)
    work.name("attachment.note", name=owner(work, subject_of(row)).name)
    work.update(attachment, row.id, note=command.text.strip() or None)


def rename_file(work: Work, command: Rename) -> str:
    """Give a file and its versions another name; returns it. An ending left off is kept.

    UserError ``file-nameless``, ``file-name-taken`` by another file of the same record.
    """
    row = _row(work, command.id)
    (line,) = _shape(work, [row])
    if not command.name.strip():
        raise _nameless()
    name = plain(command.name)
    ending = line.name.rpartition(".")
    if "." not in name and ending[0]:
        name = f"{name}.{ending[2]}"
    subject = subject_of(row)
    other = _newest(work, subject).get(name)
    if other is not None and other.series != line.series:
        raise _taken(name)
    work.name("attachment.rename", name=owner(work, subject).name)
    if name != line.name:
        same = work.values(select(attachment.c.id).where(attachment.c.series == line.series))
        for one in same:
            work.update(attachment, one, name=name)
    return name


def classify_file(work: Work, command: Classify) -> None:
    """Say what kind of evidence a file with its versions is. UserError ``evidence-unknown``."""
    _refuse_kind(command.kind)
    row = _row(work, command.id)
    subject = subject_of(row)
    kind = evidence_label(command.kind) or _("no kind")
    work.name("attachment.kind", name=owner(work, subject).name, kind=kind)
    same = work.values(select(attachment.c.id).where(attachment.c.series == row.series))
    work.update_many(attachment, {one: {"kind": command.kind or None} for one in same})
    regrade_behind(work, [subject])


def files_of(view: View, subject: Subject) -> list[AttachmentLine]:
    """The files of a record and of its visits: newest series first, in each the newest version."""
    return _lines(view, belonging(subject))


def files_of_visits(view: View, ids: Sequence[str]) -> dict[str, tuple[AttachmentLine, ...]]:
    """The newest version of every file of some interactions, in the order they were added."""
    found: defaultdict[str, dict[str, AttachmentLine]] = defaultdict(dict)
    for part in chunks(list(ids)):
        mine = attachment.c.interaction_id.in_(part), attachment.c.archived_at.is_(None)
        query = select(attachment).where(*mine)
        rows = view.rows(query.order_by(attachment.c.version.desc(), attachment.c.id))
        for line in _shape(view, rows):
            found[line.visit].setdefault(line.series, line)
    return {
        visit: tuple(sorted(lines.values(), key=lambda line: line.series))
        for visit, lines in found.items()
    }


def load_file(view: View, attachment_id: str) -> AttachmentLine:
    """One version of a file. UserError ``attachment-gone``."""
    return _shape(view, [_row(view, attachment_id)])[0]


def versions_of(view: View, attachment_id: str) -> list[AttachmentLine]:
    """A file with all its versions, newest first; none if it is gone."""
    same = select(attachment.c.series).where(attachment.c.id == attachment_id)
    return _lines(view, attachment.c.series.in_(same))


def opened_file(view: View, sha256: str) -> BinaryIO:
    """A handle on the content of a file, while the view lasts. UserError ``file-lost``."""
    return files.store_of(view.app.database).opened(view.connection, sha256)


def content_of(view: View, attachment_id: str) -> tuple[AttachmentLine, bytes]:
    """One version of a file with its content. UserError ``attachment-gone``, ``file-lost``."""
    line = load_file(view, attachment_id)
    with opened_file(view, line.sha256) as handle:
        return line, handle.read()


def every_file(view: View) -> list[tuple[AttachmentLine, Owner]]:
    """All attachments, each with the record it belongs to."""
    rows = view.rows(select(attachment).order_by(attachment.c.id))
    subjects = [subject_of(row) for row in rows]
    known = owners(view, subjects)
    return [
        (line, known[subject]) for line, subject in zip(_shape(view, rows), subjects, strict=True)
    ]


def facts(view: View) -> FileFacts:
    """What the store holds and what it should hold."""
    store = files.store_of(view.app.database)
    lines = _shape(view, view.rows(select(attachment)))
    sizes = {line.sha256: line.size for line in lines}
    stored = store.stored(view.connection)
    return FileFacts(
        len(lines),
        len(sizes),
        sum(sizes.values()),
        tuple(line for line in lines if not line.present),
        len(stored - named_files(view)),
    )


def sweep_files(work: Work, _command: None = None) -> int:
    """Remove contents that no row and no entry of the log names; returns how many."""
    store = files.store_of(work.app.database)
    return len(files.sweep(store, work.connection, named_files(work)))


def named_files(view: View) -> frozenset[str]:
    """The content every attachment names, and every one the log could bring back.

    Attachments are created one by one, so each image stands in a row of the log of its own.
    """
    found = set(view.values(select(attachment.c.sha256)))
    logged = select(change.c.before, change.c.after).where(change.c.table_name == attachment.name)
    for row in view.rows(logged):
        for image in row:
            if image:
                found.add(json.loads(image).get("sha256"))
    return frozenset(found - {None})


# ---- parts -----------------------------------------------------------------------------------


def _insert(
    work: Work, command: AddFiles, file: StagedFile, before: AttachmentLine | None
) -> AttachmentLine:
    subject = command.subject
    values = {
        column_of(subject.kind).name: subject.id,
        "month": command.month or (before.month if before else None) or None,
        "progress_id": command.progress or (before.progress if before else None) or None,
        "taken_on": file.taken.on or None,
        "taken_at": file.taken.at or None,
        "series": before.series if before else new_id(),
        "version": before.version + 1 if before else 1,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.content.size,
        "sha256": file.content.sha256,
        "kind": file.kind or (before.kind if before else likeliest(file.name)) or None,
        "added_at": work.now,
        "added_by": work.actor,
    }
    return load_file(work, work.insert(attachment, **values))


def _mark(work: Work, command: AddFiles, line: AttachmentLine) -> None:
    """A file that is there already comes to prove a month or to show an entry as well."""
    marks = {"month": command.month, "progress_id": command.progress}
    given = {name: value for name, value in marks.items() if value}
    if given:
        work.update(attachment, line.id, **given)


def _move(work: Work, ids: Sequence[str], moment: str | None, action: str) -> int:
    rows = [_row(work, one) for one in ids]
    series = {row.series for row in rows}
    query = select(attachment.c.id).where(attachment.c.series.in_(series))
    name = owner(work, subject_of(rows[0])).name if rows else ""
    work.name(action, count=len(series), name=name)
    moved = work.update_many(
        attachment, {one: {"archived_at": moment} for one in work.values(query)}
    )
    regrade_behind(work, [subject_of(row) for row in rows])
    return moved


def _row(view: View, attachment_id: str) -> Row[Any]:
    row = view.first(select(attachment).where(attachment.c.id == attachment_id))
    if row is None:
        raise UserError(
            "attachment-gone",
            _("This attachment no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list."),
        )
    return row


def _lines(view: View, wanted: ColumnElement[bool]) -> list[AttachmentLine]:
    rows = view.rows(select(attachment).where(wanted).order_by(attachment.c.version.desc()))
    lines = _shape(view, rows)
    newest: dict[str, str] = {}
    for line in lines:
        newest.setdefault(line.series, line.added_at)
    return sorted(lines, key=lambda line: (newest[line.series], line.series), reverse=True)


def _newest(view: View, subject: Subject) -> dict[str, AttachmentLine]:
    """The newest version of every file that is the record's own and not in the trash, by name."""
    newest_last = reversed(_lines(view, column_of(subject.kind) == subject.id))
    return {line.name: line for line in newest_last if not line.archived}


def _shape(view: View, rows: Iterable[Row[Any]]) -> list[AttachmentLine]:
    rows = list(rows)
    store = files.store_of(view.app.database)
    present = store.present(view.connection, {row.sha256 for row in rows})
    texts = view.reveal(token for row in rows for token in (row.name, row.note))
    visits = {Subject(INTERACTION, row.interaction_id) for row in rows if row.interaction_id}
    origins = {subject.id: found.origin for subject, found in owners(view, visits).items()}
    return [
        AttachmentLine(
            row.id,
            row.series,
            row.version,
            texts.get(row.name) or _("(name erased)"),
            row.media_type,
            row.size,
            row.sha256,
            texts.get(row.note, ""),
            row.added_at,
            row.added_by,
            bool(row.archived_at),
            row.sha256 in present,
            store.place(row.sha256),
            row.interaction_id or "",
            origins.get(row.interaction_id, ""),
            row.kind or "",
            row.month or "",
            row.progress_id or "",
            row.taken_on or "",
            row.taken_at is not None,
        )
        for row in rows
    ]


def _refuse_kind(kind: str) -> None:
    if kind and kind not in evidence_kinds():
        raise UserError(
            "evidence-unknown",
            _("There is no kind of evidence “{kind}”.").format(kind=kind),
            safe=_("Nothing was changed."),
            todo=_("Kinds: {kinds}").format(kinds=", ".join(evidence_kinds())),
        )


def _visit_gone() -> UserError:
    return UserError(
        "record-gone",
        _("This contact was corrected or taken back already."),
        safe=_("Nothing was changed."),
        todo=_("Refresh the page; the history shows who did it."),
    )


def _nameless() -> UserError:
    return UserError(
        "file-nameless",
        _("A file needs a name."),
        safe=_("Nothing was changed."),
        todo=_("Enter a name."),
    )


def _taken(name: str) -> UserError:
    return UserError(
        "file-name-taken",
        _("Another file of this record is called {name}.").format(name=name),
        safe=_("Nothing was changed."),
        todo=_("Choose another name."),
    )
