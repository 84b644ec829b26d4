"""Schedules of projects: tasks, links, what happened, and the versions of the plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = ("schedule", "schedule_task", "schedule_link", "schedule_fact", "schedule_baseline")


def upgrade() -> None:
    """Create the tables and the triggers that bump their versions."""
    _schedule()
    _task()
    _link()
    _fact()
    _baseline()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in TABLES:
        op.execute(_sqlite(name) if sqlite else _postgres(name))


def downgrade() -> None:
    """Remove them."""
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


def _text(name: str, *, required: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=not required)


def _create(name: str, owners: dict[str, str], *columns: sa.Column[str] | sa.Column[int]) -> None:
    """A table of records that belong to others: ``owners`` are their tables by column."""
    op.create_table(
        name,
        _text("id", required=True),
        *(_text(column, required=True) for column in owners),
        *columns,
        sa.Column("row_version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_{name}_{column}_{target}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, target in owners.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in owners:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _schedule() -> None:
    columns = ("template", "template_version", "goal", "target_on", "made_at", "made_by")
    _create(
        "schedule", {"project_id": "project"}, *(_text(name, required=True) for name in columns)
    )


def _task() -> None:
    _create(
        "schedule_task",
        {"schedule_id": "schedule"},
        sa.Column("position", sa.Integer(), nullable=False),
        _text("code"),
        _text("name", required=True),
        sa.Column("days", sa.Integer(), nullable=False),
        _text("unit", required=True),
        _text("owner"),
        _text("milestone"),
        _text("not_before"),
    )


def _link() -> None:
    _create(
        "schedule_link",
        {"schedule_id": "schedule", "before_id": "schedule_task", "after_id": "schedule_task"},
        _text("kind", required=True),
        sa.Column("lag", sa.Integer(), nullable=False),
        _text("unit", required=True),
    )


def _fact() -> None:
    _create(
        "schedule_fact",
        {"task_id": "schedule_task"},
        _text("kind", required=True),
        _text("effective_on", required=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        _text("note"),
        _text("source"),
        _text("cut_off"),
        _text("recorded_at", required=True),
        _text("recorded_by", required=True),
        _text("voided_at"),
        _text("void_reason"),
    )


def _baseline() -> None:
    _create(
        "schedule_baseline",
        {"schedule_id": "schedule"},
        sa.Column("version", sa.Integer(), nullable=False),
        _text("target_on", required=True),
        _text("plan"),
        _text("reason"),
        _text("made_at", required=True),
        _text("made_by", required=True),
    )
