"""Saved views of lists, and who has pinned which: the ready-made ones are pinned by their key."""

from __future__ import annotations

from sqlalchemy import Index

from invest_crm.db.schema.base import json_text, record_table, text, whole

saved_view = record_table(
    "saved_view",
    text("list", required=True, index=True),
    text("name", required=True),
    text("owner", required=True),
    text("access", required=True),
    json_text("form"),
    topic="views",
)

view_pin = record_table(
    "view_pin",
    text("view", required=True, index=True),
    text("actor", required=True),
    whole("position", default=0),
    Index("ix_view_pin_actor_position", "actor", "position"),
    topic="views",
)
