"""Images of many records created together stand in blocks of the change log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

REFUSED = "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"


def upgrade() -> None:
    """Create the table and the triggers that keep it append-only."""
    op.create_table(
        "change_block",
        sa.Column(
            "set_seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("images", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_seq"], ["change_set.seq"], name=op.f("fk_change_block_set_seq_change_set")
        ),
        sa.PrimaryKeyConstraint("set_seq", "position", name=op.f("pk_change_block")),
    )
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgres():
        op.execute(statement)


def downgrade() -> None:
    """Remove it; refused while it holds what an older program could not read."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM change_block")):
        raise RuntimeError("the change log holds blocks, which the former schema cannot hold")
    op.drop_table("change_block")


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER tr_change_block_no_update BEFORE UPDATE ON change_block {REFUSED}",
        f"CREATE TRIGGER tr_change_block_no_delete BEFORE DELETE ON change_block {REFUSED}",
        "CREATE TRIGGER tr_change_block_no_replace BEFORE INSERT ON change_block WHEN EXISTS "
        "(SELECT 1 FROM change_block WHERE set_seq = NEW.set_seq AND position = NEW.position) "
        f"{REFUSED}",
    ]


def _postgres() -> list[str]:
    return [
        "CREATE TRIGGER tr_change_block_append_only BEFORE UPDATE OR DELETE ON change_block "
        "FOR EACH ROW EXECUTE FUNCTION crm_append_only()",
        "CREATE TRIGGER tr_change_block_no_truncate BEFORE TRUNCATE ON change_block "
        "FOR EACH STATEMENT EXECUTE FUNCTION crm_append_only()",
    ]
