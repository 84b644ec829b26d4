"""Use cases and queries about attachments: files of projects, firms and requests.

The content goes into the store first (``db.files``), the row after it, in the transaction of the
action. A file of the same name on the same record is a further version; the same content again is
nothing new. Names may be personal: they stand in no log and in no name of an action.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct
from sqlalchemy import func, select

from invest_crm.db import files
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.log import change
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.ids import new_id
from invest_crm.errors import UserError
from invest_crm.exchange.media import media_type
from invest_crm.services.options import option
from invest_crm.settings.options import BY_KEY
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Column, Row, Table

    from invest_crm.db.files import Staged
    from invest_crm.services.work import App, Outcome, View, Work

MOST_BYTES = 200 * 1024 * 1024
"""No attachment is larger, whatever the option says."""
MOST_FILES = 100
_OPTION = "files.most_mb"
_MEGA = 1024 * 1024
_NAME = 200

_OWNERS: dict[str, tuple[Table, Column[Any], Column[Any]]] = {
    "project": (project, project.c.name, attachment.c.project_id),
    "firm": (firm, firm.c.name, attachment.c.firm_id),
    "request": (service_request, service_request.c.firm, attachment.c.request_id),
}


class Subject(Struct, frozen=True):
    """The record attachments belong to; ``kind``: project, firm or request."""

    kind: str
    id: str


class Offered(Struct, frozen=True):
    """A file to be added: a path to read, or bytes (a pasted picture) under a name."""

    name: str
    source: Path | bytes


class AddFiles(Struct, frozen=True):
    """Staged files for a record, each with name and kind."""

    subject: Subject
    files: tuple[tuple[str, str, Staged], ...]


class Attached(Struct, frozen=True):
    """What adding did: ids of the new rows, and the names of files that were there already."""

    ids: tuple[str, ...]
    known: tuple[str, ...]


class Note(Struct, frozen=True):
    """A remark on a file."""

    id: str
    text: str


class AttachmentLine(Struct, frozen=True):
    """One version of a file. ``place`` says where the content should be; ``present``: it is."""

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


class FileFacts(Struct, frozen=True):
    """All files of a database: rows, contents, their bytes, lost contents, contents unnamed."""

    rows: int
    contents: int
    bytes: int
    lost: tuple[AttachmentLine, ...]
    idle: int


def add_files(app: App, subject: Subject, offered: Sequence[Offered]) -> Outcome[Attached]:
    """Copy files into the store and attach them to a record, as one action.

    UserError ``file-missing``, ``file-empty``, ``file-too-big``, ``files-too-many``, ``disk-full``,
    ``record-gone``; then nothing of it remains.
    """
    if len(offered) > MOST_FILES:
        raise _too_many()
    store, most = files.store_of(app.database), app.read(most_bytes)
    with ExitStack() as stack:
        staged = []
        for one in offered:
            handle = stack.enter_context(_handle(one))
            item = stack.enter_context(store.stage(handle, most))
            if not item.size:
                raise _empty()
            staged.append((_plain(one.name), media_type(item.path.read_bytes()), item))
        try:
            return app.write(attach, AddFiles(subject, tuple(staged)))
        except BaseException:
            _take_back(app, [item for _name, _kind, item in staged if item.new])
            raise


def most_bytes(view: View) -> int:
    """How large a file may be here, by the option of the database."""
    said = option(view, _OPTION)
    declared = BY_KEY[_OPTION]
    return int(said if said in dict(declared.choices) else declared.default) * _MEGA


def attach(work: Work, command: AddFiles) -> Attached:
    """Keep staged files and write their rows. Called by ``add_files``."""
    owner = _owner_name(work, command.subject)
    newest_last = reversed(_lines(work, command.subject))
    known = {line.name: line for line in newest_last if not line.archived}
    store = files.store_of(work.app.database)
    made, same = [], []
    for name, kind, staged in command.files:
        before = known.get(name)
        store.keep(work.connection, staged)  # also where the row is known: a lost file comes back
        if before is not None and before.sha256 == staged.sha256:
            same.append(name)
            continue
        line = _insert(work, command.subject, name, kind, staged, before)
        known[name] = line
        made.append(line.id)
    work.name("attachment.add", count=len(made), name=owner)
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
    work.name("attachment.note", name=_owner_name(work, _subject_of(row)))
    work.update(attachment, row.id, note=command.text.strip() or None)


def files_of(view: View, subject: Subject) -> list[AttachmentLine]:
    """The files of a record: newest series first, in each the newest version first."""
    return _lines(view, subject)


def load_file(view: View, attachment_id: str) -> AttachmentLine:
    """One version of a file. UserError ``attachment-gone``."""
    return _shape(view, [_row(view, attachment_id)])[0]


def opened_file(view: View, sha256: str) -> BinaryIO:
    """A handle on the content of a file, while the view lasts. UserError ``file-lost``."""
    return files.store_of(view.app.database).opened(view.connection, sha256)


def content_of(view: View, attachment_id: str) -> tuple[AttachmentLine, bytes]:
    """One version of a file with its content. UserError ``attachment-gone``, ``file-lost``."""
    line = load_file(view, attachment_id)
    with opened_file(view, line.sha256) as handle:
        return line, handle.read()


def every_file(view: View) -> list[tuple[AttachmentLine, tuple[str, str]]]:
    """All attachments, each with the kind and the name of the record it belongs to."""
    rows = view.rows(select(attachment).order_by(attachment.c.id))
    subjects = [_subject_of(row) for row in rows]
    names = {subject: _owner_name(view, subject) for subject in set(subjects)}
    found = zip(_shape(view, rows), subjects, strict=True)
    return [(line, (subject.kind, names[subject])) for line, subject in found]


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


def _handle(offered: Offered) -> BinaryIO:
    if isinstance(offered.source, bytes):
        return BytesIO(offered.source)
    try:
        if not offered.source.is_file():
            raise _missing()
        return offered.source.open("rb")
    except OSError as error:
        raise _missing() from error


def _plain(name: str) -> str:
    """The last part of a name, without signs nobody can see, at most 200 letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    return shown[-_NAME:] or _("Unnamed")


