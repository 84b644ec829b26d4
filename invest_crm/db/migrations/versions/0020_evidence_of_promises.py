"""Attachments that prove a promise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_ATTACHMENT_VERSION = (
    "CREATE TRIGGER tr_attachment_version AFTER UPDATE ON attachment "
    "WHEN NEW.row_version = OLD.row_version "
    "BEGIN UPDATE attachment SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
)


def upgrade() -> None:
    """Let promises own attachments."""
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("commitment_id", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_attachment_commitment_id_commitment"),
            "commitment",
            ["commitment_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        table.create_index(op.f("ix_attachment_commitment_id"), ["commitment_id"], unique=False)
    _count_versions()


def downgrade() -> None:
    """Take the column away; a file of a promise then belongs to its project."""
    op.execute(
        "UPDATE attachment SET project_id = (SELECT project_id FROM commitment "
        "WHERE commitment.id = attachment.commitment_id) WHERE commitment_id IS NOT NULL"
    )
    if op.get_bind().dialect.name == "postgresql":  # no table is altered while references wait
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with op.batch_alter_table("attachment") as table:
        table.drop_index(op.f("ix_attachment_commitment_id"))
        table.drop_constraint(op.f("fk_attachment_commitment_id_commitment"), type_="foreignkey")
        table.drop_column("commitment_id")
    _count_versions()


def _count_versions() -> None:
    """SQLite copies the table, which takes its trigger away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_ATTACHMENT_VERSION)
