"""Parties, chain and counting of agreements; their amounts; promises of both sides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_OF_AGREEMENT = ("parties", "parent_id", "signing", "signing_of")
_FACT = ("source", "cut_off", "voided_at", "void_reason")
_RECORDED = ("recorded_at", "recorded_by")


def upgrade() -> None:
    """Create the tables with their triggers, and the columns of agreements."""
    for name in _OF_AGREEMENT:
        op.add_column("agreement", sa.Column(name, sa.Text(), nullable=True))
    _made(
        "agreement_amount",
        _texts("agreement_id", "effective_on", "reason", *_RECORDED, must=True),
        _texts(*_FACT),
        [sa.Column("amount", sa.BigInteger(), nullable=True)],
        refers={"agreement_id": "agreement"},
    )
    _made(
        "commitment",
        _texts("project_id", "side", "kind", "wording", "fair", "state", must=True),
        _texts("agreement_id", "ratio", "trigger", "basis", "due_on", "person", "archived_at"),
        [sa.Column("amount", sa.BigInteger(), nullable=True)],
        indexed=("due_on",),
        refers={"project_id": "project", "agreement_id": "agreement"},
    )
    _made(
        "commitment_fact",
        _texts("commitment_id", "state", "effective_on", *_RECORDED, must=True),
        _texts("note", *_FACT),
        [sa.Column("amount", sa.BigInteger(), nullable=True)],
        refers={"commitment_id": "commitment"},
    )


def downgrade() -> None:
    """Remove them."""
    for name in ("commitment_fact", "commitment", "agreement_amount"):
        op.drop_table(name)
    for name in _OF_AGREEMENT:
        op.drop_column("agreement", name)


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
