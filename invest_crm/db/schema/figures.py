"""口径 Calibre (the definitions a figure was computed by) and 年度任务 AnnualTarget."""

from __future__ import annotations

from sqlalchemy import Column, Integer

from invest_crm.db.schema.base import fen, json_text, record_table, text, whole

calibre = record_table(
    "calibre",
    text("name", required=True),
    Column("year", Integer, nullable=False),
    json_text("options"),
    topic="figures",
)

annual_target = record_table(
    "annual_target",
    Column("year", Integer, nullable=False),
    text("metric", required=True),
    text("scope", required=True),
    text("scope_key"),
    fen("amount"),
    whole("number"),
    topic="figures",
)
