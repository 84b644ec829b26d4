"""审批 Approval: items of a project with dated steps and papers, and the bureau's own items.

``approval_item`` holds what the bureau changed in the shipped catalogue or added to it, a whole
item each under its code. ``approval_case`` is what a project's approvals have in common: what
decides which are needed, the day of the deal, the agents of both bureaus (帮代办) and their steps.
``approval_state`` is computed from them at the write door: never edited, never logged.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from invest_crm.db.schema.base import (
    fact_columns,
    fen,
    json_text,
    metadata,
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
    text("note"),
    json_text("extra"),
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

approval_state = Table(
    "approval_state",
    metadata,
    Column("approval_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("stage_rank", Integer, nullable=False),
    Column("department", Text, nullable=False),
    Column("began_day", Text),
    Column("since_day", Text),
    Column("decided_day", Text),
    Column("limit_day", Text),
    Column("legal_day", Text),
    Column("due_day", Text),
    Column("due_what", Text),
    Column("due_unit", Text),
    Column("due_no", Integer),
    Column("held_no", Integer),
    Column("waits", Text, nullable=False),
    Column("holds", Text),
    Column("missing", Integer, nullable=False),
    Column("papers_day", Text),
    Column("stop", Text),
    Column("note", Text),
    Column("basis", Text, nullable=False),
    Index("ix_approval_state_due", "due_day"),
    Index("ix_approval_state_state", "state"),
    Index("ix_approval_state_basis", "basis"),
)
"""How each approval stands, as lists sort and filter it (``db.approval_states``).

``due_no`` and ``held_no``: the due day and the day of acceptance as numbers on the line of days
they are counted on (``day_number``), so that days left and held are differences. ``waits``: codes.
``basis``: the editions of the shipped catalogue and calendar it was computed with.
"""
