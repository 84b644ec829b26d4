"""Approvals of projects: the bureau's own items, cases, approvals with their steps and papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_FACT = ("source", "cut_off", "recorded_at!", "recorded_by!", "voided_at", "void_reason")
_TABLES: dict[str, tuple[str, ...]] = {
    "approval_item": ("item",),
    "approval_case": (
        *("project_id!", "eia", "industry", "flags", "earthwork#", "tce#", "kwh#", "floor#"),
        *("cost##", "deal_on", "our_agent", "their_agent", "entrusted_on", "analysed_on"),
        *("planned_on", "handled_on", "told_on", "revisited_on"),
    ),
    "approval": (
        *("project_id!", "code!", "title", "department", "person"),
        *("recorded_at!", "recorded_by!"),
    ),
    "approval_step": (
        *("approval_id!", "kind!", "happened_on!", "reason", "due_on", "note"),
        *_FACT,
    ),
    "approval_paper": ("approval_id!", "name!", "kind!", "received_on", "promised_by"),
}
"""Columns by table: ``!`` is required, ``#`` a number, ``##`` a large one, the others texts."""
_OWNERS = {
    "approval_case": ("project_id", "project"),
    "approval": ("project_id", "project"),
    "approval_step": ("approval_id", "approval"),
    "approval_paper": ("approval_id", "approval"),
}
_INDEXES = (
    ("approval_case", "project_id"),
    ("approval", "project_id"),
    ("approval", "code"),
    ("approval_step", "approval_id"),
    ("approval_step", "due_on"),
    ("approval_paper", "approval_id"),
)


def upgrade() -> None:
    """Create the tables and the triggers that bump the version of a row."""
    for name, columns in _TABLES.items():
        op.create_table(
            name,
            sa.Column("id", sa.Text(), nullable=False),
            *(_column(column) for column in columns),
            sa.Column("row_version", sa.Integer(), nullable=False),
            *_belongs(name),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in _TABLES:
        op.execute(_sqlite(name) if sqlite else _postgres(name))


def downgrade() -> None:
    """Remove them."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _column(declared: str) -> sa.Column[object]:
    name = declared.rstrip("!#")
    kinds = {"##": sa.BigInteger(), "#": sa.Integer()}
    kind = kinds.get(declared.removeprefix(name), sa.Text())
    return sa.Column(name, kind, nullable=not declared.endswith("!"))


def _belongs(table: str) -> list[sa.ForeignKeyConstraint]:
    if table not in _OWNERS:
        return []
    column, target = _OWNERS[table]
    return [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=op.f(f"fk_{table}_{column}_{target}"),
            initially="DEFERRED",
            deferrable=True,
        )
    ]


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
