"""Tables computed from records at the write door: never edited, never logged, rebuildable.

``project_state`` is the stage and the dates a list sorts by; ``search_text`` is what the search
box looks through (words of names, codes and initials, see ``db.words``).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from invest_crm.db.schema.base import metadata

project_state = Table(
    "project_state",
    metadata,
    Column("project_id", Text, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("stage_rank", Integer, nullable=False),
    Column("side_state", Text),
    Column("signed_day", Text),
    Column("registered_day", Text),
    Column("filed_day", Text),
    Column("land_day", Text),
    Column("permit_day", Text),
    Column("started_day", Text),
    Column("in_stats_day", Text),
    Column("completed_day", Text),
    Column("in_production_day", Text),
    Column("in_size_day", Text),
    Column("start_grade", Integer, nullable=False, default=0),
    Column("funds_in_place", BigInteger),
    Column("last_fact_day", Text),
    Index("ix_project_state_stage", "stage_rank"),
    Index("ix_project_state_signed", "signed_day"),
)

search_text = Table(
    "search_text",
    metadata,
    Column("rowid_", Integer, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("ix_search_text_record", "record_id"),
)
