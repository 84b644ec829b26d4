"""承诺 Commitment: what government and firm promise each other, with dated facts; amounts of
agreements as they changed.

Agreements themselves are facts of a project (``projects.agreement``). ``commitment.state`` is the
state of the latest fact that stands, kept beside them so that lists can ask for it.
"""

from __future__ import annotations

from invest_crm.db.schema.base import (
    fact_columns,
    fen,
    owner,
    record_table,
    refers,
    text,
)

agreement_amount = record_table(
    "agreement_amount",
    owner("agreement_id", "agreement"),
    fen("amount"),
    text("effective_on", required=True),
    text("reason", required=True),
    *fact_columns(),
    topic="agreements",
)

commitment = record_table(
    "commitment",
    owner("project_id", "project"),
    refers("agreement_id", "agreement"),
    text("side", required=True),
    text("kind", required=True),
    text("wording", required=True),
    fen("amount"),
    text("ratio"),
    text("trigger"),
    text("basis"),
    text("fair", required=True),
    text("due_on", index=True),
    text("person"),
    text("state", required=True),
    text("archived_at"),
    topic="agreements",
)

commitment_fact = record_table(
    "commitment_fact",
    owner("commitment_id", "commitment"),
    text("state", required=True),
    text("effective_on", required=True),
    fen("amount"),
    text("note"),
    *fact_columns(),
    topic="agreements",
)
