"""Who changed a record and when, in the words of the change log."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.log import change, change_set
from invest_crm.domain.clock import at_bureau
from invest_crm.services.actions import describe

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row

    from invest_crm.services.field_changes import FieldChange
    from invest_crm.services.work import View

_LINES = 50


class HistoryLine(Struct, frozen=True):
    """One change of the record: when (bureau time, to the minute), who, what.

    ``id``, ``seq``, ``records``: its ChangeSet and how many rows that touched. ``changes``: the
    fields of the record it touched, if asked.
    """

    at: str
    actor: str
    what: str
    id: str = ""
    seq: int = 0
    records: int = 0
    changes: tuple[FieldChange, ...] = ()


def record_history(
    view: View, ids: Sequence[str], *, sets: Collection[int] = (), limit: int = _LINES
) -> tuple[HistoryLine, ...]:
    """The latest actions on some records (a record and what belongs to it), newest first.

    ``sets``: numbers of further ChangeSets that belong there although their records are gone.
    """
    touched = select(change.c.set_seq).where(change.c.record_id.in_(ids))
    query = (
        select(change_set)
        .where(change_set.c.seq.in_(touched) | change_set.c.seq.in_(list(sets)))
        .order_by(change_set.c.seq.desc())
        .limit(limit)
    )
    return tuple(
        HistoryLine(
            _minute(row.recorded_at), row.actor, action_words(row), row.id, row.seq, row.records
        )
        for row in view.rows(query)
    )


def action_words(row: Row[Any]) -> str:
    """What a row of ``change_set`` did, in words."""
    return describe(row.action, json.loads(row.params))


def done_in(row: Row[Any]) -> str:
    """The action of a row of ``change_set``; of an undo or redo the action it is about."""
    return str(json.loads(row.params)["action"]) if row.undoes else str(row.action)


def _minute(moment: str) -> str:
    """A moment of the log (UTC text) as a clock at the bureau shows it."""
    return at_bureau(datetime.fromisoformat(moment)).strftime("%Y-%m-%d %H:%M")
