"""要素保障: what projects need month by month, applications for connection, capacities of parks.

``utility_need`` is a phase of a project's need sheet (``domain.utility_needs``), which is changed.
Steps of an application and capacities are dated facts; ``promised`` keeps the working days that
were promised when it was handed in. ``utility_item`` holds only what the bureau changed in the
shipped procedures, a whole one each under its code.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column

from invest_crm.db.schema.base import fact_columns, json_text, owner, record_table, text, whole

utility_need = record_table(
    "utility_need",
    owner("project_id", "project"),
    text("phase"),
    text("from_month"),
    text("until_month"),
    json_text("amounts"),
    topic="utilities",
)

utility_case = record_table(
    "utility_case",
    owner("project_id", "project"),
    text("procedure", required=True),
    whole("promised"),
    text("person"),
    text("recorded_at", required=True),
    text("recorded_by", required=True),
    topic="utilities",
)

utility_step = record_table(
    "utility_step",
    owner("utility_case_id", "utility_case"),
    text("kind", required=True),
    text("happened_on", required=True),
    text("reason"),
    text("note"),
    *fact_columns(),
    topic="utilities",
)

utility_capacity = record_table(
    "utility_capacity",
    text("park", required=True),
    text("utility", required=True),
    text("from_month", required=True),
    Column("amount", BigInteger, nullable=True),
    text("note"),
    *fact_columns(),
    topic="utilities",
)

utility_item = record_table("utility_item", json_text("item"), topic="utilities")
