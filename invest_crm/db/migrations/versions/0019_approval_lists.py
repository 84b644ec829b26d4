"""How approvals stand, as rows a list is asked in; notes on approvals and what ledgers add."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from invest_crm.db import approval_states

revision = "0019"
down_revision = "0018"

_TEXTS = (
    *("began_day", "since_day", "decided_day", "limit_day", "legal_day", "due_day", "due_what"),
    *("due_unit", "papers_day", "stop", "note", "holds"),
)


def upgrade() -> None:
    """Add the columns and the table, and fill it from what is stored."""
    op.add_column("approval", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("approval", sa.Column("extra", sa.Text(), nullable=True))
    op.create_table(
        "approval_state",
        sa.Column("approval_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("state", "stage", "department")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in _TEXTS),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("due_no", "held_no")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("stage_rank", "missing")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("waits", "basis")),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval_state")),
    )
    for name, column in (("due", "due_day"), ("state", "state"), ("basis", "basis")):
        op.create_index(f"ix_approval_state_{name}", "approval_state", [column], unique=False)
    approval_states.rebuild(op.get_bind())


def downgrade() -> None:
    """Remove them."""
    op.drop_table("approval_state")
    op.drop_column("approval", "extra")
    op.drop_column("approval", "note")
