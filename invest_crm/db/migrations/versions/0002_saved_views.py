"""Saved views of lists, and the pins that people put on views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("saved_view", "view_pin")


def upgrade() -> None:
    """Create both tables and the triggers that bump their versions."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_list"), "saved_view", ["list"], unique=False)
    op.create_table(
        "view_pin",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_pin")),
    )
    op.create_index(op.f("ix_view_pin_view"), "view_pin", ["view"], unique=False)
    op.create_index("ix_view_pin_actor_position", "view_pin", ["actor", "position"], unique=False)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in TABLES:
        op.execute(_sqlite(name) if sqlite else _postgres(name))


def downgrade() -> None:
    """Remove both."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _sqlite(name: str) -> str:
    return (
        f"CREATE TRIGGER tr_{name}_version AFTER UPDATE ON {name} "
        "WHEN NEW.row_version = OLD.row_version "
        f"BEGIN UPDATE {name} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
    )


def _postgres(name: str) -> str:
    return (
        f"CREATE TRIGGER tr_{name}_version BEFORE UPDATE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
    )
