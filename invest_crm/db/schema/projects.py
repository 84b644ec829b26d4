"""项目 Project and its dated facts: agreements, milestones, amounts, side states, funds.

A fact is never overwritten: a correction voids the row and adds another. The project row keeps
what describes it now; what *happened*, and when that became known, is in the fact tables.
"""

from __future__ import annotations

from sqlalchemy import Index

from invest_crm.db.schema.base import (
    fact_columns,
    fen,
    json_text,
    owner,
    partial_date,
    record_table,
    refers,
    square_decimetres,
    text,
    whole,
)

project = record_table(
    "project",
    text("name", required=True),
    text("name_key", required=True, index=True),
    text("name_base", required=True, index=True),
    text("investor"),
    text("investor_key", index=True),
    refers("investor_firm_id", "firm"),
    text("content"),
    refers("chain_id", "chain"),
    refers("node_id", "chain_node"),
    text("node_source"),
    text("industry"),
    text("entry_stage", required=True),
    fen("total_investment"),
    fen("total_high"),
    fen("fixed_investment"),
    fen("external_funds"),
    fen("year_plan"),
    text("funds_origin"),
    text("site_mode"),
    square_decimetres("land_sqdm"),
    text("agreement_type"),
    text("project_code", index=True),
    text("stat_code", index=True),
    text("leader"),
    text("lead_unit"),
    text("support_units"),
    text("task_force"),
    text("contact_unit"),
    text("township"),
    text("park"),
    *partial_date("start_by"),
    *partial_date("complete_by"),
    text("progress_text"),
    text("problem_text"),
    text("remark"),
    json_text("flags"),
    json_text("extra"),
    text("first_source"),
    text("latest_cut_off"),
    text("archived_at", index=True),
    topic="projects",
)

agreement = record_table(
    "agreement",
    owner("project_id", "project"),
    text("type", required=True),
    *partial_date("contract"),
    *partial_date("ceremony"),
    fen("amount"),
    fen("external_funds"),
    text("parties"),
    text("parent_id"),
    text("signing"),
    text("signing_of"),
    *fact_columns(),
    topic="projects",
)

milestone = record_table(
    "milestone",
    owner("project_id", "project"),
    text("kind", required=True),
    *partial_date("effective"),
    whole("grade", default=1),
    text("evidence"),
    *fact_columns(),
    Index("ix_milestone_kind_day", "kind", "effective_day"),
    topic="projects",
)

project_amount = record_table(
    "project_amount",
    owner("project_id", "project"),
    text("kind", required=True),
    fen("amount"),
    text("effective_on", required=True),
    *fact_columns(),
    topic="projects",
)

side_state = record_table(
    "side_state",
    owner("project_id", "project"),
    text("state", required=True),
    text("effective_on", required=True),
    text("until"),
    text("reason"),
    json_text("reasons"),
    *fact_columns(),
    topic="projects",
)

funds_statement = record_table(
    "funds_statement",
    owner("project_id", "project"),
    text("subject", required=True),
    text("scope", required=True),
    fen("amount"),
    text("as_of", required=True),
    *fact_columns(),
    topic="projects",
)
