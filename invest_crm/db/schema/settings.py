"""Options stored with the database (the county's name, its home code, the calibre in force)."""

from __future__ import annotations

from invest_crm.db.schema.base import json_text, record_table

setting = record_table("setting", json_text("value"), topic="settings")
