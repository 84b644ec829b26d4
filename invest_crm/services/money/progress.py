"""形象进度: dated entries with a percentage or a node, a text, and photos with their own dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.money import progress_entry
from invest_crm.services.attachment_intake import Offered, staged_files
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import AddFiles, AttachmentLine, files_of, keep_files
from invest_crm.services.gone import project_name, record_gone
from invest_crm.services.refusals import no_reason, unsaved
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.attachment_intake import StagedFile
    from invest_crm.services.work import App, Outcome, View, Work

NODES = (
    N_("Site levelled"),
    N_("Foundations"),
    N_("Main structure"),
    N_("Structure topped out"),
    N_("Fitting out"),
    N_("Equipment installed"),
    N_("Trial production"),
)
"""The nodes a form offers; any other words are kept as written."""

OLD_DAYS = 7
"""A photo taken so many days before the day of its entry shows something else."""


class AddProgress(Struct, frozen=True):
    """What a site looks like on a day: percent (0 to 100) or a node, and words."""

    project_id: str
    on: date
    percent: int | None = None
    node: str = ""
    text: str = ""
    photos: tuple[StagedFile, ...] = ()


class VoidProgress(Struct, frozen=True):
    """An entry was a mistake; ``reason`` says why."""

    id: str
    reason: str


class Photo(Struct, frozen=True):
    """A photo on the strip. ``taken``: the day it says, else None; ``on``: where it stands.

    ``older``: so many days it was taken before the entry it belongs to, 0 for none of note.
    """

    file: AttachmentLine
    on: date
    taken: date | None
    older: int = 0


class ProgressLine(Struct, frozen=True):
    """One entry with its photos."""

    id: str
    on: date
    percent: int | None
    node: str
    text: str
    by: str
    photos: tuple[Photo, ...]


class Progress(Struct, frozen=True):
    """Entries, the newest first; every photo with a day, the oldest first."""

    lines: tuple[ProgressLine, ...]
    photos: tuple[Photo, ...]


def record_progress(
    app: App, command: AddProgress, offered: Sequence[Offered] = ()
) -> Outcome[str]:
    """Record an entry together with photos, as one action; the outcome is its id.

    UserErrors of ``add_progress`` and of ``staged_files``; then nothing of it remains.
    """
    from msgspec.structs import replace

    with staged_files(app, offered) as staged:
        return app.write(add_progress, replace(command, photos=staged))


def add_progress(work: Work, command: AddProgress) -> str:
    """Write an entry. UserErrors ``record-gone``, ``day-to-come``, ``progress-empty``, ``percent``.

    A lower percentage than before is allowed: nothing is adjusted, the strip shows it.
    """
    name = project_name(work, command.project_id)
    if command.on > work.today:
        raise unsaved(
            "day-to-come", _("This day is still to come."), _("Enter the day you saw it.")
        )
    if command.percent is not None and not 0 <= command.percent <= 100:
        raise unsaved("percent", _("Progress is between 0 and 100 %."), _("Correct the number."))
    said = command.node.strip(), command.text.strip()
    if command.percent is None and not any(said) and not command.photos:
        raise unsaved(
            "progress-empty",
            _("Nothing is said of the progress yet."),
            _("Enter a percentage, a node, a text or photos."),
        )
    work.name("progress.add", name=name)
    made = work.insert(
        progress_entry,
        project_id=command.project_id,
        happened_on=command.on.isoformat(),
        percent=command.percent,
        node=said[0] or None,
        text=said[1] or None,
        **work.fact(source="hand"),
    )
    subject = Subject("project", command.project_id)
    keep_files(work, AddFiles(subject, command.photos, progress=made))
    return made


def void_progress(work: Work, command: VoidProgress) -> None:
    """Void an entry; its photos stay among the files. UserErrors ``record-gone``,
    ``reason-missing``.
    """
    row = work.first(
        select(progress_entry).where(
            progress_entry.c.id == command.id, progress_entry.c.voided_at.is_(None)
        )
    )
    if row is None:
        raise record_gone()
    if not command.reason.strip():
        raise no_reason()
    work.name("progress.void", name=project_name(work, row.project_id))
    work.void(progress_entry, command.reason.strip(), row.id)


def progress_of(view: View, project_id: str) -> Progress:
    """The entries of a project and its dated photos.

    A photo stands at the day it was taken, else at the day of its entry; one without either is
    among the files only.
    """
    query = select(progress_entry).where(
        progress_entry.c.project_id == project_id, progress_entry.c.voided_at.is_(None)
    )
    order = progress_entry.c.happened_on.desc(), progress_entry.c.id.desc()
    rows = view.rows(query.order_by(*order))
    days = {row.id: date.fromisoformat(row.happened_on) for row in rows}
    files = files_of(view, Subject("project", project_id))
    photos = [
        photo
        for file in files
        if file.media_type.startswith("image/") and not file.archived
        if (photo := _photo(file, days.get(file.progress))) is not None
    ]
    lines = tuple(
        ProgressLine(
            row.id,
            days[row.id],
            row.percent,
            row.node or "",
            row.text or "",
            row.recorded_by,
            tuple(photo for photo in photos if photo.file.progress == row.id),
        )
        for row in rows
    )
    ordered = sorted(photos, key=lambda photo: (photo.on, photo.file.added_at, photo.file.id))
    return Progress(lines, tuple(ordered))


def _photo(file: AttachmentLine, entered: date | None) -> Photo | None:
    taken = date.fromisoformat(file.taken_on) if file.taken_on else None
    on = taken or entered
    if on is None:
        return None
    days = (entered - taken).days if entered is not None and taken is not None else 0
    return Photo(file, on, taken, days if days > OLD_DAYS else 0)
