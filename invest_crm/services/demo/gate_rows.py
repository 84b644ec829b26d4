"""Invented evidence, confirmations and answers as rows, and the two pictures behind the files."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from invest_crm.db import files
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.gates import confirmation, gate_answer
from invest_crm.domain.ids import new_id
from invest_crm.services.demo.papers import PHOTO, picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Table

    from invest_crm.services.demo.papers import DemoGates
    from invest_crm.services.work import Work

    Row = tuple[Table, dict[str, object]]

_MOST = 1024 * 1024


def gate_rows(
    work: Work, gates: DemoGates, project_ids: Sequence[str], facts: Mapping[str, object]
) -> Iterator[Row]:
    """Rows of everything at the gates; the pictures are kept in the store first."""
    kept = {
        photo: kept_picture(work, photo=photo) for photo in {p.kind == PHOTO for p in gates.papers}
    }
    for paper in gates.papers:
        yield (
            attachment,
            {
                "project_id": project_ids[paper.project],
                "series": new_id(),
                "version": 1,
                "name": paper.name,
                "media_type": "image/png",
                "kind": paper.kind,
                **kept[paper.kind == PHOTO],
                "added_at": facts["recorded_at"],
                "added_by": facts["recorded_by"],
            },
        )
    for step in gates.steps:
        decided = bool(step.confirmed_by)
        yield (
            confirmation,
            {
                "project_id": project_ids[step.project],
                "stage": step.stage.value,
                "state": "CONFIRMED" if decided else "PENDING",
                "asked_by": step.asked_by,
                "asked_at": facts["recorded_at"],
                "decided_by": step.confirmed_by or None,
                "decided_at": facts["recorded_at"] if decided else None,
            },
        )
    for answer in gates.answers:
        yield (
            gate_answer,
            {
                "project_id": project_ids[answer.project],
                "need": answer.need,
                "said_by": answer.said_by,
                "said_on": answer.said_on.isoformat(),
                "ask_on": answer.ask_on.isoformat(),
                **facts,
            },
        )


def kept_picture(work: Work, *, photo: bool) -> dict[str, object]:
    """Put a picture into the store; what the row says of it."""
    return kept_content(work, picture(photo=photo))


def kept_content(work: Work, data: bytes) -> dict[str, object]:
    """Put the content of a file into the store; what the row says of it."""
    store = files.store_of(work.app.database)
    with store.stage(BytesIO(data), _MOST) as staged:
        store.keep(work.connection, staged)
        return {"sha256": staged.sha256, "size": staged.size}