def _insert(
    work: Work,
    subject: Subject,
    name: str,
    kind: str,
    staged: Staged,
    before: AttachmentLine | None,
) -> AttachmentLine:
    column = _OWNERS[subject.kind][2]
    values = {
        column.name: subject.id,
        "series": before.series if before else new_id(),
        "version": before.version + 1 if before else 1,
        "name": name,
        "media_type": kind,
        "size": staged.size,
        "sha256": staged.sha256,
        "added_at": work.now,
        "added_by": work.actor,
    }
    made = work.insert(attachment, **values)
    return load_file(work, made)


def _move(work: Work, ids: Sequence[str], moment: str | None, action: str) -> int:
    rows = [_row(work, one) for one in ids]
    series = {row.series for row in rows}
    query = select(attachment.c.id).where(attachment.c.series.in_(series))
    name = _owner_name(work, _subject_of(rows[0])) if rows else ""
    work.name(action, count=len(series), name=name)
    return work.update_many(
        attachment, {one: {"archived_at": moment} for one in work.values(query)}
    )


def _take_back(app: App, staged: Sequence[Staged]) -> None:
    """What an action that failed had kept, unless somebody else names it by now."""
    if not staged:
        return
    store = files.store_of(app.database)
    with app.database.writing() as connection:
        for item in staged:
            query = select(func.count()).where(attachment.c.sha256 == item.sha256)
            if not connection.scalar(query):
                store.remove(connection, item.sha256)


def _owner_name(view: View, subject: Subject) -> str:
    table, name, _column = _OWNERS[subject.kind]
    row = view.first(select(name).where(table.c.id == subject.id))
    if row is None:
        raise UserError(
            "record-gone",
            _("This record no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list."),
        )
    return str(row[0])


def _subject_of(row: Row[Any]) -> Subject:
    return next(
        Subject(kind, getattr(row, column.name))
        for kind, (_table, _name, column) in _OWNERS.items()
        if getattr(row, column.name)
    )


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


def _lines(view: View, subject: Subject) -> list[AttachmentLine]:
    column = _OWNERS[subject.kind][2]
    rows = view.rows(
        select(attachment).where(column == subject.id).order_by(attachment.c.version.desc())
    )
    lines = _shape(view, rows)
    newest: dict[str, str] = {}
    for line in lines:
        newest.setdefault(line.series, line.added_at)
    return sorted(lines, key=lambda line: (newest[line.series], line.series), reverse=True)


def _shape(view: View, rows: Iterable[Row[Any]]) -> list[AttachmentLine]:
    rows = list(rows)
    store = files.store_of(view.app.database)
    present = store.present(view.connection, {row.sha256 for row in rows})
    texts = view.reveal(token for row in rows for token in (row.name, row.note))
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
        )
        for row in rows
    ]


def _missing() -> UserError:
    return UserError(
        "file-missing",
        _("The file cannot be opened."),
        safe=_("Nothing was changed."),
        todo=_("Check that it still exists, is no folder, and is not locked by another program."),
    )


def _empty() -> UserError:
    return UserError(
        "file-empty",
        _("The file has no content."),
        safe=_("Nothing was changed."),
        todo=_("Check whether it was saved whole, then add it again."),
    )


def _too_many() -> UserError:
    return UserError(
        "files-too-many",
        _("More than {n} files at once.").format(n=MOST_FILES),
        safe=_("Nothing was changed."),
        todo=_("Add them in several steps, or pack them into one zip."),
    )
