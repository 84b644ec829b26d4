"""What people say at the gates: a second person's confirmation, and what cannot be had yet.

A confirmation is asked for when a starred stage is entered; ``state``: PENDING, CONFIRMED, REFUSED
or WITHDRAWN (asked anew, or the step no longer stands). An answer says that the investor cannot
provide what a gate asks for (``need``, see ``domain.gates``) and when to ask again.
"""

from __future__ import annotations

from invest_crm.db.schema.base import fact_columns, owner, record_table, text

confirmation = record_table(
    "confirmation",
    owner("project_id", "project"),
    text("stage", required=True),
    text("state", required=True, index=True),
    text("asked_by", required=True),
    text("asked_at", required=True),
    text("asked_of"),
    text("decided_by"),
    text("decided_at"),
    text("reason"),
    topic="projects",
)

gate_answer = record_table(
    "gate_answer",
    owner("project_id", "project"),
    text("need", required=True),
    text("said_by", required=True),
    text("said_on", required=True),
    text("ask_on", required=True, index=True),
    text("note"),
    *fact_columns(),
    topic="projects",
    private=("said_by", "note"),
)
