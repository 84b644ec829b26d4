"""People, units and task forces in charge; what was handed on; deadlines of projects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


_DATE = ("value", "precision", "qualifier", "raw", "not_after", "day")
_DEADLINES = tuple(f"{key}_{part}" for key in ("start_by", "complete_by") for part in _DATE)


def upgrade() -> None:
    """Create the tables with their triggers, and the columns of the deadlines."""
    for name in _DEADLINES:
        op.add_column("project", sa.Column(name, sa.Text(), nullable=True))
    _made(
        "responsible",
        _texts("kind", "name", "name_key", must=True),
        _texts("post", "unit", "active_from", "active_until", "remark", "archived_at"),
        [sa.Column("precedence", sa.Integer(), nullable=True)],
        indexed=("name_key",),
    )
    _made(
        "hand_over",
        _texts("from_id", "to_id", "reason"),
        _texts("from_name", "to_name", "happened_on", "recorded_at", "recorded_by", must=True),
        refers={"from_id": "responsible", "to_id": "responsible"},
    )
    _made(
        "hand_over_role",
        _texts("hand_over_id", "role", "subject", must=True),
        _texts("project_id", "before", "after"),
        refers={"hand_over_id": "hand_over", "project_id": "project"},
    )


def downgrade() -> None:
    """Remove them."""
    for name in _DEADLINES:
        op.drop_column("project", name)
    for name in ("hand_over_role", "hand_over", "responsible"):
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
