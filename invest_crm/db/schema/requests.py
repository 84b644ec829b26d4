"""诉求 ServiceRequest: what a firm asked for, who must answer by when, and is it closed."""

from __future__ import annotations

from invest_crm.db.schema.base import (
    flag,
    json_text,
    partial_date,
    record_table,
    refers,
    text,
)

service_request = record_table(
    "service_request",
    refers("firm_id", "firm"),
    text("firm", required=True),
    text("firm_key", required=True, index=True),
    text("kind"),
    text("content"),
    *partial_date("received"),
    *partial_date("due"),
    text("unit"),
    text("progress_text"),
    flag("closed"),
    json_text("extra"),
    text("archived_at"),
    topic="requests",
)
