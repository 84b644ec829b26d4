"""The day of the construction permit, to sort and filter by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column and fill it from the permits that stand."""
    op.add_column("project_state", sa.Column("permit_day", sa.Text(), nullable=True))
    op.execute(
        "UPDATE project_state SET permit_day = (SELECT min(milestone.effective_day) FROM milestone"
        " WHERE milestone.project_id = project_state.project_id AND milestone.kind = 'PERMIT'"
        " AND milestone.voided_at IS NULL)"
    )


def downgrade() -> None:
    """Remove it."""
    with op.batch_alter_table("project_state") as table:
        table.drop_column("permit_day")
