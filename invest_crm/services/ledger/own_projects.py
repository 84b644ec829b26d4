"""What a ledger repeats of a stored project in words is neither news nor to be pointed out.

A status without a day changes nothing (``exchange.status``), and the words of a range stand beside
its low end: our own export brings both back under headings of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from invest_crm.domain.money import parse_amount
from invest_crm.domain.stages import SideState
from invest_crm.exchange.writing.ledger_cells import SIDES
from invest_crm.exchange.writing.project_ledger import STATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.exchange.reading import RowReading
    from invest_crm.services.projects.records import ProjectRecord

_ENDED = frozenset({SideState.TERMINATED, SideState.LOST, SideState.MERGED})


def without_known_words(
    wanted: Mapping[str, Any], stored: ProjectRecord, row: RowReading
) -> Mapping[str, Any]:
    """The row's values without the recorded status and without a range that is kept already."""
    extra = wanted.get("extra")
    if not extra:
        return wanted
    left = {key: text for key, text in extra.items() if stored["extra"].get(key) != text}
    if stored["side_state"] and left.get(STATE) == SIDES[stored["side_state"]]:
        del left[STATE]
    total = row.amounts.get("total_investment")
    if total is not None and total.high_fen is not None:
        span = (total.fen, total.high_fen)
        if any(_span(text) == span for text in stored["extra"].values()):
            left = {key: text for key, text in left.items() if _span(text) != span}
    return {**wanted, "extra": left}


def without_known_end(row: RowReading, stored: ProjectRecord) -> RowReading:
    """The row without the advice to record an end that is recorded."""
    if stored["side_state"] not in _ENDED:
        return row
    left = tuple(problem for problem in row.problems if problem.code != "status-ended")
    return replace(row, problems=left)


def _span(text: str) -> tuple[int | None, int | None]:
    read = parse_amount(text, None)
    return read.fen, read.high_fen
