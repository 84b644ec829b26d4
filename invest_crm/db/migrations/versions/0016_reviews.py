"""Joint reviews: sheets, opinions of departments, conditions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Create the tables with their triggers."""
    _made(
        "review",
        _texts("project_id", "asked_on", "recorded_at", "recorded_by", must=True),
        _texts("held_on", "convened_by", "items", "note"),
        [sa.Column("round", sa.Integer(), nullable=False)],
        refers={"project_id": "project"},
    )
    _made(
        "review_opinion",
        _texts("review_id", "department", "asked_on", must=True),
        _texts("verdict", "person", "answered_on", "reason"),
        [sa.Column("position", sa.Integer(), nullable=False)],
        indexed=("verdict",),
        refers={"review_id": "review"},
    )
    _made(
        "review_condition",
        _texts("opinion_id", "text", must=True),
        _texts("task_id"),
        refers={"opinion_id": "review_opinion", "task_id": "task"},
    )


def downgrade() -> None:
    """Remove them."""
    for name in ("review_condition", "review_opinion", "review"):
        op.drop_table(name)


def _texts(*names: str, must: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=not must) for name in names]


def _made(
    name: str,
    *columns: list[sa.Column[str]] | list[sa.Column[int]],
    indexed: tuple[str, ...] = (),
    refers: dict[str, str] | None = None,
) -> None:
    """A record table: its key, its version, what it refers to with an index each, its trigger."""
    refers = refers or {}
    op.create_table(
        name,
        sa.Column("id", sa.Text(), nullable=False),
        *(column for group in columns for column in group),
        sa.Column("row_version", sa.Integer(), nullable=False),
        *(_key(name, column, target) for column, target in refers.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in (*indexed, *refers):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
    op.execute(_counted(name))


def _key(name: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{name}_{column}_{target}"),
        initially="DEFERRED",
        deferrable=True,
    )


def _counted(name: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        return (
            f"CREATE TRIGGER tr_{name}_version AFTER UPDATE ON {name} "
            "WHEN NEW.row_version = OLD.row_version "
            f"BEGIN UPDATE {name} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
        )
    return (
        f"CREATE TRIGGER tr_{name}_version BEFORE UPDATE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
    )
