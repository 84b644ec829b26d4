"""附件 Attachment: a file of a record, and where its bytes are: beside projects, firms, requests,
visits and parcels a promise owns the papers that prove it.

The row names the file by the SHA-256 of its content; the bytes lie in the file store
(``db.files``): a folder beside an embedded database, the table ``blob`` on a server. A name may be
a person's ("张三身份证.jpg"), so names and notes stand outside the log. The versions of a file
share their ``series`` and their ``kind`` (a code of ``domain.evidence``, none where unknown).
``month``: the monthly report it proves; ``progress_id``: the entry of progress it is a photo of.
``taken_on`` and ``taken_at`` are the day and the place the camera wrote into it: where a photo was
taken says where a person was, so the place stands outside the log as well.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from invest_crm.db.schema.base import metadata, owner, record_table, refers, text, whole

attachment = record_table(
    "attachment",
    owner("project_id", "project", required=False),
    owner("firm_id", "firm", required=False),
    owner("request_id", "service_request", required=False),
    owner("interaction_id", "interaction", required=False),
    owner("parcel_id", "parcel", required=False),
    owner("commitment_id", "commitment", required=False),
    refers("progress_id", "progress_entry"),
    text("month", index=True),
    text("taken_on"),
    text("taken_at"),
    text("series", required=True, index=True),
    whole("version", default=1),
    text("name", required=True),
    text("media_type", required=True),
    whole("size", default=0),
    text("sha256", required=True, index=True),
    text("note"),
    text("kind", index=True),
    text("added_at", required=True),
    text("added_by", required=True),
    text("archived_at"),
    topic="attachments",
    private=("name", "note", "taken_at"),
)

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
