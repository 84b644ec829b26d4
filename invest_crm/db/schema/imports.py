"""What was imported from which file, and how a ledger's columns were understood last time."""

from __future__ import annotations

from invest_crm.db.schema.base import json_text, record_table, text, whole

import_batch = record_table(
    "import_batch",
    text("file_name", required=True),
    text("sha256", required=True, index=True),
    text("sheet"),
    text("kind", required=True),
    text("as_of"),
    text("unit"),
    text("fingerprint"),
    whole("new_rows", default=0),
    whole("changed_rows", default=0),
    whole("same_rows", default=0),
    whole("suspicious_rows", default=0),
    whole("rejected_rows", default=0),
    topic="imports",
)

import_profile = record_table(
    "import_profile",
    text("name", required=True, index=True),
    text("fingerprint", required=True, index=True),
    text("kind", required=True),
    json_text("mapping"),
    topic="imports",
)
