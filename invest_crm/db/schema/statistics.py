"""入库入统: applications to the statistics of projects and firms, what stands on papers, revenue.

A case belongs to a project or to a firm and says what nobody else knows: the type, who was said to
hold the ball. What happened are dated steps. What is written on a paper is a fact of its own, by
kind of evidence. Revenue of a single firm is confidential (统计法): its amounts stand outside the
log, as personal values do.
"""

from __future__ import annotations

from invest_crm.db.schema.base import fact_columns, fen, owner, record_table, text

stat_case = record_table(
    "stat_case",
    owner("project_id", "project", required=False),
    owner("firm_id", "firm", required=False),
    text("kind"),
    text("qualified"),
    text("unit"),
    text("person"),
    text("held_since"),
    topic="statistics",
)

stat_step = record_table(
    "stat_step",
    owner("stat_case_id", "stat_case"),
    text("kind", required=True),
    text("happened_on", required=True),
    text("month"),
    text("code"),
    text("passed"),
    text("note"),
    *fact_columns(),
    topic="statistics",
)

stat_paper = record_table(
    "stat_paper",
    owner("project_id", "project", required=False),
    owner("firm_id", "firm", required=False),
    text("kind", required=True, index=True),
    text("name"),
    text("number"),
    text("dated_on"),
    fen("amount"),
    text("region"),
    text("industry"),
    text("first"),
    text("last"),
    text("revenue"),
    *fact_columns(),
    topic="statistics",
    private=("revenue",),
)

stat_answer = record_table(
    "stat_answer",
    owner("project_id", "project", required=False),
    owner("firm_id", "firm", required=False),
    text("material", required=True),
    text("said_by", required=True),
    text("said_on", required=True),
    text("ask_on", required=True, index=True),
    text("note"),
    *fact_columns(),
    topic="statistics",
    private=("said_by", "note"),
)

firm_revenue = record_table(
    "firm_revenue",
    owner("firm_id", "firm"),
    text("first", required=True, index=True),
    text("last", required=True),
    text("amount", required=True),
    text("origin", required=True),
    text("reason"),
    *fact_columns(),
    topic="statistics",
    private=("amount",),
)
