"""Gates: kinds of evidence, confirmations, answers that something cannot be had yet, reasons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES = ("confirmation", "gate_answer")


def upgrade() -> None:
    """Add the columns and tables, each with the trigger that bumps the version of a row."""
    op.add_column("attachment", sa.Column("kind", sa.Text(), nullable=True))
    op.create_index(op.f("ix_attachment_kind"), "attachment", ["kind"], unique=False)
    op.add_column("side_state", sa.Column("reasons", sa.Text(), nullable=True))
    _table(
        "confirmation",
        ("stage", "state", "asked_by", "asked_at"),
        ("asked_of", "decided_by", "decided_at", "reason"),
        index="state",
    )
    _table(
        "gate_answer",
        ("need", "said_by", "said_on", "ask_on", "recorded_at", "recorded_by"),
        ("note", "source", "cut_off", "voided_at", "void_reason"),
        index="ask_on",
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in _TABLES:
        op.execute((_SQLITE if sqlite else _POSTGRES).format(table=name))


def downgrade() -> None:
    """Remove them."""
    for name in _TABLES:
        op.drop_table(name)
    op.drop_column("side_state", "reasons")
    op.drop_index(op.f("ix_attachment_kind"), table_name="attachment")
    op.drop_column("attachment", "kind")


def _table(name: str, required: tuple[str, ...], free: tuple[str, ...], *, index: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        *(sa.Column(column, sa.Text(), nullable=False) for column in required),
        *(sa.Column(column, sa.Text(), nullable=True) for column in free),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f(f"fk_{name}_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in ("project_id", index):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


_SQLITE = (
    "CREATE TRIGGER tr_{table}_version AFTER UPDATE ON {table} "
    "WHEN NEW.row_version = OLD.row_version "
    "BEGIN UPDATE {table} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
)
_POSTGRES = (
    "CREATE TRIGGER tr_{table}_version BEFORE UPDATE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
)
