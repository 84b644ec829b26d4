"""Where projects of a list wait, as the figures and the panel say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.db.bulk import chunks
from invest_crm.domain.not_started import Waiting, waiting
from invest_crm.services.snapshot import Question, settled, snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.work import View


def holding(view: View, ids: Sequence[str]) -> dict[str, Waiting]:
    """Those of the projects that are signed and not started, by id."""
    found: dict[str, Waiting] = {}
    for part in chunks(ids):
        question = settled(view, Question(as_of=view.today, only=frozenset(part)))
        held = waiting(snapshot(view, question), view.today, question.calibre)
        found.update({one.id: one for one in held})
    return found
