"""联审 Review: a sheet a round, the opinion of each department, conditions with their tasks.

What departments say in a review is confidential: reasons and conditions are personal values, whose
text stands outside of the log.
"""

from __future__ import annotations

from invest_crm.db.schema.base import json_text, owner, record_table, refers, text, whole

review = record_table(
    "review",
    owner("project_id", "project"),
    whole("round", default=1),
    text("asked_on", required=True),
    text("held_on"),
    text("convened_by"),
    json_text("items"),
    text("note"),
    text("recorded_at", required=True),
    text("recorded_by", required=True),
    topic="reviews",
    private=("note",),
)

review_opinion = record_table(
    "review_opinion",
    owner("review_id", "review"),
    text("department", required=True),
    text("asked_on", required=True),
    text("verdict", index=True),
    text("person"),
    text("answered_on"),
    text("reason"),
    whole("position", default=0),
    topic="reviews",
    private=("reason",),
)

review_condition = record_table(
    "review_condition",
    owner("opinion_id", "review_opinion"),
    refers("task_id", "task"),
    text("text", required=True),
    topic="reviews",
    private=("text",),
)
