"""Interactions and tasks: what was said with whom, and who does what next by when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = ("interaction", "task")


def upgrade() -> None:
    """Create both tables and the triggers that bump their versions."""
    _interaction()
    _task()
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


def _belongs(table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{target}_id"],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{target}_id_{target}"),
        initially="DEFERRED",
        deferrable=True,
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _interaction() -> None:
    op.create_table(
        "interaction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=True),
        sa.Column("firm_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_value", sa.Text(), nullable=True),
        sa.Column("held_precision", sa.Text(), nullable=True),
        sa.Column("held_qualifier", sa.Text(), nullable=True),
        sa.Column("held_raw", sa.Text(), nullable=True),
        sa.Column("held_not_after", sa.Text(), nullable=True),
        sa.Column("held_day", sa.Text(), nullable=True),
        sa.Column("ours", sa.Text(), nullable=True),
        sa.Column("theirs", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cut_off", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _belongs("interaction", "project"),
        _belongs("interaction", "firm"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
    )
    _index("interaction", "project_id", "firm_id")


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=True),
        sa.Column("firm_id", sa.Text(), nullable=True),
        sa.Column("interaction_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("snoozed_until", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _belongs("task", "project"),
        _belongs("task", "firm"),
        _belongs("task", "interaction"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    _index("task", "project_id", "firm_id", "interaction_id", "assignee", "due_on")
