"""走访/对接 Interaction and 待办 Task: what was said with whom, and who does what next by when.

An interaction is a dated fact: a correction voids the row and adds another. A task is a piece of
work with a state of its own. Their texts may hold telephone numbers, so they stand outside the log.
"""

from __future__ import annotations

from invest_crm.db.schema.base import (
    fact_columns,
    owner,
    partial_date,
    record_table,
    refers,
    text,
)

interaction = record_table(
    "interaction",
    owner("project_id", "project", required=False),
    owner("firm_id", "firm", required=False),
    text("kind", required=True),
    *partial_date("held"),
    text("ours"),
    text("theirs"),
    text("text", required=True),
    *fact_columns(),
    topic="interactions",
    private=("text",),
)

task = record_table(
    "task",
    owner("project_id", "project", required=False),
    owner("firm_id", "firm", required=False),
    refers("interaction_id", "interaction"),
    text("text", required=True),
    text("assignee", required=True, index=True),
    text("due_on", index=True),
    text("state", required=True),
    text("done_on"),
    text("result"),
    text("snoozed_until"),
    text("source"),
    text("recorded_at", required=True),
    text("recorded_by", required=True),
    topic="tasks",
    private=("text", "result"),
)
