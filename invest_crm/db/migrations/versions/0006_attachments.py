"""Attachments of projects, firms and requests, and the table that holds files on a server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_OWNERS = ("project", "firm", "service_request")
_COLUMNS = {"project": "project_id", "firm": "firm_id", "service_request": "request_id"}


def upgrade() -> None:
    """Create both tables and the trigger that bumps the version of a row."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=True),
        sa.Column("firm_id", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        *(_belongs(target) for target in _OWNERS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    for column in (*_COLUMNS.values(), "series", "sha256"):
        op.create_index(op.f(f"ix_attachment_{column}"), "attachment", [column], unique=False)
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "position", name=op.f("pk_blob")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(_SQLITE if sqlite else _POSTGRES)


def downgrade() -> None:
    """Remove both."""
    op.drop_table("blob")
    op.drop_table("attachment")


def _belongs(target: str) -> sa.ForeignKeyConstraint:
    column = _COLUMNS[target]
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_attachment_{column}_{target}"),
        initially="DEFERRED",
        deferrable=True,
    )


_SQLITE = (
    "CREATE TRIGGER tr_attachment_version AFTER UPDATE ON attachment "
    "WHEN NEW.row_version = OLD.row_version "
    "BEGIN UPDATE attachment SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
)
_POSTGRES = (
    "CREATE TRIGGER tr_attachment_version BEFORE UPDATE ON attachment "
    "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
)
