"""月报 MonthlyReport: one row per project and month, its corrections, and which months are closed.

What is typed anew voids the row and replaces it. A correction (冲减) is a row of its own that adds
to its month, with a reason. A closed month takes corrections only; opening it again voids its row.
"""

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
    text("problem_text"),
    text("plan_text"),
    text("filled_by"),
    text("checked_by"),
    text("stat_code"),
    json_text("extra"),
    *fact_columns(),
    topic="monthly",
)

month_correction = record_table(
    "month_correction",
    owner("project_id", "project"),
    text("month", required=True, index=True),
    fen("completed"),
    fen("funds"),
    text("reason", required=True),
    *fact_columns(),
    topic="monthly",
)

month_close = record_table(
    "month_close",
    text("month", required=True, index=True),
    *fact_columns(),
    topic="monthly",
)
