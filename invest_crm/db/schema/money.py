"""资金与进度: amounts that papers prove or statistics count, and dated entries of progress.

An amount of a voucher or a statistical return is a fact that adds up with the others of its
``basis`` (``domain.three_sets``). Photos of an entry of progress are attachments that name it.
"""

from __future__ import annotations

from invest_crm.db.schema.base import fact_columns, fen, owner, record_table, text, whole

money_figure = record_table(
    "money_figure",
    owner("project_id", "project"),
    text("basis", required=True),
    text("subject", required=True),
    text("happened_on", required=True),
    fen("amount"),
    text("document"),
    text("note"),
    *fact_columns(),
    topic="monthly",
)

progress_entry = record_table(
    "progress_entry",
    owner("project_id", "project"),
    text("happened_on", required=True),
    whole("percent"),
    text("node"),
    text("text"),
    *fact_columns(),
    topic="monthly",
)
