"""月报 MonthlyReport: one row per project and month; a correction voids and replaces."""

from __future__ import annotations

from invest_crm.db.schema.base import fact_columns, fen, json_text, owner, record_table, text

monthly_report = record_table(
    "monthly_report",
    owner("project_id", "project"),
    text("month", required=True, index=True),
    fen("completed_month"),
    fen("completed_year"),
    fen("completed_total"),
    fen("funds_month"),
    fen("funds_year"),
    fen("funds_total"),
    text("progress_text"),
    text("stat_code"),
    json_text("extra"),
    *fact_columns(),
    topic="monthly",
)
