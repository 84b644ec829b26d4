"""Attachments of interactions: the photo or paper of a visit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_VERSIONED = (
    "CREATE TRIGGER tr_attachment_version AFTER UPDATE ON attachment "
    "WHEN NEW.row_version = OLD.row_version "
    "BEGIN UPDATE attachment SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
)


def upgrade() -> None:
    """Add the owner; SQLite copies the table, which takes its trigger away."""
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("interaction_id", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_attachment_interaction_id_interaction"),
            "interaction",
            ["interaction_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        table.create_index(op.f("ix_attachment_interaction_id"), ["interaction_id"], unique=False)
    _count_versions()


def downgrade() -> None:
    """Remove it."""
    with op.batch_alter_table("attachment") as table:
        table.drop_index(op.f("ix_attachment_interaction_id"))
        table.drop_constraint(op.f("fk_attachment_interaction_id_interaction"), type_="foreignkey")
        table.drop_column("interaction_id")
    _count_versions()


def _count_versions() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_VERSIONED)
