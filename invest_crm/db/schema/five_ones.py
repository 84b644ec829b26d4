"""五个一: the people, units and task forces in charge, and who handed what to whom on which day.

A project's own texts stay what its ledger said; they are matched to these records by name. A
hand-over keeps each cell as it was and as it became, so that the list can be printed again.
"""

from __future__ import annotations

from invest_crm.db.schema.base import owner, record_table, refers, text, whole

responsible = record_table(
    "responsible",
    text("kind", required=True),
    text("name", required=True),
    text("name_key", required=True, index=True),
    text("post"),
    text("unit"),
    whole("precedence"),
    text("active_from"),
    text("active_until"),
    text("remark"),
    text("archived_at"),
    topic="five_ones",
)

hand_over = record_table(
    "hand_over",
    refers("from_id", "responsible"),
    refers("to_id", "responsible"),
    text("from_name", required=True),
    text("to_name", required=True),
    text("happened_on", required=True),
    text("reason"),
    text("recorded_at", required=True),
    text("recorded_by", required=True),
    topic="five_ones",
)

hand_over_role = record_table(
    "hand_over_role",
    owner("hand_over_id", "hand_over"),
    refers("project_id", "project"),
    text("role", required=True),
    text("subject", required=True),
    text("before"),
    text("after"),
    topic="five_ones",
)
