"""倒排工期 Schedule of a project: its tasks, what waits for what, what happened, and the plans.

What was planned stands in versions (``schedule_baseline``) that are added, never overwritten; what
really happened in dated facts (``schedule_fact``). Every other date is computed when it is asked
for (``domain.schedule``). A progress note may name people, so it stands outside of the log.
"""

from __future__ import annotations

from invest_crm.db.schema.base import (
    fact_columns,
    json_text,
    owner,
    record_table,
    text,
    whole,
)

schedule = record_table(
    "schedule",
    owner("project_id", "project"),
    text("template", required=True),
    text("template_version", required=True),
    text("goal", required=True),
    text("target_on", required=True),
    text("made_at", required=True),
    text("made_by", required=True),
    topic="schedules",
)

schedule_task = record_table(
    "schedule_task",
    owner("schedule_id", "schedule"),
    whole("position", default=0),
    text("code"),
    text("name", required=True),
    whole("days", default=0),
    text("unit", required=True),
    text("owner"),
    text("milestone"),
    text("not_before"),
    topic="schedules",
)

schedule_link = record_table(
    "schedule_link",
    owner("schedule_id", "schedule"),
    owner("before_id", "schedule_task"),
    owner("after_id", "schedule_task"),
    text("kind", required=True),
    whole("lag", default=0),
    text("unit", required=True),
    topic="schedules",
)

schedule_fact = record_table(
    "schedule_fact",
    owner("task_id", "schedule_task"),
    text("kind", required=True),
    text("effective_on", required=True),
    whole("percent"),
    text("note"),
    *fact_columns(),
    topic="schedules",
    private=("note",),
)

schedule_baseline = record_table(
    "schedule_baseline",
    owner("schedule_id", "schedule"),
    whole("version", default=1),
    text("target_on", required=True),
    json_text("plan"),
    text("reason"),
    text("made_at", required=True),
    text("made_by", required=True),
    topic="schedules",
)
