"""企业 Firm, its places on the chains, and contacts (of a firm or of a project)."""

from __future__ import annotations

from invest_crm.db.schema.base import (
    fen,
    flag,
    json_text,
    owner,
    record_table,
    refers,
    text,
    whole,
)

firm = record_table(
    "firm",
    text("name", required=True),
    text("name_key", required=True, index=True),
    text("name_core", required=True, index=True),
    text("credit_code", index=True),
    text("short_name"),
    text("former_names"),
    text("region"),
    text("region_code"),
    text("business"),
    text("industry"),
    fen("registered_capital"),
    text("legal_person"),
    refers("chain_id", "chain"),
    refers("parent_id", "firm"),
    text("tags"),
    text("source"),
    text("remark"),
    flag("local"),
    flag("in_size"),
    json_text("extra"),
    text("archived_at", index=True),
    topic="firms",
)

firm_node = record_table(
    "firm_node",
    owner("firm_id", "firm"),
    refers("node_id", "chain_node"),
    text("role", required=True),
    text("source"),
    flag("is_primary"),
    topic="firms",
)

contact = record_table(
    "contact",
    owner("firm_id", "firm", required=False),
    owner("project_id", "project", required=False),
    text("name"),
    text("post"),
    text("phone"),
    whole("position", default=0),
    topic="contacts",
    private=("phone",),
)
