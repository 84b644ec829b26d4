"""审批 Approval: items of a project with dated steps and papers, and the bureau's own items.

``approval_item`` holds what the bureau changed in the shipped catalogue or added to it, a whole
item each under its code. ``approval_case`` is what a project's approvals have in common: what
decides which are needed, the day of the deal, the agents of both bureaus (帮代办) and their steps.
"""

from __future__ import annotations

from invest_crm.db.schema.base import (
    fact_columns,
    fen,
    json_text,
    owner,
    record_table,
    text,
    whole,
)

approval_item = record_table("approval_item", json_text("item"), topic="approvals")

approval_case = record_table(
    "approval_case",
    owner("project_id", "project"),
    text("eia"),
    text("industry"),
    json_text("flags"),
    whole("earthwork"),
    whole("tce"),
    whole("kwh"),
    whole("floor"),
    fen("cost"),
    text("deal_on"),
    text("our_agent"),
    text("their_agent"),
    text("entrusted_on"),
    text("analysed_on"),
    text("planned_on"),
    text("handled_on"),
    text("told_on"),
    text("revisited_on"),
    topic="approvals",
)

approval = record_table(
    "approval",
    owner("project_id", "project"),
    text("code", required=True, index=True),
    text("title"),
    text("department"),
    text("person"),
    text("recorded_at", required=True),
    text("recorded_by", required=True),
    topic="approvals",
)

approval_step = record_table(
    "approval_step",
    owner("approval_id", "approval"),
    text("kind", required=True),
    text("happened_on", required=True),
    text("reason"),
    text("due_on", index=True),
    text("note"),
    *fact_columns(),
    topic="approvals",
)

approval_paper = record_table(
    "approval_paper",
    owner("approval_id", "approval"),
    text("name", required=True),
    text("kind", required=True),
    text("received_on"),
    text("promised_by"),
    topic="approvals",
)
