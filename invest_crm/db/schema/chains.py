"""产业链 Chain, 环节 ChainNode (tier, segment or leaf) and the flows between segments."""

from __future__ import annotations

from invest_crm.db.schema.base import flag, json_text, owner, record_table, refers, text, whole

chain = record_table(
    "chain",
    text("name", required=True),
    text("name_en"),
    text("summary"),
    text("lead_department"),
    text("leader"),
    text("target_regions"),
    text("leading_firm"),
    whole("position", default=0),
    text("seed_version"),
    topic="chains",
)

chain_node = record_table(
    "chain_node",
    owner("chain_id", "chain"),
    refers("parent_id", "chain_node"),
    text("level", required=True),
    text("tier", required=True),
    text("name", required=True),
    text("name_en"),
    json_text("codes"),
    json_text("keywords"),
    flag("critical"),
    flag("env_sensitive"),
    text("note"),
    whole("position", default=0),
    text("state_override"),
    text("override_reason"),
    topic="chains",
)

chain_flow = record_table(
    "chain_flow",
    owner("chain_id", "chain"),
    owner("source_id", "chain_node"),
    owner("target_id", "chain_node"),
    topic="chains",
)
