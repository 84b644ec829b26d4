"""Invented visits and tasks as rows, every one marked by its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.db.schema.interactions import interaction, task
from invest_crm.domain.ids import new_id
from invest_crm.services.dates import date_columns
from invest_crm.services.demo.dice import on_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Table

    from invest_crm.services.demo.notes import DemoNote, DemoTask

    Row = tuple[Table, dict[str, object]]


def note_rows(
    notes: Sequence[DemoNote], project_ids: Sequence[str], facts: Mapping[str, object]
) -> Iterator[Row]:
    """Rows of the notes; ``facts`` say who recorded them, when, and from which source."""
    for note in notes:
        key, project = new_id(), project_ids[note.project]
        yield (
            interaction,
            {
                "id": key,
                "project_id": project,
                "kind": note.kind.value,
                **date_columns("held", on_day(note.day), None),
                "ours": "、".join(note.ours) or None,
                "theirs": "、".join(note.theirs) or None,
                "text": note.text,
                **facts,
            },
        )
        if note.task is not None:
            yield task, _task_row(note.task, key, project, facts)


def _task_row(
    made: DemoTask, interaction_id: str, project: str, facts: Mapping[str, object]
) -> dict[str, object]:
    return {
        "project_id": project,
        "interaction_id": interaction_id,
        "text": made.text,
        "assignee": made.assignee or facts["recorded_by"],
        "due_on": made.due.isoformat(),
        "state": made.state.value,
        "done_on": None if made.done is None else made.done.isoformat(),
        "result": made.result or None,
        "source": facts["source"],
        "recorded_at": facts["recorded_at"],
        "recorded_by": facts["recorded_by"],
    }
