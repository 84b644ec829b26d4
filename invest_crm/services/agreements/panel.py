"""One promise for the record panel, and its shape for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.agreements import commitment_fact
from invest_crm.domain.commitments import WORDS, Side, kind_label, standing_label
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.services.agreements.commitments import (
    CommitmentRecord,
    StateFact,
    facts_of,
    has_opinion,
    load,
    load_all,
)
from invest_crm.services.attachment_owners import Subject, every_id
from invest_crm.services.field_changes import with_fields
from invest_crm.services.history import HistoryLine, record_history

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.work import View


class CommitmentPanel(Struct, frozen=True):
    """Everything the panel shows. ``opinion``: an opinion of the review is attached."""

    record: CommitmentRecord
    facts: tuple[StateFact, ...]
    history: tuple[HistoryLine, ...]
    today: date
    opinion: bool


def commitment_panel(view: View, commitment_id: str) -> CommitmentPanel | None:
    """The panel of a promise, None if it is gone."""
    record = load(view, [commitment_id]).get(commitment_id)
    if record is None:
        return None
    mine = select(commitment_fact.c.id).where(commitment_fact.c.commitment_id == commitment_id)
    files = every_id(view, Subject("commitment", commitment_id))
    ids = [commitment_id, *view.values(mine), *files]
    return CommitmentPanel(
        record=record,
        facts=facts_of(view, commitment_id),
        history=with_fields(view, record_history(view, ids), ids),
        today=view.today,
        opinion=has_opinion(view, record["project_id"], commitment_id),
    )


def list_commitments(view: View, project_id: str | None = None) -> list[dict[str, object]]:
    """Promises as JSON shapes; money in 万元."""
    return [_shape(record, view.today) for record in load_all(view, project_id)]


def _shape(record: CommitmentRecord, today: date) -> dict[str, object]:
    amount = record["amount"]
    shown = record.standing(today)
    return {
        "id": record.id,
        "project_id": record["project_id"],
        **{key: record[key] for key in WORDS},
        "amount": None if amount is None else fen_to_wan_text(amount),
        "side_label": Side(record["side"]).label,
        "kind_label": kind_label(Side(record["side"]), record["kind"]),
        "standing": shown,
        "standing_label": standing_label(shown),
        "warnings": [{"words": one.words, "why": one.why} for one in record.warned()],
    }
