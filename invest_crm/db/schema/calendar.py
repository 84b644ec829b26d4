"""Days the bureau has entered itself: holidays and make-up days over the shipped calendar."""

from __future__ import annotations

from invest_crm.db.schema.base import record_table, text

calendar_day = record_table(
    "calendar_day",
    text("day", required=True, index=True),
    text("kind", required=True),
    text("name"),
    text("source"),
    topic="calendar",
)
