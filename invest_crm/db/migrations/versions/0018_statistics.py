"""入库入统: applications to the statistics, papers, answers, revenue of firms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_FACT = ("source", "cut_off", "recorded_at!", "recorded_by!", "voided_at", "void_reason")
_TABLES: dict[str, tuple[str, ...]] = {
    "stat_case": ("project_id", "firm_id", "kind", "qualified", "unit", "person", "held_since"),
    "stat_step": (
        *("stat_case_id!", "kind!", "happened_on!", "month", "code", "passed", "note"),
        *_FACT,
    ),
    "stat_paper": (
        *("project_id", "firm_id", "kind!", "name", "number", "dated_on", "amount##"),
        *("region", "industry", "first", "last", "revenue"),
        *_FACT,
    ),
    "stat_answer": (
        *("project_id", "firm_id", "material!", "said_by!", "said_on!", "ask_on!", "note"),
        *_FACT,
    ),
    "firm_revenue": ("firm_id!", "first!", "last!", "amount!", "origin!", "reason", *_FACT),
}
"""Columns by table: ``!`` is required, ``#`` a number, ``##`` a large one, the others texts."""
_OWNERS = {
    "stat_case": (("project_id", "project"), ("firm_id", "firm")),
    "stat_step": (("stat_case_id", "stat_case"),),
    "stat_paper": (("project_id", "project"), ("firm_id", "firm")),
    "stat_answer": (("project_id", "project"), ("firm_id", "firm")),
    "firm_revenue": (("firm_id", "firm"),),
}
_INDEXES = (
    *((table, column) for table, owners in _OWNERS.items() for column, _target in owners),
    ("stat_paper", "kind"),
    ("stat_answer", "ask_on"),
    ("firm_revenue", "first"),
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
    return [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=op.f(f"fk_{table}_{column}_{target}"),
            initially="DEFERRED",
            deferrable=True,
        )
        for column, target in _OWNERS[table]
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
