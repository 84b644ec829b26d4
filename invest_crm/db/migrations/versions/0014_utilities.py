"""What projects need of utilities, applications for connection, capacities, own procedures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_FACTS = ("source", "cut_off", "recorded_at", "recorded_by", "voided_at", "void_reason")


def upgrade() -> None:
    """Create the tables with their triggers."""
    _table("utility_need", (), ("phase", "from_month", "until_month", "amounts"), owner="project")
    _table(
        "utility_case",
        ("procedure", "recorded_at", "recorded_by"),
        ("person",),
        owner="project",
        whole="promised",
    )
    _table(
        "utility_step",
        ("kind", "happened_on", "recorded_at", "recorded_by"),
        ("reason", "note", *_FACTS),
        owner="utility_case",
    )
    _table(
        "utility_capacity",
        ("park", "utility", "from_month", "recorded_at", "recorded_by"),
        ("note", *_FACTS),
        large="amount",
    )
    _table("utility_item", (), ("item",))


def downgrade() -> None:
    """Remove them."""
    names = ("utility_item", "utility_capacity", "utility_step", "utility_case", "utility_need")
    for name in names:
        op.drop_table(name)


def _table(
    name: str,
    must: tuple[str, ...],
    texts: tuple[str, ...],
    *,
    owner: str = "",
    whole: str = "",
    large: str = "",
) -> None:
    needed = ("id", *((f"{owner}_id",) if owner else ()), *must)
    numbers = ((whole, sa.Integer()), (large, sa.BigInteger()))
    keys = [
        sa.ForeignKeyConstraint(
            [f"{one}_id"],
            [f"{one}.id"],
            name=op.f(f"fk_{name}_{one}_id_{one}"),
            initially="DEFERRED",
            deferrable=True,
        )
        for one in (owner,)
        if one
    ]
    op.create_table(
        name,
        *(sa.Column(one, sa.Text(), nullable=False) for one in needed),
        *(sa.Column(one, sa.Text(), nullable=True) for one in texts if one not in needed),
        *(sa.Column(one, kind, nullable=True) for one, kind in numbers if one),
        sa.Column("row_version", sa.Integer(), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    if owner:
        op.create_index(op.f(f"ix_{name}_{owner}_id"), name, [f"{owner}_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER tr_{name}_version AFTER UPDATE ON {name} "
            "WHEN NEW.row_version = OLD.row_version "
            f"BEGIN UPDATE {name} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER tr_{name}_version BEFORE UPDATE ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
        )
