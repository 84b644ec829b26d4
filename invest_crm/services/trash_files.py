"""Attachments in the trash: one line a file with all its versions, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.attachments import attachment
from invest_crm.errors import UserError
from invest_crm.services.attachment_owners import owners, subject_of
from invest_crm.services.projects.grading import regrade_behind
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.attachment_owners import Owner
    from invest_crm.services.work import View, Work


class GoneFile(Struct, frozen=True):
    """A file in the trash: the id of its newest version, whose it is, when it was put away."""

    id: str
    name: str
    owner: Owner
    at: str

    @property
    def about(self) -> str:
        """Of which record, and of which visit; whether that is in the trash too."""
        found = self.owner
        whole = f"{found.name} · {found.origin}" if found.origin else found.name
        return _("{record} (in the trash too)").format(record=whole) if found.away else whole


def gone_files(view: View) -> list[GoneFile]:
    """Every file in the trash."""
    query = select(attachment).where(attachment.c.archived_at.is_not(None))
    newest = {row.series: row for row in view.rows(query.order_by(attachment.c.version))}
    rows = list(newest.values())
    names = view.reveal(row.name for row in rows)
    known = owners(view, {subject_of(row) for row in rows})
    return [
        GoneFile(
            row.id,
            names.get(row.name) or _("(name erased)"),
            known[subject_of(row)],
            row.archived_at,
        )
        for row in rows
    ]


def bring_back_files(work: Work, ids: Sequence[str]) -> None:
    """Take files with all their versions out of the trash. UserError ``trash-cannot-restore``."""
    series: set[str] = set()
    for part in chunks(list(ids)):
        mine = attachment.c.id.in_(part), attachment.c.archived_at.is_not(None)
        series.update(work.values(select(attachment.c.series).where(*mine)))
    if len(series) < len(set(ids)):
        raise UserError(
            "trash-cannot-restore",
            _("One of these attachments is there again already."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list."),
        )
    for part in chunks(sorted(series)):
        rows = work.rows(select(attachment).where(attachment.c.series.in_(part)))
        work.update_many(attachment, {row.id: {"archived_at": None} for row in rows})
        regrade_behind(work, {subject_of(row) for row in rows})
