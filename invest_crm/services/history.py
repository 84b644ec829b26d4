"""Who changed a record and when, in the words of the change log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.log import change, change_set
from invest_crm.services.actions import describe
from invest_crm.services.work import CHINA

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from invest_crm.services.work import View

_LINES = 30


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of the record: when (bureau time, to the minute), who, what."""

    at: str
    actor: str
    what: str


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
            _minute(row.recorded_at), row.actor, describe(row.action, json.loads(row.params))
        )
        for row in view.rows(query)
    )


def _minute(moment: str) -> str:
    """A moment of the log (UTC text) as a clock at the bureau shows it."""
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
