"""Who looked at personal data: one row per reveal or unmasked export. Never the data itself."""

from __future__ import annotations

from invest_crm.db.schema.base import record_table, text, whole

access_event = record_table(
    "access_event",
    text("kind", required=True),
    text("subject", required=True),
    text("actor", required=True, index=True),
    text("at", required=True, index=True),
    whole("records", default=1),
    topic="access",
)
